"""Units remember exactly what the glossary demanded of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glossary.term import Term
from memory.unit import TermOutcome, demand_digest

TERM = Term("برخان", "Barkhane", status="approved", also=("Operation Barkhane",))
OTHER = Term("سرفال", "Serval", status="approved")


@pytest.mark.parametrize(
    "change",
    [
        {"en": "Operation Barkhane"},
        {"abbreviation": "OB"},
        {"also": ()},
        {"forbidden": ("Barkan",)},
        {"case": "keep"},
        {"ar": "برخانة"},
    ],
)
def test_a_changed_demand_changes_the_digest(change: dict[str, object]) -> None:
    assert demand_digest([replace(TERM, **change)]) != demand_digest([TERM])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change", [{"note": "x"}, {"variants": ("البرخان",)}, {"count": 5}, {"articles": ("a",)}, {"kind": "operation"}]
)
def test_what_demands_nothing_changes_nothing(change: dict[str, object]) -> None:
    assert demand_digest([replace(TERM, **change)]) == demand_digest([TERM])  # type: ignore[arg-type]


def test_order_and_repetition_do_not_matter() -> None:
    assert demand_digest([TERM, OTHER, TERM]) == demand_digest([OTHER, TERM])
    assert demand_digest([]) != demand_digest([TERM])


def test_an_outcome_survives_json() -> None:
    outcome = TermOutcome("برخان", "Barkhane", "وبرخان", "repaired", "inline", 3, 9, 0, 8)
    assert TermOutcome.from_json(outcome.as_json()) == outcome
    assert TermOutcome.from_json(outcome.as_json() | {"later": 1}) == outcome
    assert "target_start" not in replace(outcome, target_start=None).as_json()
