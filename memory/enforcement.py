"""Enforced translation over any engine: propose, verify, repair, choose, and say what became of each term.

The engine proposes its n-best list. Where no hypothesis satisfies every term, repairs are made with what the engine can
do: the English inlined in the source, decoding again from a forced prefix, replacing the words that attention aligns to
the term, and, last, putting the term in. Among the candidates that satisfy every term and are sound, the one that the
engine itself scores best on the original source is chosen. Each step runs over all segments at once, in batches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from glossary.matching import TermMatch
from glossary.term import Term
from memory.clauses import split_clauses
from memory.engines.base import Ability, DecodingEngine, Engine, Hypothesis
from memory.repairs import Candidate, Demand, inlined, insert_all, prefix_before, replace_spans
from memory.unit import TermOutcome
from memory.verification import allowed_counts, faults, forbidden_places, places, satisfied_at

N_BEST = 4
PREFIX_ROUNDS = 3  # terms that are forced one after the other


@dataclass(frozen=True, slots=True)
class Segment:
    """A source text, the terms that stand in it, and terms that are demanded although their place is not known."""

    source: str
    matches: tuple[TermMatch, ...] = ()
    demanded: tuple[Term, ...] = ()

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Every term that the translation must hold."""
        placed = (Demand(m.term, m.surface, m.start, m.end, m.proclitic) for m in self.matches)
        return (*placed, *map(Demand, self.demanded))


