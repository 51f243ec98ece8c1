"""Segment, Place and Finding: what is checked, where in it, and what was found. Plain typed data, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]
Side = Literal["source", "target"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")  # gravest first


@dataclass(frozen=True, slots=True)
class Segment:
    """A source segment and its translation, as a file holds them. Inline tags are apart from the texts, in order."""

    file: str
    number: int  # from 1, in the file's order
    source: str
    target: str
    id: str = ""
    line: int | None = None  # of the file, where it has lines
    source_lang: str = "ar"
    target_lang: str = "en"
    source_tags: tuple[str, ...] = ()
    target_tags: tuple[str, ...] = ()

    @property
    def translated(self) -> bool:
        """Whether there is any target to look at."""
        return bool(self.target.strip())

    @property
    def comparable(self) -> bool:
        """Whether this is Arabic in English, and no copy: what checks of numbers and names can compare."""
        return (
            self.translated
            and self.source_lang.lower().startswith("ar")
            and self.target_lang.lower().startswith("en")
            and self.source.strip() != self.target.strip()
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a segment: a side and code-point offsets in it."""

    side: Side
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in one segment. `place` is None for what concerns the whole of it; `suggestion` is what to put in the
    place, or else, in words, what to do."""

    rule: str
    segment: Segment
    message: str
    place: Place | None = None
    suggestion: str = ""
    severity: Severity = field(default="warning")

    @property
    def text(self) -> str:
        """What stands at the place."""
        if self.place is None:
            return ""
        whole = self.segment.source if self.place.side == "source" else self.segment.target
        return whole[self.place.start : self.place.end]

    def as_row(self) -> dict[str, Any]:
        """The finding as JSON values."""
        place = self.place
        return {
            "file": self.segment.file,
            "segment": self.segment.number,
            "id": self.segment.id,
            "line": self.segment.line,
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message,
            "place": place and {"side": place.side, "start": place.start, "end": place.end, "text": self.text},
            "suggestion": self.suggestion,
            "source": self.segment.source,
            "target": self.segment.target,
        }
