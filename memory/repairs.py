"""What repairs ask of an engine: the source with the English inlined, prefixes to go on from, and placeholders.

Pure functions over a source, its demands and a hypothesis. They return what is to be asked, so that the repairs of all
segments are asked for in one batch (`memory.repairing`). What mends a target without asking is in `memory.mending`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from glossary.term import Term
from memory.engines.base import Hypothesis
from memory.english import capitalised, without_article, word_span

_WEAK = 0.08  # attention below which a term is not aligned to anything
_NEAR = 0.5  # share of the peak's attention with which a neighbouring token belongs to it
_STEPS = ("inline", "prefix", "span", "inserted")  # repairs, the most fluent first
_CLOSED = frozenset([*" .,:!?)\"»”'،؛؟…"])


@dataclass(frozen=True, slots=True)
class Demand:
    """A term that a segment's translation must hold, and where the term stands in the source (None: not found).

    `variant` says that the glossary's form which was matched is not the term's own, so that it may be its plural.
    """

    term: Term
    surface: str = ""
    start: int | None = None
    end: int | None = None
    proclitic: int = 0
    variant: bool = False

    @property
    def core(self) -> tuple[int, int] | None:
        """The place of the term without its proclitics."""
        return None if self.start is None or self.end is None else (self.start + self.proclitic, self.end)

    @property
    def en(self) -> str:
        """The English that is asked for."""
        return self.term.en or ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible translation, how it came about, and how many terms were put into it without asking the engine."""

    text: str
    how: str
    score: float | None = None
    edits: int = 0

    @property
    def distance(self) -> tuple[int, int, int]:
        """How far it is from what the engine itself said: the terms edited into it, the steps that led to it, and the
        first of them."""
        steps = self.how.split("+") if self.how else []
        first = _STEPS.index(steps[0]) if steps and steps[0] in _STEPS else len(_STEPS)
        return self.edits, len(steps), first


@dataclass(frozen=True, slots=True)
class Inlined:
    """A source in which terms are replaced, and for each of them (by its place in the source) where it stands now."""

    text: str
    places: tuple[tuple[Demand, int, int], ...]

    def moved(self, demand: Demand) -> Demand:
        """The demand with its place in the inlined source."""
        for other, start, end in self.places:
            if other == demand:
                return Demand(demand.term, self.text[start:end], start, end, 0, demand.variant)
        return Demand(demand.term, demand.surface)


def inline(source: str, demands: Sequence[Demand], words: Sequence[str] | None = None) -> Inlined:
    """The source with the English of these terms (or these `words`) in the place of their Arabic, which is detached
    from its proclitics and set off by spaces."""
    chosen = words if words is not None else [d.en for d in demands]
    placed = sorted(
        ((d, w) for d, w in zip(demands, chosen, strict=True) if d.core and w), key=lambda x: x[0].core or (0, 0)
    )
    parts: list[str] = []
    places: list[tuple[Demand, int, int]] = []
    length = done = 0

    def add(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    for demand, word in placed:
        assert demand.core is not None
        start, end = demand.core
        if start < done:
            continue  # overlaps another
        add(source[done:start])
        if start and not source[start - 1].isspace() and source[start - 1] not in "([{«“\"'‘":
            add(" ")
        places.append((demand, length, length + len(word)))
        add(word)
        if end < len(source) and source[end] not in _CLOSED and not source[end].isspace():
            add(" ")
        done = end
    add(source[done:])
    return Inlined("".join(parts), tuple(places))


def placeholder(number: int) -> str:
    """A word that engines leave as it is."""
    return f"XTERM{number}"


def with_placeholders(source: str, demands: Sequence[Demand]) -> Inlined:
    """(d) The source with a placeholder for each term."""
    return inline(source, demands, [placeholder(i) for i in range(len(demands))])


def restored(text: str, demands: Sequence[Demand]) -> str:
    """A translation of `with_placeholders` with the English in the place of the placeholders, however they are cased
    and spaced; one that comes a second time goes."""
    for number, demand in reversed(list(enumerate(demands))):
        words, count = re.subn(rf"X\s?TERM\s?{number}(?!\d)", "\0", text, flags=re.IGNORECASE), 0
        text = words[0]
        while "\0" in text:
            at = text.index("\0")
            english = demand.en if not count else ""
            if not text[:at].strip():
                english = capitalised(english)
            text = text[:at] + english + text[at + 1 :]
            count += 1
    return " ".join(text.split())


def attention_on(hypothesis: Hypothesis, place: tuple[int, int]) -> list[float]:
    """For each target token the share of its attention that falls on source[place]."""
    columns = [i for i, (a, b) in enumerate(hypothesis.source_tokens) if a < place[1] and place[0] < b]
    return [sum(row[i] for i in columns if i < len(row)) for row in hypothesis.attention]


def aligned_span(hypothesis: Hypothesis, place: tuple[int, int]) -> tuple[int, int] | None:
    """The words of the target that attention aligns to source[place], less an article; None where it aligns none."""
    weights = attention_on(hypothesis, place)
    usable = [i for i, (a, b) in enumerate(hypothesis.tokens[: len(weights)]) if b > a]
    if not usable:
        return None
    peak = max(usable, key=lambda i: weights[i])
    if weights[peak] < _WEAK:
        return None
    first = last = usable.index(peak)
    while first > 0 and weights[usable[first - 1]] >= weights[peak] * _NEAR:
        first -= 1
    while last + 1 < len(usable) and weights[usable[last + 1]] >= weights[peak] * _NEAR:
        last += 1
    text = hypothesis.text
    start, end = word_span(text, hypothesis.tokens[usable[first]][0], hypothesis.tokens[usable[last]][1])
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return without_article(text, start, end) if end > start else None


def prefix_before(hypothesis: Hypothesis, place: tuple[int, int]) -> list[str] | None:
    """(b) The target pieces before the word that attention aligns to source[place], for decoding on from there."""
    span = aligned_span(hypothesis, place)
    if span is None:
        return None
    count = next((i for i, (_, b) in enumerate(hypothesis.tokens) if b > span[0]), None)
    return None if count is None else list(hypothesis.pieces[:count])
