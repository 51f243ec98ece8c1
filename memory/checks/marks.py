"""Punctuation, quotation marks, brackets and spaces of the target, held against those of the source.

Arabic marks in English, a question that lost its mark, a full stop that went, marks without or with too much space,
quotation marks and brackets that open without closing. What the source does too (a quotation that runs on into the next
segment, a headline without a full stop) is let pass, as are decimal points, times, addresses and initials.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context, Rule

_ARABIC_MARKS = {"،": ",", "؛": ";", "؟": "?", "٪": "%", "٫": ".", "٬": ",", "۔": ".", "ـ": ""}
_CLOSING = "\"'”’»)]}›*_ \t\n\u00a0\u200e\u200f\u202c\u2069"
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w+|"
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|dz|ma|tn|ly|mr|eu|fr|uk|int|gov|edu|io)\b\S*"
)
_QUESTION_WORDS = re.compile(r"(?<!\w)(?:هل|أ?لماذا|متى|كيف|أين|كم|ماذا|مَن|أليس|ألم|أي|ما|من|أفلا)(?!\w)")
_STOPS = ".!?…"


def _end(text: str) -> str:
    """The kind of mark that a text ends in, quotation marks and brackets aside: . ? ! : , … or nothing."""
    bare = text.rstrip(_CLOSING)
    if not bare:
        return ""
    last = bare[-1]
    if bare.endswith("...") or last == "…":
        return "…"
    if ("?" in bare[-3:] and last in "?!") or last == "؟":
        return "?"
    return {"۔": ".", "،": ",", "؛": ";"}.get(last, last if last in ".!:,;" else "")


def punctuation(segment: Segment, context: Context) -> Iterator[Finding]:
    """Marks that English does not have, that got lost, or that stand wrongly."""
    if not segment.translated or segment.source.strip() == segment.target.strip():
        return
    source, target = segment.source, segment.target
    if segment.target_lang.lower().startswith("en"):
        for i, c in enumerate(target):
            if c in _ARABIC_MARKS and not _beside_arabic(target, i):
                yield _fault(segment, f"{c} is an Arabic mark", i, i + 1, _ARABIC_MARKS[c])
    yield from _ends(segment)
    addresses = [m.span() for m in _ADDRESS.finditer(target)]
    for pattern, message, mend in _MISPLACED:
        for m in pattern.finditer(target):
            if any(a <= m.start() < b for a, b in addresses) or _as_in_source(m.group(), source):
                continue
            yield _fault(segment, message, m.start(), m.end(), mend(m.group()))


def _beside_arabic(text: str, i: int) -> bool:
    near = text[max(0, i - 2) : i].strip() + text[i + 1 : i + 3].strip()
    return bool(re.search(r"[\u0620-\u064a]", near))


def _ends(segment: Segment) -> Iterator[Finding]:
    source, target = segment.source, segment.target
    was, now = _end(source), _end(target)
    if was == now:
        return
    length = len(target.rstrip())
    last = Place("target", max(0, length - 1), length)
    asked = "؟" in source or "?" in source
    if was == "?" and "?" not in target:
        yield Finding("punctuation", segment, "the question mark is missing", last, "?")
    elif now == "?" and not asked and not _QUESTION_WORDS.search(source):
        yield Finding("punctuation", segment, "the source asks no question", last, was or ".")
    elif was in (".", "!") and now == "" and len(source.split()) > 2:
        if target.rstrip()[-1:].isalnum() or target.rstrip()[-1:] in _CLOSING:
            yield Finding("punctuation", segment, "the full stop is missing", last, ".")
    elif now in (",", ";") and was not in (",", ";", ":"):
        yield Finding("punctuation", segment, f"it ends in {now}", last, was or ".")
    elif was == ":" and now == "" and len(source.split()) > 1:
        yield Finding("punctuation", segment, "the colon is missing", last, ":")


def _as_in_source(marks: str, source: str) -> bool:
    """Whether the source has the same odd marks, spaces aside."""
    bare = re.sub(r"[\w\s]+", "", marks)
    return len(bare) > 1 and bare in source.replace("،", ",").replace("؛", ";").replace("؟", "?")


_MISPLACED = (
    (re.compile(r"(?<=[\w)\]\"”’»]) +[,;](?=\s|$)"), "a space before the mark", lambda s: s.strip()),
    (re.compile(r"(?<=[\w)\]\"”’»]) +[.!?](?=\s*$|\s+[A-Z\"“])"), "a space before the mark", lambda s: s.strip()),
    (re.compile(r"(?<![.…])\.\.(?!\.)"), "two full stops", lambda s: "."),
    (
        re.compile(r",{2,}|;{2,}|[,;]\s+[,;]|,;|;,|,\.(?!\d)|(?<=[a-z]{5})\.,|:{2,}"),
        "two marks in a row",
        lambda s: s[-1],
    ),
    (re.compile(r"(?<=[^\W\d_])[,;](?=[^\W\d_])"), "no space after the mark", lambda s: s + " "),
    (re.compile(r"(?<=[a-z]{3})[.!?](?=[A-Z][a-z])"), "no space after the mark", lambda s: s + " "),
)


def _fault(segment: Segment, message: str, start: int, end: int, suggestion: str = "") -> Finding:
    return Finding("punctuation", segment, message, Place("target", start, end), suggestion)


_SPOKEN_WORDS, _SPOKEN_WORDS_ANNOUNCED = 5, 3  # from which on a quotation is speech: anywhere, and after a colon
_DOUBLE_MARK = re.compile(r"[\"“”„«»]|``|''")
_SINGLE_OPENING = re.compile(r"(?<![\w'])['‘](?=\w)")
_SPEECH = re.compile(r"«([^«»]+)»|“([^“”]+)”|”([^“”]+)“|\"([^\"]+)\"")


def quotes(segment: Segment, context: Context) -> Iterator[Finding]:
    """Quotation marks that open without closing, and quoted speech that lost them."""
    if not segment.translated:
        return
    source, target = segment.source, segment.target
    if _open_quotes(target) and not _open_quotes(source):
        at = next(i for i, c in enumerate(target) if c in '"“”«»')
        if '"' in target:
            at = target.rindex('"')
        yield Finding("quotes", segment, "a quotation mark without its fellow", Place("target", at, at + 1))
        return
    pairs = (len(_DOUBLE_MARK.findall(target)) + 1) // 2 + len(_SINGLE_OPENING.findall(target))
    spoken = [m for m in _SPEECH.finditer(source) if _is_speech(source, m)]
    if len(spoken) > pairs:
        m = spoken[-1] if pairs else spoken[0]
        yield Finding("quotes", segment, "the quotation marks are missing", Place("source", m.start(), m.end()), "“…”")


def _is_speech(source: str, quotation: re.Match[str]) -> bool:
    """Whether a quotation is somebody's words, which keep their marks, rather than a name or a word held apart."""
    words = len(next(g for g in quotation.groups() if g).split())
    announced = source[: quotation.start()].rstrip().endswith(":")
    return words >= (_SPOKEN_WORDS_ANNOUNCED if announced else _SPOKEN_WORDS)


