"""What became of each term of a segment, judged on the final target alone, so that the claim is what anybody counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from memory.repairs import Demand
from memory.unit import TermOutcome
from memory.verification import accepted_places, forbidden_places, satisfied_at


def audit_of(
    demands: Sequence[Demand], target: str, repaired: Mapping[str, str], fault: str = ""
) -> tuple[TermOutcome, ...]:
    """The outcome of each demand with its place in the source and in the target.

    `repaired` says how, by a term's `ar`, for those that the engine's own translation lacked; `fault` is why there is
    no translation. A term that stands several times is given its places in the target in turn.
    """
    used: dict[str, int] = {}
    outcomes = []
    terms = [d.term for d in demands]
    for demand in demands:
        term = demand.term
        place = satisfied_at(term, target, terms)
        how = repaired.get(term.ar, "")
        if place is not None:
            every = accepted_places(term, target)
            number = used.get(term.ar, 0)
            used[term.ar] = number + 1
            place = every[min(number, len(every) - 1)]
        elif not target.strip():
            how = fault or "no translation"
        elif forbidden_places(term, target, terms):
            how = "forbidden English stands"
        else:
            how = "not in the translation"
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
