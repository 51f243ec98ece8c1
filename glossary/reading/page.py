"""The lines of a page and what reading made of them: plain typed data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dropped:
    """A line that is no part of the article: its number (from 1), its text, and the reason."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, its number from 1; of a web page also its element, and why it is outside the main text."""

    number: int
    text: str
    tag: str = ""
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """Title, date (ISO 8601), body paragraphs, and every other line with the reason why it is left out."""

    title: str | None
    date: str | None
    paragraphs: tuple[str, ...]
    dropped: tuple[Dropped, ...]