def _open_quotes(text: str) -> bool:
    """Whether quotation marks do not pair. Arabic pages use “ and ” in either order."""
    if text.count("«") != text.count("»"):
        return True
    if sum(text.count(c) for c in '“”„"') % 2 == 0:
        return False
    # one too many may be the sign of inches or seconds
    return re.search(r"\d[\"”](?!\w)", text) is None


def brackets(segment: Segment, context: Context) -> Iterator[Finding]:
    """Brackets that do not pair."""
    if not segment.translated:
        return
    for opening, closing in (("(", ")"), ("[", "]"), ("{", "}")):
        if opening == "{" and opening in segment.source:
            continue  # a placeholder; `tags` looks after it
        odd = _unpaired(segment.target, opening, closing)
        if odd is not None and _unpaired(segment.source, opening, closing) is None:
            yield Finding(
                "brackets", segment, f"{segment.target[odd]} without its fellow", Place("target", odd, odd + 1)
            )


# 1) and a) at the start of an item of a list, and :-)
_ENUMERATOR = re.compile(r"(?:^|\n|(?<=[\s;,:]))\(?(?:\d{1,3}|[^\W\d_]|[ivx]{1,4}|[IVX]{1,4})[.]?\)(?=\s)|[:;]-?[()]")


def _unpaired(text: str, opening: str, closing: str) -> int | None:
    """Where the first bracket without a fellow stands; 1) and a) at a start, and :-) are none."""
    skip = {m.end() - 1 for m in _ENUMERATOR.finditer(text) if "(" not in m.group()[:-1]}
    open_at: list[int] = []
    for i, c in enumerate(text):
        if i in skip and c == closing and not open_at:
            continue
        if c == opening:
            open_at.append(i)
        elif c == closing:
            if not open_at:
                return i
            open_at.pop()
    return open_at[0] if open_at else None


def spacing(segment: Segment, context: Context) -> Iterator[Finding]:
    """Spaces within the target that are too many, and line ends that the source has otherwise."""
    if not (segment.translated and segment.source):
        return
    target = segment.target
    for m in re.finditer(r"(?<=[^\s.!?:]) {2,}(?=\S)", target):
        if "  " not in segment.source:
            yield Finding("spacing", segment, "more than one space", Place("target", m.start(), m.end()), " ")
    for side, name in ((0, "begins"), (-1, "ends")):
        if (segment.source[side] == "\n") != (target[side] == "\n"):
            at = 0 if side == 0 else len(target) - 1
            yield Finding(
                "spacing", segment, f"it {name} with a line end on one side only", Place("target", at, at + 1)
            )


RULES = (
    Rule(
        "punctuation",
        "punctuation",
        "warning",
        "marks lost, Arabic, doubled or misplaced",
        "Arabic marks in English, a lost question mark, full stop or colon, two marks in a row, spaces around marks.",
        check=punctuation,
    ),
    Rule(
        "quotes",
        "punctuation",
        "warning",
        "quotation marks that do not pair or got lost",
        "Quotation marks that open without closing where the source's pair, and a quotation of six words or more "
        "whose marks are gone.",
        check=quotes,
        remedy="close it or take it out",
    ),
    Rule(
        "brackets",
        "punctuation",
        "warning",
        "brackets that do not pair",
        "Brackets that open without closing, or close without opening, where the source's pair.",
        check=brackets,
        remedy="close it or take it out",
    ),
    Rule(
        "spacing",
        "punctuation",
        "note",
        "spaces and line ends",
        "Two spaces within a sentence, and line ends at the start or end that the source has otherwise.",
        check=spacing,
    ),
)
