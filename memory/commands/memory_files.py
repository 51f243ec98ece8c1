"""`midan memory import` and `export`: the memory's traffic with other tools, by the ending of the file."""

from __future__ import annotations

import argparse
from collections import Counter

from glossary.options import add_memory
from glossary.terminal import say
from memory.commands.filters import add_filters, filters_of
from memory.exchange.formats import READ, WRITTEN, ending


def register(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` and `export` to the actions of `midan memory`."""
    importing = actions.add_parser(
        "import",
        help="take in TMX, XLIFF, PO or CSV files, each whole or not at all",
        description="Take in units from other tools. Which of the two languages is the source is read from the file. "
        "What is known already adds nothing; what a person reviewed is not overwritten by a machine's.",
    )
    importing.add_argument("files", nargs="+", metavar="FILE", help=", ".join(READ))
    importing.set_defaults(handler=import_files)
    exporting = actions.add_parser(
        "export",
        help="write units as TMX, XLIFF, PO, CSV or text",
        description="Write the translated units that fit. NAME.txt gives a pair of files, NAME.ar.txt and NAME.en.txt.",
    )
    exporting.add_argument("file", metavar="FILE", help=", ".join(WRITTEN))
    add_filters(exporting)
    exporting.set_defaults(handler=export_file)
    for action in (importing, exporting):
        add_memory(action)


def import_files(args: argparse.Namespace) -> int:
    """Take in each file in a transaction of its own and say what became of its units."""
    from memory.exchange.formats import read
    from memory.store import Memory

    for path in args.files:
        ending(path, READ)
    with Memory.open(args.memory) as memory:
        for path in args.files:
            skipped: Counter[str] = Counter()
            counts = memory.add(read(path, lambda why, seen=skipped: seen.update([why])))  # type: ignore[misc]
            told = "".join(f", {n} skipped ({why})" for why, n in sorted(skipped.items()))
            units = counts.read + sum(skipped.values())
            say(f"{path}: {units} read, {counts.added} added, {counts.updated} updated, {counts.known} known{told}")
    return 0


def export_file(args: argparse.Namespace) -> int:
    """Write the units that fit."""
    from memory.exchange.formats import write
    from memory.store import Memory

    ending(args.file, WRITTEN)
    filters = filters_of(args)
    with Memory.open(args.memory, readonly=True) as memory:
        count = write(memory.units(**filters, loose_first=True), args.file)
    where = args.file
    if args.file.lower().endswith(".txt"):
        from memory.exchange.parallel import paths_of

        where = " and ".join(map(str, paths_of(args.file)))
    say(f"{count} units in {where}")
    return 0
