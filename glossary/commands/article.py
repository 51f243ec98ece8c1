"""`midan article`: what midan reads in a file, and what it leaves out."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from glossary import tables
from glossary.options import add_format


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `article`."""
    parser = commands.add_parser("article", help="show what is read in a file, and what is left out")
    parser.add_argument("files", nargs="+", metavar="FILE", help="an article (.txt, .html), or - for standard input")
    parser.add_argument("--raw", action="store_true", help="take every line as a paragraph and drop nothing")
    add_format(parser)
    parser.set_defaults(handler=_article)


def _article(args: argparse.Namespace) -> int:
    from glossary.article import read_article

    rows = [asdict(read_article(path, raw=args.raw)) for path in args.files]
    print(tables.render(rows, args.format, bidi=args.bidi), end="")
    return 0
