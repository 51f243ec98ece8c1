"""Signatures of folded texts, bit by bit across all texts, and a bound on what two texts can have in common.

A text is the multiset of its bigrams; the i-th occurrence of a bigram sets one of `BITS` bits, the commonest ones a bit
of their own (learnt from the texts, see `Signer`), the others a shared one. Counting, for each bigram of a query, the
texts that have its bit gives at least the true number of common bigrams (sharing only adds), and an edit takes away at
most two of them (q-gram lemma, Ukkonen 1992). So texts with fewer than max(n, m) - 1 - 2k can't be within k edits. The
bits lie column by column: a query reads only its own columns and adds them up 64 texts at a time with carry-save
counters.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

BITS = 2048
SHARED = 256  # bits for what has none of its own
_CHUNK = 2048  # texts whose signatures are made at once
_SAMPLE = 20_000  # texts from which the commonest bigrams are learnt
_PLANES = 12  # bits of a counter

Words = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint32]


def bigram_codes(texts: Sequence[str]) -> tuple[Codes, npt.NDArray[np.int64]]:
    """A code for each occurrence of a bigram (equal for the i-th occurrences of equal ones), and its text's number."""
    lengths = np.fromiter((len(t) for t in texts), np.int64, len(texts))
    characters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    owners = np.repeat(np.arange(len(texts)), lengths)
    same = owners[1:] == owners[:-1]
    codes = (characters[:-1] * np.uint32(0x01000193) ^ characters[1:])[same]
    owners = owners[1:][same]
    order = np.lexsort((codes, owners))
    codes, owners = codes[order], owners[order]
    first = np.ones(len(codes), bool)
    first[1:] = (codes[1:] != codes[:-1]) | (owners[1:] != owners[:-1])
    starts = np.maximum.accumulate(np.where(first, np.arange(len(codes)), 0))
    ranks = (np.arange(len(codes)) - starts).astype(np.uint32)
    mixed = codes * np.uint32(2654435761) + ranks * np.uint32(2246822519)
    mixed ^= mixed >> np.uint32(15)
    return mixed * np.uint32(0x2C1B3C6D), owners


class Signer:
    """Which bit a code sets. `common` are the codes that have a bit of their own, sorted."""

    def __init__(self, common: Codes) -> None:
        self.common = common

    @classmethod
    def learn(cls, texts: Sequence[str]) -> Signer:
        """Give the commonest codes of these texts (of an even sample of them) a bit of their own."""
        sample = texts[:: max(1, len(texts) // _SAMPLE)]
        codes = bigram_codes(sample)[0] if sample else np.zeros(0, np.uint32)
        values, counts = np.unique(codes, return_counts=True)
        best = np.argsort(-counts, kind="stable")[: BITS - SHARED]
        return cls(np.sort(values[best]))

    def bits(self, codes: Codes) -> npt.NDArray[np.int64]:
        """The bit of each code."""
        shared: npt.NDArray[np.int64] = (BITS - SHARED + (codes >> np.uint32(12)) % np.uint32(SHARED)).astype(np.int64)
        if not len(self.common):
            return shared
        places = np.minimum(np.searchsorted(self.common, codes), len(self.common) - 1)
        own = self.common[places] == codes
        shared[own] = places[own]
        return shared

    def columns(self, texts: Sequence[str]) -> Words:
        """The signatures of texts as BITS rows; bit j of word i of a row stands for text 64 i + j."""
        packed = np.zeros((BITS, (len(texts) + 63) // 64), np.uint64)
        for start in range(0, len(texts), _CHUNK):
            part = texts[start : start + _CHUNK]
            matrix = np.zeros((BITS, -(-len(part) // 64) * 64), bool)
            codes, owners = bigram_codes(part)
            matrix[self.bits(codes), owners] = True
            rows = np.packbits(matrix, axis=1, bitorder="little").view(np.uint64)
            packed[:, start // 64 : start // 64 + rows.shape[1]] = rows
        return packed

    def common_bigrams(self, query: str, signatures: Words, first: int, last: int) -> npt.NDArray[np.int32]:
        """For the texts of words [first, last) at least as many as they have bigrams in common with the query."""
        bits, times = np.unique(self.bits(bigram_codes([query])[0]), return_counts=True)
        pending: list[list[Words]] = [[] for _ in range(_PLANES + 1)]
        for bit, count in zip(bits, times, strict=True):
            row = signatures[bit, first:last]
            for _ in range(count):
                _add(pending, row)
        totals = np.zeros((last - first) * 64, np.int32)
        for level in range(_PLANES):
            here = pending[level]
            if len(here) == 2:
                a, b = here
                here = [a ^ b]
                _add(pending, a & b, level + 1)
            if here:
                plane = np.unpackbits(np.ascontiguousarray(here[0]).view(np.uint8), bitorder="little")
                totals += plane.astype(np.int32) << level
        return totals


def _add(pending: list[list[Words]], row: Words, level: int = 0) -> None:
    """Add a row of ones to the counters: three rows of one weight become one of it and one of the next."""
    here = pending[level]
    here.append(row)
    if len(here) == 3:
        a, b, c = here
        half = a ^ b
        pending[level] = [half ^ c]
        _add(pending, (a & b) | (half & c), level + 1)
