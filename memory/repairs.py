"""Repairs: small functions from a segment, its unmet terms and a hypothesis to candidates in which the terms stand.

Each says how it did it. They need nothing of the engine but what a hypothesis carries; those that decode again return
what is to be asked of the engine, so that the repairs of all segments are asked for in one batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glossary.term import Term
from memory.engines.base import Hypothesis
from memory.english import splice, word_places, word_span
from memory.verification import forbidden_places, places

_WEAK = 0.08  # attention below which a term is not aligned to anything


@dataclass(frozen=True, slots=True)
class Demand:
    """A term that a segment's translation must hold, and where the term stands in the source (None: not found)."""

    term: Term
    surface: str = ""
    start: int | None = None
    end: int | None = None
    proclitic: int = 0

    @property
    def core(self) -> tuple[int, int] | None:
        """The place of the term without its proclitics."""
        return None if self.start is None or self.end is None else (self.start + self.proclitic, self.end)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible translation and how it came about."""

    text: str
    how: str
    score: float | None = None


def inlined(source: str, demands: Sequence[Demand]) -> str:
    """The source with the English of these terms in the place of their Arabic, detached from its proclitics."""
    text = source
    for demand in sorted((d for d in demands if d.core), key=lambda d: d.start or 0, reverse=True):
        assert demand.core is not None and demand.term.en
        start, end = demand.core
        before = text[:start] + (" " if start and not text[start - 1].isspace() else "")
        after = (
            "" if text[end : end + 1] in ("", " ", ".", "،", ",", ":", "؛", "!", "؟", ")", '"', "»") else " "
        ) + text[end:]
        text = before + demand.term.en + after
    return text


def attention_on(hypothesis: Hypothesis, place: tuple[int, int]) -> list[float]:
    """For each target token the share of its attention that falls on source[place]."""
    columns = [i for i, (a, b) in enumerate(hypothesis.source_tokens) if a < place[1] and place[0] < b]
    return [sum(row[i] for i in columns if i < len(row)) for row in hypothesis.attention]


def aligned_span(hypothesis: Hypothesis, place: tuple[int, int]) -> tuple[int, int] | None:
    """The words of the target that attention aligns to source[place], None where it aligns to nothing."""
    weights = attention_on(hypothesis, place)
    usable = [i for i, (a, b) in enumerate(hypothesis.tokens[: len(weights)]) if b > a]
    if not usable:
        return None
    peak = max(usable, key=lambda i: weights[i])
    if weights[peak] < _WEAK:
        return None
    first = last = usable.index(peak)
    while first > 0 and weights[usable[first - 1]] >= weights[peak] / 2:
        first -= 1
    while last + 1 < len(usable) and weights[usable[last + 1]] >= weights[peak] / 2:
        last += 1
    return word_span(hypothesis.text, hypothesis.tokens[usable[first]][0], hypothesis.tokens[usable[last]][1])


def prefix_before(hypothesis: Hypothesis, place: tuple[int, int]) -> list[str] | None:
    """The target pieces before the word that attention aligns to source[place], for decoding on from there."""
    span = aligned_span(hypothesis, place)
    if span is None:
        return None
    count = next((i for i, (_, b) in enumerate(hypothesis.tokens) if b > span[0]), None)
    return None if count is None else list(hypothesis.pieces[:count])


def replace_spans(hypothesis: Hypothesis, demands: Sequence[Demand], met: Sequence[Demand], source: str) -> Candidate:
    """The hypothesis with each unmet term in the place of the words that attention aligns to it.

    Words that satisfy other terms are left alone. A term that is aligned to nothing is put in where it stands in
    proportion. Forbidden English gives way to the term first.
    """
    text = hypothesis.text
    kept = [s for d in met for form in d.term.accepted for s in places(text, form)]
    edits: list[tuple[int, int, str]] = []
    for demand in demands:
        assert demand.term.en
        forbidden = forbidden_places(demand.term, text)
        span = forbidden[0] if forbidden else None
        if span is None and demand.core:
            span = aligned_span(hypothesis, demand.core)
        if span is not None:
            span = _without(span, [*kept, *[(a, b) for a, b, _ in edits]])
        if span is None:
            at = _in_proportion(text, demand, source, [*kept, *[(a, b) for a, b, _ in edits]])
            span = (at, at)
        edits.append((*span, demand.term.en))
        edits += [(a, b, "") for a, b in forbidden[1:]]
    for start, end, words in sorted(edits, reverse=True):
        text, _, _ = splice(text, start, end, words)
    return Candidate(" ".join(text.split()), "span")


def insert_all(text: str, demands: Sequence[Demand], source: str) -> Candidate:
    """The text with each term put in where it stands in proportion: the last resort, which always has a place."""
    for demand in demands:
        assert demand.term.en
        for start, end in reversed(forbidden_places(demand.term, text)):
            text, _, _ = splice(text, start, end, demand.term.en)
        if not places(text, demand.term.en):
            kept = [s for d in demands for form in d.term.accepted for s in places(text, form)]
            at = _in_proportion(text, demand, source, kept)
            text, _, _ = splice(text, at, at, demand.term.en)
    return Candidate(" ".join(text.split()), "inserted")


def _without(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The span less what is taken; None where nothing is left."""
    start, end = span
    for a, b in taken:
        if a <= start < b:
            start = b
        if start < a < end:
            end = a
    return (start, end) if start < end else None


def _in_proportion(text: str, demand: Demand, source: str, taken: Sequence[tuple[int, int]]) -> int:
    """The end of the word that stands as far into the text as the term into its source."""
    share = (demand.start or 0) / max(1, len(source)) if demand.start is not None else 1.0
    ends = [0, *[end for _, end in word_places(text)]]
    free = [e for e in ends if not any(a < e < b for a, b in taken)] or [len(text)]
    return min(free, key=lambda e: abs(e - share * len(text)))
