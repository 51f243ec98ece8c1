"""The nearest translations of the memory, for showing them to a language model.

Only what a person reviewed or imported is shown: a model that is shown its own drafts repeats their faults, and a run
that was stopped would come to other English than one that was not.
"""

from __future__ import annotations

from memory.store import Memory

NEAREST = 3
_THRESHOLD = 0.5  # less alike than that shows a model nothing
_LONGEST = 600  # code points of a source that is shown
_LOOKED_AT = 60  # matches among which those are looked for that a person has seen


class Examples:
    """The nearest translations of a memory that is open. The index is only made where there is something to show."""

    def __init__(self, memory: Memory) -> None:
        self._index = None
        if any(True for _ in memory.units(status="reviewed")):
            pass

    def nearest(self, source: str) -> tuple[tuple[str, str], ...]:
        """Up to three (source, target), the nearest last."""
        return ()
