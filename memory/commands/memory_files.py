"""`midan memory import` and `export`: the memory's traffic with other tools, by the ending of the file."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from glossary.errors import MidanError
from glossary.options import add_memory

if TYPE_CHECKING:
    from memory.unit import TranslationUnit


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` and `export` to the actions of `midan memory`."""
    importing = actions.add_parser("import", help="take in TMX or PO files, each whole or not at all")
    importing.add_argument("files", nargs="+", metavar="FILE", help=".tmx or .po")
    importing.set_defaults(handler=import_files)
    exporting = actions.add_parser("export", help="write units as TMX")
    exporting.add_argument("file", metavar="FILE", help=".tmx")
    exporting.add_argument("--document", metavar="NAME", help="only this article")
    exporting.add_argument("--status", metavar="STATUS", help="only this status")
    exporting.add_argument("--engine", metavar="NAME", help="only this engine")
    exporting.add_argument("--since", metavar="DATE", help="changed on or after this date (YYYY-MM-DD)")
    exporting.add_argument("--until", metavar="DATE", help="changed before this date")
    exporting.set_defaults(handler=export_file)
    for action in (importing, exporting):
        add_memory(action)


def import_files(args: argparse.Namespace) -> int:
    """Take in each file in a transaction of its own and say what became of its units."""
    from memory.store import Memory

    with Memory.open(args.memory) as memory:
        for path in args.files:
            skipped: Counter[str] = Counter()
            counts = memory.add(_units(path, lambda why, seen=skipped: seen.update([why])))  # type: ignore[misc]
            told = "".join(f", {n} skipped ({why})" for why, n in sorted(skipped.items()))
            read = counts.read + sum(skipped.values())
            print(
                f"{path}: {read} read, {counts.added} added, {counts.updated} updated, {counts.known} known{told}",
                file=sys.stderr,
            )
    return 0


def _units(path: str, skipped: Callable[[str], None]) -> Iterator[TranslationUnit]:
    ending = Path(path).suffix.lower()
    if ending == ".po":
        from memory.exchange.po import read as read_po

        return read_po(path, skipped=skipped)
    if ending == ".tmx":
        from memory.exchange.tmx import read as read_tmx

        return read_tmx(path, skipped=skipped)
    raise MidanError(f"can't import {ending or 'a file without an ending'}", path, "give .tmx or .po")


def export_file(args: argparse.Namespace) -> int:
    """Write the units that fit."""
    from memory.store import Memory

    if Path(args.file).suffix.lower() != ".tmx":
        raise MidanError("can't export this kind of file", args.file, "name it .tmx")
    from memory.exchange.tmx import write

    with Memory.open(args.memory, readonly=True) as memory:
        count = write(
            memory.units(
                document=args.document, status=args.status, engine=args.engine, since=args.since, until=args.until
            ),
            args.file,
        )
    print(f"{count} units in {args.file}", file=sys.stderr)
    return 0
