"""What becomes of units that come in, and of documents that change."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from memory.store import ConflictError, Memory
from memory.unit import Origin, TranslationUnit

PLACE = Origin("a", 0, 0)
EARLIER, THEN, LATER = (f"2026-0{month}-01T00:00:00Z" for month in (1, 2, 3))
MACHINE = TranslationUnit("نص", "Text.", origin=PLACE, engine="argos", model="m 1", created=THEN, changed=THEN)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory.open(tmp_path / "memory.db", clock=lambda: LATER) as opened:
        yield opened


REVIEWED = replace(MACHINE, target="A text.", status="reviewed")
IMPORTED = replace(MACHINE, target="Some text.", status="imported", engine=None, model=None)


# what stands in a place, what comes for it, and (target, status) afterwards
@pytest.mark.parametrize(
    ("there", "comes", "target", "status"),
    [
        (MACHINE, MACHINE, "Text.", "machine"),
        (MACHINE, REVIEWED, "A text.", "reviewed"),
        (MACHINE, replace(MACHINE, status="reviewed"), "Text.", "reviewed"),
        (MACHINE, replace(MACHINE, target="Newer.", changed=LATER), "Newer.", "machine"),
        (MACHINE, replace(MACHINE, target="Older.", changed=EARLIER), "Text.", "machine"),
        (MACHINE, replace(MACHINE, target="Begun", engine=None), "Begun", "reviewed"),
        (REVIEWED, MACHINE, "A text.", "reviewed"),
        (REVIEWED, IMPORTED, "A text.", "reviewed"),
        (REVIEWED, replace(REVIEWED, target="Better."), "Better.", "reviewed"),
        (REVIEWED, replace(REVIEWED, status="approved"), "A text.", "approved"),
        (replace(REVIEWED, status="approved"), REVIEWED, "A text.", "approved"),
        (IMPORTED, replace(IMPORTED, status="machine", engine="argos"), "Some text.", "imported"),
        (replace(MACHINE, target="", status="untranslated"), replace(MACHINE, changed=EARLIER), "Text.", "machine"),
    ],
)
def test_what_comes_for_a_place_that_is_taken(
    memory: Memory, there: TranslationUnit, comes: TranslationUnit, target: str, status: str
) -> None:
    memory.add([there])
    memory.add([comes])
    (unit,) = memory.units()
    assert (unit.target, unit.status) == (target, status)
    counts = memory.add([comes])
    assert (counts.added, counts.updated, counts.known) == (0, 0, 1)


def test_another_text_for_a_place_is_kept_without_one(memory: Memory) -> None:
    memory.add([MACHINE])
    other = replace(MACHINE, source="نص آخر", target="Another text.")
    assert memory.add([other]).added == 1
    assert memory.add([other]).known == 1
    assert [u.target for u in memory.document("a")] == ["Text."]
    assert [u.target for u in memory.units()] == ["Text.", "Another text."]


def test_a_persons_word_is_news_where_only_a_machine_said_it(memory: Memory) -> None:
    loose = replace(MACHINE, origin=None)
    assert memory.add([MACHINE]).added == 1
    assert memory.add([loose]).known == 1
    assert memory.add([replace(loose, status="approved")]).added == 1
    assert memory.add([replace(loose, status="reviewed")]).known == 1


def test_two_targets_for_a_source_are_both_kept(memory: Memory) -> None:
    loose = replace(MACHINE, origin=None)
    assert memory.add([loose, replace(loose, target="Other."), loose]).added == 2
    assert [u.target for u in memory.exact(["نصّ"])["نصّ"]] == ["Text.", "Other."]


def test_nothing_is_added_when_something_goes_wrong(memory: Memory) -> None:
    def units() -> Iterator[TranslationUnit]:
        yield MACHINE
        raise ValueError

    with pytest.raises(ValueError):
        memory.add(units())
    assert memory.count() == 0


def test_what_leaves_a_document_is_remembered_once(memory: Memory) -> None:
    twice = [
        MACHINE,
        replace(MACHINE, origin=Origin("a", 0, 1)),
        replace(MACHINE, source="باق", origin=Origin("a", 1, 0)),
    ]
    memory.put_document("a", twice)
    assert memory.count() == 3
    memory.put_document("a", [u for u in memory.document("a") if u.source == "باق"])
    assert [(u.source, u.origin and u.origin.segment) for u in memory.units()] == [("باق", 0), ("نص", None)]


def test_who_writes_second_is_told(memory: Memory) -> None:
    memory.add([MACHINE])
    (unit,) = memory.units()
    memory.rewrite(replace(unit, target="Mine."), "Text.")
    with pytest.raises(ConflictError) as conflict:
        memory.rewrite(replace(unit, target="Theirs."), "Text.")
    assert conflict.value.current.target == "Mine."


def test_what_is_still_being_read_keeps_no_closed_memory_locked(tmp_path: Path) -> None:
    path = tmp_path / "m.db"
    with Memory.open(path) as memory:
        memory.add([TranslationUnit(f"نص {n}", f"Text {n}") for n in range(3)])
        units = memory.units()
        next(units)
    with contextlib.closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        assert other.execute("PRAGMA journal_mode = DELETE").fetchone() == ("delete",)
