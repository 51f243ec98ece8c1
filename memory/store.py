"""The translation memory: one SQLite file in WAL mode, one transaction a batch.

A unit with an origin is one segment of a document; a unit without one came from elsewhere. Texts are kept as written
beside their folded key, by which equal texts are found. `PRAGMA user_version` holds the schema version; a newer one is
refused, an older one is migrated forward after a copy of the file was kept. What a person reviewed stays as it is.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, cast

from glossary.arabic import fold_key
from glossary.errors import MidanError
from memory.unit import HUMAN, Origin, Status, TermOutcome, TranslationUnit

SCHEMA = 1
_APPLICATION_ID = 0x6D69646E  # "midn"
_BUSY_SECONDS = 30.0
_TABLES = """
CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source TEXT NOT NULL,
    target TEXT NOT NULL,
    source_lang TEXT NOT NULL,
    target_lang TEXT NOT NULL,
    source_key TEXT NOT NULL,
    status TEXT NOT NULL,
    document TEXT,
    paragraph INTEGER,
    segment INTEGER,
    previous TEXT,
    next TEXT,
    engine TEXT,
    model TEXT,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    created_by TEXT,
    changed_by TEXT,
    digest TEXT,
    audit TEXT NOT NULL DEFAULT '[]',
    attention INTEGER NOT NULL DEFAULT 0,
    note TEXT,
    properties TEXT NOT NULL DEFAULT '{}'
);
CREATE INDEX unit_source_key ON unit (source_key);
CREATE UNIQUE INDEX unit_place ON unit (document, paragraph, segment) WHERE segment IS NOT NULL;
CREATE INDEX unit_document ON unit (document) WHERE document IS NOT NULL;
CREATE TABLE identity (value TEXT NOT NULL);
INSERT INTO identity VALUES (lower(hex(randomblob(16))));
"""
_COLUMNS = (
    "source",
    "target",
    "source_lang",
    "target_lang",
    "source_key",
    "status",
    "document",
    "paragraph",
    "segment",
    "previous",
    "next",
    "engine",
    "model",
    "created",
    "changed",
    "created_by",
    "changed_by",
    "digest",
    "audit",
    "attention",
    "note",
    "properties",
)
_INSERT = f"INSERT INTO unit ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_UPDATE = f"UPDATE unit SET {', '.join(f'{c} = ?' for c in _COLUMNS)} WHERE id = ?"
_SELECT = f"SELECT id, {', '.join(_COLUMNS)} FROM unit"
_MIGRATIONS: dict[int, str] = {}  # from version -> the statements that lead to the next one


@dataclass(slots=True)
class Added:
    """What became of the units given to `add`."""

    read: int = 0
    added: int = 0
    known: int = 0
    updated: int = 0


class ConflictError(Exception):
    """Somebody changed the unit meanwhile; `current` is how it stands now."""

    def __init__(self, current: TranslationUnit) -> None:
        super().__init__(current.id)
        self.current = current


def now() -> str:
    """The time in UTC, ISO 8601 to the second."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Memory:
    """An open memory. Use it as a context manager; methods raise MidanError for a locked, full or broken file."""

    def __init__(self, connection: sqlite3.Connection, path: Path, clock: Callable[[], str] = now) -> None:
        self.connection, self.path, self.clock = connection, path, clock

    @classmethod
    def open(cls, path: str | os.PathLike[str], readonly: bool = False, clock: Callable[[], str] = now) -> Memory:
        """Open a memory, making it (not when `readonly`). Raises MidanError when it can't be used."""
        path = Path(path)
        if readonly and not path.exists():
            raise MidanError("no such memory", os.fspath(path), "`midan run` or `midan memory import` makes one")
        with _faults(path):
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
            seconds = float(os.environ.get("MIDAN_BUSY_SECONDS", _BUSY_SECONDS))
            connection = sqlite3.connect(path, timeout=seconds, isolation_level=None)
            try:
                _prepare(connection, path, readonly)
            except BaseException:
                connection.close()
                raise
        return cls(connection, path, clock)

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is done in the block is kept, or none of it."""
        with _faults(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise

    def add(self, units: Iterable[TranslationUnit]) -> Added:
        """Take in units, all of them or none; what is known already (same texts, same place) adds nothing.

        A unit for a place that is taken by the same source corrects what stands there, unless a person put that there.
        """
        counts = Added()
        with self.transaction() as connection:
            for unit in units:
                counts.read += 1
                placed = unit.origin is not None and unit.origin.segment is not None
                there = self._at(unit.origin) if placed and unit.origin is not None else None
                if there is not None and there.source == unit.source:
                    changed = self._correct(connection, there, unit)
                    counts.updated += changed
                    counts.known += not changed
                elif self._known(unit):
                    counts.known += 1
                else:
                    taken = there is not None and unit.origin is not None
                    origin = (
                        replace(unit.origin, paragraph=None, segment=None) if taken and unit.origin else unit.origin
                    )
                    connection.execute(_INSERT, self._row(replace(unit, origin=origin, id=None)))
                    counts.added += 1
        return counts

    def _correct(self, connection: sqlite3.Connection, there: TranslationUnit, unit: TranslationUnit) -> bool:
        """Take over what came back for a place; whether anything changed."""
        by_person = unit.status in HUMAN
        if unit.target == there.target and (not by_person or there.status in HUMAN):
            return False
        if there.status in HUMAN and not by_person:
            return False
        if not by_person and unit.engine is None:
            # somebody worked on it and did not finish: not to be overwritten, but to be looked at
            unit = replace(unit, status="reviewed", attention=True)
        corrected = replace(
            there,
            target=unit.target,
            status=unit.status,
            attention=unit.attention,
            audit=there.audit if unit.target == there.target else unit.audit,
            changed=self.clock(),
            changed_by=unit.changed_by or there.changed_by,
            note=unit.note or there.note,
        )
        connection.execute(_UPDATE, (*self._row(corrected), there.id))
        return True

    def _known(self, unit: TranslationUnit) -> bool:
        """Whether these texts are there; for a unit of a document, whether they are there in that document."""
        document = unit.origin.document if unit.origin else None
        rows = self.connection.execute(
            "SELECT document FROM unit WHERE source_key = ? AND source = ? AND target = ? AND source_lang = ? "
            "AND target_lang = ? AND (? IS NULL OR (paragraph IS ? AND segment IS ?))",
            (
                _storable(fold_key(unit.source)),
                _storable(unit.source),
                _storable(unit.target),
                unit.source_lang,
                unit.target_lang,
                document,
                unit.origin.paragraph if unit.origin else None,
                unit.origin.segment if unit.origin else None,
            ),
        )
        return any(document is None or row[0] == document for row in rows)

    def _at(self, origin: Origin) -> TranslationUnit | None:
        found = self.connection.execute(
            f"{_SELECT} WHERE document = ? AND paragraph = ? AND segment = ?",
            (origin.document, origin.paragraph, origin.segment),
        ).fetchone()
        return _unit(found) if found else None

    def document(self, name: str) -> list[TranslationUnit]:
        """The units of a document in reading order."""
        with _faults(self.path):
            rows = self.connection.execute(
                f"{_SELECT} WHERE document = ? AND segment IS NOT NULL ORDER BY paragraph, segment", (name,)
            )
            return [_unit(row) for row in rows]

    def documents(self) -> list[str]:
        """The names of all documents, sorted."""
        with _faults(self.path):
            rows = self.connection.execute("SELECT DISTINCT document FROM unit WHERE segment IS NOT NULL ORDER BY 1")
            return [row[0] for row in rows]

    def put_document(self, name: str, units: Sequence[TranslationUnit]) -> None:
        """Make the document consist of exactly these units, in their places, in one transaction.

        Units that stood in it and no longer do stay in the memory without a place. Nothing is written where nothing
        changed; a unit that a person reviewed meanwhile keeps its target.
        """
        before = {unit.id: unit for unit in self.document(name)}
        if list(before.values()) == list(units):
            return
        with self.transaction() as connection:
            connection.execute(
                "UPDATE unit SET paragraph = NULL, segment = NULL WHERE document = ? AND segment IS NOT NULL", (name,)
            )
            for unit in units:
                old = before.get(unit.id) if unit.id is not None else None
                if old is None:
                    connection.execute(_INSERT, self._row(replace(unit, id=None)))
                    continue
                unit = self._protect(connection, unit)
                changed = old.changed if old.target == unit.target else self.clock()
                connection.execute(_UPDATE, (*self._row(replace(unit, changed=changed)), unit.id))
            connection.execute("DELETE FROM unit WHERE document = ? AND segment IS NULL AND target = ''", (name,))

    def _protect(self, connection: sqlite3.Connection, unit: TranslationUnit) -> TranslationUnit:
        row = connection.execute(f"{_SELECT} WHERE id = ?", (unit.id,)).fetchone()
        now_there = _unit(row) if row else None
        if now_there is not None and now_there.status in HUMAN and unit.status not in HUMAN:
            return replace(now_there, origin=unit.origin, attention=True)
        return unit

    def save_batch(self, units: Iterable[TranslationUnit]) -> None:
        """Write translated segments into their places, in one transaction; reviewed ones are only marked."""
        with self.transaction() as connection:
            for unit in units:
                self._upsert(connection, unit)

    def _upsert(self, connection: sqlite3.Connection, unit: TranslationUnit) -> bool:
        """Put a unit into its place; whether anything of it was written."""
        assert unit.origin is not None
        old = self._at(unit.origin)
        if old is None:
            connection.execute(_INSERT, self._row(replace(unit, id=None)))
            return True
        if old.source != unit.source:
            connection.execute("UPDATE unit SET paragraph = NULL, segment = NULL WHERE id = ?", (old.id,))
            connection.execute(_INSERT, self._row(replace(unit, id=None)))
            return True
        if old.status in HUMAN and unit.status not in HUMAN:
            connection.execute("UPDATE unit SET attention = 1 WHERE id = ? AND digest IS NOT ?", (old.id, unit.digest))
            return False
        merged = replace(
            unit, created=old.created, created_by=old.created_by, changed=self.clock(), note=unit.note or old.note
        )
        connection.execute(_UPDATE, (*self._row(merged), old.id))
        return True

    def exact(
        self, sources: Sequence[str], source_lang: str = "ar", target_lang: str = "en"
    ) -> dict[str, list[TranslationUnit]]:
        """For each source the translated units whose folded text is equal, oldest first; sources without are absent."""
        found: dict[str, list[TranslationUnit]] = {}
        with _faults(self.path):
            for source in dict.fromkeys(sources):
                rows = self.connection.execute(
                    f"{_SELECT} WHERE source_key = ? AND target != '' AND source_lang LIKE ? AND target_lang LIKE ? "
                    "ORDER BY id",
                    (fold_key(source), f"{source_lang}%", f"{target_lang}%"),
                ).fetchall()
                if rows:
                    found[source] = [_unit(row) for row in rows]
        return found

    def units(
        self,
        document: str | None = None,
        status: str | None = None,
        engine: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Iterator[TranslationUnit]:
        """The units that fit, in a stable order: documents by name in reading order, then the others by number."""
        conditions = {"document = ?": document, "status = ?": status, "engine = ?": engine}
        conditions |= {"changed >= ?": since, "changed < ?": until}
        wanted = {k: v for k, v in conditions.items() if v is not None}
        where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
        with _faults(self.path):
            rows = self.connection.execute(
                f"{_SELECT}{where} ORDER BY segment IS NULL, document, paragraph, segment, id", tuple(wanted.values())
            )
            for row in rows:
                yield _unit(row)

    def count(self) -> int:
        """How many units there are."""
        with _faults(self.path):
            return int(self.connection.execute("SELECT count(*) FROM unit").fetchone()[0])

    def identity(self) -> str:
        """Random hex digits that were drawn when this memory was made; what stands beside it is known by them."""
        with _faults(self.path):
            return str(self.connection.execute("SELECT value FROM identity").fetchone()[0])

    def keys(self, after: int, before: int | None = None) -> Iterator[tuple[int, str]]:
        """The number and the folded source of every unit with after < number < before, by number."""
        with _faults(self.path):
            yield from self.connection.execute(
                "SELECT id, source_key FROM unit WHERE id > ? AND id < ? ORDER BY id", (after, before or 2**62)
            )

    def last_number(self) -> int:
        """The highest number of a unit, 0 for an empty memory."""
        with _faults(self.path):
            return int(self.connection.execute("SELECT coalesce(max(id), 0) FROM unit").fetchone()[0])

    def get(self, number: int) -> TranslationUnit | None:
        """The unit of that number."""
        with _faults(self.path):
            row = self.connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
            return _unit(row) if row else None

    def numbered(self, numbers: Sequence[int]) -> dict[int, TranslationUnit]:
        """The units of these numbers, at most some hundreds at a time; missing ones are absent."""
        with _faults(self.path):
            marks = ", ".join("?" * len(numbers))
            rows = self.connection.execute(f"{_SELECT} WHERE id IN ({marks})", tuple(numbers))
            return {row[0]: _unit(row) for row in rows}

    def containing(self, words: str, in_source: bool = True) -> Iterator[TranslationUnit]:
        """The translated units that hold every one of these words, as a part of others or not."""
        column, parts = ("source_key", fold_key(words).split()) if in_source else ("target", words.split())
        parts = [p.removeprefix("ال") if in_source else p for p in parts]
        where = " AND ".join(f"{column} LIKE ? ESCAPE '!'" for _ in parts) or "0"
        marks = [f"%{p.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%" for p in parts]
        with _faults(self.path):
            for row in self.connection.execute(f"{_SELECT} WHERE target != '' AND {where} ORDER BY id", marks):
                yield _unit(row)

    def repeated(self) -> tuple[int, int]:
        """How many (source, target) pairs stand more than once, and how many sources have different targets."""
        with _faults(self.path):
            pairs = "SELECT source, target, count(*) AS n FROM unit WHERE target != '' GROUP BY source, target"
            duplicates = self.connection.execute(f"SELECT count(*) FROM ({pairs}) WHERE n > 1").fetchone()[0]
            conflicts = self.connection.execute(
                f"SELECT count(*) FROM (SELECT source FROM ({pairs}) GROUP BY source HAVING count(*) > 1)"
            ).fetchone()[0]
        return int(duplicates), int(conflicts)

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove units for good, in one transaction."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM unit WHERE id = ?", [(n,) for n in numbers])

    def review(
        self,
        number: int,
        target: str,
        author: str,
        expected_target: str | None = None,
        digest: str | None = None,
        status: Status = "reviewed",
    ) -> TranslationUnit:
        """A person's word on a unit. Raises ConflictError when its target is no longer `expected_target`."""
        with self.transaction() as connection:
            row = connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
            if row is None:
                raise MidanError(f"no unit {number}", os.fspath(self.path), "it may have been pruned")
            unit = _unit(row)
            if expected_target is not None and unit.target != expected_target:
                raise ConflictError(unit)
            unit = replace(
                unit,
                target=target,
                status=status,
                attention=False,
                digest=digest or unit.digest,
                changed=self.clock(),
                changed_by=author,
            )
            connection.execute(_UPDATE, (*self._row(unit), number))
        return unit

    def rewrite(self, unit: TranslationUnit, expected_target: str) -> TranslationUnit:
        """Write a unit that was read from here, as a person changed it, and give it back as it stands.

        Raises ConflictError when its target is no longer `expected_target`.
        """
        with self.transaction() as connection:
            row = connection.execute(f"{_SELECT} WHERE id = ?", (unit.id,)).fetchone()
            if row is None:
                raise MidanError(f"no unit {unit.id}", os.fspath(self.path), "it may have been pruned")
            if (current := _unit(row)).target != expected_target:
                raise ConflictError(current)
            written = replace(unit, changed=self.clock())
            connection.execute(_UPDATE, (*self._row(written), unit.id))
        return written

    def _row(self, unit: TranslationUnit) -> tuple[Any, ...]:
        origin = unit.origin
        created = unit.created or self.clock()
        return (
            _storable(unit.source),
            _storable(unit.target),
            unit.source_lang,
            unit.target_lang,
            _storable(fold_key(unit.source)),
            unit.status,
            origin.document if origin else None,
            origin.paragraph if origin else None,
            origin.segment if origin else None,
            origin.previous and _storable(origin.previous) if origin else None,
            origin.next and _storable(origin.next) if origin else None,
            unit.engine,
            unit.model,
            created,
            unit.changed or created,
            unit.created_by,
            unit.changed_by,
            unit.digest,
            json.dumps([o.as_json() for o in unit.audit], separators=(",", ":")),
            int(unit.attention),
            unit.note and _storable(unit.note),
            json.dumps(dict(unit.properties), sort_keys=True, separators=(",", ":")),
        )


