"""Signatures of folded texts, bit by bit across all texts, and a bound on what two texts can have in common.

A text is the multiset of its bigrams; the i-th occurrence of a bigram sets one of `BITS` bits, the commonest ones a bit
of their own (learnt from the texts, see `Signer`), the others a shared one. Counting, for each bigram of a query, the
texts that have its bit gives at least the true number of common bigrams (sharing only adds), and an edit takes away at
most two of them (q-gram lemma, Ukkonen 1992). So texts with fewer than max(n, m) - 1 - 2k can't be within k edits.

Long texts of one language have half their bigrams in common by chance. So each text has two signatures, of its first
and of its last 27 40ths, and the first half of the query is looked for in the one, its second half in the other: what k
edits leave alone is shifted by no more than (k + m - n) / 2 towards the end, nor more than (k - m + n) / 2 towards the
beginning, since insertions less deletions are m - n. What of the query is not certain to be within reach of either part
is looked for in both.

The bits lie column by column: a query reads only its own columns and adds them up 64 texts at a time with carry-save
counters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

BITS = 1024
SHARED = 256  # bits for what has none of its own
_CHUNK = 2048  # texts whose signatures are made at once
_SAMPLE = 4096  # texts from which the commonest bigrams are learnt
_PLANES = 12  # bits of a counter
_PART, _WHOLE = 27, 40  # of a text that has a signature of its own, at its start and at its end

Words = npt.NDArray[np.uint64]
Codes = npt.NDArray[np.uint32]
_Length = TypeVar("_Length", int, npt.NDArray[np.int64])


def part(length: _Length) -> _Length:
    """How many characters of a text of this length have a signature at its start, and as many at its end."""
    return -(-length * _PART // _WHOLE)  # rounded up, so that the two overlap in a bigram


def bigram_codes(texts: Sequence[str], at_once: int = 1) -> tuple[Codes, npt.NDArray[np.int64]]:
    """A code for each occurrence of a bigram, and its text's number.

    Equal for the i-th occurrences of equal bigrams; with `at_once` of 2 for the first and second, third and fourth.
    """
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
    ranks = ((np.arange(len(codes)) - starts) // at_once).astype(np.uint32)
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

    def parts(self, texts: Sequence[str]) -> tuple[Words, Words]:
        """The signatures of the starts and of the ends of texts (see `columns`)."""
        sizes = [part(len(text)) for text in texts]
        starts = [text[:size] for text, size in zip(texts, sizes, strict=True)]
        ends = [text[len(text) - size :] for text, size in zip(texts, sizes, strict=True)]
        return self.columns(starts), self.columns(ends)

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

    def common_bigrams(self, query: str, starts: Words, ends: Words, reach: int) -> npt.NDArray[np.int32]:
        """For each text at least as many as it has bigrams in common with the query, within the shift that is possible.

        The first `reach` characters of the query can only answer characters of a text's start, its last `reach` ones
        only those of its end.
        """
        n = len(query)
        first = min(max(reach, 0), n // 2 + 1)
        last = max(n - reach, n // 2)
        rows = [starts[bit] for bit in self.bits(bigram_codes([query[:first]])[0])]
        rows += [ends[bit] for bit in self.bits(bigram_codes([query[last:]])[0])]
        # of several that stand in the whole of a text half stand in one of its parts
        middle = bigram_codes([query[max(first - 1, 0) : last + 1]], at_once=2)[0]
        rows += [starts[bit] | ends[bit] for bit in self.bits(middle)]
        return _counted(rows, starts.shape[1])


def _counted(rows: Iterable[Words], size: int) -> npt.NDArray[np.int32]:
    """How many of the rows have a one, for each place of `size` words."""
    pending: list[list[Words]] = [[] for _ in range(_PLANES + 1)]
    for row in rows:
        _add(pending, row)
    totals = np.zeros(size * 64, np.int32)
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
