"""`midan article`: what midan reads in a file, and what it leaves out."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from glossary import tables
from glossary.options import add_format

if TYPE_CHECKING:
    from glossary.article import Article

# of a dropped line, what a person needs to know it again; programs get all of it
_GLIMPSE = 60


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `article`."""
    parser = commands.add_parser(
        "article",
        help="show what is read in a file, and what is left out",
        description="Show the title, the date and the paragraphs of articles, and each line left out with its reason.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="an article (.txt, .html), or - for standard input")
    parser.add_argument("--raw", action="store_true", help="take every line as a paragraph and drop nothing")
    add_format(parser)
    parser.set_defaults(handler=_article)


def _article(args: argparse.Namespace) -> int:
    from glossary.article import read_article

    articles = [read_article(path, raw=args.raw) for path in args.files]
    if args.format in ("json", "jsonl"):
        print(tables.render(map(asdict, articles), args.format), end="")
    elif args.format == "table":
        print("\n".join(_page(article, args.bidi) for article in articles), end="")
    else:
        rows = [row for article in articles for row in _rows(article)]
        columns = ("path", "part", "number", "text", "reason")
        print(tables.render(rows, args.format, columns, bidi=args.bidi), end="")
    return 0


def _rows(article: Article) -> Iterator[dict[str, Any]]:
    """A row for each part: title, date, paragraphs (numbered from 0, as everywhere) and dropped lines (from 1)."""
    if article.title is not None:
        yield {"path": article.path, "part": "title", "text": article.title}
    if article.date is not None:
        yield {"path": article.path, "part": "date", "text": article.date}
    for number, text in enumerate(article.paragraphs):
        yield {"path": article.path, "part": "paragraph", "number": number, "text": text}
    for line in article.dropped:
        yield {"path": article.path, "part": "dropped", "number": line.line, "text": line.text, "reason": line.reason}


def _page(article: Article, bidi: bool) -> str:
    """An article for people: its head, its paragraphs as running text, and a table of what was left out."""
    parts = [
        f"{tables.cell(article.path, bidi)}\n",
        f"title  {tables.cell(article.title, bidi) or '(none)'}\n",
        f"date   {article.date or '(none)'}\n\n",
    ]
    parts += [f"{number:>3}  {tables.cell(text, bidi)}\n" for number, text in enumerate(article.paragraphs)]
    if not article.paragraphs:
        parts.append("no paragraphs\n")
    if article.dropped:
        rows = [{"line": d.line, "reason": d.reason, "left out": _glimpse(d.text)} for d in article.dropped]
        parts.append("\n" + tables.render(rows, bidi=bidi))
    return "".join(parts)


def _glimpse(text: str) -> str:
    return text if len(text) <= _GLIMPSE else f"{text[:_GLIMPSE].rstrip()}…"
