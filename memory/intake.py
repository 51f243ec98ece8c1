"""What becomes of units that come from outside: added, known already, or a correction of what stands in their place.

A unit with a place (document, paragraph, segment) meets the unit that stands there; one without is known by its texts.
What a person reviewed is never overwritten by what a machine made, nor a newer machine's work by an older one's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from glossary.arabic import fold_key
from memory.queries import Reader
from memory.rows import INSERT, UPDATE, row_of, storable
from memory.unit import HUMAN, TranslationUnit


@dataclass(slots=True)
class Added:
    """What became of the units given to `Memory.add`."""

    read: int = 0
    added: int = 0
    known: int = 0
    updated: int = 0


class Intake:
    """Takes in units one by one, inside a transaction of the caller's, all at one `time`, and counts."""

    def __init__(self, memory: Reader, time: str) -> None:
        self.memory, self.time = memory, time
        self.counts = Added()

    def take(self, unit: TranslationUnit) -> None:
        """Take in one unit."""
        self.counts.read += 1
        origin = unit.origin
        there = self.memory.at(origin) if origin is not None and origin.segment is not None else None
        if there is not None and there.source == unit.source:
            if self._correct(there, unit):
                self.counts.updated += 1
            else:
                self.counts.known += 1
            return
        if there is not None and origin is not None:
            unit = replace(unit, origin=replace(origin, paragraph=None, segment=None))
        key = storable(fold_key(unit.source))
        if self._known(unit, key):
            self.counts.known += 1
            return
        self.memory.connection.execute(INSERT, row_of(unit, self.time, key))
        self.counts.added += 1

    def _known(self, unit: TranslationUnit, key: str) -> bool:
        """Whether these texts are there; for a unit of a document, whether they are there in that document.

        A place that nothing stands in is filled, whatever stands elsewhere; and a person's word is news as long as a
        machine's is all there is.
        """
        if unit.origin is not None and unit.origin.segment is not None:
            return False
        document = unit.origin.document if unit.origin else None
        rows = self.memory.connection.execute(
            "SELECT document, status FROM unit WHERE source_key = ? AND source = ? AND target = ? AND source_lang = ? "
            "AND target_lang = ?",
            (
                key,
                storable(unit.source),
                storable(unit.target),
                unit.source_lang,
                unit.target_lang,
            ),
        )
        by_person = unit.status in HUMAN
        return any(
            (document is None or there == document) and (not by_person or status in HUMAN) for there, status in rows
        )

    def _correct(self, there: TranslationUnit, unit: TranslationUnit) -> bool:
        """Take over what came back for a place; whether anything changed."""
        by_person, same = unit.status in HUMAN, unit.target == there.target
        if there.status in HUMAN and (not by_person or (same and unit.status != "approved")):
            return False
        if same and (not by_person or unit.status == there.status):
            return False
        if not by_person and unit.status == "machine" and unit.engine is None and there.target:
            # somebody worked on it and did not finish: not to be overwritten, but to be looked at
            unit, by_person = replace(unit, status="reviewed", attention=True), True
        if not by_person and there.target and (unit.changed or "") < (there.changed or ""):
            return False
        corrected = replace(
            there,
            target=unit.target,
            status=unit.status,
            attention=unit.attention,
            audit=there.audit if same else unit.audit,
            changed=self.time,
            changed_by=unit.changed_by or there.changed_by,
            note=unit.note or there.note,
        )
        if not by_person:
            corrected = replace(
                corrected,
                engine=unit.engine,
                model=unit.model,
                digest=unit.digest,
                changed=unit.changed or self.time,
            )
        self.memory.connection.execute(UPDATE, (*row_of(corrected, self.time), there.id))
        return True
