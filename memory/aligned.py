"""Beads as units of the memory: imported, with their confidence, and the glossary's terms judged in them.

A bead with both sides becomes one unit at the place of its first source sentence; doubtful ones are marked. What has
no counterpart becomes no unit. Aligning the same pair again changes nothing, and a unit that a person has reviewed
keeps the person's words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from glossary.matching import TermMatcher
from glossary.term import Glossary
from memory.alignment import Bead, Place
from memory.audit import audit_of
from memory.enforcement import Segment
from memory.store import Memory
from memory.unit import HUMAN, Origin, TranslationUnit, demand_digest

CREATOR = "midan align"


def units_of(beads: Iterable[Bead], document: str, glossary: Glossary) -> list[TranslationUnit]:
    """The units of the beads that have both sides, in reading order, neighbours named."""
    beads = [bead for bead in beads if bead.source]
    sources = [joined(bead.source) for bead in beads]
    matcher = TermMatcher(glossary.enforced())
    units = []
    for i, bead in enumerate(beads):
        if not bead.target:
            continue
        previous = sources[i - 1] if i else None
        following = sources[i + 1] if i + 1 < len(sources) else None
        matches = tuple(matcher.find(sources[i]))
        target = joined(bead.target)
        units.append(
            TranslationUnit(
                sources[i],
                target,
                status="imported",
                origin=Origin(document, bead.source[0].paragraph, bead.source[0].sentence, previous, following),
                created_by=CREATOR,
                digest=demand_digest(match.term for match in matches),
                audit=audit_of(Segment(sources[i], matches).demands, target, {}),
                attention=bead.is_doubtful,
                properties={"bead": f"{len(bead.source)}-{len(bead.target)}", "confidence": f"{bead.confidence:.3f}"},
            )
        )
    return units


def joined(sentences: Iterable[Place]) -> str:
    """Sentences as running text."""
    return " ".join(sentence.text for sentence in sentences)


def document_name(memory: Memory, name: str) -> str:
    """The name, or NAME-aligned where the memory has a document of that name that was translated, not aligned."""
    return name if is_aligned(memory, name) else f"{name}-aligned"


def is_aligned(memory: Memory, name: str) -> bool:
    """Whether a document of the memory came from an alignment, or does not exist."""
    return all(unit.created_by == CREATOR for unit in memory.document(name))


def save(memory: Memory, document: str, units: Sequence[TranslationUnit]) -> int:
    """Make these units the document; how many were not in it before."""
    before: dict[str, list[TranslationUnit]] = {}
    for unit in memory.document(document):
        before.setdefault(unit.source, []).append(unit)
    kept = []
    new = 0
    for unit in units:
        old = before[unit.source].pop(0) if before.get(unit.source) else None
        if old is None or (old.target != unit.target and old.status not in HUMAN):
            new += 1
        kept.append(_merged(old, unit) if old else unit)
    memory.put_document(document, kept)
    return new


def _merged(old: TranslationUnit, unit: TranslationUnit) -> TranslationUnit:
    """The unit in the place of the old one: a person's words stay, and where the texts are the same so do the dates."""
    if old.status in HUMAN:
        return replace(old, origin=unit.origin)
    same = old.target == unit.target
    return replace(
        unit,
        id=old.id,
        created=old.created,
        changed=old.changed if same else None,
        changed_by=old.changed_by if same else None,
        note=old.note,
    )
