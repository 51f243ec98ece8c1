"""Options that choose units of the memory: by article, status, engine and date."""

from __future__ import annotations

import argparse
import re
from typing import TypedDict

from memory.unit import STATUSES


class Filters(TypedDict):
    """What `Memory.units` takes; None for what does not matter."""

    document: str | None
    status: str | None
    engine: str | None
    since: str | None
    until: str | None


def add_filters(parser: argparse.ArgumentParser) -> None:
    """--document, --status, --engine, --since and --until"""
    parser.add_argument("--document", metavar="NAME", help="only units of this article")
    parser.add_argument("--status", choices=STATUSES, help="only units of this status")
    parser.add_argument("--engine", metavar="NAME", help="only units made by this engine")
    parser.add_argument("--since", type=_date, metavar="DATE", help="changed on or after this date (YYYY-MM-DD)")
    parser.add_argument("--until", type=_date, metavar="DATE", help="changed before this date")


def filters_of(args: argparse.Namespace) -> Filters:
    """What was asked for."""
    return Filters(document=args.document, status=args.status, engine=args.engine, since=args.since, until=args.until)


def _date(text: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", text):
        raise argparse.ArgumentTypeError(f"not a date: {text!r} (YYYY-MM-DD)")
    return text
