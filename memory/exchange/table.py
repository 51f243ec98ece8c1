"""Units as CSV or TSV with a header, for spreadsheets and scripts, and back.

RFC 4180 for CSV. A cell that a spreadsheet would run as a formula gets an apostrophe before it, which reading takes off
again; so does one that begins with an apostrophe before such a sign. Reading goes by the header, in any order and under
the usual names of other tools; a table without a header needs two columns, of which the one in Arabic is the source.
UTF-8, UTF-16 (with a mark) and Windows-1256; a row is in memory at a time.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO

from glossary.arabic import has_arabic
from glossary.errors import MidanError
from glossary.files import explain, replacing
from memory.exchange.values import NAMES, PROPERTY, REST, exportable, rest_of, values_of, with_values
from memory.exchange.xmlfile import ILLEGAL, same_language
from memory.unit import SOURCE_LANG, TranslationUnit

_VALUES = (*NAMES, *REST)
COLUMNS = ("source", "target", "note", *(name.replace("-", "_") for name in _VALUES), "properties")
_ALIASES = {
    **dict.fromkeys(("ar", "arabic", "source text", "العربية"), "source"),
    **dict.fromkeys(("en", "english", "target text", "translation"), "target"),
    **dict.fromkeys(("comment", "comments", "notes"), "note"),
}
_FORMULA = re.compile("'*[=+@\t\r-]")
_LONGEST = 4 * 2**20  # characters of a cell


def write(units: Iterable[TranslationUnit], path: str | os.PathLike[str], delimiter: str = ",") -> int:
    """Write the translated units with a header; how many were written."""
    count = 0
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
        writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for unit in map(exportable, units):
            if unit is not None:
                writer.writerow(_cells(unit))
                count += 1
        text.detach()
    return count


def _cells(unit: TranslationUnit) -> list[str]:
    values = dict(values_of(unit)) | dict(rest_of(unit))
    properties = {k.removeprefix(PROPERTY): v for k, v in values.items() if k.startswith(PROPERTY)}
    told = json.dumps(properties, ensure_ascii=False, separators=(",", ":")) if properties else ""
    row = [unit.source, unit.target, unit.note or "", *(values.get(name, "") for name in _VALUES), told]
    return [_guarded(ILLEGAL.sub("", cell)) for cell in row]


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def read(path: str | os.PathLike[str], skipped: Callable[[str], None] = lambda why: None) -> Iterator[TranslationUnit]:
    """The units of a table; `skipped` is told why a row is not given. Raises MidanError with the line."""
    where = os.fspath(path)
    try:
        with open(path, "rb") as binary:
            encoding = _encoding(binary)
            binary.seek(0)
            stream = io.TextIOWrapper(binary, encoding=encoding, newline="")
            delimiter = _delimiter(stream.readline(_LONGEST))
            stream.seek(0)
            rows = csv.reader(_lines(stream, where), delimiter=delimiter, strict=True)
            try:
                yield from _units(rows, where, skipped)
            except csv.Error as error:
                place = f"{where}:{rows.line_num}"
                raise MidanError(f"broken table ({error})", place, "mend it; nothing was imported") from None
            except UnicodeDecodeError:
                place = f"{where}:{rows.line_num + 1}"
                raise MidanError("broken characters", place, "save it as UTF-8; nothing was imported") from None
    except OSError as error:
        raise MidanError(explain(error), where, "check the path and its permissions") from None


def _encoding(stream: IO[bytes]) -> str:
    """The encoding by its mark, or UTF-8 where all of the file is that, or Windows-1256."""
    head = stream.read(4)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    stream.seek(0)
    try:
        while data := stream.read(2**20):
            decoder.decode(data)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1256"
    return "utf-8-sig"


def _delimiter(line: str) -> str:
    """The delimiter that the first line uses most."""
    return max(",\t;", key=line.count)


def _lines(stream: IO[str], where: str) -> Iterator[str]:
    number = 0
    while line := stream.readline(_LONGEST + 1):
        number += 1
        if len(line) > _LONGEST:
            raise MidanError("no line of a table is that long", f"{where}:{number}", "mend it; nothing was imported")
        yield line.replace("\0", "")


def _units(rows: Iterator[list[str]], where: str, skipped: Callable[[str], None]) -> Iterator[TranslationUnit]:
    first = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if first is None:
        return
    columns = _header(first)
    if columns is None:
        if len(first) < 2:
            raise MidanError("no two columns", where, f"columns: {', '.join(COLUMNS[:3])}")
        columns = {"source": 0, "target": 1}
        rows = _with(first, rows)
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        cells = {name: _unguarded(row[i]) for name, i in columns.items() if i < len(row) and row[i]}
        source, target = cells.get("source", ""), cells.get("target", "")
        if _is_reverse(source, target, cells.get("target_lang")):
            source, target = target, source
            cells["source_lang"], cells["target_lang"] = cells.get("target_lang", ""), cells.get("source_lang", "")
        if not source.strip() or not target.strip():
            skipped("an empty text")
            continue
        unit = TranslationUnit(source, target, note=cells.get("note"))
        yield with_values(unit, _values(cells))


def _header(row: Sequence[str]) -> dict[str, int] | None:
    """The columns by name; None where the row is no header."""
    names = [" ".join(cell.split()).lower() for cell in row]
    known = [_ALIASES.get(name, name if name in COLUMNS else "") for name in names]
    if not {"source", "target"} <= set(known):
        return None
    columns: dict[str, int] = {}
    for place, name in enumerate(known):
        if name:
            columns.setdefault(name, place)
    return columns


def _is_reverse(source: str, target: str, target_lang: str | None) -> bool:
    """Whether the row was translated the other way, by what it says or else by its script."""
    if target_lang:
        return same_language(target_lang, SOURCE_LANG)
    return has_arabic(target) and not has_arabic(source)


def _values(cells: Mapping[str, str]) -> dict[str, str]:
    values = {name: cells[column] for name in _VALUES if (column := name.replace("-", "_")) in cells}
    try:
        properties = json.loads(cells.get("properties") or "{}")
    except (ValueError, RecursionError):
        properties = {}
    told = properties.items() if isinstance(properties, dict) else ()
    return values | {PROPERTY + name: value for name, value in told if isinstance(value, str)}


def _with(first: list[str], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield first
    yield from rows
