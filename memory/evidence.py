"""How well sentences of two languages answer each other, word by word, as log-likelihood ratios.

The evidence that a run of source sentences S was rendered by a target sentence t is log P(t|S)/P(t), with IBM Model 1
for the first (after Moore 2002, and Braune and Fraser 2010) and the word shares of the two texts for the second, so a
word that stands everywhere in the article says nothing and a rare one a great deal. Both directions are taken. A word
answers another by the lexicon, by being the same (numbers, Latin words, marks), by sounding alike (names), or by the
glossary, whose terms are words of their own here. The order of sentences is the business of `memory.beads`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from glossary.arabic import is_arabic_letter
from memory.corridor import Corridor
from memory.lexicon import Lexicon
from memory.stems import skeleton

Places = NDArray[np.int64]
Values = NDArray[np.float64]

TERM_MARK = "\x00"  # begins the word that stands for a term of the glossary
SAME, TERM = 0.8, 0.9  # shares of a word that stands for itself, and of a term's English
SOUNDS_ALIKE = {2: 0.1, 3: 0.4}  # by the consonants of the skeleton; more than these as the last
COMMON_WORD = 2e-4  # what is commoner than this is hardly a name
FLOOR = 0.5  # share of a sentence that nothing in the other explains: free translation, grammar, gaps of the lexicon
PRIOR_WORDS = 300.0  # how many words of general text stand beside the article's own in the word shares
LONGEST = 4  # sentences on one side of a bead


@dataclass(slots=True)
class Side:
    """The sentences of one side as sets of word numbers, the words, and how common each is."""

    sentences: list[Places]
    types: list[str]
    shares: Values

    def __len__(self) -> int:
        return len(self.sentences)


Links = list[dict[int, float]]
"""For each word of one side the words of the other side that it answers, and how surely."""


@dataclass(slots=True)
class Evidence:
    """By the cells of the corridor: `forward[a]`, source sentences i to i+a against target sentence j; `backward[b]`,
    target sentences j to j+b against source sentence i. Minus infinity where not that many sentences are left."""

    corridor: Corridor
    forward: dict[int, Values]
    backward: dict[int, Values]


def side(sentences: Sequence[Sequence[str]], lexicon: Lexicon) -> Side:
    """A text, given as the words of each sentence."""
    counts = Counter(word for sentence in sentences for word in set(sentence))
    types = sorted(counts)
    place = {word: i for i, word in enumerate(types)}
    whole = sum(counts.values()) + PRIOR_WORDS
    shares = np.array([(counts[w] + PRIOR_WORDS * lexicon.commonness(w)) / whole for w in types])
    return Side([np.array([place[w] for w in dict.fromkeys(s)], dtype=np.int64) for s in sentences], types, shares)


def link(source: Side, target: Side, lexicon: Lexicon) -> tuple[Links, Links]:
    """What each word answers on the other side, from source to target and back."""
    target_place = {word: i for i, word in enumerate(target.types)}
    forward: Links = [{} for _ in source.types]
    backward: Links = [{} for _ in target.types]

    def tie(i: int, j: int, there: float, back: float) -> None:
        forward[i][j] = max(there, forward[i].get(j, 0.0))
        backward[j][i] = max(back, backward[j].get(i, 0.0))

    for i, word in enumerate(source.types):
        for en, share in lexicon.forward.get(word, {}).items():
            if en in target_place:
                tie(i, target_place[en], share, lexicon.backward[en][word])
        if word in target_place:
            share = TERM if word.startswith(TERM_MARK) else SAME
            tie(i, target_place[word], share, share)
    for i, j, share in _sounding_alike(source.types, target.types, lexicon):
        tie(i, j, share, share)
    return forward, backward


def _sounding_alike(source: Sequence[str], target: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[int, int, float]]:
    """Words of different scripts with the same consonants, and how surely they are one name."""
    sounding: dict[str, list[int]] = {}
    for j, word in enumerate(target):
        if len(word) > 2 and word.isalpha() and not is_arabic_letter(word[0]):
            sounding.setdefault(skeleton(word), []).append(j)
    for i, word in enumerate(source):
        if len(word) < 3 or not is_arabic_letter(word[0]):
            continue
        heard = skeleton(word)
        for j in sounding.get(heard, ()) if len(heard) > 1 else ():
            rare = lexicon.target_share.get(target[j], 0.0) < COMMON_WORD
            yield i, j, SOUNDS_ALIKE[min(3, len(heard))] * (1.0 if rare else 0.1)


def measure(source: Side, target: Side, forward: Links, backward: Links, corridor: Corridor) -> Evidence:
    """The evidence for each run of up to LONGEST sentences of a side and each sentence of the other, in a corridor."""
    spans = range(1, LONGEST + 1)
    there = {a: np.full(corridor.size, -np.inf) for a in spans}
    back = {b: np.full(corridor.size, -np.inf) for b in spans}
    explainer = _Explainer(source, forward, target)
    for i in range(len(source)):
        start, end = corridor.row(i)
        cells = corridor.cells(i)
        for a, ratios in explainer.runs(i, start, end):
            there[a][cells] = ratios
    explainer = _Explainer(target, backward, source)
    for j in range(len(target)):
        start, end = corridor.column(j)
        column = corridor.column_cells(j, start, end)
        for b, ratios in explainer.runs(j, start, end):
            back[b][column] = ratios
    return Evidence(corridor, there, back)


class _Explainer:
    """log P(sentence | a run of sentences of the other side) / P(sentence), for many sentences at once."""

    def __init__(self, given: Side, links: Links, made: Side) -> None:
        self.lengths = [len(s) for s in given.sentences]
        self.answers = [_added_up(links[word] for word in s.tolist()) for s in given.sentences]
        self.shares = made.shares
        made_lengths = [len(s) for s in made.sentences]
        self.begins = np.concatenate([[0], np.cumsum(made_lengths)]).astype(np.int64)
        self.words = np.concatenate([*made.sentences, np.zeros(0, dtype=np.int64)])
        self.empty = np.array([n == 0 for n in made_lengths])
        self.explained = np.zeros(len(made.shares))

    def runs(self, first: int, start: int, end: int) -> Iterator[tuple[int, Values]]:
        """For each length of a run that begins at `first`, the ratios of sentences start to end."""
        if start >= end:
            return
        words = self.words[self.begins[start] : self.begins[end]]
        shares = self.shares[words]
        places = self.begins[start:end] - self.begins[start]
        empty = self.empty[start:end]
        size = 1
        for a, (answers, length) in enumerate(
            zip(self.answers[first : first + LONGEST], self.lengths[first : first + LONGEST], strict=True), 1
        ):
            self.explained[answers[0]] += answers[1]
            size += length
            ratio = np.log(FLOOR + (1 - FLOOR) / size * self.explained[words] / shares)
            # the zero at the end is for empty sentences there; reduceat gives an empty slice the element at its place
            sums = np.add.reduceat(np.append(ratio, 0.0), places)
            yield a, np.where(empty, 0.0, sums)
        for answers in self.answers[first : first + LONGEST]:
            self.explained[answers[0]] = 0.0


def _added_up(rows: Iterable[dict[int, float]]) -> tuple[Places, Values]:
    whole: dict[int, float] = {}
    for row in rows:
        for place, value in row.items():
            whole[place] = whole.get(place, 0.0) + value
    return (
        np.fromiter(whole.keys(), dtype=np.int64, count=len(whole)),
        np.fromiter(whole.values(), dtype=np.float64, count=len(whole)),
    )
