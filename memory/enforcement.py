"""Enforced translation over any engine: propose, verify, repair, choose, and say what became of each term.

The engine proposes its n-best list. Where no hypothesis satisfies every term, repairs are made with what the engine can
do (`memory.repairing`). Among the candidates that satisfy every term and are sound, the one that the engine itself
scores best on the original source is chosen; where none satisfies all, the best is kept and each unmet term reported.
Long segments are translated in pieces, cut at clause marks. Each step runs over all segments at once, in batches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from glossary.arabic import has_arabic
from glossary.matching import TermMatch
from glossary.term import Term
from memory.audit import audit_of
from memory.clauses import joined, split_clauses
from memory.engines.base import Engine, LimitedEngine
from memory.repairing import Piece, propose, repair
from memory.repairs import Demand
from memory.unit import TermOutcome

LONGEST = 100_000  # code points of a segment: no paragraph is longer


@dataclass(frozen=True, slots=True)
class Segment:
    """A source text, the terms that stand in it, and terms that are demanded although their place is not known.

    `examples` are translations of similar sources as (source, target), the nearest last; only language models use them.
    """

    source: str
    matches: tuple[TermMatch, ...] = ()
    demanded: tuple[Term, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Every term that the translation must hold."""
        placed = (Demand(m.term, m.surface, m.start, m.end, m.proclitic, m.form != m.term.ar) for m in self.matches)
        return (*placed, *map(Demand, self.demanded))


@dataclass(frozen=True, slots=True)
class Considered:
    """A candidate as it was weighed, for `--explain`; the candidates of each piece of a long segment in turn."""

    text: str
    how: str
    score: float | None
    unmet: tuple[str, ...]
    faults: tuple[str, ...]
    piece: int = 0
    won: bool = False


@dataclass(frozen=True, slots=True)
class Enforced:
    """A translation, who made it, what became of each term, and the candidates it was chosen from.

    `fault` is why there is no translation.
    """

    source: str
    target: str
    engine: str
    model: str
    audit: tuple[TermOutcome, ...] = ()
    score: float | None = None
    considered: tuple[Considered, ...] = ()
    fault: str = ""


def enforce(
    segments: Sequence[Segment],
    engine: Engine,
    *,
    plain: bool = False,
) -> list[Enforced]:
    """Translate the segments with their terms enforced (not when `plain`), in the order given.

    A segment that the engine can't translate, or that is longer than any sentence or paragraph, has an empty target and
    says why; nothing is raised for it.
    """
    pieces = [_pieces(segment, engine) for segment in segments]
    flat = [piece for group in pieces for piece in group]
    propose(flat, engine, plain)
    if not plain:
        repair(flat, engine)
    return [_result(segment, group, engine, plain) for segment, group in zip(segments, pieces, strict=True)]


def _pieces(segment: Segment, engine: Engine) -> list[Piece]:
    """The segment as the pieces that the engine takes whole, each with its own terms; none of one that is too long.

    What has no Arabic letter is not translated, and no term is put into it.
    """
    if len(segment.source) > LONGEST:
        return []
    demands = segment.demands if has_arabic(segment.source) else ()
    spans = [(0, len(segment.source))]
    if isinstance(engine, LimitedEngine) and not engine.fits(segment.source):
        keep = [(d.start, d.end) for d in demands if d.start is not None and d.end is not None]
        spans = split_clauses(segment.source, engine.fits, keep)
    pieces = []
    for number, (start, end) in enumerate(spans):
        own = []
        for d in demands:
            if d.start is None or d.end is None:
                own += [d] if number == len(spans) - 1 else []
            elif start <= d.start and d.end <= end:
                own.append(Demand(d.term, d.surface, d.start - start, d.end - start, d.proclitic, d.variant))
        pieces.append(Piece(segment.source[start:end], tuple(own), examples=segment.examples))
    return pieces


def _weigh(piece: Piece, number: int) -> list[Considered]:
    """The candidates, best first."""
    weighed = [
        Considered(c.text, c.how, c.score, tuple(d.term.ar for d in piece.unmet(c.text)), piece.faults(c.text), number)
        for c in piece.candidates
    ]

    def rank(at: int) -> tuple[int, int, float, int]:
        score = weighed[at].score
        return len(weighed[at].unmet), len(weighed[at].faults), float("inf") if score is None else -score, at

    return [weighed[i] for i in sorted(range(len(weighed)), key=rank)]


def why_won(considered: Sequence[Considered]) -> str:
    """Why the first of one piece's candidates, which are ranked, won over the second, in words."""
    if len(considered) < 2:
        return "the only candidate"
    won, next_best = considered[:2]
    if len(won.unmet) < len(next_best.unmet):
        return f"fewest unmet terms: {len(won.unmet)}, the next has {len(next_best.unmet)}"
    if len(won.faults) < len(next_best.faults):
        return f"fewest faults: {len(won.faults)}, the next has {len(next_best.faults)}"
    if won.score is None:
        return "the first of equals, as the engine gives no scores"
    if next_best.score is None:
        return "the others of its rank were not scored"
    return f"the engine scores it best on the source: {won.score:.3f}, the next {next_best.score:.3f}"


def _result(segment: Segment, pieces: Sequence[Piece], engine: Engine, plain: bool) -> Enforced:
    parts: list[tuple[str, str]] = []
    considered: list[Considered] = []
    repaired: dict[str, str] = {}
    scores: list[float] = []
    fault = next((p.fault for p in pieces if p.fault), "" if pieces else f"longer than {LONGEST:,} characters")
    for number, piece in enumerate(pieces):
        if plain or not piece.demands:
            ranked = [Considered(c.text, "", c.score, (), (), number) for c in piece.candidates[:1]]
        else:
            ranked = _weigh(piece, number)
        ranked = ranked or [Considered("", "", None, (), (), number)]
        best = ranked[0]
        parts.append((piece.source, best.text.strip()))
        considered += [Considered(c.text, c.how, c.score, c.unmet, c.faults, number, c is best) for c in ranked]
        scores += [best.score] if best.score is not None else []
        if best.how:
            repaired |= {d.term.ar: best.how for d in piece.unmet(piece.hypotheses[0].text)}
    # a segment of which a part failed is not half a translation
    target = "" if fault else joined(parts)
    audit = () if plain else audit_of(segment.demands, target, repaired, fault)
    score = sum(scores) / len(scores) if scores else None
    return Enforced(segment.source, target, engine.name, engine.model, audit, score, tuple(considered), fault)
