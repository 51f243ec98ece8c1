"""`midan lookup`: a word or phrase of either language in the glossary."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from glossary.options import add_format, add_terms
from glossary.term import STATUSES
from glossary.terminal import say

if TYPE_CHECKING:
    from glossary.term import Term

COLUMNS = ("ar", "en", "kind", "status", "match", "score")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `lookup`."""
    parser = commands.add_parser(
        "lookup",
        help="look up a word or phrase, Arabic or English, inflected, misspelt or partial",
        description="Look up a word or phrase of either language. Proclitics, marks, spelling variants, parts of a "
        "term and slips of the keyboard are seen through; the best answer comes first. The exit code is 0 also when "
        "nothing is found.",
    )
    parser.add_argument("query", nargs="+", metavar="QUERY", help="what to look for; several words need no quotes")
    parser.add_argument("--limit", type=_count, default=10, metavar="N", help="at most so many answers (10)")
    parser.add_argument(
        "--status",
        action="append",
        choices=STATUSES,
        help="only terms of this status; may be repeated (approved and candidate)",
    )
    add_terms(parser)
    add_format(parser)
    parser.set_defaults(handler=_lookup)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 1000")
    return int(text)


def _lookup(args: argparse.Namespace) -> int:
    from glossary import tables
    from glossary.commands.opening import open_terms
    from glossary.lookup import Lookup

    query = " ".join(args.query)
    terms = open_terms(args.terms).glossary.with_status(args.status or ("approved", "candidate"))
    answers = Lookup(terms).search(query, args.limit)
    rows = [
        {
            "ar": found.term.ar,
            "en": found.term.en,
            "kind": found.term.kind,
            "status": found.term.status,
            "match": found.match,
            "score": found.score,
            "form": found.form,
            "abbreviation": found.term.abbreviation,
            "variants": list(found.term.variants),
            "also": list(found.term.also),
            "forbidden": list(found.term.forbidden),
            "note": found.term.note,
        }
        for found in answers
    ]
    print(tables.render(rows, args.format, COLUMNS, args.bidi), end="")
    if args.format == "table":
        for found in answers:
            print(details(found.term, args.bidi), end="")
    if not rows:
        say(f"midan: nothing found for {query} in {len(terms)} terms of {args.terms}")
    return 0


def details(term: Term, bidi: bool) -> str:
    """What a table has no room for, a line each under the term; nothing where there is nothing to say."""
    from glossary.tables import cell

    lines = [
        f"  {label}: {cell(value, bidi)}"
        for label, value in (
            ("abbreviation", term.abbreviation),
            ("other forms", term.variants),
            ("also", term.also),
            ("not", term.forbidden),
            ("note", term.note),
        )
        if value
    ]
    lines += [f"  in {cell(e.article, bidi)}: {cell(e.text, bidi)}" for e in term.evidence[:1]]
    return "\n".join(["", cell(term.ar, bidi), *lines, ""]) if lines else ""