@dataclass(frozen=True, slots=True)
class Considered:
    """A candidate as it was weighed, for `--explain`."""

    text: str
    how: str
    score: float | None
    unmet: tuple[str, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enforced:
    """A translation, who made it, what became of each term, and the candidates it was chosen from."""

    source: str
    target: str
    engine: str
    model: str
    audit: tuple[TermOutcome, ...] = ()
    score: float | None = None
    considered: tuple[Considered, ...] = ()


@dataclass(slots=True)
class _Work:
    """One piece of a segment on its way: its hypotheses and candidates."""

    source: str
    demands: tuple[Demand, ...]
    hypotheses: list[Hypothesis] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    allowed: dict[str, int] = field(default_factory=dict)

    def unmet(self, text: str) -> tuple[Demand, ...]:
        return tuple(d for d in self.demands if satisfied_at(d.term, text) is None)

    def faults(self, text: str) -> tuple[str, ...]:
        plain = self.hypotheses[0].text if self.hypotheses else None
        return tuple(faults(self.source, text, self.allowed, plain))


def enforce(
    segments: Sequence[Segment],
    engine: Engine,
    *,
    plain: bool = False,
    progress: Callable[[int], None] | None = None,
) -> list[Enforced]:
    """Translate the segments with their terms enforced (not when `plain`), in the order given.

    `progress` is called with the number of segments done. Engine errors are raised as MidanError.
    """
    pieces: list[list[_Work]] = [_pieces(segment, engine) for segment in segments]
    flat = [work for works in pieces for work in works]
    _propose(flat, engine, plain)
    if not plain:
        _repair([w for w in flat if w.demands and not _sound(w)], engine)
    results = [_result(segment, works, engine, plain) for segment, works in zip(segments, pieces, strict=True)]
    if progress is not None:
        progress(len(results))
    return results


def _pieces(segment: Segment, engine: Engine) -> list[_Work]:
    """The segment as the pieces that the model takes whole, each with its own terms."""
    demands = segment.demands
    spans = [(0, len(segment.source))]
    if isinstance(engine, DecodingEngine) and not engine.fits(segment.source):
        keep = [(d.start, d.end) for d in demands if d.start is not None and d.end is not None]
        spans = split_clauses(segment.source, engine.fits, keep)
    works = []
    for number, (start, end) in enumerate(spans):
        own = []
        for d in demands:
            if d.start is None or d.end is None:
                own += [d] if number == len(spans) - 1 else []
            elif start <= d.start and d.end <= end:
                own.append(Demand(d.term, d.surface, d.start - start, d.end - start, d.proclitic))
        works.append(_Work(segment.source[start:end], tuple(own), allowed=allowed_counts(d.term for d in own)))
    return works


def _propose(works: Sequence[_Work], engine: Engine, plain: bool) -> None:
    bare = [w for w in works if plain or not w.demands]
    demanding = [w for w in works if not plain and w.demands]
    for group, n_best, attention in ((bare, 1, False), (demanding, N_BEST, True)):
        if group:
            n = n_best if Ability.N_BEST in engine.abilities else 1
            outputs = engine.translate(
                [w.source for w in group], n, attention and Ability.ALIGNMENT in engine.abilities
            )
            for work, hypotheses in zip(group, outputs, strict=True):
                work.hypotheses = list(hypotheses)
                work.candidates = [Candidate(h.text, "", h.score) for h in hypotheses]


def _sound(work: _Work) -> bool:
    return any(not work.unmet(c.text) and not work.faults(c.text) for c in work.candidates)


def _repair(works: Sequence[_Work], engine: Engine) -> None:
    """Add to each piece the candidates of every repair that the engine's abilities allow, scored by the engine."""
    works = [w for w in works if any(c.text.strip() for c in w.candidates)]
    if not works:
        return
    redone: dict[int, list[Hypothesis]] = {id(w): w.hypotheses[:2] for w in works}
    _repair_inline(works, engine)
    # what the engine itself wrote from an inlined source is the most fluent: only the others are decoded once more
    works_left = [w for w in works if not _sound(w)]
    if works_left and Ability.PREFIX in engine.abilities and isinstance(engine, DecodingEngine):
        _repair_prefix(works_left, engine, redone)
    for work in works:
        for hypothesis in redone[id(work)]:
            unmet = work.unmet(hypothesis.text)
            if unmet and hypothesis.attention:
                met = [d for d in work.demands if d not in unmet]
                work.candidates.append(replace_spans(hypothesis, unmet, met, work.source))
        for candidate in list(work.candidates):
            unmet = work.unmet(candidate.text)
            if unmet and candidate.text.strip():
                how = f"{candidate.how}+inserted" if candidate.how else "inserted"
                work.candidates.append(Candidate(insert_all(candidate.text, unmet, work.source).text, how))
    if Ability.SCORE in engine.abilities and isinstance(engine, DecodingEngine):
        for work in works:
            kept: dict[str, Candidate] = {}
            for candidate in work.candidates:
                kept.setdefault(candidate.text, candidate)
            work.candidates = list(kept.values())
        scores = iter(engine.score([(w.source, c.text) for w in works for c in w.candidates]))
        for work in works:
            work.candidates = [Candidate(c.text, c.how, next(scores)) for c in work.candidates]


def _repair_inline(works: Sequence[_Work], engine: Engine) -> None:
    """(a) the English of every term inlined in the source."""
    asked = [(work, inlined(work.source, work.demands)) for work in works]
    asked = [(work, text) for work, text in asked if text != work.source]
    outputs = engine.translate([text for _, text in asked], 1, False)
    for (work, _), hypotheses in zip(asked, outputs, strict=True):
        work.candidates.append(Candidate(hypotheses[0].text, "inline"))


def _repair_prefix(works: Sequence[_Work], engine: DecodingEngine, redone: dict[int, list[Hypothesis]]) -> None:
    """(b) decoding again with the hypothesis kept up to the term and the term forced, one term after the other."""
    current = {id(w): w.hypotheses[0] for w in works}
    active = list(works)
    for _ in range(PREFIX_ROUNDS):
        asked: list[tuple[_Work, list[str]]] = []
        for work in active:
            hypothesis = current[id(work)]
            choices = [
                (prefix, demand)
                for demand in work.unmet(hypothesis.text)
                if demand.core and (prefix := prefix_before(hypothesis, demand.core)) is not None
            ]
            if choices:
                prefix, demand = min(choices, key=lambda choice: len(choice[0]))
                words = demand.term.en or ""
                asked.append((work, [*prefix, *engine.pieces(words if prefix else words[:1].upper() + words[1:])]))
        if not asked:
            return
        completed = engine.complete([(work.source, prefix) for work, prefix in asked])
        active = []
        for (work, _), hypothesis in zip(asked, completed, strict=True):
            before = len(work.unmet(current[id(work)].text))
            current[id(work)] = hypothesis
            redone[id(work)].append(hypothesis)
            work.candidates.append(Candidate(hypothesis.text, "prefix"))
            if 0 < len(work.unmet(hypothesis.text)) < before:
                active.append(work)


def _weigh(work: _Work) -> list[Considered]:
    """The candidates, best first: fewest unmet terms, fewest faults, then the engine's own score."""
    weighed = [
        Considered(
            c.text, c.how, c.score, tuple(d.term.ar for d in work.unmet(c.text)), work.faults(c.text)
        )
        for c in work.candidates
    ]  # fmt: skip
    order = sorted(
        range(len(weighed)),
        key=lambda i: (
            not weighed[i].text.strip(),
            len(weighed[i].unmet),
            len(weighed[i].faults),
            -(weighed[i].score or 0.0),
            i,
        ),
    )
    return [weighed[i] for i in order]


def _result(segment: Segment, works: Sequence[_Work], engine: Engine, plain: bool) -> Enforced:
    parts: list[str] = []
    considered: list[Considered] = []
    repaired: dict[str, str] = {}
    score: float | None = None
    for work in works:
        ranked = _weigh(work) if work.demands and not plain else [Considered(work.candidates[0].text, "", None, (), ())]
        best = ranked[0]
        parts.append(best.text.strip())
        considered += ranked
        score = best.score
        if best.how:
            first = work.hypotheses[0].text
            repaired |= {d.term.ar: best.how for d in work.unmet(first)}
    target = " ".join(filter(None, parts))
    audit = () if plain else audit_of(segment, target, repaired)
    return Enforced(segment.source, target, engine.name, engine.model, audit, score, tuple(considered))


def audit_of(segment: Segment, target: str, repaired: dict[str, str]) -> tuple[TermOutcome, ...]:
    """What became of each demanded term, judged on the final target alone; `repaired` says how for those repaired."""
    used: dict[str, int] = {}
    outcomes = []
    for demand in segment.demands:
        term = demand.term
        place = satisfied_at(term, target)
        if place is not None:
            every = [s for form in term.accepted for s in places(target, form, term.case == "keep")] or [place]
            number = used.get(term.ar, 0)
            used[term.ar] = number + 1
            place = sorted(set(every))[min(number, len(set(every)) - 1)]
        how = repaired.get(term.ar, "")
        if place is None:
            how = "forbidden English stands" if forbidden_places(term, target) else "not in the translation"
            if not target.strip():
                how = "no translation"
        outcomes.append(
            TermOutcome(
                term.ar,
                term.en or "",
                demand.surface,
                "unmet" if place is None else "repaired" if how else "satisfied",
                how,
                demand.start,
                demand.end,
                place[0] if place else None,
                place[1] if place else None,
            )
        )
    return tuple(outcomes)
