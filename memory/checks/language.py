"""Segments that are not translated: empty, a copy of the source, or with Arabic left in the English.

What need not be translated (numbers, addresses, Latin abbreviations) may be the same on both sides. Arabic words that
the English quotes on purpose, in brackets or quotation marks, or before their translation in brackets, are let pass.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from glossary.arabic import fold_key, has_arabic
from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context, Rule

_ARABIC = (
    "\u0620-\u065f\u066e-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
)
_RUN = re.compile(rf"[{_ARABIC}](?:[{_ARABIC}\s\u0640\u200c-\u200f]*[{_ARABIC}])?")
_QUOTED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|«[^«»]*»|“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’|'[^']*'")
_TRANSLATE, _TAKE_OUT = "translate it", "take it out"
_LEAKED = re.compile(r"[\ue000-\uf8ff]+|⟦\w*⟧?|\bXTERM\d*\b|\bPLACEHOLDER_?\d*\b|<unk>|[�▁]+")


def untranslated(segment: Segment, context: Context) -> Iterator[Finding]:
    """No target at all, or one of marks alone."""
    if _says_something(segment.source) and not _says_something(segment.target):
        yield Finding("untranslated", segment, "there is no translation")


def _says_something(text: str) -> bool:
    return any(c.isalnum() for c in text)


def copied(segment: Segment, context: Context) -> Iterator[Finding]:
    """A target that is the source again."""
    if segment.translated and has_arabic(segment.source) and _same(segment.source, segment.target):
        yield Finding("copied", segment, "the target is the source again", Place("target", 0, len(segment.target)))


def _same(source: str, target: str) -> bool:
    return re.sub(r"[\W_]+", " ", fold_key(source)).strip() == re.sub(r"[\W_]+", " ", fold_key(target)).strip()


def leftover(segment: Segment, context: Context) -> Iterator[Finding]:
    """Arabic words, or signs of a machine, in the English."""
    target = segment.target
    if not segment.translated or _same(segment.source, target):
        return
    if not segment.target_lang.lower().startswith(("ar", "fa", "ur", "ps", "ku", "ug")):
        asides = [m.span() for m in _QUOTED.finditer(target) if _aside(target, *m.span())]
        for run in _RUN.finditer(target):
            glossed = re.match(r"[\w_]*\s*\([A-Za-z]", target[run.end() :]) is not None
            glossed = glossed or re.search(r"[#@][\w_]*$", target[: run.start()]) is not None  # a hashtag, a handle
            if not glossed and not any(a <= run.start() and run.end() <= b for a, b in asides):
                place = Place("target", run.start(), run.end())
                yield Finding("leftover", segment, f"{run.group()} is not translated", place, _english_of(run.group()))
    for leak in _LEAKED.finditer(target):
        if leak.group() not in segment.source:
            place = Place("target", leak.start(), leak.end())
            yield Finding("leftover", segment, f"{leak.group()} is a leaked sign", place, _TAKE_OUT)


def _english_of(arabic: str) -> str:
    """What the Arabic may be in English; empty where nothing but a romanisation is known."""
    from glossary.equivalents import suggest

    return next((s.text for s in suggest([arabic], [()])[0] if s.source != "romanisation"), "")


def _aside(target: str, start: int, end: int) -> bool:
    """Whether a quoted stretch is a short aside in Arabic: CEMOC (لجنة الأركان) or the word «ميدان»."""
    words = target[start:end].split()
    rest = target[:start] + target[end:]
    return len(words) <= 8 and sum(c.isascii() and c.isalpha() for c in rest) >= 12


def copied_neighbour(segments: Sequence[Segment], context: Context) -> Iterator[Finding]:
    """A target that is the target of the segment before, although the sources have little in common."""
    for before, segment in itertools.pairwise(segments):
        target = segment.target.strip()
        if len(target) < 20 or target != before.target.strip():
            continue
        if fold_key(before.source) != fold_key(segment.source) and _overlap(before.source, segment.source) < 0.5:
            yield Finding(
                "copied",
                segment,
                f"the target is that of segment {before.number}",
                Place("target", 0, len(segment.target)),
            )


def _overlap(a: str, b: str) -> float:
    x, y = set(fold_key(a).split()), set(fold_key(b).split())
    return len(x & y) / max(1, min(len(x), len(y)))


RULES = (
    Rule(
        "untranslated",
        "untranslated",
        "error",
        "no translation",
        "The target is empty, or nothing but marks.",
        check=untranslated,
        remedy=_TRANSLATE,
    ),
    Rule(
        "copied",
        "untranslated",
        "error",
        "the source, or the segment before, copied as the translation",
        "The target is the source again, or the target of the segment before for another source.",
        check=copied,
        check_file=copied_neighbour,
        remedy=_TRANSLATE,
    ),
    Rule(
        "leftover",
        "untranslated",
        "error",
        "Arabic or a placeholder left in the English",
        "Arabic letters in the target, short asides in brackets or quotation marks excepted, and signs that a machine "
        "left behind.",
        check=leftover,
        remedy=_TRANSLATE,
    ),
)
