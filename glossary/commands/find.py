"""`midan find`: where the glossary's terms stand in a text."""

from __future__ import annotations

import argparse

from glossary.options import add_format, add_terms
from glossary.term import STATUSES
from glossary.terminal import say

COLUMNS = ("path", "paragraph", "start", "end", "surface", "ar", "en")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `find`."""
    parser = commands.add_parser(
        "find",
        help="show where the glossary's terms stand in a text",
        description="Show where the glossary's terms stand in a text, in whatever dress. Places are code points of the "
        "paragraph as `midan article` gives it, counted from 0.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="an article (.txt, .html), or - for standard input")
    parser.add_argument("--raw", action="store_true", help="take every line as a paragraph and drop nothing")
    parser.add_argument("--nested", action="store_true", help="also the terms that stand inside longer ones")
    parser.add_argument(
        "--status",
        action="append",
        choices=STATUSES,
        help="only terms of this status; may be repeated (approved and candidate)",
    )
    add_terms(parser)
    add_format(parser)
    parser.set_defaults(handler=_find)


def _find(args: argparse.Namespace) -> int:
    from glossary import tables
    from glossary.article import read_article
    from glossary.commands.opening import open_terms
    from glossary.matching import TermMatcher

    terms = open_terms(args.terms).glossary.with_status(args.status or ("approved", "candidate"))
    if not terms:
        say(f"midan: {args.terms}: no terms to look for; `midan terms mine FILE… --save` proposes some")
    matcher = TermMatcher(terms)
    rows = [
        {
            "path": path,
            "paragraph": number,
            "start": match.start,
            "end": match.end,
            "surface": match.surface,
            "ar": match.term.ar,
            "en": match.term.en,
        }
        for path in args.files
        for number, paragraph in enumerate(read_article(path, raw=args.raw).paragraphs)
        for match in matcher.find(paragraph, nested=args.nested)
    ]
    print(tables.render(rows, args.format, COLUMNS, args.bidi), end="")
    return 0
