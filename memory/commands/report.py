"""`midan report`: articles of the memory as bilingual HTML pages that need nothing else."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from glossary.errors import MidanError
from glossary.options import add_memory, add_terms
from glossary.terminal import say

if TYPE_CHECKING:
    from memory.store import Memory


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `midan report`."""
    parser = commands.add_parser(
        "report",
        help="articles and their English as bilingual pages with their terms marked",
        description="Write an HTML page for each article that the memory holds: Arabic right, English left, every "
        "term of the glossary marked in both with its entry on hover and focus. A page needs no other file and no "
        "network. Where a terminal shows Arabic badly, this is the place to read it.",
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help="articles that were run, by file or by name")
    parser.add_argument("--all", action="store_true", help="every article of the memory")
    parser.add_argument("--out", default="out", metavar="DIR", help="where the pages go (out)")
    add_terms(parser)
    add_memory(parser)
    parser.set_defaults(handler=report)


def report(args: argparse.Namespace) -> int:
    """Write the pages; 0."""
    from pathlib import Path

    from glossary.files import write_text
    from glossary.termfile import load_glossary
    from memory.report.page import render
    from memory.report.view import Viewer
    from memory.store import Memory

    if bool(args.files) == args.all:
        raise MidanError("name the articles, or give --all", remedy="see `midan report --help`")
    viewer = Viewer(load_glossary(args.terms))
    out = Path(args.out)
    with Memory.open(args.memory, readonly=True) as memory:
        names = memory.documents() if args.all else chosen(args.files, memory)
        for name, file in zip(names, file_names(names), strict=True):
            path = out / file
            write_text(path, render(name, memory.document(name), viewer))
            print(path)
    say(f"{len(names)} pages in {args.out}")
    return 0


def chosen(files: Sequence[str], memory: Memory) -> list[str]:
    """The documents that files or names stand for. Raises MidanError for one that the memory doesn't hold."""
    from memory.documents import document_names

    held = memory.documents()
    names: dict[str, None] = {}
    together = dict(zip(files, document_names(files), strict=True)) if len(set(files)) == len(files) else {}
    for file in files:
        possible = (file, together.get(file, ""), document_names([file])[0])
        name = next((n for n in possible if n in held), None)
        if name is None:
            few = ", ".join(held[:5]) + (", …" if len(held) > 5 else "")
            raise MidanError(
                f"the memory holds no article {file}",
                str(memory.path),
                f"it holds {few}" if held else "`midan run FILE` puts it there",
            )
        names[name] = None
    return list(names)


def file_names(names: Sequence[str]) -> list[str]:
    """A file name for each document, distinct even where case is ignored; an imported name may hold anything."""
    made: list[str] = []
    taken: set[str] = set()
    for name in names:
        base = re.sub(r"[^\w.\-]+", "-", name).strip("-.")[:100] or "article"
        number, file = 1, base
        while file.casefold() in taken:
            number += 1
            file = f"{base}-{number}"
        taken.add(file.casefold())
        made.append(f"{file}.html")
    return made
