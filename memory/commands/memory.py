"""`midan memory`: search, concordance, add, stats and prune; import and export stand in `memory_files`."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING, Any

from glossary.errors import MidanError
from glossary.options import add_format, add_memory
from glossary.terminal import say
from memory.commands.filters import add_filters, filters_of

if TYPE_CHECKING:
    from memory.fuzzy import FuzzyIndex
    from memory.unit import Match

_PREVIEW = 20  # units that a preview shows
_CONTEXT = 60  # code points on either side of what concordance found


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `midan memory` and its actions."""
    from memory.commands import memory_files

    parser = commands.add_parser("memory", help="the translation memory", description="Search and keep the memory.")
    actions = parser.add_subparsers(title="actions", dest="action", metavar="ACTION", required=True)

    searching = actions.add_parser(
        "search",
        help="units like a text, best first",
        description="Every unit whose source is like the text, best first. In a table [ ] marks the words that the "
        "text lacks and { } those that it has beyond.",
    )
    searching.add_argument("text", nargs="?", metavar="TEXT")
    searching.add_argument("--batch", action="store_true", help="a query a line on stdin, a JSON array a line out")
    searching.add_argument(
        "--threshold", type=_threshold, default=0.75, metavar="T", help="0.5 to 1, or 50 to 100 (75)"
    )
    searching.add_argument("--limit", type=int, default=5, metavar="N", help="at most N a query (5)")
    searching.set_defaults(handler=search)

    concordance = actions.add_parser("concordance", help="words or phrases in their contexts")
    concordance.add_argument("words", metavar="WORDS")
    concordance.add_argument("--limit", type=int, default=20, metavar="N", help="at most N lines (20)")
    concordance.set_defaults(handler=concord)

    adding = actions.add_parser("add", help="add one unit")
    adding.add_argument("source", metavar="AR")
    adding.add_argument("target", metavar="EN")
    adding.set_defaults(handler=add)

    counting = actions.add_parser("stats", help="what the memory holds")
    counting.set_defaults(handler=stats)

    pruning = actions.add_parser(
        "prune",
        help="show, and with --yes remove, units that are of no use",
        description="Show what would be removed: the units that fit the filters, or, without one, what stands in no "
        "document and is a machine's, untranslated, or repeats another unit. --yes removes it.",
    )
    add_filters(pruning)
    pruning.add_argument("--yes", action="store_true", help="remove them (otherwise they are only shown)")
    pruning.set_defaults(handler=prune)

    for action in (searching, concordance, adding, counting, pruning):
        add_memory(action)
        add_format(action)
    memory_files.register(actions)


