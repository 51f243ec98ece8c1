"""The formats by name, and which one a file is in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import PurePath

from glossary.errors import MidanError
from glossary.exchange.merging import MAX_BYTES, Record
from glossary.files import read_bytes
from glossary.term import Term

FORMATS = ("tbx", "csv", "tsv", "omegat", "deepl")
_BY_SUFFIX = {
    **dict.fromkeys((".tbx", ".tbxm", ".xml", ".mtf"), "tbx"),
    ".csv": "csv",
    ".tsv": "tsv",
    **dict.fromkeys((".txt", ".utf8", ".tab"), "omegat"),
}


def by_suffix(path: str | os.PathLike[str]) -> str:
    """The format that a file's name suggests. Raises MidanError where it suggests none."""
    fmt = _BY_SUFFIX.get(PurePath(path).suffix.lower())
    if fmt is None:
        raise MidanError("the format can't be told from the name", os.fspath(path), f"--format {'|'.join(FORMATS)}")
    return fmt


def write(terms: Sequence[Term], path: str, fmt: str, reverse: bool = False) -> list[str]:
    """Write entries in a format; what it could not hold, a line each."""
    if fmt == "tbx":
        from glossary.exchange import tbx

        return tbx.write(terms, path)
    if fmt in ("csv", "tsv"):
        from glossary.exchange import table

        return table.write(terms, path, fmt)
    from glossary.exchange import pairs

    if fmt == "omegat":
        return pairs.write_omegat(terms, path, reverse)
    return pairs.write_deepl(terms, path, reverse, "\t" if PurePath(path).suffix.lower() in (".tsv", ".tab") else ",")


def read(path: str, fmt: str | None = None) -> tuple[list[Record], list[str]]:
    """The records of a file, and what was passed over; without `fmt` by its name and content. Raises MidanError."""
    from glossary.exchange import pairs, table, tbx
    from glossary.reading.decoding import decode

    if fmt is None and path != "-":
        fmt = by_suffix(path)
    if fmt == "tbx":
        return tbx.read(path)
    text = decode(read_bytes(path, MAX_BYTES), path)
    if fmt in (None, "csv", "tsv"):
        rows = table.rows_of(text.split("\n", 1)[0], path, table.delimiter_of(text)) if fmt != "tsv" else None
        first = rows[0] if rows else text.split("\n", 1)[0].rstrip("\r").split("\t")
        if table.header_of(first) is not None:
            return table.read(text, path)
    return pairs.read(text, path, quoted=fmt != "omegat")
