"""Texts at a byte a character, for comparing many of them: 255 characters have a byte of their own, the others 0.

Comparing bytes is a third quicker than comparing strings, and they take half the room. Two texts of known characters
are as far from each other as their bytes are; where a text has a character that is not known, bytes can only be nearer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

SIZE = 255
_CODE_POINTS = 0x110000
_CHUNK = 16_384  # texts that are encoded at once


class Alphabet:
    """`characters` are the code points that have a byte of their own, at most SIZE: the first is byte 1."""

    def __init__(self, characters: npt.NDArray[np.uint32]) -> None:
        self.characters = characters
        self._bytes = np.zeros(_CODE_POINTS, np.uint8)
        self._bytes[characters] = np.arange(1, len(characters) + 1)

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Alphabet:
        """The alphabet of the commonest characters of these texts."""
        counts = np.zeros(_CODE_POINTS, np.int64)
        for codes in _codes(texts):
            values, times = np.unique(codes, return_counts=True)
            counts[values] += times
        found = np.flatnonzero(counts)
        return cls(np.sort(found[np.argsort(-counts[found], kind="stable")][:SIZE]).astype(np.uint32))

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.uint8]:
        """The bytes of the texts, one after another."""
        return np.concatenate([np.zeros(0, np.uint8), *(self._bytes[codes] for codes in _codes(texts))])


def _codes(texts: Sequence[str]) -> Iterator[npt.NDArray[np.uint32]]:
    for start in range(0, len(texts), _CHUNK):
        joined = "".join(texts[start : start + _CHUNK])
        yield np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
