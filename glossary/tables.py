"""Rows for people and for programs: tables with isolated right-to-left cells, and json, jsonl, csv, tsv.

People get `tabulate` tables in which every cell with Arabic stands between FSI and PDI (off with `bidi=False`).
Control characters and bidi overrides from files are shown escaped, so that no file can repaint the terminal.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from glossary.arabic import has_arabic, isolate
from glossary.terminal import visible

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "github", "plain")
PROGRAM_FORMATS = frozenset({"json", "jsonl", "csv", "tsv"})

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell(value: Any, bidi: bool = True) -> str:
    """One table cell: lists joined, Arabic isolated."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, (list, tuple)):
        return ", ".join(cell(v, bidi) for v in value)
    text = visible(str(value))
    return isolate(text) if bidi and has_arabic(text) else text


def spreadsheet_cell(value: Any) -> str:
    """One CSV cell that a spreadsheet will not run as a formula (OWASP, CSV injection): a leading ' is put before."""
    text = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def render(
    rows: Iterable[Mapping[str, Any]],
    fmt: str = "table",
    columns: Sequence[str] | None = None,
    bidi: bool = True,
) -> str:
    """Rows in one of `FORMATS`, ending in a line feed unless empty.

    `columns` chooses and orders the columns of tables, csv and tsv; json and jsonl always hold whole rows.
    """
    rows = list(rows)
    if fmt == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    if fmt == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    names = list(columns if columns is not None else dict.fromkeys(k for row in rows for k in row))
    if fmt in ("csv", "tsv"):
        import csv

        out = io.StringIO()
        writer = csv.writer(out, delimiter="," if fmt == "csv" else "\t", lineterminator="\n")
        writer.writerow(names)
        writer.writerows([spreadsheet_cell(row.get(n)) for n in names] for row in rows)
        return out.getvalue()
    if not rows:
        return ""
    from tabulate import tabulate

    style = {"table": "simple", "github": "github", "plain": "plain"}[fmt]
    body = [[cell(row.get(n), bidi) for n in names] for row in rows]
    return tabulate(body, headers=names, tablefmt=style, disable_numparse=True) + "\n"
