"""What a language model is shown of the memory: the nearest translations that a person has seen, the nearest last."""

from __future__ import annotations

from pathlib import Path

from memory.examples import Examples
from memory.store import Memory
from memory.unit import TranslationUnit

QUERY = "وصلت القوات الفرنسية إلى مدينة غاو"
UNITS = [
    TranslationUnit("وصلت القوات الفرنسية إلى مدينة كيدال", "French forces reached Kidal.", status="reviewed"),
    TranslationUnit("وصلت القوات الفرنسية إلى مدينة غاو أمس", "French forces came to Gao.", status="imported"),
    TranslationUnit("غادرت القوات الفرنسية مدينة غاو", "French forces left Gao.", status="approved"),
    TranslationUnit("وصلت القوات المالية إلى مدينة ليري", "Malian forces reached Léré.", status="reviewed"),
    TranslationUnit("وصلت القوات الفرنسية إلى مدينة غاو", "A draft.", status="machine"),
    TranslationUnit("وصلت القوات الفرنسية إلى غاو", "Les forces…", target_lang="fr", status="approved"),
    TranslationUnit("الطقس جميل", "Fine weather.", status="approved"),
]


def test_the_nearest_three_that_a_person_has_seen_are_shown_the_nearest_last(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "memory.db") as memory:
        memory.add(UNITS)
        shown = Examples(memory).nearest(QUERY)
    assert [target for _, target in shown] == [UNITS[2].target, UNITS[0].target, UNITS[1].target]


def test_a_memory_of_drafts_shows_nothing_and_makes_no_index(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "memory.db") as memory:
        memory.add([UNITS[4]])
        assert Examples(memory).nearest(QUERY) == ()
    assert not list(tmp_path.glob("*.fuzzy"))


def test_a_source_that_stands_twice_is_shown_once(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "memory.db") as memory:
        memory.add([UNITS[0], TranslationUnit(UNITS[0].source, "They came to Kidal.", status="imported")])
        assert Examples(memory).nearest(QUERY) == ((UNITS[0].source, UNITS[0].target),)
