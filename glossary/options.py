"""Options that several commands share, so that they read and behave the same everywhere."""

from __future__ import annotations

import argparse

from glossary.tables import FORMATS


def add_terms(parser: argparse.ArgumentParser) -> None:
    """--terms FILE"""
    parser.add_argument("--terms", default="terms.yaml", metavar="FILE", help="the glossary (terms.yaml)")


def add_memory(parser: argparse.ArgumentParser) -> None:
    """--memory FILE"""
    parser.add_argument("--memory", default="memory.db", metavar="FILE", help="the translation memory (memory.db)")


def add_format(parser: argparse.ArgumentParser) -> None:
    """--format and --no-bidi"""
    parser.add_argument("--format", choices=FORMATS, default="table", help="how to print (table)")
    parser.add_argument(
        "--no-bidi", dest="bidi", action="store_false", help="no invisible isolates around Arabic cells"
    )
