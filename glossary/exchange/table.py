"""A glossary as CSV or TSV with a header, for spreadsheets, and back.

RFC 4180 for CSV. Lists stand in one cell, their items between semicolons (an item's own semicolon after a backslash).
A cell that a spreadsheet would run as a formula gets an apostrophe before it, which reading takes off again. Reading
goes by the header, in any order and under the usual names of other tools; columns it does not know are reported. Only
evidence has no column.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Sequence
from typing import Any

from glossary.errors import MidanError
from glossary.exchange.losses import losses
from glossary.exchange.merging import Record, check_count
from glossary.files import write_text
from glossary.tables import render
from glossary.term import Term
from glossary.termentry import CHOICES, LISTS

COLUMNS = (
    *("ar", "en", "abbreviation", "kind", "status", "variants", "also", "forbidden", "match", "article", "case"),
    *("not_before", "not_after", "context", "not_context", "note", "count", "articles"),
)
_LISTS = frozenset({*LISTS, "articles"})
_ALIASES = {
    **dict.fromkeys(("arabic", "source", "source term", "term_ar", "ar term", "term (ar)", "العربية"), "ar"),
    **dict.fromkeys(("english", "target", "target term", "translation", "equivalent", "term_en", "en term"), "en"),
    **dict.fromkeys(("comment", "comments", "notes", "definition", "remark"), "note"),
    **dict.fromkeys(("type", "category", "domain"), "kind"),
    **dict.fromkeys(("variants_ar", "synonyms"), "variants"),
    **dict.fromkeys(("abbr", "acronym"), "abbreviation"),
    **dict.fromkeys(("alternatives", "other", "admitted"), "also"),
    **dict.fromkeys(("deprecated", "do not use"), "forbidden"),
}
_SPLIT = re.compile(r"(?<!\\);")


def write(glossary: Iterable[Term], path: str | os.PathLike[str], fmt: str = "csv") -> list[str]:
    """Write every entry in its order; what the format could not hold, a line each."""
    terms = list(glossary)
    write_text(path, as_text(terms, fmt))
    return losses(terms, COLUMNS)


def as_text(terms: Sequence[Term], fmt: str = "csv") -> str:
    """The entries as CSV or TSV."""
    rows = [
        {name: _joined(getattr(term, name)) if name in _LISTS else getattr(term, name) or None for name in COLUMNS}
        for term in terms
    ]
    return render(rows, fmt, COLUMNS) if rows else ("," if fmt == "csv" else "\t").join(COLUMNS) + "\n"


def _joined(items: Sequence[str]) -> str:
    return "; ".join(item.replace(";", "\\;") for item in items)


def rows_of(text: str, where: str, delimiter: str) -> list[list[str]]:
    """The rows of a text, empty ones left out. Raises MidanError for broken quoting."""
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True)
        rows = []
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                check_count(len(rows), where)
        return rows
    except csv.Error as error:
        raise MidanError(
            f"not {'CSV' if delimiter == ',' else 'TSV'}: {error}", where, "nothing was imported"
        ) from None


def header_of(row: Sequence[str]) -> list[str | None] | None:
    """The field that each column holds, None for one that is not known; None where the row is no header."""
    names = [" ".join(cell.split()).lower() for cell in row]
    known = [_ALIASES.get(name, name if name in COLUMNS else None) for name in names]
    return known if "ar" in known and len(known) > 1 else None


def delimiter_of(text: str) -> str:
    """The delimiter that the first line uses most."""
    line = text.removeprefix("\ufeff").split("\n", 1)[0]
    return max(",\t;", key=line.count)


def read(text: str, where: str) -> tuple[list[Record], list[str]]:
    """The records of a table with a header, and what was passed over. Raises MidanError."""
    rows = rows_of(text, where, delimiter_of(text))
    header = header_of(rows[0]) if rows else None
    if header is None:
        raise MidanError("no header with a column `ar`", where, f"columns: {', '.join(COLUMNS)}")
    seen: set[str] = set()
    for place, name in enumerate(header):
        if name in seen:
            header[place] = None
        seen.add(name or "")
    unknown = [cell.strip() for cell, name in zip(rows[0], header, strict=True) if name is None and cell.strip()]
    skipped = [f"column {name}" for name in unknown]
    records: list[Record] = []
    for number, row in enumerate(rows[1:], 2):
        record: dict[str, Any] = {}
        for name, cell in zip(header, row, strict=False):
            value = _value(name, cell) if name else None
            if value not in (None, ()):
                record[name or ""] = value
            elif name in CHOICES and cell.strip():
                skipped.append(f"row {number}: {name} {cell.strip()!r}")
        if record.get("ar"):
            records.append(record)
        else:
            skipped.append(f"row {number}: no Arabic")
    return records, skipped


def _value(name: str, cell: str) -> Any:
    text = cell.strip()
    if text.startswith("'") and text[1:2] in ("=", "+", "-", "@", "\t", "\r"):
        text = text[1:]
    if not text:
        return None
    if name in _LISTS:
        items = (item.strip().replace("\\;", ";") for item in _SPLIT.split(text))
        return tuple(item for item in items if item)
    if name == "count":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
    if name in CHOICES:
        text = text.lower()
        return text if text in CHOICES[name] else None
    return text
