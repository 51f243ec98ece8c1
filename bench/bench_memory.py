"""What a memory of 10,000 to 1,000,000 units costs: import, import again, index, search; and whether search is exact.

    python bench/bench_memory.py [--sizes 10000,100000] [--queries 200] [--threshold 0.75]

Units are made up of the samples' words, each word followed by one that follows it there as a rule, always the same
ones; queries are units with 5 to 30 % of their words changed. Times are of this process alone (CPU seconds, all its
threads), so that a busy machine shows little. Recall is against comparing the query with every unit.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from memory.exchange import tmx  # noqa: E402
from memory.fuzzy import FuzzyIndex, similarities  # noqa: E402
from memory.store import Memory  # noqa: E402
from memory.unit import TranslationUnit  # noqa: E402

SIZES = (10_000, 100_000)
COMPARED = 20  # queries whose answers are compared with those of brute force


def sentences(chance: random.Random) -> Iterator[str]:
    """Sentences of 5 to 39 words without end."""
    text = " ".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").glob("*.txt")))
    words = re.findall(r"[\u0621-\u064a]{2,}", text)
    following = defaultdict(list)
    for word, after in pairwise(words):
        following[word].append(after)
    while True:
        made = [chance.choice(words)]
        for _ in range(chance.randint(4, 38)):
            usual = following.get(made[-1]) if chance.random() < 0.8 else None
            made.append(chance.choice(usual or words))
        yield " ".join(made) + "."


def changed(sentence: str, chance: random.Random) -> str:
    """The sentence with some of its words exchanged, dropped or doubled."""
    words = sentence.split()
    for _ in range(max(1, int(len(words) * chance.choice((0.05, 0.1, 0.2, 0.3))))):
        place = chance.randrange(len(words))
        words[place : place + 1] = chance.choice(([chance.choice(words)], [], [words[place]] * 2)) or ["و"]
    return " ".join(words)


def measure(size: int, queries: int, threshold: float, folder: Path) -> None:
    """Print what a memory of this size costs."""
    chance = random.Random(5)
    made = sentences(chance)
    sources = list(dict.fromkeys(next(made) for _ in range(size)))
    file = folder / "units.tmx"
    tmx.write((TranslationUnit(source, f"Unit {n}.", status="imported") for n, source in enumerate(sources)), file)
    with Memory.open(folder / "memory.db") as memory:
        started = time.process_time()
        added = memory.add(tmx.read(file)).added
        imported = time.process_time()
        again = memory.add(tmx.read(file)).added
        known = time.process_time()
        print(
            f"{size:,}: import {imported - started:.1f} s ({added:,} units), again {known - imported:.1f} s ({again})"
        )
        started = time.process_time()
        index = FuzzyIndex(memory)
        indexed = time.process_time() - started
        asked = [changed(chance.choice(sources), chance) for _ in range(queries)]
        times = []
        found = []
        for query in asked:
            started = time.process_time()
            found.append({match.unit.source for match in index.search(query, threshold, size)})
            times.append(1000 * (time.process_time() - started))
    times.sort()
    middle, high = times[len(times) // 2], times[int(0.95 * len(times))]
    print(f"  index {indexed:.1f} s; search p50 {middle:.1f} ms, p95 {high:.1f} ms")
    missed = extra = whole = 0
    for query, got in list(zip(asked, found, strict=True))[:COMPARED]:
        pairs = zip(sources, similarities(query, sources), strict=True)
        wanted = {source for source, similarity in pairs if similarity >= threshold - 1e-12}
        whole, missed, extra = whole + len(wanted), missed + len(wanted - got), extra + len(got - wanted)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {missed} of {whole} missed, {extra} false; peak {peak:.0f} MB with all of it in one process", flush=True)


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=lambda text: [int(n) for n in text.split(",")], default=SIZES)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--threshold", type=float, default=0.75)
    args = parser.parse_args()
    for size in args.sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, args.queries, args.threshold, Path(folder))


if __name__ == "__main__":
    main()
