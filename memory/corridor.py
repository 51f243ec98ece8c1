"""Which sentences of two texts are compared at all: everything in an article, a corridor around the anchors in a book.

Anchors are sentences that share a word that is rare on both sides and answers itself there; the longest chain of them
that goes forward on both sides (a weighted longest increasing subsequence) is the middle of the corridor. Between two
anchors far apart the corridor follows the straight line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]

EVERYTHING = 250_000  # cells: up to 500 by 500 sentences nothing is left out
MARGIN = 25  # sentences around an anchor
OPEN = 40_000  # cells between two anchors that are all looked at
HALF = 100  # sentences around the straight line where anchors are far apart
RARE = 4  # sentences of one side in which a word of an anchor may stand
SURE = 0.3  # how surely it must answer
TRIES = 4  # anchors of one source sentence


class Corridor:
    """For each source sentence the target sentences [low, high) with which it is compared; neither ever falls."""

    def __init__(self, low: Places, high: Places, targets: int) -> None:
        self.low, self.high, self.targets = low, high, targets
        self.begins = np.concatenate([[0], np.cumsum(high - low)]).astype(np.int64)
        self.size = int(self.begins[-1])

    def __len__(self) -> int:
        return len(self.low)

    def row(self, i: int) -> tuple[int, int]:
        """The target sentences for source sentence i."""
        return int(self.low[i]), int(self.high[i])

    def column(self, j: int) -> tuple[int, int]:
        """The source sentences for target sentence j."""
        return int(np.searchsorted(self.high, j, side="right")), int(np.searchsorted(self.low, j, side="right"))

    def cells(self, i: int) -> slice:
        """Where the row stands in a flat array of all cells."""
        return slice(int(self.begins[i]), int(self.begins[i + 1]))

    def column_cells(self, j: int, start: int, end: int) -> Places:
        """Where the column's cells stand in that array."""
        return self.begins[start:end] + j - self.low[start:end]


def everything(sources: int, targets: int) -> Corridor:
    """The corridor that leaves nothing out."""
    return Corridor(np.zeros(sources, dtype=np.int64), np.full(sources, targets, dtype=np.int64), targets)


def around(anchors: Sequence[tuple[int, int]], sources: int, targets: int) -> Corridor:
    """The corridor around anchors (source, target sentence) that go forward on both sides."""
    low = np.full(sources, targets, dtype=np.int64)
    high = np.zeros(sources, dtype=np.int64)
    points = [(0, 0), *anchors, (sources, targets)]
    for (i0, j0), (i1, j1) in pairwise(points):
        first, last = max(0, i0 - MARGIN), min(sources, i1 + MARGIN)
        if (i1 - i0) * (j1 - j0) <= OPEN:
            begin = np.full(last - first, j0 - MARGIN)
            end = np.full(last - first, j1 + MARGIN)
        else:
            slope = (j1 - j0) / max(1, i1 - i0)
            line = j0 + (np.arange(first, last) - i0) * slope
            half = max(float(HALF), 2 * slope)
            begin, end = np.floor(line - half).astype(np.int64), np.ceil(line + half).astype(np.int64)
        low[first:last] = np.minimum(low[first:last], begin)
        high[first:last] = np.maximum(high[first:last], end)
    low, high = np.clip(low, 0, targets), np.clip(high, 0, targets)
    low[0], high[-1] = 0, targets
    return Corridor(np.minimum.accumulate(low[::-1])[::-1], np.maximum.accumulate(high), targets)


def find_anchors(
    source: Sequence[Places], target: Sequence[Places], links: Sequence[Mapping[int, float]]
) -> list[tuple[int, int]]:
    """The best chain of sentence pairs that share rare words, in order; `links` leads from source to target words."""
    at_source, at_target = _standing(source), _standing(target)
    votes: dict[tuple[int, int], float] = {}
    for word, rows in at_source.items():
        if len(rows) > RARE:
            continue
        for other, sure in links[word].items():
            columns = at_target.get(other, [])
            if sure >= SURE and len(columns) <= RARE:
                for i in rows:
                    for j in columns:
                        votes[i, j] = votes.get((i, j), 0.0) + sure / (len(rows) * len(columns))
    best: dict[int, list[tuple[float, int]]] = {}
    for (i, j), vote in votes.items():
        best.setdefault(i, []).append((-vote, j))
    return _heaviest_chain([(i, j, -vote) for i in sorted(best) for vote, j in sorted(best[i])[:TRIES]])


def _standing(sentences: Sequence[Places]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for i, sentence in enumerate(sentences):
        for word in sentence.tolist():
            found.setdefault(word, []).append(i)
    return found


def _heaviest_chain(points: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The chain of (i, j, weight) that goes forward in i and in j and weighs most; `points` by i."""
    ends: list[int] = []  # j of the chains kept, rising, and with them their weight, rising too
    weights: list[float] = []
    numbers: list[int] = []
    before: list[int] = []
    k = 0
    while k < len(points):
        i = points[k][0]
        same = k
        while same < len(points) and points[same][0] == i:
            same += 1
        found = []
        for number in range(k, same):
            _, j, weight = points[number]
            place = bisect_left(ends, j)
            before.append(numbers[place - 1] if place else -1)
            found.append((j, weight + (weights[place - 1] if place else 0.0), number))
        for j, weight, number in found:
            place = bisect_left(ends, j)
            if place and weights[place - 1] >= weight:
                continue
            stop = place
            while stop < len(ends) and weights[stop] <= weight:
                stop += 1
            if place < len(ends) and ends[place] == j and stop == place:
                continue
            ends[place:stop], weights[place:stop], numbers[place:stop] = [j], [weight], [number]
        k = same
    chain = []
    number = numbers[-1] if numbers else -1
    while number >= 0:
        chain.append(points[number][:2])
        number = before[number]
    return chain[::-1]
