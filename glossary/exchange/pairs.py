"""Glossaries that are pairs of a source and a target without a header: OmegaT's and DeepL's.

OmegaT (user manual, "Glossaries"): UTF-8, a line an entry, source, target and comment between tabs, no quoting, so that
tabs and line breaks become spaces; a line that begins with # is a comment. DeepL (API documentation, "glossaries"): CSV
with quoting, or TSV, two columns; no source twice, no empty cell, no control character, at most 1024 bytes a cell.
A row for each Arabic form of an entry, so that each is found; in OmegaT a variant's comment begins with an arrow and
the entry's own form, which reading understands. Which column is Arabic is seen by its letters when reading.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence

from glossary.arabic import INVISIBLE, fold_key, has_arabic
from glossary.errors import MidanError
from glossary.exchange.losses import losses
from glossary.exchange.merging import Record, check_count
from glossary.exchange.table import delimiter_of, rows_of
from glossary.files import write_text
from glossary.term import Term

ARROW = "→ "
LONGEST_CELL = 1024  # bytes, DeepL
_LANGUAGE_CODE = 8  # characters of the longest language code in a column of them


def write_omegat(terms: Sequence[Term], path: str | os.PathLike[str], reverse: bool = False) -> list[str]:
    """Write OmegaT's three columns, English first with `reverse`; what they could not hold, a line each."""
    lines: list[str] = []
    missed: list[str] = []
    for term, arabic, english in _pairs(terms, reverse):
        pair = [_one_line(english), _one_line(arabic)] if reverse else [_one_line(arabic), _one_line(english)]
        if pair[0].startswith("#"):
            missed.append(f"{pair[0]}, which would be a comment there")
            continue
        comment = term.note or ""
        if arabic != term.ar:
            comment = f"{ARROW}{term.ar}"
        lines.append("\t".join([*pair, _one_line(comment)]).rstrip("\t") + "\n")
    write_text(path, "".join(dict.fromkeys(lines)))
    return [*missed, *_untold(terms), *losses(terms, _held(reverse, "also", "note"))]


def write_deepl(
    terms: Sequence[Term], path: str | os.PathLike[str], reverse: bool = False, delimiter: str = ","
) -> list[str]:
    """Write DeepL's two columns, English first with `reverse`; what they could not hold, a line each."""
    rows: dict[str, str] = {}
    missed: list[str] = []
    for _, arabic, english in _pairs(terms, reverse, also=reverse):
        source, target = (english, arabic) if reverse else (arabic, english)
        source, target = _one_line(source), _one_line(target)
        if max(len(source.encode()), len(target.encode())) > LONGEST_CELL:
            missed.append(f"{source[:40]}…, which is longer than {LONGEST_CELL} bytes")
        elif rows.setdefault(source, target) != target:
            missed.append(f"{source} as {target}: {rows[source]} has it already")
    out = io.StringIO()
    if delimiter == "\t":
        out.writelines(f"{source}\t{target}\n" for source, target in rows.items())
    else:
        csv.writer(out, lineterminator="\n").writerows(rows.items())
    write_text(path, out.getvalue())
    return [*missed, *_untold(terms), *losses(terms, _held(reverse, *["also"] * reverse))]


def read(text: str, where: str, quoted: bool = True) -> tuple[list[Record], list[str]]:
    """The records of a file of pairs, and what was passed over. Raises MidanError where it holds no pairs."""
    delimiter = delimiter_of(text) if quoted else "\t"
    if delimiter == "\t":
        lines = text.removeprefix("\ufeff").splitlines()
        lines = [line for line in lines if line.strip() and not line.startswith("#")]
        check_count(len(lines), where)
        rows = [line.split("\t") for line in lines]
    else:
        rows = rows_of(text, where, delimiter)
    if rows and not any(len(row) > 1 for row in rows):
        raise MidanError("no pairs of source and target in it", where, "columns stand between tabs or commas")
    arabic_first = sum(has_arabic(row[0]) for row in rows) >= sum(has_arabic("".join(row[1:2])) for row in rows)
    records: dict[str, dict[str, object]] = {}
    skipped: list[str] = []
    for number, row in enumerate(rows, 1):
        cells = [" ".join(cell.split()) for cell in row]
        if len(cells) < 2 or not cells[0] or not cells[1]:
            skipped.append(f"row {number}: no pair")
            continue
        arabic, english = (cells[0], cells[1]) if arabic_first else (cells[1], cells[0])
        comment = " ".join(cells[2:3]) if len(cells) == 3 or len("".join(cells[2:])) > 2 * _LANGUAGE_CODE else ""
        if comment.startswith(ARROW) and (owner := records.get(fold_key(comment[len(ARROW) :]))) is not None:
            _add(owner, "variants", arabic)
            continue
        record = records.setdefault(fold_key(arabic), {"ar": arabic, "en": english})
        if record["en"] != english:
            _add(record, "also", english)
        if comment and not comment.startswith(ARROW):
            record.setdefault("note", comment)
    return list(records.values()), skipped


def _add(record: dict[str, object], key: str, item: str) -> None:
    there = record.get(key, ())
    assert isinstance(there, tuple)
    if item not in there:
        record[key] = (*there, item)


def _pairs(terms: Iterable[Term], reverse: bool, also: bool = True) -> Iterator[tuple[Term, str, str]]:
    """Each Arabic form with the English, or with `reverse` each English form with the Arabic.

    With `also` the entry's own form stands with the other accepted English too.
    """
    for term in terms:
        if not term.en:
            continue
        for form in (term.ar,) if reverse else term.forms:
            yield term, form, term.en
        if reverse and term.abbreviation:
            yield term, term.ar, term.abbreviation
        for english in term.also if also else ():
            yield term, term.ar, english


def _held(reverse: bool, *more: str) -> tuple[str, ...]:
    return ("en", *more, "abbreviation" if reverse else "variants")


def _untold(terms: Iterable[Term]) -> list[str]:
    without = sum(not term.en for term in terms)
    return [f"{without} terms without English"] if without else []


def _one_line(text: str) -> str:
    """A cell without tabs, line breaks and control characters; of the invisible characters joiners stay."""
    return " ".join(
        "".join(c if c.isprintable() or c in "\u200c\u200d" else " " * (c not in INVISIBLE) for c in text).split()
    )
