"""What each line of a page is by itself: prose, a phrase, a date line, or furniture of the page.

A line is judged by what it says (`boilerplate`), by whether it dates the article (`dates`) and by its form (`prose`).
Two judgements look at the whole page: what is not in its language, and who speaks in an interview.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from glossary.reading.boilerplate import Furniture, Reach, furniture, has_credit, key_of
from glossary.reading.dates import Dateline, dateline
from glossary.reading.page import Line
from glossary.reading.prose import full_stopped, is_prose, joins_on, opens_clause, stopped

# what an element of a web page says about the form of its text
_PARAGRAPHS = frozenset(("p", "blockquote", "li"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# furniture that may carry the article's date
_DATED = frozenset(("byline", "source line", "breadcrumb or menu", "counter", "outside the main text"))
_SENTENCE = 10  # words of prose that would end in a full stop where any does
_KEY_SPAN = 600  # characters that tell a line from others


class Kind(Enum):
    """What a line can be."""

    PROSE = "prose"
    PHRASE = "phrase"  # a heading, a caption, a link, a name: no prose, nothing known against it
    DATE = "date line"
    FURNITURE = "furniture"


@dataclass(slots=True)
class Mark:
    """A line and what is known of it."""

    line: Line
    key: str
    words: int
    kind: Kind
    reason: str = ""
    reach: Reach = Reach.LINE
    dated: Dateline | None = None
    spoken: bool = False  # a turn in an interview
    enough: int = 25  # words that make a paragraph for sure

    @property
    def text(self) -> str:
        """The line, white space at its ends off."""
        return self.line.text.strip()

    @property
    def strong(self) -> bool:
        """Whether this is prose that no headline, link or caption would look like."""
        if self.kind is not Kind.PROSE or self.truncated:
            return False
        return (
            self.spoken
            or self.words >= self.enough
            or (self.words >= 15 and "،" in self.text)
            or (self.words >= 4 and self.text.endswith(":"))
            or (self.words >= 3 and (full_stopped(self.text) or joins_on(self.key)))
            or (self.words >= 8 and opens_clause(self.key))
        )

    @property
    def truncated(self) -> bool:
        """Whether the line breaks off, as a teaser does."""
        return self.text.endswith(("...", "…", "...]", "…]", "[..]"))

    def drop(self, reason: str) -> None:
        """Make this a line that is left out."""
        self.kind, self.reason = Kind.FURNITURE, reason


def judge_lines(lines: Sequence[Line]) -> list[Mark]:
    """Every line that is not blank, with what it is."""
    marks = [_judge(line) for line in lines if line.text.strip()]
    _drop_foreign(marks)
    _drop_embeds(marks)
    _hear_speakers(marks)
    if not punctuated(marks):
        for mark in marks:
            mark.enough = 14
    return marks


def _judge(line: Line) -> Mark:
    """What a line is by itself."""
    text = line.text.strip()
    key = key_of(text[:_KEY_SPAN])
    mark = Mark(line, key, len(text.split()), Kind.PHRASE)
    found = Furniture(line.outside, Reach.LINE) if line.outside else furniture(text, key)
    if found:
        mark.kind, mark.reason, mark.reach = Kind.FURNITURE, found.reason, found.reach
        mark.dated = dateline(text) if found.reason in _DATED else None
        return mark
    mark.dated = dateline(text)
    if mark.dated:
        mark.kind = Kind.DATE
    elif _is_caption(text, key, mark.words):
        mark.drop("caption")
    elif is_prose(text, key) or (line.tag in _PARAGRAPHS and mark.words >= 5):
        mark.kind = Kind.PROSE
    if line.tag in _HEADINGS and mark.kind is Kind.PROSE and not full_stopped(text):
        mark.kind = Kind.PHRASE
    return mark


def _is_caption(text: str, key: str, words: int) -> bool:
    """Whether a line ends in a picture's credit and is no sentence of the report that names its source last."""
    if words > 40 or not has_credit(key_of(text[-120:])):
        return False
    before = text[: max(text.rfind("("), text.rfind("["))]
    return not stopped(before.rstrip()) and not (opens_clause(key) and words > 12)


def _drop_foreign(marks: list[Mark]) -> None:
    """On an Arabic page, a line without an Arabic letter is an agency's caption or the page's machinery."""
    arabic = [any("\u0621" <= c <= "\u064a" for c in m.key) for m in marks]
    if sum(arabic) * 2 > len(marks):
        for mark, own in zip(marks, arabic, strict=True):
            if not own and mark.kind in (Kind.PROSE, Kind.PHRASE):
                mark.drop("not in Arabic")


def _drop_embeds(marks: list[Mark]) -> None:
    """A post of a social network that the page shows breaks off above the line that says whose it is."""
    for above, mark in pairwise(marks):
        if mark.reason == "social embed" and above.truncated:
            above.drop(mark.reason)


def _hear_speakers(marks: list[Mark]) -> None:
    """What follows a name and a colon is prose where that name comes again and again: an interview."""
    said = [(m, m.key.partition(":")[0]) for m in marks if ":" in m.key[:40]]
    turns = Counter(name for _, name in said)
    for mark, name in said:
        if mark.kind in (Kind.PHRASE, Kind.PROSE) and turns[name] >= 3:
            mark.kind, mark.spoken = Kind.PROSE, True


def punctuated(marks: Sequence[Mark]) -> bool:
    """Whether paragraphs end in full stops here."""
    long = [m for m in marks if m.kind is Kind.PROSE and m.words >= _SENTENCE]
    return sum(stopped(m.text) for m in long) >= 0.6 * len(long)
