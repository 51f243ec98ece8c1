"""What a glossary of 100 to 100,000 terms costs: load, load again, build the matcher, match, look up, change one entry.

    python bench/bench_terms.py [--sizes 100,1000] [--text FILE…]

The glossaries are made up from random Arabic words, always the same ones; the text is that of the samples (or of
--text), repeated, plain and with one word in twelve replaced by a term in some dress. Times are of this process alone
(CPU seconds), so that a busy machine shows little; the cache of large files is kept in a temporary directory.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from glossary.lookup import Lookup  # noqa: E402
from glossary.matching import TermMatcher  # noqa: E402
from glossary.term import Term  # noqa: E402
from glossary.termfile import TermFile, load_glossary  # noqa: E402

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
ENGLISH = "abcdefghiklmnoprstuvwy"
SIZES = (100, 1_000, 10_000, 100_000)
MEGABYTES = 2


def made_up(size: int, chance: random.Random) -> list[Term]:
    """So many different terms of one to four words, some with variants and notes."""
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 7))) for _ in range(max(200, size // 4))]
    english = ["".join(chance.choices(ENGLISH, k=chance.randint(3, 9))) for _ in range(max(200, size // 4))]
    terms: dict[str, Term] = {}
    while len(terms) < size:
        ar = " ".join(chance.choices(words, k=chance.choice((1, 2, 2, 3, 3, 4))))
        terms.setdefault(
            ar,
            Term(
                ar,
                " ".join(chance.choices(english, k=chance.randint(1, 4))),
                kind=chance.choice(("organisation", "place", "person", "concept")),
                status="approved",
                variants=(" ".join(chance.choices(words, k=2)),) if chance.random() < 0.3 else (),
                note="a note, as people write them" if chance.random() < 0.2 else None,
            ),
        )
    return list(terms.values())


def seconds(action: Callable[[], object]) -> float:
    """The CPU seconds that an action takes."""
    start = time.process_time()
    action()
    return time.process_time() - start


def texts(paths: list[Path], terms: list[Term], chance: random.Random) -> tuple[list[str], list[str]]:
    """About so many megabytes of paragraphs, plain, and with terms strewn in."""
    own = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 60]
    plain = own * max(1, MEGABYTES * 10**6 // sum(len(line.encode()) for line in own))
    strewn = []
    for paragraph in plain:
        words = paragraph.split(" ")
        for place in range(chance.randrange(12), len(words), 12):
            words[place] = chance.choice(("", "و", "ب", "ل")) + chance.choice(terms).ar
        strewn.append(" ".join(words))
    return plain, strewn


def speed(matcher: TermMatcher, paragraphs: list[str]) -> float:
    """Megabytes of UTF-8 a second, the second time over (words once seen are remembered)."""

    def run() -> None:
        for paragraph in paragraphs:
            matcher.find(paragraph)

    return sum(len(p.encode()) for p in paragraphs) / 1e6 / min(seconds(run) for _ in range(2))


def lookups(terms: list[Term], chance: random.Random) -> list[float]:
    """Milliseconds of single lookups: exact, dressed, misspelt and partial, in both directions."""
    lookup = Lookup(terms)
    lookup.search("ا"), lookup.search("a")  # the index of each direction is built on its first query
    times = []
    for number in range(400):
        term = chance.choice(terms)
        query = term.ar if number % 2 else term.en or ""
        spot = chance.randrange(len(query))
        query = (query, "و" + query, f"{query[:spot]}ر{query[spot + 1 :]}", query[: spot + 2])[number // 2 % 4]
        times.append(1000 * seconds(lambda query=query: lookup.search(query)))  # type: ignore[misc]
    return sorted(times)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--text", nargs="+", type=Path, default=sorted((ROOT / "samples").glob("*.txt")))
    args = parser.parse_args()
    print("   terms   load s  again s  change s  build s  news MB/s  dense MB/s  lookup p50 ms  p95 ms  max ms")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        for size in map(int, args.sizes.split(",")):
            chance = random.Random(size)
            path = Path(folder) / f"{size}.yaml"
            file = TermFile.open(path)
            file.add(made_up(size, chance))
            file.save()
            for old in Path(folder, "midan").rglob("*.json"):
                old.unlink()
            load, again = seconds(lambda: load_glossary(path)), seconds(lambda: load_glossary(path))  # noqa: B023
            terms = load_glossary(path).terms
            file = TermFile.open(path)
            file.update(terms[size // 2].ar, {"note": "changed"})
            change = seconds(file.save)
            build = seconds(lambda: TermMatcher(terms))  # noqa: B023
            matcher = TermMatcher(terms)
            plain, strewn = texts(args.text, terms, chance)
            times = lookups(terms, chance)
            print(
                f"{size:8} {load:8.2f} {again:8.2f} {change:9.2f} {build:8.2f} {speed(matcher, plain):10.1f} "
                f"{speed(matcher, strewn):11.1f} {statistics.median(times):14.2f} {times[int(len(times) * 0.95)]:7.2f} "
                f"{times[-1]:7.2f}",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
