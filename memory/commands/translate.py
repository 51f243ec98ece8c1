"""`midan translate`: enforced translation of lines, from a file or standard input."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any

from glossary.errors import MidanError
from glossary.options import add_terms
from glossary.terminal import say
from memory.engines.choose import ENDPOINTS, add_engine, engine_of

if TYPE_CHECKING:
    from glossary.matching import TermMatcher
    from memory.enforcement import Enforced, Segment

MAX_LINE = 2**20  # characters
CHUNK, SLOW_CHUNK = 1024, 32  # lines translated together, by an endpoint that may be slow


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `midan translate`."""
    parser = commands.add_parser(
        "translate",
        help="enforced translation of lines",
        description='Translate each line. With --jsonl a line is {"source", "terms": [{"ar", "en"}]?}; terms given '
        "with a line take the place of the glossary. Exit code 3 when a term is unmet or a line untranslated.",
    )
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="the lines, - for standard input (default)"
    )
    parser.add_argument("--jsonl", action="store_true", help="JSON lines in and out")
    parser.add_argument("--plain", action="store_true", help="no enforcement, for comparison")
    parser.add_argument("--explain", action="store_true", help="show the candidates, their scores and why one won")
    add_engine(parser)
    add_terms(parser)
    parser.set_defaults(handler=translate)


def translate(args: argparse.Namespace) -> int:
    """Translate lines; 0, or 3 when something is unmet or untranslated."""
    from glossary.matching import TermMatcher
    from glossary.termfile import load_glossary
    from memory.enforcement import Enforced, enforce

    matcher = TermMatcher(load_glossary(args.terms).enforced())
    engine = engine_of(args)
    code = total = 0
    lines = _lines(args.file)
    segments = (_segment(n, line, args.jsonl, matcher, args.file) for n, line in enumerate(lines, 1))
    size = SLOW_CHUNK if engine is not None and engine.name in ENDPOINTS else CHUNK
    faults: Counter[str] = Counter()
    for chunk in iter(lambda: list(islice(segments, size)), []):
        if engine is None:
            results = [Enforced(segment.source, "", "none", "none") for segment in chunk]
        else:
            results = enforce(chunk, engine, plain=args.plain)
        total += len(results)
        for result in results:
            unmet = any(outcome.outcome == "unmet" for outcome in result.audit)
            if unmet or (result.source.strip() and not result.target.strip()):
                code = 3
            print(_json_line(result) if args.jsonl else result.target)
            if args.explain:
                _explain(result)
            faults.update([result.fault] if result.fault else [])
        sys.stdout.flush()  # what is done is kept, whatever becomes of the rest
    for fault, count in faults.items():
        say(f"midan: {count} of {total} lines left untranslated: {fault}")
    return code


def _lines(path: str) -> Iterator[str]:
    from glossary.files import explain

    try:
        with (
            contextlib.nullcontext(sys.stdin)
            if path == "-"
            else open(path, encoding="utf-8-sig", errors="surrogateescape")
        ) as stream:
            number = 0
            while line := stream.readline(MAX_LINE + 1):
                number += 1
                if len(line) > MAX_LINE:
                    raise MidanError(f"a line of more than {MAX_LINE:,} characters", f"{path}:{number}", "split it")
                yield line.rstrip("\r\n")
    except OSError as error:
        raise MidanError(explain(error), path, "check the path and its permissions") from None


def _segment(number: int, line: str, jsonl: bool, matcher: TermMatcher, path: str) -> Segment:
    from memory.enforcement import LONGEST, Segment

    source, given = _request(line, f"{path}:{number}") if jsonl else (line, None)
    if given is not None:
        return demanded_segment(source, given)
    # what is too long to be translated is not searched for terms
    return Segment(source, tuple(matcher.find(source)) if len(source) <= LONGEST else ())


def _request(line: str, where: str) -> tuple[str, list[tuple[str, str]] | None]:
    """The source and the (ar, en) terms of a JSON line, None where it gives none."""
    try:
        values = json.loads(line)
        source = values["source"]
        terms = values.get("terms")
        if not isinstance(source, str) or not isinstance(terms, (list, type(None))):
            raise TypeError
        given = None if terms is None else [(t["ar"], t["en"]) for t in terms]
        if given is not None and not all(isinstance(x, str) and x for pair in given for x in pair):
            raise TypeError
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        remedy = 'a line is {"source": "…", "terms": [{"ar", "en"}]?}'
        raise MidanError("not a translation request", where, remedy) from None
    return source, given


def demanded_segment(source: str, terms: Iterable[tuple[str, str]]) -> Segment:
    """A segment with terms that are demanded whether or not they are found in it; each is placed at most once."""
    from memory.enforcement import LONGEST, Segment
    from memory.locating import locate

    # nor is it searched for these
    matches, demanded = locate(source if len(source) <= LONGEST else "", terms)
    return Segment(source, matches, demanded)


def _json_line(result: Enforced) -> str:
    values: dict[str, Any] = {
        "source": result.source,
        "target": result.target,
        "engine": result.engine,
        "model": result.model,
        "terms": [outcome.as_json() for outcome in result.audit],
    }
    if result.fault:
        values["fault"] = result.fault
    return json.dumps(values, ensure_ascii=False)


def _explain(result: Enforced) -> None:
    from glossary.tables import render
    from memory.enforcement import why_won

    for _, group in groupby(result.considered, key=lambda candidate: candidate.piece):
        ranked = list(group)
        rows = [
            {
                "": "won" if c.won else "",
                "score": None if c.score is None else f"{c.score:.3f}",
                "how": c.how or "proposed",
                "unmet": list(c.unmet),
                "faults": list(c.faults),
                "candidate": c.text,
            }
            for c in ranked
        ]
        print(render(rows), file=sys.stderr)
        say(f"won: {why_won(ranked)}")
