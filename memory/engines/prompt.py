"""What a language model is asked, and what of its answer is the translation.

The conversation begins with a few examples, which small models need and large ones don't mind: two that show how terms
are given, then the nearest translations of the memory. Terms stand in a list, and inlined in the source in the place of
their Arabic. Pure functions, no I/O.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from memory.engines.base import Request

Message = dict[str, str]

_SYSTEM = (
    "You translate Arabic news into English. Answer with the English translation of the text and nothing else. "
    "Every term of the list stands in the translation exactly as the list gives it."
)
_SHOWN: tuple[tuple[tuple[tuple[str, str], ...], str, str], ...] = (
    (
        (("دول الميدان", "field countries"), ("مكافحة الإرهاب", "counter-terrorism")),
        "أعلنت وزارة الدفاع أن field countries ستعزز تعاونها في counter-terrorism.",
        "The Ministry of Defence announced that the field countries will strengthen their cooperation in "
        "counter-terrorism.",
    ),
    (
        (),
        "وقال الرئيس للصحفيين إن 12 شخصا قتلوا في الهجوم.",
        "The President told reporters that 12 people had died.",
    ),
)
# what servers whose model has no chat template put between turns, in plain letters
STOPS = ("<|im_end|>", "<|im_start|>", "<end_of_turn>")
_THOUGHT = re.compile(r"<(think|thinking|reasoning|thought)>.*?(?:</\1>|\Z)", re.IGNORECASE | re.DOTALL)
_FENCE = re.compile(r"^```[^\n]*\n(.*?)(?:\n?```.*)?$", re.DOTALL)
_PREAMBLE = re.compile(
    r"^(?:(?:sure|certainly|of course|okay|ok)\b[^\n:]{0,40}[,.!:]\s*)?"
    r"(?:here(?:'s| is| you go)|this is|the (?:english )?translation)\b[^\n:]{0,80}:\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^(?:(?:the\s+)?(?:english\s+)?(?:translation|text|answer)(?:\s*\([^)\n]{1,40}\))?|english)\s*:\s*", re.IGNORECASE
)
_BEGINNING = 60  # code points at a text's beginning in which a colon may be the author's own
_ASIDE = re.compile(
    r"\n+\s*(?:terms|arabic|source|text|notes?|explanation|translator's note|user|assistant|system)\s*:.*",
    re.IGNORECASE | re.DOTALL,
)
# small words by which French, Spanish, Portuguese, Italian, German, Turkish and Indonesian are told from English, which
# has them in names only (Le Monde de la Paix)
_FOREIGN = re.compile(
    r"\b(?:le|la|les|des|du|de|une|est|dans|que|qui|pour|sur|avec|aux|sont|pas|ont|cette|el|los|las|del|por|para|como|una|os"
    r"|um|uma|em|da|dos|das|il|di|che|gli|della|der|und|ist|nicht|ein|eine|dem|den|von|mit|auf|zu|ve|bir|bu|ile|yang|dan"
    r"|dari|untuk|dengan)\b"
)
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|a|an|is|that|for|was|were|on|with|as|by|at|from|it|its|he|his|they|are|be|has|have|had|not|this"
    r"|will|would|said|who|which|or|but|their|after|before)\b",
    re.IGNORECASE,
)
_QUOTES = (('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’"), ("«", "»"), ("`", "`"), ("**", "**"))


def messages(request: Request) -> list[Message]:
    """The conversation that asks for a translation; after a rejected answer it names the terms that are missing."""
    talk = [_said("system", _SYSTEM)]
    for terms, source, target in _SHOWN:
        talk += [_said("user", _question(source, terms)), _said("assistant", target)]
    for source, target in request.examples:
        talk += [_said("user", _question(_line(source), ())), _said("assistant", _line(target))]
    talk.append(_said("user", _question(_line(request.inlined), request.terms)))
    if request.rejected:
        lacking = "; ".join(request.missing)
        more = f"Your translation lacks these terms: {lacking}. " if lacking else ""
        talk.append(_said("assistant", request.rejected))
        talk.append(_said("user", f"{more}Translate the text again, with every term of the list exactly as given."))
    return talk


def reminded(talk: Sequence[Message]) -> list[Message]:
    """The same conversation for a model that did not answer in English."""
    last = talk[-1]
    return [*talk[:-1], _said(last["role"], f"{last['content']}\nAnswer in English, with the translation only.")]


def _said(role: str, content: str) -> Message:
    return {"role": role, "content": content}


def _question(source: str, terms: Sequence[tuple[str, str]]) -> str:
    listed = "; ".join(f"{ar} => {en}" for ar, en in terms)
    return f"Terms: {listed}\nArabic: {source}" if listed else f"Arabic: {source}"


def _line(text: str) -> str:
    return " ".join(text.split())


def unfinished_thought(answer: str) -> bool:
    """Whether an answer ends while its model is still thinking."""
    opened = re.findall(r"<(/?)(?:think|thinking|reasoning|thought)>", answer, re.IGNORECASE)
    return bool(opened) and not opened[-1]


def cleaned(answer: str, source: str) -> str:
    """The translation in an answer, on one line: no thoughts, fences, preambles, asides or quotation marks around it.

    Quotation marks stay where the source has them.
    """
    text = _THOUGHT.sub("", answer)
    text = re.sub(r"^.*?</(?:think|thinking|reasoning|thought)>", "", text, flags=re.IGNORECASE | re.DOTALL)
    for stop in STOPS:
        text = text.split(stop)[0]
    text = text.strip()
    fenced = _FENCE.match(text)
    text = (fenced[1] if fenced else text).strip()
    bare = text
    if ":" not in _line(source)[:_BEGINNING]:
        bare = _LABEL.sub("", _PREAMBLE.sub("", text, count=1), count=1).strip()
    text = _ASIDE.sub("", bare or text)
    text = _line(text)
    marked = _line(source)[:1] in "\"“'‘«" and bool(_line(source))
    for opening, closing in _QUOTES:
        inside = text[len(opening) : -len(closing)]
        whole = text.startswith(opening) and text.endswith(closing) and len(text) > len(opening + closing)
        if whole and not marked and opening not in inside and closing not in inside:
            return _line(inside)
    return text


def in_english(text: str) -> bool:
    """Whether a text is in Latin letters, a name or two in others aside, and its small words are those of English.

    Latin letters without small words (a heading, names) are taken for English.
    """
    letters = [ch for ch in text if ch.isalpha()]
    latin = sum(ch < "\u0250" or "\u1e00" <= ch <= "\u1eff" for ch in letters)
    if not letters or latin < 0.7 * len(letters):
        return False
    foreign = len(_FOREIGN.findall(text))
    return foreign < 3 or foreign <= 2 * len(_ENGLISH.findall(text))
