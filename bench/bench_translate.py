"""Sentences a second: argos-translate's own Python call, midan's plain and midan's enforced translation.

    python bench/bench_translate.py [SET.jsonl…] [--limit 2000]

One model (the built-in package), one text, the same cores, each in a process of its own; wall-clock seconds without the
start of the process and the loading of the model, both of which are printed apart. A line of a set is
{"source", "terms": [{"ar", "en"}]?}; without one the sentences of the samples are taken, with the terms of terms.yaml.
Where there are fewer sentences than the limit they are repeated. argos-translate gets a sentence splitter that takes
each text as one sentence, so that it fetches nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

WAYS = ("argostranslate", "plain", "enforced")


def sentences(files: list[Path], limit: int) -> list[dict[str, Any]]:
    """So many sentences with their terms, those of the files in turn."""
    rows: list[dict[str, Any]] = []
    for file in files:
        rows += [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    if not files:
        from glossary.article import read_article
        from glossary.matching import TermMatcher
        from glossary.sentences import split_sentences
        from glossary.termfile import load_glossary

        matcher = TermMatcher(t for t in load_glossary(ROOT / "terms.yaml").terms if t.enforced)
        for sample in sorted((ROOT / "samples").glob("*.txt")):
            for paragraph in read_article(sample).paragraphs:
                for sentence in split_sentences(paragraph):
                    terms = [{"ar": m.term.ar, "en": m.term.en} for m in matcher.find(sentence.text)]
                    rows.append({"source": sentence.text, "terms": terms})
    return list(islice(cycle(rows), limit))


def argos(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """Seconds to load and to translate with argos-translate's own call, a text a call."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_DATA_HOME"] = os.environ["XDG_CACHE_HOME"] = os.environ["XDG_CONFIG_HOME"] = folder
        os.environ["ARGOS_PACKAGES_DIR"] = packages = os.path.join(folder, "packages")
        newest = max((ROOT / "memory/engines/builtin").glob("*.argosmodel"))
        zipfile.ZipFile(newest).extractall(packages)
        started = time.perf_counter()
        from argostranslate import package, sbd, translate

        class Whole(sbd.ISentenceBoundaryDetectionModel):
            """A text is a sentence."""

            def __init__(self, _package: object) -> None:
                pass

            def split_sentences(self, text: str) -> list[str]:
                return [text]

        translate.MiniSBDSentencizer = Whole
        (own,) = (p for p in package.get_installed_packages() if (p.from_code, p.to_code) == ("ar", "en"))
        translation = translate.PackageTranslation(translate.Language("ar", "ar"), translate.Language("en", "en"), own)
        translation.translate("نعم.")
        loaded = time.perf_counter()
        for row in rows:
            translation.translate(row["source"])
        return loaded - started, time.perf_counter() - loaded


def midan(rows: list[dict[str, Any]], plain: bool) -> tuple[float, float]:
    """Seconds to load and to translate as `midan translate --jsonl` does."""
    from memory.commands.translate import demanded_segment
    from memory.enforcement import Segment, enforce
    from memory.engines.choose import open_engine

    started = time.perf_counter()
    engine = open_engine("argos")
    assert engine is not None
    enforce([Segment("نعم.")], engine)
    loaded = time.perf_counter()
    segments = [demanded_segment(r["source"], [(t["ar"], t["en"]) for t in r.get("terms") or ()]) for r in rows]
    enforce(segments, engine, plain=plain)
    return loaded - started, time.perf_counter() - loaded


def main() -> None:
    """Time each way in its own process and print sentences a second and ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sets", nargs="*", type=Path)
    parser.add_argument("--limit", type=int, default=2000, help="sentences")
    parser.add_argument("--way", choices=WAYS, help="only this one, in this process")
    given = parser.parse_args()
    if given.way:
        rows = sentences(given.sets, given.limit)
        load, work = argos(rows) if given.way == "argostranslate" else midan(rows, given.way == "plain")
        print(json.dumps([load, work]))
        return
    speed: dict[str, float] = {}
    for way in WAYS:
        again = [sys.executable, __file__, *map(str, given.sets), "--limit", str(given.limit), "--way", way]
        done = subprocess.run(again, capture_output=True, text=True, check=True)
        load, work = json.loads(done.stdout.splitlines()[-1])
        speed[way] = given.limit / work
        print(f"{way:15} {given.limit} sentences: load {load:.1f} s, {work:.1f} s, {speed[way]:.1f} sentences/s")
    print(
        f"plain {speed['plain'] / speed['argostranslate']:.1f} times argostranslate; "
        f"enforced {speed['enforced'] / speed['plain']:.2f} of plain"
    )


if __name__ == "__main__":
    main()
