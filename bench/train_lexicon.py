"""Make memory/data/lexicon.tsv: IBM Model 1 in both directions with agreement over stems.

usage: train_lexicon.py OUT NOTE PAIRS.tsv…      PAIRS: Arabic⇥English, a pair a line; NOTE goes into the header

The expected joint counts are the geometric mean of the two directions' posteriors (after Liang, Taskar and Klein 2006),
which keeps what both agree on. A word counts once a sentence. Deterministic. About 20 s for 22,000 pairs.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from glossary.files import write_text
from memory.lexicon import LEAST_COUNT, LEAST_SHARE
from memory.stems import skeleton, words

ITERATIONS = 6
SMOOTHING = 0.1  # against rare words that explain everything ("garbage collection")

Cells = NDArray[np.int64]
Sentences = list[list[int]]


def read_pairs(paths: Iterable[str]) -> list[tuple[list[str], list[str]]]:
    """The stems of both sides of every pair, each once, sorted."""
    pairs = []
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            ar, tab, en = line.partition("\t")
            if tab:
                pairs.append((sorted(set(words(ar))), sorted(set(words(en)))))
    return pairs


def posteriors(
    given: Sentences, made: Sentences, given_size: int, made_size: int
) -> tuple[Cells, Cells, NDArray[np.float64]]:
    """For each cell (sentence, given word, made word) the probability that the one made the other; 0 is NULL."""
    blocks_given, blocks_made, blocks_token = [], [], []
    tokens = 0
    for left, right in zip(given, made, strict=True):
        with_null = np.array([0, *left], dtype=np.int64)
        row = np.array(right, dtype=np.int64)
        blocks_given.append(np.tile(with_null, len(row)))
        blocks_made.append(np.repeat(row, len(with_null)))
        blocks_token.append(np.repeat(np.arange(tokens, tokens + len(row)), len(with_null)))
        tokens += len(row)
    a, b, token = map(np.concatenate, (blocks_given, blocks_made, blocks_token))
    pairs, place = np.unique(a * made_size + b, return_inverse=True)
    owner = pairs // made_size
    table = np.ones(len(pairs))
    share = np.empty(len(a))
    for step in range(ITERATIONS + 1):
        share = table[place]
        share /= np.bincount(token, share, minlength=tokens)[token]
        if step < ITERATIONS:
            counts = np.bincount(place, share, minlength=len(pairs))
            table = counts / (np.bincount(owner, counts, minlength=given_size)[owner] + SMOOTHING)
    return a, b, share


def joint_counts(pairs: list[tuple[list[str], list[str]]]) -> dict[tuple[str, str], float]:
    """How often each two words stand for each other, by agreement of both directions."""
    source = ["", *sorted({w for ar, _ in pairs for w in ar})]
    target = ["", *sorted({w for _, en in pairs for w in en})]
    source_place = {w: i for i, w in enumerate(source)}
    target_place = {w: i for i, w in enumerate(target)}
    ar = [[source_place[w] for w in s] for s, _ in pairs]
    en = [[target_place[w] for w in t] for _, t in pairs]

    def keyed(
        left: Sentences, right: Sentences, sizes: tuple[int, int], swap: bool
    ) -> tuple[Cells, NDArray[np.float64]]:
        a, b, share = posteriors(left, right, *sizes)
        number = np.concatenate(
            [np.full((len(x) + 1) * len(y), i) for i, (x, y) in enumerate(zip(left, right, strict=True))]
        )
        real = a > 0
        s, t = (b, a) if swap else (a, b)
        key = ((number * len(source) + s) * len(target) + t)[real]
        order = np.argsort(key, kind="stable")
        return key[order], share[real][order]

    forward_key, forward = keyed(ar, en, (len(source), len(target)), False)
    backward_key, backward = keyed(en, ar, (len(target), len(source)), True)
    assert (forward_key == backward_key).all()
    kinds, place = np.unique(forward_key % (len(source) * len(target)), return_inverse=True)
    counts = np.bincount(place, np.sqrt(forward * backward))
    return {
        (source[kind // len(target)], target[kind % len(target)]): float(n)
        for kind, n in zip(kinds.tolist(), counts, strict=True)
        if n >= LEAST_COUNT
    }


def main() -> None:
    """Read the pairs, count, prune, write."""
    out, note, *paths = sys.argv[1:]
    pairs = read_pairs(paths)
    source = Counter(w for ar, _ in pairs for w in ar)
    target = Counter(w for _, en in pairs for w in en)
    kept: dict[str, list[tuple[float, str]]] = {}
    for (ar, en), n in joint_counts(pairs).items():
        if n < 2 and len(skeleton(ar)) > 2 and skeleton(ar) == skeleton(en):
            continue  # a name that the aligner hears by itself
        if n / (source[ar] + 0.5) >= LEAST_SHARE or n / (target[en] + 0.5) >= LEAST_SHARE:
            kept.setdefault(ar, []).append((n, en))
    used = {en for row in kept.values() for _, en in row}
    lines = [f"# {line}\n" for line in note.split("\\n")]
    lines += [f"{en}\t{target[en]}\n" for en in sorted(used)]
    for ar in sorted(kept):
        cells = [
            cell
            for n, en in sorted(kept[ar], key=lambda c: (-c[0], c[1]))
            for cell in (en, f"{n:.1f}".removesuffix(".0"))
        ]
        lines.append("\t".join([ar, str(source[ar]), *cells]) + "\n")
    write_text(out, "".join(lines))
    print(f"{len(pairs)} pairs, {len(kept)} Arabic and {len(used)} English stems, {sum(map(len, kept.values()))} links")


if __name__ == "__main__":
    main()
