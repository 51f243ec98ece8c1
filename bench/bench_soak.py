"""A long soak: synthetic articles through `midan run` with an engine that takes no time; memory, time and database.

    python bench/bench_soak.py [--sizes 250,500,1000,2000] [--day 100] [--mine] [--keep DIR]

First each size at once into a memory of its own; then the largest again, a day's articles a run, into one memory. Every
run is a process of its own and reports its time, the most memory that it held, and the size of the database. Articles
are made from the words of the samples, seeded, so that no two are alike, and `--mine` mines them too. Linux.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SENTENCES = 12  # an article


def make_articles(folder: Path, count: int) -> list[Path]:
    """Write so many articles and return their paths."""
    text = " ".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "samples").glob("*.txt")))
    words = sorted({w for w in re.findall(r"[\u0621-\u064a]+", text) if len(w) > 1})
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number in range(count):
        rng = random.Random(number)
        sentences = [" ".join(rng.choices(words, k=rng.randint(8, 30))) + "." for _ in range(SENTENCES)]
        paragraphs = [" ".join(sentences[i : i + 3]) for i in range(0, SENTENCES, 3)]
        path = folder / f"article-{number:05}.txt"
        path.write_text("\n".join(paragraphs) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def child(arguments: list[str]) -> None:
    """`midan run` with the fast engine, in this process; prints what it took."""
    sys.path.insert(0, str(ROOT))
    import memory.engines.choose
    from memory.commands import main
    from memory.engines.base import Ability, Hypothesis

    class Echo:
        name, model, draft = "echo", "echo 1", False
        abilities: frozenset[Ability] = frozenset()

        def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
            return [[Hypothesis(f"[{source}]")] for source in batch]

    memory.engines.choose.open_engine = lambda *names, **options: Echo()
    started = time.process_time()
    code = main(arguments)
    seconds = time.process_time() - started
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"code": code, "seconds": seconds, "megabytes": int(peak.split()[1]) / 1024}))


def run(folder: Path, paths: Sequence[Path], mine: bool) -> dict[str, Any]:
    """One run over these articles in a folder; its time and memory, and the size of the database after it."""
    if not (folder / "terms.yaml").exists():
        shutil.copy(ROOT / "terms.yaml", folder)
    arguments = ["run", *map(str, paths), *([] if mine else ["--candidates", "0"])]
    done = subprocess.run([sys.executable, __file__, "--child", *arguments], cwd=folder, capture_output=True)
    if done.returncode != 0:
        raise SystemExit(done.stderr.decode())
    result: dict[str, Any] = json.loads(done.stdout)
    assert result["code"] in (0, 3), done.stderr.decode()
    return {**result, "database": (folder / "memory.db").stat().st_size / 2**20}


def main() -> None:
    """Soak, and print a line a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="250,500,1000,2000", help="articles at once")
    parser.add_argument("--day", type=int, default=100, help="articles a run of the second part; 0: none")
    parser.add_argument("--mine", action="store_true", help="mine candidates from the articles too")
    parser.add_argument("--keep", type=Path, help="work there and leave everything")
    args = parser.parse_args()
    sizes = [int(size) for size in args.sizes.split(",")]
    with tempfile.TemporaryDirectory() as temporary:
        work = args.keep or Path(temporary)
        paths = make_articles(work / "articles", max(sizes))
        print("articles  seconds  ms/article  peak MB  database MB  KB/article")
        for size in sizes:
            folder = work / f"at-once-{size}"
            folder.mkdir()
            told = run(folder, paths[:size], args.mine)
            print(
                f"{size:8}  {told['seconds']:7.1f}  {1000 * told['seconds'] / size:10.1f}  {told['megabytes']:7.0f}"
                f"  {told['database']:11.1f}  {1024 * told['database'] / size:10.2f}",
                flush=True,
            )
        if args.day:
            folder = work / "by-day"
            folder.mkdir()
            print(f"\n{args.day} articles a run into one memory: articles in all  seconds  peak MB  database MB")
            for start in range(0, max(sizes), args.day):
                told = run(folder, paths[start : start + args.day], args.mine)
                costs = f"{told['seconds']:7.1f}  {told['megabytes']:7.0f}  {told['database']:11.1f}"
                print(f"{start + args.day:58}  {costs}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2:])
    else:
        main()
