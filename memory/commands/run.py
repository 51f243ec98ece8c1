"""`midan run`: articles into glossary candidates, enforced English and the translation memory."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from glossary.errors import MidanError
from glossary.options import add_memory, add_terms
from glossary.terminal import say
from memory.engines.choose import add_engine, engine_of, hint

if TYPE_CHECKING:
    from glossary.article import Article
    from glossary.equivalents import Suggester
    from memory.pipeline import Tally

CANDIDATES = 50


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `midan run`."""
    parser = commands.add_parser(
        "run",
        help="the main job: articles into glossary, English draft and memory",
        description="Mine terms from the articles into the glossary, translate every segment with the approved terms "
        "enforced, keep the segments in the memory and write text, PO, TMX and CSV. Safe to run again: only what is "
        "left is done.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="articles: .txt or .html in any encoding, - for stdin")
    parser.add_argument("--out", default="out", metavar="DIR", help="where the files go (out)")
    add_terms(parser)
    add_memory(parser)
    add_engine(parser)
    parser.add_argument("--again", action="store_true", help="translate anew what another model translated")
    parser.add_argument("--raw", action="store_true", help="every line is a paragraph, nothing is dropped")
    parser.add_argument(
        "--candidates",
        type=int,
        default=CANDIDATES,
        metavar="N",
        help="keep at most the N best mined terms (50; 0: no mining)",
    )
    parser.set_defaults(handler=run)


def run(args: argparse.Namespace) -> int:
    """Do the main job; 0, 2 when an article could not be read, 3 when something is untranslated or unmet."""
    from glossary.termfile import load_glossary
    from memory.documents import document_names
    from memory.engines.base import DecodingEngine
    from memory.outputs import write_outputs
    from memory.pipeline import has_changed, run_articles
    from memory.store import Memory
    from memory.suggesting import suggester

    started = time.perf_counter()
    glossary = load_glossary(args.terms)  # a broken glossary stops us before anything is done
    engine = engine_of(args)
    articles, faults = _read(list(dict.fromkeys(args.files)), args.raw)
    if not articles:
        return 2
    named = list(zip(document_names([article.path for article in articles]), articles, strict=True))
    with Memory.open(args.memory) as memory, _progress("translate") as progress:
        mined_before = {name for term in glossary for name in term.articles}
        # mining the same articles again would give the same candidates
        todo = any(name not in mined_before or has_changed(name, article, memory) for name, article in named)
        # candidates are no reason to ask an endpoint, which may cost money or be down
        more = suggester(engine if isinstance(engine, DecodingEngine) else None, memory)
        mined = _mine(named, args.terms, args.candidates, more) if args.candidates > 0 and todo else 0
        tally = run_articles(named, glossary, memory, engine, again=args.again, progress=progress)
        if mined:
            glossary = load_glossary(args.terms)
        written = write_outputs(Path(args.out), tally.documents, glossary, memory)
    _report(tally, mined, time.perf_counter() - started)
    say(f"{len(written)} files in {args.out}, segments in {args.memory}, terms in {args.terms}")
    if tally.other_model:
        say(f"{tally.other_model} segments were translated by another model; --again renews them")
    for fault, count in tally.faults.items():
        say(f"midan: {count} segments not translated now: {fault}")
    if tally.faults:
        say("what is done is kept; the same command goes on from there")
    advice = hint(engine)
    if advice:
        say(advice)
    if faults:
        return 2
    return 3 if tally.untranslated or tally.unmet or tally.faults else 0


def _read(paths: list[str], raw: bool) -> tuple[list[Article], int]:
    """The articles that can be read; one that can't costs a line on stderr and none of the others."""
    from glossary.article import read_article

    articles, faults = [], 0
    for path in paths:
        try:
            articles.append(read_article(path, raw=raw))
        except MidanError as error:
            faults += 1
            say(f"midan: {error.line()}")
    return articles, faults


def _mine(named: list[tuple[str, Article]], terms: str, top: int, more: Suggester) -> int:
    """Write the best candidates into the glossary file, under the names of their documents; how many are new there."""
    from dataclasses import replace

    from glossary.mining import WORTH_KEEPING, mine
    from glossary.termfile import TermFile

    file = TermFile.open(terms)
    articles = [replace(article, path=name) for name, article in named]
    candidates = [c for c in mine(articles, file.glossary, top=top, more=more) if c.score >= WORTH_KEEPING]
    added = file.add(candidate.as_term() for candidate in candidates)
    if added:
        file.save()
    return added


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on stderr where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(desc=what, unit="segment", leave=False) as bar:

        def advance(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield advance


def _report(tally: Tally, mined: int, seconds: float) -> None:
    from tabulate import tabulate

    rows: list[tuple[str, Any]] = [
        ("articles", tally.articles),
        ("segments", tally.segments),
        ("  translated now", tally.translated),
        ("  reused", tally.reused),
        ("  left untranslated", tally.untranslated),
        ("  reviewed, need attention", tally.attention),
        ("new candidate terms", mined),
        ("approved terms found", tally.terms),
        ("  satisfied", tally.satisfied),
        ("  repaired", tally.repaired),
        ("  unmet", tally.unmet),
        ("seconds", f"{seconds:.1f}"),
    ]
    print(tabulate(rows, tablefmt="plain", disable_numparse=True), file=sys.stderr)
    if not tally.translated:
        say("nothing was translated" if tally.untranslated else "nothing to translate: the memory holds it all")
