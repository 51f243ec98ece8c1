"""The formats that the memory reads and writes, by the ending of a file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from glossary.errors import MidanError
from memory.unit import TranslationUnit

READ = (".tmx", ".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".mxliff", ".po", ".csv", ".tsv")
WRITTEN = (".tmx", ".xlf", ".xliff", ".po", ".csv", ".tsv", ".txt")


def ending(path: str | os.PathLike[str], endings: Iterable[str]) -> str:
    """The ending of a file. Raises MidanError where it is none of these."""
    found = Path(path).suffix.lower()
    if found not in endings:
        raise MidanError("the format can't be told from the name", os.fspath(path), f"name it {', '.join(endings)}")
    return found


def read(path: str | os.PathLike[str], skipped: Callable[[str], None]) -> Iterator[TranslationUnit]:
    """The units of a file, one by one; `skipped` is told why another is not given. Raises MidanError."""
    kind = ending(path, READ)
    if kind == ".tmx":
        from memory.exchange.tmx import read as read_tmx

        return read_tmx(path, skipped=skipped)
    if kind == ".po":
        from memory.exchange.po_reading import read as read_po

        return read_po(path, skipped=skipped)
    if kind in (".csv", ".tsv"):
        from memory.exchange.table import read as read_table

        return read_table(path, skipped=skipped)
    from memory.exchange.xliff_reading import read as read_xliff

    return read_xliff(path, skipped=skipped)


def write(units: Iterable[TranslationUnit], path: str | os.PathLike[str]) -> int:
    """Write the translated units among these, whole or not at all; how many. Raises MidanError."""
    kind = ending(path, WRITTEN)
    if kind == ".tmx":
        from memory.exchange.tmx import write as write_tmx

        return write_tmx(units, path)
    if kind == ".po":
        from memory.exchange.po import write as write_po

        return write_po(units, path)
    if kind in (".csv", ".tsv"):
        from memory.exchange.table import write as write_table

        return write_table(units, path, "," if kind == ".csv" else "\t")
    if kind == ".txt":
        from memory.exchange.parallel import write as write_parallel

        return write_parallel(units, path)
    from memory.exchange.xliff import write as write_xliff

    return write_xliff(units, path)
