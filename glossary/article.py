"""A file into an Article: title, date, body paragraphs, and what was dropped and why."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from glossary.files import read_bytes


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that is no part of the article: its number (from 1), its text, and the reason."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Article:
    """What a file holds. `path` is as it was given; `date` is ISO 8601 (YYYY-MM-DD)."""

    path: str
    title: str | None
    date: str | None
    paragraphs: tuple[str, ...]
    dropped: tuple[Dropped, ...] = ()


_FURNITURE = re.compile(r"^(شكرا على الإبلاغ|سيتم حجب هذه الصورة|انقر هنا لقراءة الخبر)")


def read_article(path: str | Path, raw: bool = False) -> Article:
    """The article in a file, or in standard input for `-`; with `raw` every line that is not blank is a paragraph.

    Raises MidanError when the file can't be read.
    """
    text = read_bytes(path).decode("utf-8-sig", "replace")
    paragraphs: list[str] = []
    dropped: list[Dropped] = []
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line:
            continue
        if not raw and re.search(r"[ \u00a0]{4,}", line):
            dropped.append(Dropped(number, line, "headline ticker"))
        elif not raw and _FURNITURE.match(line):
            dropped.append(Dropped(number, line, "page furniture"))
        elif raw or len(line) >= 100 or re.search(r"[.!؟…][\"”“»)\]]*$", line):
            paragraphs.append(line)
        else:
            dropped.append(Dropped(number, line, "short line"))
    return Article(os.fspath(path), None, None, tuple(paragraphs), tuple(dropped))
