"""What `run` leaves behind: text, PO and TMX that say who made them, and the same bytes when nothing changed."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path
from shutil import which

import polib
import pytest

from glossary.term import Glossary, Term
from memory.exchange import po, po_reading, tmx
from memory.outputs import alternatives, english_text, write_outputs
from memory.store import Memory
from memory.unit import Origin, TermOutcome, TranslationUnit

TERM = Term("برخان", "Barkhane", "OB", status="approved", forbidden=("Barkan",))


def unit(place: tuple[int, int], source: str, target: str, **more: object) -> TranslationUnit:
    return TranslationUnit(source, target, origin=Origin("a", *place), engine="argos", model="m 1", **more)  # type: ignore[arg-type]


OUTCOME = TermOutcome("برخان", "Barkhane", "وبرخان", "repaired", "inline", 0, 6, 0, 8)
UNITS = [
    unit((-1, 0), "العنوان", "The title"),
    unit((0, 0), "وبرخان غادرت.", "Barkhane has left.", audit=(OUTCOME,)),
    unit((0, 1), "قال الوزير ذلك.", "", status="untranslated"),
    unit((1, 0), "وبرخان غادرت.", "Barkhane left.", status="reviewed"),
]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    opened = Memory.open(tmp_path / "memory.db", clock=lambda: "2026-01-02T03:04:05Z")
    opened.put_document("a", UNITS)
    return opened


def test_the_text_has_its_paragraphs_and_says_who_made_it() -> None:
    assert english_text(UNITS) == (
        "The title\n\nBarkhane has left. ⟦قال الوزير ذلك.⟧\n\nBarkhane left.\n\n"
        "[Machine translation, not reviewed (2 segments): argos m 1]\n"
    )


def test_a_reviewed_text_is_nobodys_draft() -> None:
    assert "Machine" not in english_text([unit((0, 0), "نعم", "Yes", status="reviewed")])


def test_the_same_memory_gives_the_same_bytes(memory: Memory, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_outputs(tmp_path / name, ["a"], Glossary([TERM]), memory)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert {p.name for p in (tmp_path / "one").iterdir()} == {"a.en.txt", "a.po", "a.xlf", "memory.tmx", "glossary.csv"}


def test_po_marks_machine_output_fuzzy_and_notes_its_terms(memory: Memory, tmp_path: Path) -> None:
    po.write(memory.document("a"), tmp_path / "a.po", document="a", terms={TERM.ar: TERM})
    entries = list(polib.pofile(str(tmp_path / "a.po")))
    assert [e.fuzzy for e in entries] == [True, True, False, False]
    assert len({(e.msgctxt, e.msgid) for e in entries}) == 4
    note = "term: برخان = Barkhane: repaired (inline); msgid 0-6; msgstr 0-8; also OB; never Barkan"
    assert entries[1].comment == note
    assert entries[1].occurrences == [("a", "2")]


@pytest.mark.skipif(which("msgfmt") is None, reason="gettext is not installed")
def test_msgfmt_accepts_the_po(memory: Memory, tmp_path: Path) -> None:
    po.write(memory.document("a"), tmp_path / "a.po", document="a")
    done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", tmp_path / "a.po"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_po_that_a_person_edited_comes_back_as_reviewed(memory: Memory, tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(memory.document("a"), path, document="a", terms={TERM.ar: TERM})
    file = polib.pofile(str(path))
    file[0].flags.remove("fuzzy")
    file[1].msgstr = "Barkhane has gone."
    file[1].flags.remove("fuzzy")
    file[2].msgstr = "The minister said so."
    file.save(str(path))
    counts = memory.add(po_reading.read(path))
    assert (counts.added, counts.updated, counts.known) == (0, 3, 1)
    assert [(u.target, u.status) for u in memory.document("a")] == [
        ("The title", "reviewed"),
        ("Barkhane has gone.", "reviewed"),
        ("The minister said so.", "reviewed"),
        ("Barkhane left.", "reviewed"),
    ]
    assert memory.add(po_reading.read(path)).known == 4


def test_a_machine_po_does_not_overwrite_a_person(memory: Memory, tmp_path: Path) -> None:
    path = tmp_path / "a.po"
    po.write(memory.document("a"), path, document="a")
    (first, *_) = memory.document("a")
    memory.rewrite(replace(first, target="A better title", status="reviewed"), first.target)
    memory.add(po_reading.read(path))
    assert memory.document("a")[0].target == "A better title"


def test_tmx_goes_out_and_comes_back_whole(memory: Memory, tmp_path: Path) -> None:
    first, second = tmp_path / "1.tmx", tmp_path / "2.tmx"
    tmx.write(memory.units(), first)
    with Memory.open(tmp_path / "other.db") as other:
        assert other.add(tmx.read(first)).added == 3
        tmx.write(other.units(), second)
        assert other.add(tmx.read(first)).known == 3
    assert first.read_bytes() == second.read_bytes()


def test_segments_like_others_are_shown_beside(memory: Memory) -> None:
    memory.add([TranslationUnit("قال الوزير ذلك أمس.", "The minister said so yesterday.", status="approved")])
    found = alternatives("a", memory.document("a"), memory)
    assert [row[:2] for row in found["قال الوزير ذلك."]] == [("قال الوزير ذلك أمس.", "The minister said so yesterday.")]


def test_what_is_like_a_segment_stands_beside_it_in_po_and_xliff(memory: Memory, tmp_path: Path) -> None:
    memory.add([TranslationUnit("قال الوزير ذلك أمس.", "The minister said so yesterday.", status="approved")])
    write_outputs(tmp_path / "out", ["a"], Glossary([TERM]), memory)
    entry = polib.pofile(str(tmp_path / "out" / "a.po"))[2]
    assert entry.comment == "memory 79 %: قال الوزير ذلك أمس. = The minister said so yesterday."
    text = (tmp_path / "out" / "a.xlf").read_text(encoding="utf-8")
    assert (
        '<mtc:match ref="#s1" type="tm" similarity="78.9"><source>قال الوزير ذلك أمس.</source>'
        "<target>The minister said so yesterday.</target></mtc:match>"
    ) in text
    assert (
        "<gls:glossEntry><gls:term>برخان</gls:term><gls:translation>Barkhane</gls:translation>"
        "<gls:translation>OB</gls:translation></gls:glossEntry>"
    ) in text
    assert [state in text for state in ('state="initial"', 'state="translated"', 'state="reviewed"')] == [True] * 3


def test_an_imported_translation_that_nobody_touched_comes_back_as_imported(memory: Memory, tmp_path: Path) -> None:
    memory.put_document("b", [replace(unit((0, 0), "نعم", "Yes", status="imported"), origin=Origin("b", 0, 0))])
    path = tmp_path / "b.po"
    po.write(memory.document("b"), path, document="b")
    assert memory.add(po_reading.read(path)).known == 1
    path.write_text(path.read_text(encoding="utf-8").replace('"Yes"', '"Yes."'), encoding="utf-8")
    assert memory.add(po_reading.read(path)).updated == 1
    assert [(u.target, u.status) for u in memory.document("b")] == [("Yes.", "reviewed")]
