"""The nearest translations of the memory, for showing them to a language model.

Only what a person reviewed or imported is shown: a model that is shown its own drafts repeats their faults, and a run
that was stopped would come to other English than one that was not.
"""

from __future__ import annotations

from memory.fuzzy import FuzzyIndex
from memory.store import Memory
from memory.unit import HUMAN

NEAREST = 3
_THRESHOLD = 0.5  # less alike than that shows a model nothing
_LONGEST = 600  # code points of a source that is shown
_LOOKED_AT = 60  # matches among which those are looked for that a person has seen
_SHOWN = (*sorted(HUMAN), "imported")


class Examples:
    """The nearest translations of a memory that is open, as it is now; no index is made where there are none to show.

    Raises MidanError where the memory can't be read.
    """

    def __init__(self, memory: Memory) -> None:
        shown = any(any(True for _ in memory.units(status=status)) for status in _SHOWN)
        self._index = FuzzyIndex(memory) if shown else None

    def nearest(self, source: str) -> tuple[tuple[str, str], ...]:
        """Up to three (source, target), the nearest last, each source once."""
        if self._index is None:
            return ()
        found: dict[str, str] = {}
        for match in self._index.search(source, _THRESHOLD, _LOOKED_AT):
            unit = match.unit
            ours = unit.source_lang.lower().startswith("ar") and unit.target_lang.lower().startswith("en")
            if ours and unit.status in _SHOWN and len(unit.source) <= _LONGEST:
                found.setdefault(unit.source, unit.target)
        return tuple(reversed(list(found.items())[:NEAREST]))
