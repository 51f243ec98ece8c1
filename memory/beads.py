"""The best path of beads through two texts, and how probable each bead on it is.

A bead is a run of source sentences and the run of target sentences that renders it, either of which may be empty.
Dynamic programming over bead kinds with prior chances, a length model after Gale and Church (1993) and the evidence of
the words (`memory.evidence`), vectorised a row at a time and kept to a corridor. The chance of a bead is its posterior
over all paths (forward–backward), so one that another path explains nearly as well is known to be doubtful.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from memory.evidence import LONGEST, Evidence

Vector = NDArray[np.float64]

# source and target sentences of a bead, and how often such a bead is met in translated news
KINDS: dict[tuple[int, int], float] = {
    (1, 1): 0.66, (1, 2): 0.09, (2, 1): 0.09, (1, 3): 0.015, (3, 1): 0.015, (2, 2): 0.01, (1, 4): 0.003, (4, 1): 0.003,
    (2, 3): 0.002, (3, 2): 0.002, (1, 0): 0.02, (0, 1): 0.02,
}  # fmt: skip
_DROPPED = (0, 1)
WORD_WEIGHT = 0.5  # each word is looked at from both sides
LENGTH_WEIGHT = 3.0
USUAL_RATIO = 0.2  # log of English letters by Arabic letters, in news
RATIO_BEADS = 5.0  # how many beads of an article that is worth
SPREAD, SPREAD_OF_SHORT = 0.04, 6.0  # variance of that log, and what shortness adds
SAME_BREAK, OTHER_BREAK = 1.5, -1.0  # a paragraph ends on both sides of a bead's end, or on one
TEMPERATURE = 0.5  # words are no independent witnesses: what the sum of evidence is worth as log odds


class Path(NamedTuple):
    """A bead as places: source sentences [source_start, source_end), target likewise; the words' evidence, and its
    posterior probability."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    evidence: float
    chance: float


class Lattice:
    """Every bead that the corridor allows, with its score. State (i, j) has i source, j target sentences behind it."""

    def __init__(
        self,
        evidence: Evidence,
        source_lengths: Sequence[int],
        target_lengths: Sequence[int],
        source_breaks: Sequence[bool] = (),
        target_breaks: Sequence[bool] = (),
        ratio: float = USUAL_RATIO,
    ) -> None:
        """`*_breaks[i]` says whether a paragraph begins with sentence i; `ratio` is the log of target letters by source
        letters (see `usual_ratio`)."""
        self.evidence, self.corridor, self.ratio = evidence, evidence.corridor, ratio
        self.n, self.m = len(source_lengths), len(target_lengths)
        self.source_sums = np.concatenate([[0], np.cumsum(source_lengths)]).astype(float)
        self.target_sums = np.concatenate([[0], np.cumsum(target_lengths)]).astype(float)
        self.kinds = {kind: math.log(chance) for kind, chance in KINDS.items() if kind != _DROPPED}
        self.source_breaks, self.target_breaks = _useful(source_breaks, target_breaks, self.n, self.m)

    def states(self, i: int) -> tuple[int, int]:
        """The states of row i: the first, and one past the last."""
        if i < self.n:
            low, high = self.corridor.row(i)
            return low, high + 1
        return (self.corridor.row(i - 1)[0] if i else 0), self.m + 1

    def words(self, i: int, x: int, y: int, start: int, end: int) -> Vector:
        """The evidence of the beads of x source sentences from i on and y target sentences that begin at start…end."""
        there = self._row(self.evidence.forward[x], i, start, end + y - 1)
        if y > 1:
            sums = np.concatenate([[0.0], np.cumsum(np.where(np.isfinite(there), there, -1e9))])
            there = sums[y:] - sums[:-y]
        back = sum((self._row(self.evidence.backward[y], i + k, start, end) for k in range(x)), np.zeros(end - start))
        return WORD_WEIGHT * (there + back)

    def _row(self, cells: Vector, i: int, start: int, end: int) -> Vector:
        """The cells of row i at target sentences start to end, minus infinity where the corridor has none."""
        low, high = self.corridor.row(i)
        row = cells[self.corridor.cells(i)]
        if low <= start and end <= high:
            return row[start - low : end - low]
        values = np.full(end - start, -np.inf)
        first, last = max(start, low), min(end, high)
        if first < last:
            values[first - start : last - start] = row[first - low : last - low]
        return values

    def scores(self, i: int, kind: tuple[int, int], start: int, end: int) -> Vector:
        """The scores of the beads of a kind that begin at the states (i, start) to (i, end)."""
        x, y = kind
        prior = self.kinds[kind]
        if y == 0:
            return np.full(end - start, prior)
        lengths = self.target_sums[start + y : end + y] - self.target_sums[start:end]
        length = length_score(self.source_sums[i + x] - self.source_sums[i], lengths, self.ratio)
        return prior + self.words(i, x, y, start, end) + LENGTH_WEIGHT * length

    def breaks(self, i: int) -> Vector:
        """What the states of row i are worth as ends of paragraphs."""
        start, end = self.states(i)
        target = self.target_breaks[start:end]
        if self.source_breaks[i]:
            return np.where(target, SAME_BREAK, OTHER_BREAK)
        return np.where(target, OTHER_BREAK, 0.0)

    def beads(self, i: int, kind: tuple[int, int]) -> tuple[int, int]:
        """The states of row i in which beads of a kind that end in a state may begin: first, and one past the last."""
        x, y = kind
        first, last = self.states(i)
        start, end = self.states(i + x)
        return max(first, start - y), min(last, end - y)


