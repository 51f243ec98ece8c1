"""An article and its existing translation into beads: sentences that render each other, each with a confidence.

Sentences are split on both sides, compared word by word (`memory.evidence`, with the glossary's terms as words of their
own), and the best path of beads is found (`memory.beads`). A second pass takes from the beads that the first is sure of
how long this translation's sentences are and which unknown words go together in it. No text is changed, none is lost: a
sentence without a counterpart is a bead with one side empty. Sentences that the translator moved far are not found
again elsewhere, and a sentence is never cut.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossary.sentences import split_sentences
from glossary.term import Term

DOUBTFUL = 0.5  # a bead with less confidence needs a person's look
BELIEVED = 0.9  # posterior of the beads that teach the second pass
_TOGETHER = 0.7  # Dice coefficient of words that go together
_LEARNT = 0.6  # share of a word that such a one answers, at most
_USUAL_FIT, _FIT_STEEPNESS = -0.2, 12.0  # evidence a word at which a pair is as likely as not; unrelated texts: -0.46


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence and where it stands: paragraph and sentence from 0."""

    text: str
    paragraph: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences of the source and the sentences that render them; either side may be empty."""

    source: tuple[Place, ...]
    target: tuple[Place, ...]
    confidence: float

    @property
    def is_pair(self) -> bool:
        """Whether there is something on both sides."""
        return bool(self.source and self.target)

    @property
    def is_doubtful(self) -> bool:
        """Whether a person should look at it."""
        return self.confidence < DOUBTFUL


def sentences(paragraphs: Iterable[str]) -> list[Place]:
    """The sentences of paragraphs in reading order."""
    return [
        Place(sentence.text, number, i)
        for number, paragraph in enumerate(paragraphs)
        for i, sentence in enumerate(split_sentences(paragraph))
    ]


def align(source: Sequence[str], target: Sequence[str], terms: Iterable[Term] = ()) -> list[Bead]:
    """The beads of two texts, given as paragraphs, in reading order. Every sentence of both is in exactly one bead."""
    return align_sentences(sentences(source), sentences(target), terms)


def align_sentences(source: Sequence[Place], target: Sequence[Place], terms: Iterable[Term] = ()) -> list[Bead]:
    """The beads of two texts that are split into sentences already."""
    if not source or not target:
        return [Bead((s,), (), 0.0) for s in source] + [Bead((), (t,), 0.0) for t in target]
    from memory.beads import Lattice, best_path, usual_ratio
    from memory.corridor import EVERYTHING, around, everything, find_anchors
    from memory.evidence import link, measure, side
    from memory.lexicon import load_lexicon
    from memory.stems import words
    from memory.termwords import TermWords

    lexicon = load_lexicon()
    term_words = TermWords(terms)
    left = side([[*words(s.text), *term_words.in_source(s.text)] for s in source], lexicon)
    right = side([[*words(t.text), *term_words.in_target(t.text)] for t in target], lexicon)
    forward, backward = link(left, right, lexicon)
    if len(source) * len(target) <= EVERYTHING:
        corridor = everything(len(source), len(target))
    else:
        corridor = around(find_anchors(left.sentences, right.sentences, forward), len(source), len(target))
    letters = [len(s.text) for s in source], [len(t.text) for t in target]
    breaks = [s.sentence == 0 for s in source], [t.sentence == 0 for t in target]
    path = best_path(Lattice(measure(left, right, forward, backward, corridor), *letters, *breaks))
    believed = [p for p in path if p.chance > BELIEVED and p.evidence > 0]  # pairs alone have evidence
    ratio = usual_ratio(
        [
            (sum(letters[0][p.source_start : p.source_end]), sum(letters[1][p.target_start : p.target_end]))
            for p in believed
        ]
    )
    for i, j, share in _going_together(
        [
            (
                {w for s in left.sentences[p.source_start : p.source_end] for w in s.tolist()},
                {w for t in right.sentences[p.target_start : p.target_end] for w in t.tolist()},
            )
            for p in believed
        ]
    ):
        forward[i][j] = max(share, forward[i].get(j, 0.0))
        backward[j][i] = max(share, backward[j].get(i, 0.0))
    path = best_path(Lattice(measure(left, right, forward, backward, corridor), *letters, *breaks, ratio))

    sizes = [
        sum(map(len, left.sentences[p.source_start : p.source_end]))
        + sum(map(len, right.sentences[p.target_start : p.target_end]))
        for p in path
    ]
    fits = [_fit(p.evidence, size) if p.evidence else 0.0 for p, size in zip(path, sizes, strict=True)]
    # a sentence without counterpart is believed as far as the rest of the texts belongs together
    together = sum(fit * size for fit, size in zip(fits, sizes, strict=True)) / max(1, sum(sizes))
    beads = []
    for p, fit in zip(path, fits, strict=True):
        paired = p.source_end > p.source_start and p.target_end > p.target_start
        beads.append(
            Bead(
                tuple(source[p.source_start : p.source_end]),
                tuple(target[p.target_start : p.target_end]),
                round(p.chance * (fit if paired else together), 3),
            )
        )
    return beads


def _fit(evidence: float, words: int) -> float:
    """How far the words of a pair speak for it, from 0 to 1; `words` counts both sides."""
    return 1.0 / (1.0 + math.exp(-_FIT_STEEPNESS * (2 * evidence / max(1, words) - _USUAL_FIT)))


def _going_together(beads: Sequence[tuple[set[int], set[int]]]) -> list[tuple[int, int, float]]:
    """Words that stand opposite each other in beads again and again, and how surely they answer each other."""
    left = Counter(i for words, _ in beads for i in words)
    right = Counter(j for _, words in beads for j in words)
    # what stands in half of all beads goes together with everything
    common = len(beads) / 2 + 1
    pairs = Counter(
        (i, j)
        for sources, targets in beads
        for i in sources
        if 1 < left[i] < common
        for j in targets
        if 1 < right[j] < common
    )
    found = []
    for (i, j), n in pairs.items():
        dice = 2 * n / (left[i] + right[j])
        if n > 1 and dice >= _TOGETHER:
            found.append((i, j, _LEARNT * dice * (n - 1) / n))
    return found
