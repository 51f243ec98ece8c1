"""What became of each term of a segment, judged on the final target alone, so that the claim is what anybody counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from glossary.term import Term
from memory.repairs import Demand
from memory.unit import TermOutcome
from memory.verification import accepted_places, forbidden_places, satisfied_at

ABSENT = "not in the translation"  # why a term is unmet, most often


def audit_of(
    demands: Sequence[Demand], target: str, repaired: Mapping[str, str], fault: str = ""
) -> tuple[TermOutcome, ...]:
    """The outcome of each demand with its place in the source and in the target.

    `repaired` says how, by a term's `ar`, for those that the engine's own translation lacked; `fault` is why there is
    no translation. Terms are given places of their own as far as there are enough: those of a term that stands several
    times come in turn, and Barkhane is not shown inside Operation Barkhane where it also stands by itself.
    """
    terms = [d.term for d in demands]
    met = [satisfied_at(term, target, terms) is not None for term in terms]
    found = _places([term if ok else None for term, ok in zip(terms, met, strict=True)], target)
    outcomes = []
    for demand, place in zip(demands, found, strict=True):
        term = demand.term
        how = repaired.get(term.ar, "")
        if place is None and not target.strip():
            how = fault or "no translation"
        elif place is None and forbidden_places(term, target, terms):
            how = "forbidden English stands"
        elif place is None:
            how = ABSENT
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


def _places(terms: Sequence[Term | None], target: str) -> list[tuple[int, int] | None]:
    """A place for each term that is met, the terms with the longest English first."""
    places: list[tuple[int, int] | None] = [None] * len(terms)
    taken: list[tuple[int, int]] = []
    met = [(i, term) for i, term in enumerate(terms) if term is not None]
    for i, term in sorted(met, key=lambda pair: -len(pair[1].en or "")):
        every = accepted_places(term, target)
        free = [p for p in every if not any(p[0] < b and a < p[1] for a, b in taken)]
        places[i] = (free or every[-1:])[0]
        taken += free[:1]
    return places