def _threshold(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    value = value / 100 if value > 1 else value
    if not 0.5 <= value <= 1:
        raise argparse.ArgumentTypeError(f"not a threshold: {text!r} (0.5 to 1, or 50 to 100)")
    return value


def search(args: argparse.Namespace) -> int:
    """Print the units most like a text."""
    from memory.fuzzy import FuzzyIndex
    from memory.store import Memory

    if not args.batch and args.text is None:
        raise MidanError("no text to search for", "", "give TEXT, or --batch with a query a line on stdin")
    with Memory.open(args.memory, readonly=True) as memory:
        index = FuzzyIndex(memory)
        if args.batch:
            return _search_batch(index, args)
        matches = index.search(args.text, args.threshold, args.limit)
    _print_matches(args.text, matches, args)
    return 0


def _search_batch(index: FuzzyIndex, args: argparse.Namespace) -> int:
    import json

    times = []
    for line in sys.stdin:
        started = time.perf_counter()
        matches = index.search(line.rstrip("\r\n"), args.threshold, args.limit)
        times.append(1000 * (time.perf_counter() - started))
        print(json.dumps([_as_json(m) for m in matches], ensure_ascii=False))
    times.sort()
    middle, high = (times[min(len(times) - 1, int(len(times) * share))] if times else 0.0 for share in (0.5, 0.95))
    say(f"search: {len(times)} queries p50={middle:.1f} p95={high:.1f} ms")
    return 0


def _as_json(match: Match) -> dict[str, Any]:
    unit = match.unit
    origin = None
    if unit.origin is not None:
        origin = {"document": unit.origin.document, "paragraph": unit.origin.paragraph, "segment": unit.origin.segment}
    return {
        "source": unit.source,
        "target": unit.target,
        "score": round(match.score, 2),
        "status": unit.status,
        "origin": origin,
    }


def _print_matches(query: str, matches: list[Match], args: argparse.Namespace) -> None:
    from glossary.tables import PROGRAM_FORMATS, render

    rows = [_as_json(match) for match in matches]
    if args.format not in PROGRAM_FORMATS:
        rows = [
            {
                "score": f"{match.score:.0f}",
                "source": marked_difference(query, match.unit.source),
                "target": match.unit.target,
                "status": match.unit.status,
                "origin": match.unit.origin.document if match.unit.origin else None,
            }
            for match in matches
        ]
    print(render(rows, args.format, bidi=args.bidi), end="")
    if not rows:
        say(f"no unit is {100 * args.threshold:.0f} % like this text")


def marked_difference(query: str, source: str) -> str:
    """The source with the words that the query lacks in [ ], and those that it has beyond in { }."""
    from difflib import SequenceMatcher

    from glossary.arabic import fold_key

    ours, theirs = query.split(), source.split()
    matcher = SequenceMatcher(None, [fold_key(w) for w in ours], [fold_key(w) for w in theirs], autojunk=False)
    shown: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            shown += theirs[c:d]
            continue
        shown += [f"{{{' '.join(ours[a:b])}}}"] * (b > a) + [f"[{' '.join(theirs[c:d])}]"] * (d > c)
    return " ".join(shown)


def concord(args: argparse.Namespace) -> int:
    """Print where words stand, Arabic in whatever dress."""
    from itertools import islice

    from glossary.tables import PROGRAM_FORMATS, render
    from memory.concordance import concordance
    from memory.store import Memory

    with Memory.open(args.memory, readonly=True) as memory:
        rows: list[dict[str, Any]] = [
            {
                "before": line.before,
                "found": line.found,
                "after": line.after,
                "other": line.unit.target if line.in_source else line.unit.source,
                "status": line.unit.status,
                "origin": line.unit.origin.document if line.unit.origin else None,
            }
            for line in islice(concordance(memory, args.words), max(0, args.limit))
        ]
    if args.format not in PROGRAM_FORMATS:
        for row in rows:
            before, after = row.pop("before"), row.pop("after")
            row["text"] = f"{_end_of(before)}[{row.pop('found')}]{_start_of(after)}"
    columns = None if args.format in PROGRAM_FORMATS else ("text", "other", "status", "origin")
    print(render(rows, args.format, columns, args.bidi), end="")
    if not rows:
        say(f"{args.words} is not in the memory")
    return 0


def _start_of(text: str) -> str:
    """As much of what follows as makes a context, whole words of it."""
    return text if len(text) <= _CONTEXT else f"{text[:_CONTEXT].rpartition(' ')[0]} …"


def _end_of(text: str) -> str:
    """As much of what comes before."""
    return text if len(text) <= _CONTEXT else f"… {text[-_CONTEXT:].partition(' ')[2]}"


def add(args: argparse.Namespace) -> int:
    """Add one unit, approved because a person wrote it."""
    from glossary.arabic import has_arabic
    from memory.store import Memory
    from memory.unit import TranslationUnit

    if not args.source.strip() or not args.target.strip():
        raise MidanError("an empty text", "", "give the Arabic and its English")
    if has_arabic(args.target) and not has_arabic(args.source):
        raise MidanError("the second text is the Arabic one", "", "give the Arabic first, then its English")
    with Memory.open(args.memory) as memory:
        counts = memory.add([TranslationUnit(args.source, args.target, status="approved")])
    say("added" if counts.added else "known already")
    return 0


def stats(args: argparse.Namespace) -> int:
    """Print counts by status, document, engine and language, duplicates and conflicting targets."""
    from glossary.tables import render
    from memory.statistics import statistics
    from memory.store import Memory

    with Memory.open(args.memory, readonly=True) as memory:
        rows = [{"what": what, "which": which, "units": n} for what, which, n in statistics(memory)]
    print(render(rows, args.format, bidi=args.bidi), end="")
    return 0


def prune(args: argparse.Namespace) -> int:
    """Show, or remove, the units that fit, or without a filter those that are of no use."""
    from glossary.tables import PROGRAM_FORMATS, render
    from memory.statistics import useless
    from memory.store import Memory

    filters = filters_of(args)
    with Memory.open(args.memory, readonly=not args.yes) as memory:
        doomed = list(memory.units(**filters) if any(filters.values()) else useless(memory))
        shown = doomed if args.format in PROGRAM_FORMATS else doomed[:_PREVIEW]
        rows = [{"source": u.source, "target": u.target, "status": u.status} for u in shown]
        print(render(rows, args.format, bidi=args.bidi), end="")
        if args.yes:
            memory.remove([u.id for u in doomed if u.id is not None])
    more = f" ({len(doomed) - len(shown)} not shown)" if len(shown) < len(doomed) else ""
    print(
        f"{len(doomed)} units{more} {'removed' if args.yes else 'would be removed; --yes removes them'}",
        file=sys.stderr,
    )
    return 0
