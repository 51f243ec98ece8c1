"""`midan terms import` and `midan terms export`: the glossary to and from other tools."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from glossary.options import add_terms
from glossary.term import STATUSES
from glossary.terminal import say

FORMATS = ("tbx", "csv", "tsv", "omegat", "deepl")
_SHOWN = 20  # lines of one sort on stderr


def register(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `import` and `export`."""
    bringing = parts.add_parser(
        "import",
        help="merge another tool's glossary: TBX, CSV, TSV, OmegaT, DeepL",
        description="Merge another tool's glossary. New terms are added and gaps filled; where both have a value, the "
        "glossary's own stays and the difference is reported. Either column may be the Arabic one. The exit code is 1 "
        "when something contradicts the glossary.",
    )
    bringing.add_argument("files", nargs="+", metavar="FILE", help="a file to merge; - for standard input")
    bringing.add_argument("--format", choices=FORMATS, help="its format (by the file's name and content)")
    bringing.add_argument(
        "--status",
        choices=STATUSES,
        default="approved",
        help="the status of new terms of which the file says none (approved)",
    )
    bringing.add_argument("--dry-run", action="store_true", help="say what would be done and write nothing")
    add_terms(bringing)
    bringing.set_defaults(handler=_import)

    sending = parts.add_parser(
        "export",
        help="write the glossary for another tool: TBX, CSV, TSV, OmegaT, DeepL",
        description="Write the glossary for another tool. What its format can't hold is said on stderr.",
    )
    sending.add_argument("file", metavar="FILE", help="the file to write")
    sending.add_argument("--format", choices=FORMATS, help="its format (by the file's name; .txt is OmegaT's)")
    sending.add_argument(
        "--status", action="append", choices=STATUSES, help="only terms of this status; may be repeated (approved)"
    )
    sending.add_argument("--kind", action="append", metavar="KIND", help="only of this kind; may be repeated")
    sending.add_argument("--reverse", action="store_true", help="English to Arabic (OmegaT, DeepL)")
    add_terms(sending)
    sending.set_defaults(handler=_export)


def _import(args: argparse.Namespace) -> int:
    from glossary.exchange import formats
    from glossary.exchange.merging import merge
    from glossary.termfile import TermFile

    file = TermFile.open(args.terms)
    conflicts = 0
    for path in args.files:
        records, skipped = formats.read(path, args.format)
        merged = merge(file, records, args.status)
        _say(path, "passed over", skipped)
        _say(path, "conflict", merged.conflicts)
        conflicts += len(merged.conflicts)
        done = f"{merged.added} terms added, {merged.changed} completed, {merged.unchanged} as they were"
        dry = " (nothing was written)" if args.dry_run else ""
        say(f"{path}: {done}, {len(merged.conflicts)} conflicts{dry}")
    if not args.dry_run:
        file.save()
    return 1 if conflicts else 0


def _export(args: argparse.Namespace) -> int:
    from glossary.commands.opening import open_terms
    from glossary.exchange import formats

    terms = [
        term
        for term in open_terms(args.terms).glossary.with_status(args.status or ("approved",))
        if not args.kind or term.kind in args.kind
    ]
    fmt = args.format or formats.by_suffix(args.file)
    missed = formats.write(terms, args.file, fmt, args.reverse)
    _say(args.file, f"{fmt} has no place for", missed)
    say(f"{len(terms)} terms in {args.file}")
    return 0


def _say(path: str, what: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    for line in lines[:_SHOWN]:
        say(f"midan: {path}: {what}: {line}")
    if len(lines) > _SHOWN:
        say(f"midan: {path}: {what}: and {len(lines) - _SHOWN} more")
