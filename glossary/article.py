"""A file into an Article: title, date, body paragraphs, and what was dropped and why.

Reads plain text in any encoding and web pages, from a path or from standard input. How is decided in
`glossary.reading`, one step a module; this one opens the file and bounds what it takes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from glossary.errors import MidanError
from glossary.files import read_bytes
from glossary.reading.page import Dropped as Dropped
from glossary.reading.page import Line

MAX_BYTES = 64 * 2**20
MAX_LINE = 2**20  # characters
MAX_LINES = 50_000


@dataclass(frozen=True, slots=True)
class Article:
    """What a file holds. `path` is as it was given; `date` is ISO 8601 (YYYY-MM-DD)."""

    path: str
    title: str | None
    date: str | None
    paragraphs: tuple[str, ...]
    dropped: tuple[Dropped, ...] = ()


def read_article(path: str | Path, raw: bool = False) -> Article:
    """The article in a file, or in standard input for `-`; with `raw` every line that is not blank is a paragraph.

    Raises MidanError when the file can't be read, is too large, or is no text.
    """
    from glossary.reading.decoding import decode, split_lines
    from glossary.reading.layout import read_lines
    from glossary.reading.webpage import declared_charset, is_html, read_webpage
    from glossary.reading.wrapping import unwrap

    name = os.fspath(path)
    data = read_bytes(path, MAX_BYTES)
    text = decode(data, name, declared_charset(data))
    title = date = None
    lines: Sequence[Line]
    if is_html(text, name):
        page = read_webpage(text, name)
        lines, title, date = page.lines, page.title, page.date
    else:
        lines = [Line(number, line) for number, line in enumerate(split_lines(text), 1) if line.strip()]
    _bound(lines, name, raw)
    if raw:
        return Article(name, None, None, tuple(line.text.strip() for line in lines))
    reading = read_lines(unwrap(lines), title, date)
    return Article(name, reading.title, reading.date, reading.paragraphs, reading.dropped)


def _bound(lines: Sequence[Line], name: str, raw: bool) -> None:
    """Refuse what no article is, rather than take minutes over it."""
    for line in lines:
        if len(line.text) > MAX_LINE:
            what = f"line {line.number} has {len(line.text):,} characters, more than any paragraph"
            raise MidanError(what, name, "put each paragraph on a line of its own")
    if len(lines) > MAX_LINES and not raw:
        raise MidanError(f"has {len(lines):,} lines, more than any article", name, "split it, or read it with --raw")
