"""Which of very many short strings are within a few edits of a query, without comparing them all.

A string can only be within d edits (Levenshtein) when its length differs by at most d, and when at most d letters of
either are missing in the other; both are seen for all strings at once in numpy. What is left is compared by rapidfuzz.
No true neighbour is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract_iter


class Nearness:
    """An index over strings; its answers are places in the list that it was built from."""

    def __init__(self, strings: Sequence[str]) -> None:
        order = sorted(range(len(strings)), key=lambda i: len(strings[i]))
        self._order = order
        self._strings = [strings[i] for i in order]
        self._lengths = np.array([len(s) for s in self._strings], dtype=np.int32)
        self._letters = np.array([_letters(s) for s in self._strings], dtype=np.uint64)

    def within(self, query: str, edits: int) -> list[tuple[int, int]]:
        """The places of the strings within so many edits of `query`, each with its distance, nearest first."""
        first = int(np.searchsorted(self._lengths, len(query) - edits, "left"))
        last = int(np.searchsorted(self._lengths, len(query) + edits, "right"))
        letters = np.uint64(_letters(query))
        there = self._letters[first:last]
        near = (_count(letters & ~there) <= edits) & (_count(there & ~letters) <= edits)
        places = (np.flatnonzero(near) + first).tolist()
        found = extract_iter(
            query, [self._strings[i] for i in places], scorer=Levenshtein.distance, processor=None, score_cutoff=edits
        )
        return sorted(((self._order[places[i]], int(d)) for _, d, i in found), key=lambda pair: (pair[1], pair[0]))


def _letters(text: str) -> int:
    """A bit for each letter that occurs; two letters may share one, which only makes the bound weaker."""
    bits = 0
    for ch in text:
        bits |= 1 << (ord(ch) & 63)
    return bits


def _count(bits: Any) -> Any:
    """The number of bits in each 64-bit word (as in Hacker's Delight, 5-1)."""
    one, two, four = np.uint64(0x5555555555555555), np.uint64(0x3333333333333333), np.uint64(0x0F0F0F0F0F0F0F0F)
    bits = bits - ((bits >> np.uint64(1)) & one)
    bits = (bits & two) + ((bits >> np.uint64(2)) & two)
    bits = (bits + (bits >> np.uint64(4))) & four
    return ((bits * np.uint64(0x0101010101010101)) >> np.uint64(56)).astype(np.int32)