def _storable(text: str) -> str:
    """SQLite holds UTF-8: a lone surrogate becomes U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _unit(row: Sequence[Any]) -> TranslationUnit:
    values = dict(zip(("id", *_COLUMNS), row, strict=True))
    origin = None
    if values["document"] is not None:
        origin = Origin(values["document"], values["paragraph"], values["segment"], values["previous"], values["next"])
    return TranslationUnit(
        values["source"],
        values["target"],
        values["source_lang"],
        values["target_lang"],
        cast(Status, values["status"]),
        origin,
        values["engine"],
        values["model"],
        values["created"],
        values["changed"],
        values["created_by"],
        values["changed_by"],
        values["digest"],
        tuple(TermOutcome.from_json(o) for o in json.loads(values["audit"])) if values["audit"] != "[]" else (),
        bool(values["attention"]),
        values["note"],
        json.loads(values["properties"]) if values["properties"] != "{}" else {},
        values["id"],
    )


def _prepare(connection: sqlite3.Connection, path: Path, readonly: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > SCHEMA:
        raise MidanError(f"made by a newer midan (schema {version})", os.fspath(path), "upgrade midan to open it")
    if readonly:
        connection.execute("PRAGMA query_only = ON")
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -131072")  # 128 MB: an import looks up every unit's text
    if version == SCHEMA:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version == 0:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise MidanError("a database of another program", os.fspath(path), "name another file with --memory")
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
        while 0 < version < SCHEMA:
            _keep_copy(connection, path, version)
            for statement in filter(str.strip, _MIGRATIONS[version].split(";")):
                connection.execute(statement)
            version += 1
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        raise


def _keep_copy(connection: sqlite3.Connection, path: Path, version: int) -> None:
    copy = path.with_name(f"{path.name}.schema-{version}.bak")
    with contextlib.closing(sqlite3.connect(copy)) as backup, contextlib.closing(sqlite3.connect(path)) as original:
        original.backup(backup)


@contextlib.contextmanager
def _faults(path: Path) -> Iterator[None]:
    """SQLite's errors as one line that says what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error).lower()
        where = os.fspath(path)
        if "locked" in text or "busy" in text:
            raise MidanError("another program is writing to this memory", where, "try again when it is done") from None
        if "not a database" in text or "malformed" in text:
            raise MidanError(
                f"not a sound memory ({text})", where, "restore it from a backup or name another file"
            ) from None
        if "full" in text or "disk i/o" in text:
            raise MidanError(f"can't write ({text})", where, "free some space; what was saved before is kept") from None
        raise MidanError(text, where, "check the path and its permissions") from None
    except OSError as error:
        raise MidanError((error.strerror or str(error)).lower(), os.fspath(path), "check the path") from None
