"""The memory's file: its tables, its migrations, how it is opened, and SQLite's errors in plain words.

`PRAGMA user_version` holds the schema version; a newer one is refused, an older one is migrated forward after a copy of
the file was kept beside it. `PRAGMA application_id` says whose file it is.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakSet

from glossary.errors import MidanError

SCHEMA = 1
_APPLICATION_ID = 0x6D69646E  # "midn"
_BUSY_SECONDS = 30.0
_RESTORE = "restore it from a backup or name another file"
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
_MIGRATIONS: dict[int, str] = {}  # from version -> the statements that lead to the next one


class _Connection(sqlite3.Connection):
    """A connection that closes its cursors with it: one that is still being read, if only by the frames of an
    exception, would keep the file locked after `close`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._reading: WeakSet[sqlite3.Cursor] = WeakSet()

    def execute(self, *args: Any) -> sqlite3.Cursor:
        cursor = super().execute(*args)
        if cursor.description is not None:  # it gives rows
            self._reading.add(cursor)
        return cursor

    def close(self) -> None:
        for cursor in list(self._reading):
            with contextlib.suppress(sqlite3.Error):
                cursor.close()
        super().close()


def connect(path: Path, readonly: bool = False) -> sqlite3.Connection:
    """Open the file, making it or migrating it (not when `readonly`). Raises MidanError when it can't be used."""
    if readonly and not path.exists():
        raise MidanError("no such memory", os.fspath(path), "`midan run` or `midan memory import` makes one")
    with faults(path):
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
        name = _unchanging(path) if readonly else None
        connection = sqlite3.connect(
            name or path, timeout=_patience(), isolation_level=None, factory=_Connection, uri=name is not None
        )
        try:
            _prepare(connection, path, readonly)
        except BaseException:
            connection.close()
            raise
    return connection


def _unchanging(path: Path) -> str | None:
    """The address by which SQLite reads a file where it can make no other beside it, as WAL mode wants; else None."""
    real = Path(os.path.realpath(path))
    if os.access(real.parent, os.W_OK) or real.with_name(f"{real.name}-wal").exists():
        return None
    return f"{real.as_uri()}?mode=ro&immutable=1"


def _patience() -> float:
    """Seconds to wait for another program that writes."""
    told = os.environ.get("MIDAN_BUSY_SECONDS", str(_BUSY_SECONDS))
    try:
        return min(max(0.0, float(told)), 86400.0)
    except ValueError:
        raise MidanError(f"{told!r} is no number of seconds", "MIDAN_BUSY_SECONDS", "give a number") from None


def _prepare(connection: sqlite3.Connection, path: Path, readonly: bool) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version != 0 and connection.execute("PRAGMA application_id").fetchone()[0] != _APPLICATION_ID:
        raise MidanError("a database of another program", os.fspath(path), "name another file with --memory")
    if version > SCHEMA:
        raise MidanError(f"made by a newer midan (schema {version})", os.fspath(path), "upgrade midan to open it")
    if readonly and version == 0:
        raise MidanError("not a memory", os.fspath(path), "`midan run` or `midan memory import` makes one")
    if not readonly or version < SCHEMA:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA cache_size = -131072")  # 128 MB: an import looks up every unit's text
    if version < SCHEMA:
        _build(connection, path)
    if readonly:
        connection.execute("PRAGMA query_only = ON")


def _build(connection: sqlite3.Connection, path: Path) -> None:
    """Make the tables, or bring older ones forward, in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version == 0:
            if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise MidanError("a database of another program", os.fspath(path), "name another file with --memory")
            for statement in filter(str.strip, _TABLES.split(";")):
                connection.execute(statement)
        if 0 < version < SCHEMA:
            _keep_copy(path, version)
        while 0 < version < SCHEMA:
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


def _keep_copy(path: Path, version: int) -> None:
    """A copy of the file as it is, whole or not there at all, that nobody may read who may not read the file."""
    copy = path.with_name(f"{path.name}.schema-{version}.bak")
    half = path.with_name(f".{copy.name}.tmp")
    half.unlink(missing_ok=True)
    half.touch(mode=0o600)
    with contextlib.closing(sqlite3.connect(half)) as backup, contextlib.closing(sqlite3.connect(path)) as original:
        original.backup(backup)
    half.chmod(stat.S_IMODE(path.stat().st_mode))
    half.replace(copy)


@contextlib.contextmanager
def faults(path: Path) -> Iterator[None]:
    """SQLite's errors as one line that says what to do."""
    try:
        yield
    except UnicodeDecodeError:
        # SQLite quotes what is broken in the file, and Python can't read the quotation
        raise MidanError("not a sound memory", os.fspath(path), _RESTORE) from None
    except sqlite3.DatabaseError as error:
        text = str(error).lower()
        where = os.fspath(path)
        if "locked" in text or "busy" in text:
            raise MidanError("another program is writing to this memory", where, "try again when it is done") from None
        if "not a database" in text or "malformed" in text:
            raise MidanError(f"not a sound memory ({text})", where, _RESTORE) from None
        if "full" in text or "disk i/o" in text:
            raise MidanError(f"can't write ({text})", where, "free some space; what was saved before is kept") from None
        raise MidanError(text, where, "check the path and its permissions") from None
    except OSError as error:
        raise MidanError((error.strerror or str(error)).lower(), os.fspath(path), "check the path") from None