def usual_ratio(lengths: Sequence[tuple[int, int]]) -> float:
    """The log of target letters by source letters, from beads that are believed, and from news at large."""
    ratios = sorted(math.log((target + 1) / (source + 1)) for source, target in lengths)
    middle = ratios[len(ratios) // 2] if ratios else 0.0
    return (USUAL_RATIO * RATIO_BEADS + middle * len(ratios)) / (RATIO_BEADS + len(ratios))


def length_score(source: float, target: Vector, ratio: float = USUAL_RATIO) -> Vector:
    """The log-likelihood ratio of letters in a bead: log-normal around the usual ratio against a wide guess."""
    variance = SPREAD + SPREAD_OF_SHORT / (np.minimum(source, target) + 5.0)
    distance = np.log((target + 1.0) / (source + 1.0)) - ratio
    return np.asarray(-0.5 * distance**2 / variance - 0.5 * np.log(variance) + math.log(0.8))


def _useful(
    source: Sequence[bool], target: Sequence[bool], n: int, m: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The breaks as arrays over states; none where one side has no paragraphs, or every sentence is one."""
    breaks = []
    for given, size in ((source, n), (target, m)):
        inner = np.zeros(size + 1, dtype=bool)
        inner[: len(given)] = list(given)
        inner[:1] = False
        breaks.append(inner)
    if not all(0 < b.sum() < 0.95 * (len(b) - 2) for b in breaks):
        return np.zeros(n + 1, dtype=bool), np.zeros(m + 1, dtype=bool)
    return breaks[0], breaks[1]


def best_path(lattice: Lattice) -> list[Path]:
    """The beads of the best path, in order, each with its posterior."""
    forward, choices = _forward(lattice)
    backward = _backward(lattice)
    lows = [lattice.states(i)[0] for i in range(lattice.n + 1)]
    i, j = lattice.n, lattice.m
    whole = forward[i][j - lows[i]]
    kinds = list(lattice.kinds)
    beads = []
    while i or j:
        choice = int(choices[i][j - lows[i]])
        x, y = _DROPPED if choice < 0 else kinds[choice]
        after = TEMPERATURE * lattice.breaks(i)[j - lows[i]] + backward[i][j - lows[i]]
        i, j = i - x, j - y
        score, words = math.log(KINDS[x, y]), 0.0
        if x and y:
            score = float(lattice.scores(i, (x, y), j, j + 1)[0])
            words = float(lattice.words(i, x, y, j, j + 1)[0])
        log_chance = forward[i][j - lows[i]] + TEMPERATURE * score + after - whole
        beads.append(Path(i, i + x, j, j + y, words, math.exp(min(0.0, log_chance))))
    return beads[::-1]


def _forward(lattice: Lattice) -> tuple[list[Vector], list[NDArray[np.int8]]]:
    """For each state the log sum of all paths to it (at the temperature), and the bead that the best one ends with."""
    dropped = math.log(KINDS[_DROPPED])
    best: list[Vector] = []
    whole: list[Vector] = []
    choices: list[NDArray[np.int8]] = []
    for i in range(lattice.n + 1):
        start, end = lattice.states(i)
        row, total = np.full(end - start, -np.inf), np.full(end - start, -np.inf)
        choice = np.full(end - start, -1, dtype=np.int8)
        if i == 0:
            row[0] = total[0] = 0.0
        for number, kind in enumerate(lattice.kinds):
            origin = i - kind[0]
            if origin < 0:
                continue
            first, last = lattice.beads(origin, kind)
            if first >= last:
                continue
            low = lattice.states(origin)[0]
            here, there = slice(first + kind[1] - start, last + kind[1] - start), slice(first - low, last - low)
            scores = lattice.scores(origin, kind, first, last)
            made = best[origin][there] + scores
            choice[here][made > row[here]] = number
            row[here] = np.maximum(row[here], made)
            total[here] = np.logaddexp(total[here], whole[origin][there] + TEMPERATURE * scores)
        breaks = lattice.breaks(i)
        # runs of target sentences without a source: a running maximum (or sum) over what they have cost so far
        cost = np.cumsum(breaks + dropped) - (breaks[0] + dropped)
        row += breaks
        with np.errstate(invalid="ignore"):
            through = np.maximum.accumulate(row - cost) + cost
            total = total + TEMPERATURE * (breaks - cost)
            whole.append(np.logaddexp.accumulate(total) + TEMPERATURE * cost)
        # not by rounding alone
        choice[through > row + 1e-9] = -1
        best.append(through)
        if i >= LONGEST:
            best[i - LONGEST] = np.zeros(0)
        choices.append(choice)
    return whole, choices


def _backward(lattice: Lattice) -> list[Vector]:
    """For each state the log sum of all paths from it to the end, the state's own break not counted."""
    dropped = TEMPERATURE * math.log(KINDS[_DROPPED])
    rows: list[Vector] = [np.zeros(0)] * (lattice.n + 1)
    for i in range(lattice.n, -1, -1):
        start, end = lattice.states(i)
        row = np.full(end - start, -np.inf)
        if i == lattice.n:
            row[-1] = 0.0
        for kind in lattice.kinds:
            x, y = kind
            if i + x > lattice.n:
                continue
            first, last = lattice.beads(i, kind)
            if first >= last:
                continue
            low = lattice.states(i + x)[0]
            ahead = rows[i + x] + TEMPERATURE * lattice.breaks(i + x)
            made = TEMPERATURE * lattice.scores(i, kind, first, last) + ahead[first + y - low : last + y - low]
            row[first - start : last - start] = np.logaddexp(row[first - start : last - start], made)
        ends = TEMPERATURE * lattice.breaks(i)
        cost = np.cumsum(ends + dropped)
        with np.errstate(invalid="ignore"):
            rows[i] = np.logaddexp.accumulate((row + cost)[::-1])[::-1] - cost
    return rows
