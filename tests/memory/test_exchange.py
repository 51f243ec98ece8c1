"""What goes out in a format comes back from it, whatever a unit holds that XML can hold; and the files are valid."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import which

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from memory.exchange import formats, po, po_reading, table, tmx, xliff, xliff_reading
from memory.exchange.values import SOURCE_TAGS, TARGET_TAGS, exportable
from memory.store import Memory
from memory.unit import STATUSES, Origin, TermOutcome, TranslationUnit

Read = Callable[[os.PathLike[str]], Iterator[TranslationUnit]]
Write = Callable[[Iterable[TranslationUnit], os.PathLike[str]], int]
FORMATS: dict[str, tuple[Write, Read]] = {
    "tmx": (tmx.write, tmx.read),
    "xlf": (xliff.write, xliff_reading.read),
    "po": (po.write, po_reading.read),
    "csv": (table.write, table.read),
}

CHARACTER = st.one_of(
    st.sampled_from("\t\n\r \u0085\u2028\u200f\ufeff\u0301'\"\\<>&=+-@#~%{}[]اأة،؟٣xX\U0001f600\ufffd"),
    st.characters(exclude_categories=["Cs"], min_codepoint=0x20),
).filter(lambda c: c not in "\ufffe\uffff")
ANY = st.text(CHARACTER, max_size=40)
TEXT = ANY.filter(str.strip)
SOME = st.none() | ANY.filter(bool)
DATE = st.datetimes().map(lambda d: d.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0"))
PLACE = st.integers(0, 10**6)
OUTCOMES = st.builds(
    TermOutcome, TEXT, ANY, ANY, st.sampled_from(("satisfied", "repaired", "unmet")), ANY, *[st.none() | PLACE] * 4
)
ORIGINS = st.one_of(
    st.none(),
    st.builds(Origin, ANY.filter(bool), st.none(), st.none(), SOME, SOME),
    st.builds(Origin, ANY.filter(bool), st.integers(-1, 999), st.integers(0, 999), SOME, SOME),
)
UNITS = st.builds(
    TranslationUnit,
    source=TEXT,
    target=TEXT,
    source_lang=st.sampled_from(("ar", "ar-DZ", "AR_sa", "ara")),
    target_lang=st.sampled_from(("en", "en-GB", "eng")),
    status=st.sampled_from(STATUSES[1:]),
    origin=ORIGINS,
    engine=SOME,
    model=SOME,
    created=DATE,
    changed=DATE,
    created_by=SOME,
    changed_by=SOME,
    digest=st.none() | st.just("0123456789abcdef"),
    audit=st.lists(OUTCOMES, max_size=2).map(tuple),
    attention=st.booleans(),
    note=SOME,
    properties=st.dictionaries(ANY.filter(bool), ANY.filter(bool), max_size=2),
)


def place_in_a_memory(unit: TranslationUnit) -> object:
    """What no two units of a memory share: where they stand; those that stand nowhere are told apart by nothing."""
    origin = unit.origin
    if origin is None or origin.segment is None:
        return object()
    return origin.document, origin.paragraph, origin.segment


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=st.lists(UNITS, min_size=1, max_size=4))
def test_any_unit_comes_back_as_it_was(name: str, tmp_path: Path, units: list[TranslationUnit]) -> None:
    write, read = FORMATS[name]
    units = [cleaned for unit in units if (cleaned := exportable(unit)) is not None]
    if not units:
        return
    path = tmp_path / f"units.{name}"
    assert write(units, path) == len(units)
    assert list(read(path)) == units
    first = path.read_bytes()
    write(read(path), tmp_path / f"again.{name}")
    assert (tmp_path / f"again.{name}").read_bytes() == first


# A memory as it grows: documents, units from elsewhere, a text that stands twice, tags, and two targets for a source.
BOLD = '<bpt i="1" type="bold">&lt;b&gt;</bpt>قوة برخان<ept i="1">&lt;/b&gt;</ept> <ph x="2">{0}</ph>'
GROWN = [
    TranslationUnit("قوة برخان ", "The Barkhane force ", status="imported", properties={SOURCE_TAGS: BOLD}),
    TranslationUnit("نص", "A text", status="approved", note="seen twice"),
    TranslationUnit("نص", "Another text", "ar-DZ", "en-GB", "imported", created_by="somebody"),
    TranslationUnit("قال", "He said", origin=Origin("a", 0, 0, None, "قال"), engine="argos", model="m 1"),
    TranslationUnit("قال", "He said", origin=Origin("a", 0, 1, "قال", "نص"), engine="argos", model="m 1"),
    TranslationUnit(
        "وبرخان غادرت",
        "Barkhane left",
        origin=Origin("b", -1, 0),
        status="reviewed",
        digest="0123456789abcdef",
        audit=(TermOutcome("برخان", "Barkhane", "وبرخان", "satisfied", "", 0, 6, 0, 8),),
    ),
    TranslationUnit("نص", "A text", origin=Origin("b", 0, 0)),
    TranslationUnit("\nسطر", "A line\n", origin=Origin("b", 0, 1)),
]


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    times = iter(f"2026-01-02T03:04:{n:02}Z" for n in range(60))
    opened = Memory.open(tmp_path / "memory.db", clock=lambda: next(times))
    opened.add(GROWN)
    return opened


def empty(path: Path) -> Memory:
    return Memory.open(path, clock=lambda: "2027-01-01T00:00:00Z")


@pytest.mark.parametrize("name", ["a.tmx", "a.xlf", "a.po", "a.csv", "a.tsv"])
def test_an_export_fills_an_empty_memory_with_the_same(memory: Memory, tmp_path: Path, name: str) -> None:
    first, second = tmp_path / "first" / name, tmp_path / "second" / name
    assert formats.write(memory.units(loose_first=True), first) == len(GROWN)
    with empty(tmp_path / "other.db") as other:
        skipped: list[str] = []
        counts = other.add(formats.read(first, skipped.append))
        assert (counts.added, counts.known, counts.updated, skipped) == (len(GROWN), 0, 0, [])
        formats.write(other.units(loose_first=True), second)
        assert first.read_bytes() == second.read_bytes()
        again = other.add(formats.read(first, skipped.append))
        assert (again.added, again.known, again.updated) == (0, len(GROWN), 0)
        assert [replace(u, id=None) for u in other.units()] == [replace(u, id=None) for u in memory.units()]


@pytest.mark.parametrize("name", ["a.tmx", "a.xlf", "a.po", "a.csv"])
def test_importing_what_was_exported_changes_nothing(memory: Memory, tmp_path: Path, name: str) -> None:
    before = list(memory.units())
    formats.write(before, tmp_path / name)
    counts = memory.add(formats.read(tmp_path / name, print))
    assert (counts.added, counts.updated) == (0, 0)
    assert list(memory.units()) == before


SCHEMAS = Path(__file__).parent.parent / "fixtures" / "schemas"
SHARED = Path(__file__).parents[3] / "shared" / "schemas" / "validate.py"


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=st.lists(UNITS, min_size=1, max_size=4))
def test_what_is_written_is_valid(tmp_path: Path, units: list[TranslationUnit]) -> None:
    for name, (write, _) in FORMATS.items():
        write([*units, *GROWN], tmp_path / f"a.{name}")
    dtd = etree.DTD(str(SCHEMAS / "tmx.dtd"))
    assert dtd.validate(etree.parse(tmp_path / "a.tmx")), dtd.error_log
    grammar = etree.RelaxNG(etree.parse(SCHEMAS / "xliff.rng"))
    assert grammar.validate(etree.parse(tmp_path / "a.xlf")), grammar.error_log


@pytest.mark.skipif(not SHARED.exists(), reason="the published schemas are not here")
def test_the_published_schemas_accept_it(memory: Memory, tmp_path: Path) -> None:
    import sys

    similar = {"قال": [("قالوا", "They <said>", 80.0)]}
    tmx.write(memory.units(), tmp_path / "a.tmx")
    xliff.write(memory.units(), tmp_path / "a.xlf", alternatives=similar)
    done = subprocess.run(
        [sys.executable, SHARED, tmp_path / "a.tmx", tmp_path / "a.xlf"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("valid\n") == 2


@pytest.mark.skipif(which("msgfmt") is None, reason="gettext is not installed")
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units=st.lists(UNITS, min_size=1, max_size=6, unique_by=place_in_a_memory))
def test_msgfmt_accepts_any_unit(tmp_path: Path, units: list[TranslationUnit]) -> None:
    po.write([*units, *GROWN], tmp_path / "a.po")
    done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", tmp_path / "a.po"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_tags_cross_from_tmx_to_xliff_and_back(memory: Memory, tmp_path: Path) -> None:
    unit = TranslationUnit("قوة برخان ", "x", properties={SOURCE_TAGS: BOLD, TARGET_TAGS: "<ph/>x"})
    xliff.write([unit], tmp_path / "a.xlf")
    text = (tmp_path / "a.xlf").read_text(encoding="utf-8")
    assert '<source><sc id="p1" dataRef="d1"/>قوة برخان<ec startRef="p1" dataRef="d2"/> <ph id="h2"' in text
    (back,) = xliff_reading.read(tmp_path / "a.xlf")
    assert back.properties == unit.properties
    moved = text.replace("<source><sc", "<source> <sc", 1)
    (tmp_path / "a.xlf").write_text(moved, encoding="utf-8")
    (back,) = xliff_reading.read(tmp_path / "a.xlf")
    assert back.source == " قوة برخان " and back.properties[SOURCE_TAGS].startswith(" <bpt")
