"""English around a term: articles, a and an, capitals, plurals, and spaces where words are put in or taken out.

By rule and by the usual exceptions; no part-of-speech tagging. Where a rule is not sure it leaves things alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial

WORD = re.compile(r"\w+(?:[.'’-]\w+)*")
# words that have a capital only where a sentence begins
_FUNCTION_WORDS = re.compile(
    r"(?:the|an?|in|on|at|by|for|from|to|of|with|and|or|but|as|after|before|during|while|when|where|if|its?|he|his|she"
    r"|hers?|they|their|we|our|you|your|this|that|these|those|there|is|are|was|were|has|have|had|not|no|all|some|many"
    r"|most|both|each|since|until|under|over|between|against|among|about|through|without|because|although|however|also"
    r"|then|who|which|what|how|one|two|three|several|such|more)(?![\w'’-])",
    re.IGNORECASE,
)
_AN_LETTERS = frozenset("AEFHILMNORSX")
_AN_WORDS = re.compile(
    r"(?:[aeio]|u(?!n[aeiou]|s[aeiu]|r[aeiu]|t[aeiou]|bi|k[ir]|ganda)|hono|honest|heir|hour)", re.IGNORECASE
)
# un- before a vowel (uninhabited, unarmed), as against union, unique, unanimous
_UN_WORDS = re.compile(
    r"un(?:in|im|ar|id|al|at|ea|us|ev|ex|of|en|em|ob|op|or|ed|ac|av|au|ab|ad)(?!ilat)", re.IGNORECASE
)
_A_WORDS = re.compile(r"(?:eu|one\b|once\b|ew|ou[ai]|u$)", re.IGNORECASE)
_TWO_ARTICLES = re.compile(r"(?<![\w'’-])(?:(?:the|an?)\s+)+(?=(?:the|an?)\s)", re.IGNORECASE)
_CLOSES = re.compile(r"[,.;:!?)\]}»”’](?!\w)")  # stands at the word before it, wherever a translation put it
_GOES_ON = re.compile(r"[^\w\s(\[{«“‘\"'$€£]")  # stands at the word before it where it stood there
_INDEFINITE = re.compile(r"(?<![\w'’-])an?(?=\s)", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]»]*$")


def takes_an(word: str) -> bool:
    """Whether the indefinite article before this word is `an`: by its sound, or letter by letter for an acronym."""
    if len(word) > 1 and word.isupper() and not re.search(r"[AEIOU]", word[1:3]):
        return word[0] in _AN_LETTERS
    if _A_WORDS.match(word):
        return False
    return bool(_UN_WORDS.match(word) or _AN_WORDS.match(word))


def mend_articles(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The text with the articles around text[start:end] mended: a/an by sound, and never two of them."""
    before, inside, after = text[:start], text[start:end], text[end:]
    doubled = re.search(r"(?<![\w'’-])(the|an?)\s+$", before, re.IGNORECASE)
    own = re.match(r"(the|an?)\s+", inside, re.IGNORECASE)
    if doubled and own:
        before = before[: doubled.start()]
        if doubled[1][0].isupper():
            inside = inside[:1].upper() + inside[1:]
    elif doubled and doubled[1].lower() in ("a", "an") and (word := WORD.match(inside)):
        before = before[: doubled.start()] + _article_for(word.group(), doubled[1]) + " "
    return before + inside + after, len(before), len(before) + len(inside)


def _article_for(word: str, like: str) -> str:
    article = "an" if takes_an(word) else "a"
    return article.capitalize() if like[0].isupper() else article


def _article(forms: Sequence[str], match: re.Match[str]) -> str:
    """The right article before one of these forms (in small letters), else the one that stands there."""
    here = match.string[match.end() :].lstrip()
    form = next((f for f in forms if here[: len(f)].lower() == f and not re.match(r"\w", here[len(f) :])), "")
    first = WORD.match(form)
    return _article_for(here[: first.end()], match.group()) if first else match.group()


def begins_sentence(before: str) -> bool:
    """Whether a sentence begins after this text."""
    stripped = before.rstrip()
    return not stripped or bool(_SENTENCE_END.search(stripped) and not stripped.endswith(".."))


