"""Long segments in pieces that a model takes whole, cut at clause marks and never inside a term, and joined after."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from memory.english import begins_sentence, uncapitalised

# where a sentence is best cut, best first: at a full clause, at a comma, before a conjunction, at a space
_CUTS = tuple(re.compile(p) for p in (r"[.!?؟؛;:]\s+", r"[،,]\s+|\s[-–—]\s", r"\s(?=و[^\s]{2})", r"\s+"))
_CENTRAL = 0.35  # how far from the middle a cut may be, as a share of the text
_CLOSING = "\"'”’)]»"


def split_clauses(
    text: str, fits: Callable[[str], bool], keep: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Spans that cover the text but for white space, each of which fits; none cuts through a span of `keep`.

    A single word that does not fit is cut in the middle, as there is no better place.
    """
    spans: list[tuple[int, int]] = []
    stack = [(0, len(text))]
    while stack:
        start, end = stack.pop()
        piece = text[start:end]
        if not piece.strip():
            continue
        if fits(piece) or end - start < 2:
            spans.append((start, end))
            continue
        cut = _best_cut(text, start, end, keep) or _middle(start, end, keep)
        stack += [(cut, end), (start, cut)]
    return spans


def _best_cut(text: str, start: int, end: int, keep: Sequence[tuple[int, int]]) -> int | None:
    middle = (start + end) / 2
    for pattern in _CUTS:
        places = [m.end() for m in pattern.finditer(text, start, end) if start < m.end() < end]
        free = [p for p in places if not any(a < p < b for a, b in keep)]
        near = [p for p in free if abs(p - middle) < _CENTRAL * (end - start)]
        central = near or (free if pattern is _CUTS[-1] else [])
        if central:
            return min(central, key=lambda p: abs(p - middle))
    return None


def _middle(start: int, end: int, keep: Sequence[tuple[int, int]]) -> int:
    middle = (start + end) // 2
    for a, b in keep:
        if a < middle < b and (a > start or b < end):
            return a if a > start else b
    return middle


def joined(parts: Sequence[tuple[str, str]]) -> str:
    """The targets of (source, target) pieces as one text: the full stop and the capital that a model gives to a piece
    that is not the end or the beginning of a sentence go again."""
    text = ""
    for number, (source, target) in enumerate(parts):
        if not target:
            continue
        if text and not begins_sentence(text):
            target = uncapitalised(target)
        last = number == len(parts) - 1
        if not last and target.endswith(".") and not target.endswith(".."):
            mark = source.rstrip().rstrip(_CLOSING)[-1:]
            if mark not in ".!?؟…":
                target = target[:-1] + {"،": ",", ",": ",", "؛": ";", ";": ";", ":": ":"}.get(mark, "")
        text = f"{text} {target}" if text else target
    return text
