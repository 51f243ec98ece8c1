"""Alignment on articles of real sentence pairs of which a third are split or joined: strict bead F1, by kind of bead.

usage: bench_align.py PAIRS.jsonl [--article 40] [--changed 0.33] [--dropped 0.05] [--seed 1]

PAIRS holds a JSON object a line, with "source" and "reference". A pair is split where a comma stands nearest the middle
of one side, and two pairs are joined where the full stop between them becomes a comma on one side; one side of a pair
is dropped now and then. Pairs that are more than a sentence on either side are left out. Paragraphs are not given away.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

from glossary.sentences import split_sentences
from memory.alignment import align

Bead = tuple[list[str], list[str]]
_COMMA = re.compile(r"[،,;؛]\s")


def one_sentence(text: str) -> bool:
    """Whether the text is one sentence that ends in a full stop."""
    return text.endswith(".") and len(split_sentences(text)) == 1


def split(text: str) -> list[str]:
    """The text as two sentences, or as one where no comma stands well inside it."""
    commas = [m.start() for m in _COMMA.finditer(text) if 20 < m.start() < len(text) - 20]
    if not commas:
        return [text]
    place = min(commas, key=lambda i: abs(i - len(text) / 2))
    rest = text[place + 1 :].strip()
    return [f"{text[:place]}.", rest[:1].upper() + rest[1:]]


def joined(first: str, second: str, comma: str) -> str:
    """Two sentences as one."""
    return f"{first[:-1].rstrip()}{comma} {second}"


def changed(pairs: list[tuple[str, str]], share: float, dropped: float, rng: random.Random) -> list[Bead]:
    """The pairs as beads, of which a share is split or joined on one side, and another has lost one."""
    beads: list[Bead] = []
    i = 0
    while i < len(pairs):
        ar, en = pairs[i]
        bead: Bead = ([ar], [en])
        i += 1
        if rng.random() < dropped:
            bead = ([ar], []) if rng.random() < 0.5 else ([], [en])
        elif rng.random() < share:
            way = rng.randrange(4)
            if way == 0:
                bead = (split(ar), [en])
            elif way == 1:
                bead = ([ar], split(en))
            elif i < len(pairs):
                second = pairs[i]
                i += 1
                if way == 2:
                    bead = ([joined(ar, second[0], "،")], [en, second[1]])
                else:
                    bead = ([ar, second[0]], [joined(en, second[1], ",")])
        if all(one_sentence(text) for side in bead for text in side):
            beads.append(bead)
    return beads


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--article", type=int, default=40, help="pairs an article (40)")
    parser.add_argument("--changed", type=float, default=0.33, help="share that is split or joined (0.33)")
    parser.add_argument("--dropped", type=float, default=0.05, help="share that loses one side (0.05)")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    rows = [json.loads(line) for line in args.pairs.read_text(encoding="utf-8").splitlines()]
    pairs = [(row["source"], row["reference"]) for row in rows]
    pairs = [(ar.strip(), en.strip()) for ar, en in pairs if one_sentence(ar.strip()) and one_sentence(en.strip())]
    right: Counter[str] = Counter()
    gold: Counter[str] = Counter()
    found = articles = 0
    for start in range(0, len(pairs), args.article):
        beads = changed(pairs[start : start + args.article], args.changed, args.dropped, rng)
        ar, en = (" ".join(text for bead in beads for text in bead[side]) for side in (0, 1))
        got = {(" ".join(s.text for s in b.source), " ".join(t.text for t in b.target)) for b in align([ar], [en])}
        articles += 1
        found += len(got)
        for bead in beads:
            kind = f"{len(bead[0])}-{len(bead[1])}"
            gold[kind] += 1
            right[kind] += (" ".join(bead[0]), " ".join(bead[1])) in got
    hits, wanted = sum(right.values()), sum(gold.values())
    kinds = ", ".join(f"{kind} {right[kind]}/{gold[kind]}" for kind in sorted(gold))
    print(f"{articles} articles, {wanted} beads, {found} found: F1 {2 * hits / (wanted + found):.3f}; right: {kinds}")


if __name__ == "__main__":
    main()