def capitalised(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def uncapitalised(text: str) -> str:
    """The text without the capital that it has only because a sentence began there."""
    return text[:1].lower() + text[1:] if _FUNCTION_WORDS.match(text) else text


def splice(text: str, start: int, end: int, words: str) -> tuple[str, int, int]:
    """Put `words` in the place of text[start:end] with single spaces around, a capital at a sentence's start, and the
    articles before them mended; the text and where the words now stand."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if words and begins_sentence(before.rstrip("\"'“‘«([{")):
        words = capitalised(words)
        if start == end:
            after = uncapitalised(after)
    left = "" if not before or before[-1] in "([{«“‘-/" else " "
    apart = text[end : end + 1].isspace()
    right = "" if not after or (_CLOSES if apart else _GOES_ON).match(after) else " "
    if text[start - 1 : start] in ('"', "'") and not text[:start].endswith((" ", "\n")):
        left = "" if _opens(before) else " "
    if after[:1] in ('"', "'") and text[end : end + 1] == after[:1]:
        right = ""
    if not words:
        left, right = "", " " if before and after and (left or right) and right else ""
    place = len(before) + len(left)
    joined = f"{before}{left}{words}{right}{after}"
    return mend_articles(joined, place, place + len(words))


def _opens(before: str) -> bool:
    """Whether the straight quotation mark that ends this text opens one."""
    return before.count(before[-1]) % 2 == 1


def tidied(text: str, forms: Iterable[str] = ()) -> str:
    """The text with single spaces, no space before a mark, no two articles in a row, no empty brackets, and the right
    one of a and an before each of these English forms."""
    text = " ".join(text.split())
    text = re.sub(r"\(\s*\)|\[\s*\]|“\s*”|«\s*»", "", text)
    text = re.sub(r"(?<=[\w)\]”»\"'’%]) (?=[,;.!?)\]](?:\s|$))", "", text)
    text = re.sub(r"([,;])(?:\s*[,;])+", r"\1", re.sub(r"\s{2,}", " ", text)).strip()
    text = _TWO_ARTICLES.sub("", text)
    wanted = [form.lower() for form in forms]
    return _INDEFINITE.sub(partial(_article, wanted), text) if wanted else text


def plural(words: str) -> str:
    """The regular plural of the last word by -s or -es, for common nouns that are not plural already."""
    last = words.split()[-1] if words.split() else ""
    if not last.islower() or last.endswith(("s", "y")) or not last[-1:].isalpha():
        return words
    return words + ("es" if last.endswith(("x", "z", "ch", "sh")) else "s")


def is_plural(words: str) -> bool:
    """Whether the last word looks like a regular plural."""
    last = words.split()[-1] if words.split() else ""
    return len(last) > 3 and last.islower() and last.endswith("s") and not last.endswith(("ss", "us", "is"))


def without_article(text: str, start: int, end: int) -> tuple[int, int]:
    """The span less an article at its beginning."""
    match = re.compile(r"(?:the|an?)\s+", re.IGNORECASE).match(text, start, end)
    return (match.end(), end) if match and match.end() < end else (start, end)


def word_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to whole words."""
    while start > 0 and (text[start - 1].isalnum() or (text[start - 1] in "'’-" and text[start : start + 1].isalnum())):
        start -= 1
    while end < len(text) and (text[end].isalnum() or (text[end] in "'’-" and text[end + 1 : end + 2].isalnum())):
        end += 1
    return start, end


def word_places(text: str) -> list[tuple[int, int]]:
    """The spans of the words of a text."""
    return [m.span() for m in WORD.finditer(text)]


def widened(text: str, start: int, end: int, words: str) -> tuple[int, int]:
    """The span widened over the neighbours that `words`, put in its place, would say again: `chief of` before Chief of
    Staff, `crime` after organized crime."""
    own = [_bare(word) for word in WORD.findall(words)]
    before = [m for m in WORD.finditer(text[:start]) if start - m.start() < len(words) + 2 * len(own)]
    after = list(WORD.finditer(text, end, end + len(words) + 2 * len(own)))
    for n in range(min(len(own) - 1, len(before)), 0, -1):
        if _repeats(text[before[-n].start() : start], own[:n]):
            start = before[-n].start()
            break
    for n in range(min(len(own) - 1, len(after)), 0, -1):
        if _repeats(text[end : after[n - 1].end()], own[-n:]):
            end = after[n - 1].end()
            break
    return start, end


def _repeats(text: str, words: Sequence[str]) -> bool:
    """Whether a text is these words and nothing else, not all of them small ones."""
    said = [_bare(word) for word in text.split()]
    return said == list(words) and not all(map(_FUNCTION_WORDS.fullmatch, said))


def _bare(word: str) -> str:
    return word.lower().removesuffix("s")
