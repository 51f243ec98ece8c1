"""The translation memory: one SQLite file in WAL mode, one transaction a batch.

A unit with an origin is one segment of a document; a unit without one came from elsewhere. Texts are kept as written
beside their folded key, by which equal texts are found. What a person reviewed stays as it is. Here stands what writes;
what is asked stands in `memory.queries`, the table in `memory.schema`, what becomes of units from outside in
`memory.intake`.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path

from glossary.errors import MidanError
from memory.intake import Added, Intake
from memory.queries import Reader
from memory.rows import INSERT, UPDATE, row_of
from memory.schema import connect, faults
from memory.unit import HUMAN, TranslationUnit


class ConflictError(Exception):
    """Somebody changed the unit meanwhile; `current` is how it stands now."""

    def __init__(self, current: TranslationUnit) -> None:
        super().__init__(current.id)
        self.current = current


def now() -> str:
    """The time in UTC, ISO 8601 to the second."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Memory(Reader):
    """An open memory. Use it as a context manager; methods raise MidanError for a locked, full or broken file."""

    def __init__(self, connection: sqlite3.Connection, path: Path, clock: Callable[[], str] = now) -> None:
        super().__init__(connection, path)
        self.clock = clock

    @classmethod
    def open(cls, path: str | os.PathLike[str], readonly: bool = False, clock: Callable[[], str] = now) -> Memory:
        """Open a memory, making it (not when `readonly`). Raises MidanError when it can't be used."""
        return cls(connect(Path(path), readonly), Path(path), clock)

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is done in the block is kept, or none of it."""
        with faults(self.path):
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
        with self.transaction():
            intake = Intake(self, self.clock())
            for unit in units:
                intake.take(unit)
        return intake.counts

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
                    connection.execute(INSERT, row_of(unit, self.clock()))
                    continue
                unit = self._protect(unit)
                changed = old.changed if old.target == unit.target else self.clock()
                connection.execute(UPDATE, (*row_of(replace(unit, changed=changed), self.clock()), unit.id))
            connection.execute("DELETE FROM unit WHERE document = ? AND segment IS NULL AND target = ''", (name,))
            # what stood in the document twice is remembered once
            connection.execute(
                "DELETE FROM unit WHERE document = :name AND segment IS NULL AND id NOT IN (SELECT min(id) FROM unit "
                "WHERE document = :name AND segment IS NULL GROUP BY source, target, source_lang, target_lang)",
                {"name": name},
            )

    def _protect(self, unit: TranslationUnit) -> TranslationUnit:
        now_there = self.get(unit.id) if unit.id is not None else None
        if now_there is not None and now_there.status in HUMAN and unit.status not in HUMAN:
            return replace(now_there, origin=unit.origin, attention=True)
        return unit

    def save_batch(self, units: Iterable[TranslationUnit]) -> None:
        """Write translated segments into their places, in one transaction; reviewed ones are only marked."""
        with self.transaction() as connection:
            for unit in units:
                self._upsert(connection, unit)

    def _upsert(self, connection: sqlite3.Connection, unit: TranslationUnit) -> None:
        """Put a unit into its place; what a person reviewed is only marked."""
        assert unit.origin is not None
        old = self.at(unit.origin)
        if old is None:
            connection.execute(INSERT, row_of(unit, self.clock()))
            return
        if old.source != unit.source:
            connection.execute("UPDATE unit SET paragraph = NULL, segment = NULL WHERE id = ?", (old.id,))
            connection.execute(INSERT, row_of(unit, self.clock()))
            return
        if old.status in HUMAN and unit.status not in HUMAN:
            connection.execute("UPDATE unit SET attention = 1 WHERE id = ? AND digest IS NOT ?", (old.id, unit.digest))
            return
        merged = replace(
            unit, created=old.created, created_by=old.created_by, changed=self.clock(), note=unit.note or old.note
        )
        connection.execute(UPDATE, (*row_of(merged, self.clock()), old.id))

    def remove(self, numbers: Sequence[int]) -> None:
        """Remove units for good, in one transaction."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM unit WHERE id = ?", [(n,) for n in numbers])

    def rewrite(self, unit: TranslationUnit, expected_target: str) -> TranslationUnit:
        """Write a unit that was read from here, as a person changed it, and give it back as it stands.

        Raises ConflictError when its target is no longer `expected_target`.
        """
        with self.transaction() as connection:
            if (current := self._still_there(unit.id)).target != expected_target:
                raise ConflictError(current)
            written = replace(unit, changed=self.clock())
            connection.execute(UPDATE, (*row_of(written, self.clock()), unit.id))
        return written

    def _still_there(self, number: int | None) -> TranslationUnit:
        unit = self.get(number) if number is not None else None
        if unit is None:
            raise MidanError(f"no unit {number}", os.fspath(self.path), "it may have been pruned")
        return unit
