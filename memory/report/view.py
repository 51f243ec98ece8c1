"""What a bilingual page shows of a document: for each segment the terms in both texts and what became of them.

Outcomes are judged anew on the target as it stands, by the glossary as it stands: a page never repeats what an older
glossary said. Only how a machine's target was repaired is taken from the unit's audit. Plain data; no markup, no I/O.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from glossary.matching import TermMatch, TermMatcher
from glossary.term import Glossary, Term
from glossary.words import WORD
from memory.audit import audit_of
from memory.repairs import Demand
from memory.unit import HUMAN, TermOutcome, TranslationUnit, demand_digest
from memory.verification import forbidden_places

Standing = Literal["satisfied", "repaired", "unmet", "forbidden", "candidate"]

# where one mark shows several terms, it looks like the gravest
GRAVITY: tuple[Standing, ...] = ("unmet", "forbidden", "repaired", "satisfied", "candidate")


@dataclass(frozen=True, slots=True)
class Shown:
    """A term at one place of a segment, and what became of it."""

    term: Term
    standing: Standing
    how: str = ""
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text, in code points, and the terms that stand in it; most often one."""

    start: int
    end: int
    shown: tuple[Shown, ...]

    @property
    def standing(self) -> Standing:
        """The gravest standing of its terms."""
        return min((s.standing for s in self.shown), key=GRAVITY.index)


@dataclass(frozen=True, slots=True)
class SegmentView:
    """A unit with its marks. `terms` are the enforced terms in the order of the source; `digest` is that of what the
    glossary demands now; `stale` says that the target was made under other demands."""

    unit: TranslationUnit
    terms: tuple[Shown, ...]
    source_marks: tuple[Mark, ...]
    target_marks: tuple[Mark, ...]
    digest: str
    stale: bool

    def with_standing(self, standing: Standing) -> list[Shown]:
        """The terms of which this became."""
        return [s for s in self.terms if s.standing == standing]


@dataclass(frozen=True, slots=True)
class Words:
    """How many words of the source stand in approved terms, in candidates, and in neither."""

    approved: int = 0
    candidate: int = 0
    other: int = 0


class Viewer:
    """Makes views of units under one glossary. What is found in a source is remembered."""

    def __init__(self, glossary: Glossary, known: Mapping[str, tuple[TermMatch, ...]] | None = None) -> None:
        """`known` are matches of sources that are known to hold under this glossary."""
        self._enforced = TermMatcher(glossary.enforced())
        self._candidates = TermMatcher(glossary.with_status(["candidate"]))
        self.known: dict[str, tuple[TermMatch, ...]] = dict(known or {})

    def matches(self, source: str) -> tuple[TermMatch, ...]:
        """The enforced terms in a source."""
        found = self.known.get(source)
        if found is None:
            found = self.known[source] = tuple(self._enforced.find(source))
        return found

    def digest(self, source: str) -> str:
        """What the glossary demands of a translation of this source."""
        return demand_digest(m.term for m in self.matches(source))

    def stale(self, unit: TranslationUnit) -> bool:
        """Whether the target was made, or last seen by a person, when the glossary demanded something else."""
        if unit.status == "machine":
            return unit.digest != self.digest(unit.source)
        return unit.status in HUMAN and unit.digest is not None and unit.digest != self.digest(unit.source)

    def audit(self, unit: TranslationUnit) -> tuple[TermOutcome, ...]:
        """What became of each enforced term, judged on the target as it stands."""
        demands = [
            Demand(m.term, m.surface, m.start, m.end, m.proclitic, m.form != m.term.ar)
            for m in self.matches(unit.source)
        ]
        repaired = {} if unit.status in HUMAN else {o.ar: o.how for o in unit.audit if o.outcome == "repaired"}
        return audit_of(demands, unit.target, repaired)

    def segment(self, unit: TranslationUnit) -> SegmentView:
        """A unit with the terms in both its texts."""
        matches, outcomes = self.matches(unit.source), self.audit(unit)
        shown = tuple(Shown(m.term, o.outcome, o.how, o.surface) for m, o in zip(matches, outcomes, strict=True))
        source = [(m.start, m.end, s) for m, s in zip(matches, shown, strict=True)]
        taken = [(m.start, m.end) for m in matches]
        source += [
            (m.start, m.end, Shown(m.term, "candidate", "", m.surface))
            for m in self._candidates.find(unit.source)
            if not any(start < m.end and m.start < end for start, end in taken)
        ]
        target = [
            (o.target_start, o.target_end, s)
            for o, s in zip(outcomes, shown, strict=True)
            if o.target_start is not None and o.target_end is not None
        ]
        terms = [m.term for m in matches]
        for term in {t.ar: t for t in terms}.values():
            for start, end in forbidden_places(term, unit.target, terms):
                target.append((start, end, Shown(term, "forbidden", "must not stand for it", unit.target[start:end])))
        return SegmentView(unit, shown, merged(source), merged(target), demand_digest(terms), self.stale(unit))


def merged(spans: Iterable[tuple[int, int, Shown]]) -> tuple[Mark, ...]:
    """The spans as marks that don't overlap, in order; spans that do overlap are one mark."""
    marks: list[Mark] = []
    for start, end, shown in sorted(spans, key=lambda s: (s[0], -s[1])):
        if marks and start < marks[-1].end:
            last = marks[-1]
            both = last.shown if shown in last.shown else (*last.shown, shown)
            marks[-1] = Mark(last.start, max(last.end, end), both)
        elif start < end:
            marks.append(Mark(start, end, (shown,)))
    return tuple(marks)


def standings(views: Iterable[SegmentView]) -> Counter[str]:
    """How many places of enforced terms there are of each standing."""
    return Counter(shown.standing for view in views for shown in view.terms)


def words(views: Sequence[SegmentView]) -> Words:
    """How far the glossary reaches into the source."""
    counts: Counter[str] = Counter()
    for view in views:
        for found in WORD.finditer(view.unit.source):
            mark = next((m for m in view.source_marks if m.start <= found.start() < m.end), None)
            counts["other" if mark is None else "candidate" if mark.standing == "candidate" else "approved"] += 1
    return Words(counts["approved"], counts["candidate"], counts["other"])
