"""What an engine and the memory add to mined candidates."""

from __future__ import annotations

from pathlib import Path

from glossary.equivalents import Suggestion
from memory.engines.argos import ArgosEngine
from memory.store import Memory
from memory.suggesting import suggester
from memory.unit import Origin, TranslationUnit

PAIRS = [
    ("اجتمع مجلس الحكماء أمس في كيدال.", "The council of elders met in Kidal yesterday."),
    ("ورفض مجلس الحكماء المقترح.", "The council of elders rejected the proposal."),
    ("قال الوالي إن مجلس الحكماء سيعود.", "The governor said that the council of elders would return."),
    ("وصل الوفد مساء.", "The delegation arrived in the evening."),
]


def memory_of(path: Path, status: str) -> Memory:
    memory = Memory.open(path)
    units = [
        TranslationUnit(ar, en, origin=Origin("a", 0, n), status=status)  # type: ignore[arg-type]
        for n, (ar, en) in enumerate(PAIRS)
    ]
    memory.put_document("a", units)
    return memory


def test_reviewed_segments_say_what_a_person_wrote(tmp_path: Path) -> None:
    with memory_of(tmp_path / "m.db", "reviewed") as memory:
        elders, governor = suggester(None, memory)(["مجلس الحكماء", "الوالي"], [False, False])
    assert elders == [Suggestion("council of elders", "reviewed segments")]
    assert governor == []  # seen once, which proves nothing


def test_machine_output_is_no_authority(tmp_path: Path) -> None:
    with memory_of(tmp_path / "m.db", "machine") as memory:
        assert suggester(None, memory)(["مجلس الحكماء"], [False]) == [[]]


def test_an_engine_is_asked_only_for_what_nothing_else_knows() -> None:
    engine = ArgosEngine()
    known, unknown = suggester(engine, None)(["موريتانيا", "السلام"], [False, True])
    assert known == []
    assert [s.source for s in unknown] == ["engine"]
    assert unknown[0].text
