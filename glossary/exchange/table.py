"""A glossary as CSV or TSV with a header, for spreadsheets: lists in one cell, formulas defused.

RFC 4180 for CSV. Notes and evidence that span lines are kept inside their cell.
"""

from __future__ import annotations

import os

from glossary.files import write_text
from glossary.tables import render
from glossary.term import Glossary

COLUMNS = (
    "ar",
    "en",
    "abbreviation",
    "kind",
    "status",
    "variants",
    "also",
    "forbidden",
    "match",
    "case",
    "note",
    "count",
)


def write(glossary: Glossary, path: str | os.PathLike[str], fmt: str = "csv") -> None:
    """Write every entry of a glossary, in its order."""
    rows = [{column: getattr(term, column) for column in COLUMNS} for term in glossary]
    write_text(path, render(rows, fmt, COLUMNS) if rows else ",".join(COLUMNS) + "\n")
