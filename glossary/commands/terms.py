"""`midan terms`: the glossary file, read and edited at the prompt; mining and exchange have modules of their own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from glossary.errors import MidanError
from glossary.options import add_format, add_terms
from glossary.term import STATUSES
from glossary.terminal import say

if TYPE_CHECKING:
    from glossary.term import Term
    from glossary.termfile import TermFile

COLUMNS = ("ar", "en", "abbreviation", "kind", "status", "count", "articles")


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    """Add `terms` and what belongs under it; the parser of `terms mine`, which a caller may give more to do."""
    from glossary.commands import exchange, mine

    parser = commands.add_parser("terms", help="list, approve, edit, mine and exchange the glossary's terms")
    parts = parser.add_subparsers(title="commands", dest="part", metavar="COMMAND", required=True)
    mining = mine.register(parts)

    listing = parts.add_parser("list", help="list terms")
    listing.add_argument("--status", action="append", choices=STATUSES, help="only of this status; may be repeated")
    listing.add_argument("--kind", action="append", metavar="KIND", help="only of this kind; may be repeated")
    listing.add_argument(
        "--article", action="append", metavar="NAME", help="only seen in this article; may be repeated"
    )
    listing.add_argument("--without-en", action="store_true", help="only terms that have no English yet")
    add_terms(listing)
    add_format(listing)
    listing.set_defaults(handler=_list)

    showing = parts.add_parser("show", help="show all that is known of terms")
    _add_term_arguments(showing)
    add_format(showing)
    showing.set_defaults(handler=_show)

    for name, status, meaning in (
        ("approve", "approved", "let terms be enforced in translations"),
        ("reject", "rejected", "never propose these terms again"),
    ):
        deciding = parts.add_parser(name, help=meaning)
        _add_term_arguments(deciding)
        if name == "approve":
            deciding.add_argument("--en", metavar="ENGLISH", help="the English to approve with it (one term only)")
        deciding.set_defaults(handler=_decide, decision=status)

    setting = parts.add_parser(
        "set",
        help="change one term",
        description="Change one term and leave every other byte of the file as it is. KEY=VALUE sets, KEY= removes; "
        "the items of a list (variants, also, forbidden, not_before, not_after, context, not_context) stand between "
        "semicolons, and KEY+=VALUE and KEY-=VALUE add and take away some.",
    )
    setting.add_argument("term", metavar="AR", help="the Arabic of the entry")
    setting.add_argument(
        "changes", nargs="+", metavar="KEY=VALUE", help="as in en='field countries' also+='core countries'"
    )
    add_terms(setting)
    setting.set_defaults(handler=_set)
    exchange.register(parts)
    return mining


def _add_term_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("wanted", nargs="+", metavar="AR", help="the Arabic of an entry; - reads one a line from stdin")
    add_terms(parser)


def _list(args: argparse.Namespace) -> int:
    from glossary import tables
    from glossary.commands.opening import open_terms

    rows = [
        as_row(term)
        for term in open_terms(args.terms).glossary
        if (not args.status or term.status in args.status)
        and (not args.kind or term.kind in args.kind)
        and (not args.article or not set(args.article).isdisjoint(term.articles))
        and not (args.without_en and term.en)
    ]
    print(tables.render(rows, args.format, COLUMNS, args.bidi), end="")
    if not rows:
        say(f"midan: no such terms in {args.terms}")
    return 0


def as_row(term: Term) -> dict[str, Any]:
    """A term as JSON values, all its fields."""
    from dataclasses import asdict

    return {k: list(v) if isinstance(v, tuple) else v for k, v in asdict(term).items()}


def _show(args: argparse.Namespace) -> int:
    from glossary import tables
    from glossary.commands.opening import open_terms

    rows = [as_row(term) for term in _wanted(open_terms(args.terms), args.wanted)]
    if args.format not in ("table", "plain"):
        print(tables.render(rows, args.format, bidi=args.bidi), end="")
        return 0
    for place, row in enumerate(rows):
        print("\n" * (place > 0), end="")
        for key, value in row.items():
            if key == "evidence":
                for item in value:
                    print(f"  in {tables.cell(item['article'], args.bidi)}: {tables.cell(item['text'], args.bidi)}")
            elif value:
                print(f"{key}: {tables.cell(value, args.bidi)}")
    return 0


def _decide(args: argparse.Namespace) -> int:
    from glossary.commands.opening import open_terms

    file = open_terms(args.terms)
    terms = _wanted(file, args.wanted)
    english = getattr(args, "en", None)
    if english is not None and len(terms) != 1:
        raise MidanError("--en goes with one term", remedy="approve the others in a call of their own")
    changed = 0
    for term in terms:
        changes = {"status": args.decision} | ({"en": english} if english is not None else {})
        if any(getattr(term, key) != value for key, value in changes.items()):
            changed += 1
            file.update(term.ar, changes)
    file.save()
    say(f"{changed} of {len(terms)} terms {args.decision} in {args.terms}")
    if args.decision == "approved":
        bare = [t.ar for t in terms if not (t.en or english)]
        if bare:
            say(f"midan: no English yet for {'، '.join(bare)}; `midan terms set AR en=…`")
    return 0


def _set(args: argparse.Namespace) -> int:
    from glossary.commands.opening import open_terms

    file = open_terms(args.terms)
    (term,) = _wanted(file, [args.term])
    file.update(term.ar, parse_changes(args.changes, term))
    file.save()
    return 0


def parse_changes(changes: Iterable[str], term: Term) -> dict[str, Any]:
    """KEY=VALUE, KEY+=VALUE and KEY-=VALUE as changes to the fields of a term. Raises MidanError."""
    from glossary.termentry import LISTS

    parsed: dict[str, Any] = {}
    for change in changes:
        key, equals, value = change.partition("=")
        sign = key[-1:] if key[-1:] in ("+", "-") else ""
        key = key.removesuffix(sign).strip() if sign else key.strip()
        if not equals:
            raise MidanError(f"{change!r} is not KEY=VALUE", remedy="as in en='field countries'")
        if key not in LISTS:
            if sign:
                raise MidanError(f"{key} is not a list", remedy=f"lists: {', '.join(LISTS)}")
            parsed[key] = value
            continue
        items = [item.strip() for item in value.split(";") if item.strip()]
        there = list(parsed.get(key, getattr(term, key)))
        if sign == "+":
            items = [*there, *(item for item in items if item not in there)]
        elif sign == "-":
            items = [item for item in there if item not in items]
        parsed[key] = tuple(items)
    return parsed


def _wanted(file: TermFile, wanted: Iterable[str]) -> list[Term]:
    """The entries that were named. Raises MidanError, with what may have been meant, for one that is not there."""
    terms: dict[str, Term] = {}
    for ar in _names(wanted):
        term = file.find(ar)
        if term is None:
            from glossary.lookup import Lookup

            near = [found.term.ar for found in Lookup(file.glossary).search(ar, 3)]
            raise MidanError(f"no entry {ar}", str(file.path), f"near it: {'، '.join(near)}" if near else "")
        terms[term.ar] = term
    return list(terms.values())


def _names(wanted: Iterable[str]) -> Iterator[str]:
    for name in wanted:
        if name == "-":
            yield from (line.strip() for line in sys.stdin if line.strip())
        else:
            yield name
