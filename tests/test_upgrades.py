"""Files of an earlier midan: read as they were, brought forward after a copy was kept, and a later one's left alone.

`fixtures/upgrades/` holds a memory of each schema and a glossary of each format as that midan wrote them, and beside a
memory its units as JSON. They are never made anew; a new schema gets files of its own beside them.
"""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from dataclasses import asdict
from pathlib import Path

import pytest

from glossary.errors import MidanError
from glossary.termfile import TermFile, load_glossary
from memory import schema
from memory.commands import main
from memory.store import Memory

UPGRADES = Path(__file__).parent / "fixtures" / "upgrades"
MEMORIES = sorted(UPGRADES.glob("memory-schema-*.db"))
GLOSSARIES = sorted(UPGRADES.glob("terms-format-*.yaml"))


def copied(fixture: Path, folder: Path, mode: int = 0o600) -> Path:
    path = folder / ("memory.db" if fixture.suffix == ".db" else "terms.yaml")
    path.write_bytes(fixture.read_bytes())
    path.chmod(mode)
    return path


def listed(path: Path) -> list[object]:
    with Memory.open(path, readonly=True) as memory:
        return [json.loads(json.dumps(asdict(unit))) for unit in memory.units()]


def version(path: Path) -> int:
    connection = sqlite3.connect(path)
    number = int(connection.execute("PRAGMA user_version").fetchone()[0])
    connection.close()
    return number


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A midan whose schema is one further on."""
    monkeypatch.setitem(schema._MIGRATIONS, schema.SCHEMA, "ALTER TABLE unit ADD COLUMN colour TEXT")
    monkeypatch.setattr(schema, "SCHEMA", schema.SCHEMA + 1)


def test_there_is_a_memory_of_every_schema() -> None:
    assert [int(re.findall(r"\d+", path.name)[0]) for path in MEMORIES] == list(range(1, schema.SCHEMA + 1))


@pytest.mark.parametrize("fixture", MEMORIES, ids=lambda path: path.stem)
def test_an_earlier_memory_holds_what_it_held(fixture: Path, tmp_path: Path) -> None:
    path = copied(fixture, tmp_path)
    with Memory.open(path):
        pass
    held = [json.loads(line) for line in fixture.with_suffix(".jsonl").read_text(encoding="utf-8").splitlines()]
    assert listed(path) == held
    assert len(held) > 5


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("readonly", [False, True])
@pytest.mark.parametrize("fixture", MEMORIES, ids=lambda path: path.stem)
def test_a_migration_goes_forward_and_keeps_a_copy(fixture: Path, readonly: bool, tmp_path: Path) -> None:
    path = copied(fixture, tmp_path)
    before, was = fixture.with_suffix(".jsonl").read_text(encoding="utf-8"), version(path)
    with Memory.open(path, readonly=readonly) as memory:
        memory.connection.execute("SELECT colour FROM unit")
    assert version(path) == schema.SCHEMA
    assert listed(path) == [json.loads(line) for line in before.splitlines()]
    kept = tmp_path / f"memory.db.schema-{was}.bak"
    assert version(kept) == was
    assert stat.S_IMODE(kept.stat().st_mode) == stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(tmp_path.glob("*.tmp")) + list(tmp_path.glob(".*.tmp"))
    # the copy is a memory like any other
    again = tmp_path / "again.db"
    again.write_bytes(kept.read_bytes())
    assert listed(again) == listed(path)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = copied(MEMORIES[-1], tmp_path)
    half = "ALTER TABLE unit ADD COLUMN colour TEXT; ALTER TABLE nothing ADD COLUMN x"
    with monkeypatch.context() as patched:
        patched.setitem(schema._MIGRATIONS, schema.SCHEMA, half)
        patched.setattr(schema, "SCHEMA", schema.SCHEMA + 1)
        with pytest.raises(MidanError):
            Memory.open(path)
    assert version(path) == schema.SCHEMA
    with Memory.open(path) as memory, pytest.raises(sqlite3.OperationalError):
        memory.connection.execute("SELECT colour FROM unit")


@pytest.mark.parametrize("command", [["stats"], ["export", "all.tmx"], ["add", "نعم", "yes"], ["search", "نعم"]])
def test_a_later_memory_is_refused_and_left_alone(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = copied(MEMORIES[-1], tmp_path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA + 1}")
    connection.close()
    before = path.read_bytes()
    assert main(["memory", *command]) == 2
    said = capsys.readouterr().err
    assert said == f"midan: memory.db: made by a newer midan (schema {schema.SCHEMA + 1}); upgrade midan to open it\n"
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["memory.db"]


@pytest.mark.parametrize("fixture", GLOSSARIES, ids=lambda path: path.stem)
def test_an_earlier_glossary_holds_what_it_held(fixture: Path, tmp_path: Path) -> None:
    path = copied(fixture, tmp_path, 0o640)
    file = TermFile.open(path)
    assert not file.warnings
    term = file.find("برخان")
    assert term is not None
    assert (term.en, term.status, term.case, term.count) == ("Barkhane", "approved", "keep", 7)
    assert term.variants == ("عملية برخان", "قوة برخان")
    assert (term.also, term.forbidden) == (("Operation Barkhane",), ("Burkhan",))
    assert term.note == "2014 to 2022;\nseat N'Djamena"
    file.update("مالي", {"note": "the country"})
    file.save()
    old, new = fixture.read_text(encoding="utf-8"), path.read_text(encoding="utf-8")
    assert set(new.splitlines()) - set(old.splitlines()) == {"    note: the country"}
    assert set(old.splitlines()) <= set(new.splitlines())
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_later_glossary_is_refused_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = copied(GLOSSARIES[-1], tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("format: 1", "format: 2"), encoding="utf-8")
    (tmp_path / "one.txt").write_text("انسحبت قوة برخان من مالي.\n", encoding="utf-8")
    before = path.read_bytes()
    for command in (["terms", "approve", "برخان"], ["run", "one.txt", "--engine", "none"], ["lookup", "برخان"]):
        assert main(command) == 2
        said = capsys.readouterr().err
        assert said == "midan: terms.yaml: glossary format 2 is not one that this midan reads; upgrade midan\n"
    assert path.read_bytes() == before
    with pytest.raises(MidanError):
        load_glossary(path)
    assert not (tmp_path / "memory.db").exists()
