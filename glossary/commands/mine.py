"""`midan terms mine`: ranked term candidates of articles, shown, and with --save kept in the glossary.

What an engine or a memory knows of a candidate is no business of this package: a caller hands it in as `more`.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from glossary.options import add_format, add_terms
from glossary.terminal import say

if TYPE_CHECKING:
    from glossary.equivalents import Suggester


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Add `mine` to the `terms` commands; its parser."""
    parser = commands.add_parser("mine", help="term candidates of articles, best first")
    parser.add_argument("files", nargs="+", metavar="FILE", help="articles, - for standard input")
    parser.add_argument("--top", type=int, default=50, metavar="N", help="the N best (50)")
    parser.add_argument("--new", action="store_true", help="only terms that the glossary does not have as approved")
    parser.add_argument("--save", action="store_true", help="write the new ones into the glossary as candidates")
    parser.add_argument("--raw", action="store_true", help="every line is a paragraph, nothing is dropped")
    add_terms(parser)
    add_format(parser)
    parser.set_defaults(handler=run)
    return parser


def run(args: argparse.Namespace, more: Suggester | None = None) -> int:
    """Mine, print, and save where asked."""
    from glossary.article import read_article
    from glossary.mining import mine
    from glossary.tables import PROGRAM_FORMATS, render
    from glossary.termfile import TermFile

    file = TermFile.open(args.terms)
    articles = [read_article(path, raw=args.raw) for path in dict.fromkeys(args.files)]
    candidates = mine(articles, file.glossary, top=max(0, args.top), known=not args.new, more=more)
    rows: list[dict[str, Any]] = [
        {
            "ar": c.ar,
            "en": [{"text": s.text, "source": s.source} for s in c.en]
            if args.format in ("json", "jsonl")
            else [f"{s.text} ({s.source})" for s in c.en],
            "kind": c.kind,
            "status": c.status,
            "score": c.score,
            "count": c.count,
            "articles": list(c.articles),
            "variants": list(c.variants),
            "evidence": [{"article": e.article, "text": e.text} for e in c.evidence]
            if args.format in ("json", "jsonl")
            else [e.text for e in c.evidence],
        }
        for c in candidates
    ]
    columns = None if args.format in PROGRAM_FORMATS else ("ar", "en", "kind", "status", "score", "count")
    print(render(rows, args.format, columns, args.bidi), end="")
    if args.save:
        added = file.add(c.as_term() for c in candidates)
        file.save()
        say(f"{added} new candidates in {args.terms}")
    return 0
