"""What the memory is asked: units by place, text, number or property, read from its table and never written."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from glossary.arabic import fold_key
from memory.rows import SELECT, unit_of
from memory.schema import faults
from memory.unit import Origin, TranslationUnit


class Reader:
    """An open memory as far as it is read. Methods raise MidanError for a locked or broken file."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection, self.path = connection, path

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.close()

    def get(self, number: int) -> TranslationUnit | None:
        """The unit of that number."""
        return self.numbered([number]).get(number)

    def numbered(self, numbers: Sequence[int]) -> dict[int, TranslationUnit]:
        """The units of these numbers, at most some hundreds at a time; missing ones are absent."""
        with faults(self.path):
            marks = ", ".join("?" * len(numbers))
            rows = self.connection.execute(f"{SELECT} WHERE id IN ({marks})", tuple(numbers))
            return {row[0]: unit_of(row) for row in rows}

    def at(self, origin: Origin) -> TranslationUnit | None:
        """The unit that stands in a place."""
        with faults(self.path):
            row = self.connection.execute(
                f"{SELECT} WHERE document = ? AND paragraph = ? AND segment = ?",
                (origin.document, origin.paragraph, origin.segment),
            ).fetchone()
        return unit_of(row) if row else None

    def document(self, name: str) -> list[TranslationUnit]:
        """The units of a document in reading order."""
        with faults(self.path):
            rows = self.connection.execute(
                f"{SELECT} WHERE document = ? AND segment IS NOT NULL ORDER BY paragraph, segment", (name,)
            )
            return [unit_of(row) for row in rows]

    def documents(self) -> list[str]:
        """The names of all documents, sorted."""
        with faults(self.path):
            rows = self.connection.execute("SELECT DISTINCT document FROM unit WHERE segment IS NOT NULL ORDER BY 1")
            names = [row[0] for row in rows]
            if not all(isinstance(name, str) for name in names):
                raise sqlite3.DatabaseError("malformed name of a document")
            return names

    def exact(
        self, sources: Sequence[str], source_lang: str = "ar", target_lang: str = "en"
    ) -> dict[str, list[TranslationUnit]]:
        """For each source the translated units whose folded text is equal, oldest first; sources without are absent."""
        found: dict[str, list[TranslationUnit]] = {}
        with faults(self.path):
            for source in dict.fromkeys(sources):
                rows = self.connection.execute(
                    f"{SELECT} WHERE source_key = ? AND target != '' AND source_lang LIKE ? AND target_lang LIKE ? "
                    "ORDER BY id",
                    (fold_key(source), f"{source_lang}%", f"{target_lang}%"),
                ).fetchall()
                if rows:
                    found[source] = [unit_of(row) for row in rows]
        return found

    def units(
        self,
        document: str | None = None,
        status: str | None = None,
        engine: str | None = None,
        since: str | None = None,
        until: str | None = None,
        loose_first: bool = False,
    ) -> Iterator[TranslationUnit]:
        """The units that fit, in a stable order: documents by name in reading order, and the others by number.

        The others come last, or first with `loose_first`: in that order they can be added to an empty memory without
        one being taken for what stands in a document. `since` and `until` are ISO dates of the last change.
        """
        conditions = {"document = ?": document, "status = ?": status, "engine = ?": engine}
        conditions |= {"changed >= ?": since, "changed < ?": until}
        wanted = {k: v for k, v in conditions.items() if v is not None}
        where = f" WHERE {' AND '.join(wanted)}" if wanted else ""
        placed = "segment IS NOT NULL, document IS NOT NULL" if loose_first else "segment IS NULL"
        with faults(self.path):
            rows = self.connection.execute(
                f"{SELECT}{where} ORDER BY {placed}, document, paragraph, segment, id", tuple(wanted.values())
            )
            for row in rows:
                yield unit_of(row)

    def containing(self, words: str, in_source: bool = True) -> Iterator[TranslationUnit]:
        """The translated units that hold every one of these words, as a part of others or not."""
        column, parts = ("source_key", fold_key(words).split()) if in_source else ("target", words.split())
        parts = [p.removeprefix("ال") if in_source else p for p in parts]
        where = " AND ".join(f"{column} LIKE ? ESCAPE '!'" for _ in parts) or "0"
        marks = [f"%{p.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%" for p in parts]
        with faults(self.path):
            for row in self.connection.execute(f"{SELECT} WHERE target != '' AND {where} ORDER BY id", marks):
                yield unit_of(row)

    def count(self) -> int:
        """How many units there are."""
        with faults(self.path):
            return int(self.connection.execute("SELECT count(*) FROM unit").fetchone()[0])

    def last_number(self) -> int:
        """The highest number of a unit, 0 for an empty memory."""
        with faults(self.path):
            return int(self.connection.execute("SELECT coalesce(max(id), 0) FROM unit").fetchone()[0])

    def keys(self, after: int, before: int | None = None) -> Iterator[tuple[int, str]]:
        """The number and the folded source of every unit with after < number < before, by number."""
        with faults(self.path):
            for number, key in self.connection.execute(
                "SELECT id, source_key FROM unit WHERE id > ? AND id < ? ORDER BY id", (after, before or 2**62)
            ):
                if not isinstance(key, str):
                    raise sqlite3.DatabaseError(f"malformed unit {number}")
                yield number, key

    def identity(self) -> str:
        """Random hex digits that were drawn when this memory was made; what stands beside it is known by them."""
        with faults(self.path):
            return str(self.connection.execute("SELECT value FROM identity").fetchone()[0])
