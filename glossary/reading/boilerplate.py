"""What a line of a news page says about itself: the page's own talk, as opposed to the article's.

Each rule is about a function that pages have: they let the reader share, subscribe, comment or report; they name
sources, authors, photographers and rights; they point to other articles; they count and number. A rule gives the
reason that is shown to people, and how far it reaches: one line, a list that it opens, or all that follows. Most rules
stand in `glossary/data/boilerplate.txt`, written in plain Arabic; they are compared folded, at the start of a line
that is not too long to be such a line. Nothing is known here of the lines around; `layout` knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from glossary.arabic import fold


class Reach(Enum):
    """How far a boilerplate line reaches."""

    LINE = "line"  # itself only
    LIST = "list"  # it opens a list of links
    END = "end"  # where the article has been read, nothing of it follows


class Furniture(NamedTuple):
    """What a boilerplate line is, and how far it reaches."""

    reason: str
    reach: Reach


class _Rule(NamedTuple):
    furniture: Furniture
    pattern: re.Pattern[str]
    longest: int  # words


_LONGEST = 500  # characters; what is longer is prose

_LEADING = re.compile(r"^[^\w©@#(]+")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}|(?<!\w)@\w{2,}|\b[\w-]+\.(?:com|net|org|info|ma|dz|mr|tn|ly)\b(?:/\S*)?"
)
_MANY_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u3000]{4,}|\t+")
_SEPARATOR = re.compile(r"\s+[|•»«>›‹·●■▪←/\\]\s*|\s*[|•›●■▪]\s+")
_STOPPED = re.compile(r"[.؟!?…:][\"”“»’')\]]*$")


class _Rules(NamedTuple):
    rules: tuple[_Rule, ...]
    credit: re.Pattern[str]  # a picture's credit at the end of a line


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    """The rules of `data/boilerplate.txt`, in its order; the file says how it is written."""
    text = files("glossary").joinpath("data/boilerplate.txt").read_text(encoding="utf-8")
    words: dict[str, list[str]] = {}
    rules: list[_Rule] = []
    for heading, line in _headed(text):
        if heading.startswith("<"):
            words.setdefault(heading, []).append(line)
            continue
        reason, _, reach = heading.partition(";")
        longest, _, pattern = line.partition(" ")
        for name, alternatives in words.items():
            pattern = pattern.replace(name, f"(?:{'|'.join(alternatives)})")
        rules.append(_Rule(Furniture(reason, Reach(reach.strip())), re.compile(fold(pattern)), int(longest)))
    agencies = "|".join(words["<agencies>"])
    said = r"\W*(?:تصوير|عدسة|صورة|صور|المصدر|عن)?\W*"
    credit = rf"[(\[]{said}(?:(?:{agencies})\b[\s/،,–|-]*)+(?:[^()\[\]]{{0,25}})?[)\]]\W*$"
    return _Rules(tuple(rules), re.compile(fold(credit)))


def _headed(text: str) -> Iterator[tuple[str, str]]:
    """Each line of a rule file that is neither empty, a comment nor a heading, with the heading above it."""
    heading = ""
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            heading = line.strip("[]")
        elif line and not line.startswith("#"):
            yield heading, line


def key_of(text: str) -> str:
    """The form of a line that rules and repetitions compare: folded, lower case, single spaces, no leading marks."""
    return _LEADING.sub("", " ".join(fold(text).lower().split()))


def furniture(text: str, key: str) -> Furniture | None:
    """What a line is if it is the page's and not the article's; `key` is its `key_of`."""
    words = len(key.split())
    if not re.search(r"\w", key):
        return Furniture("no words", Reach.LINE) if key or text.strip() else None
    ticker = _run_of_links(text)
    if ticker:
        return Furniture(ticker, Reach.LINE)
    if len(key) > _LONGEST:
        return None
    for rule in _rules().rules:
        if words <= rule.longest and rule.pattern.match(key):
            return _one_line(rule.furniture, key, rule.pattern)
    rest = _LINK.sub(" ", re.sub(r"#\w+", " ", key))
    if rest != key and len(re.findall(r"\w+", rest)) <= 4:
        return Furniture("web address or hashtag", Reach.LINE)
    return None


def _one_line(found: Furniture, key: str, pattern: re.Pattern[str]) -> Furniture:
    """A link that stands on the line of its own label opens no list."""
    match = pattern.match(key)
    rest = key[match.end() :] if match else ""
    if found.reach is Reach.LIST and len(re.findall(r"\w+", rest)) >= 3:
        return Furniture(found.reason, Reach.LINE)
    return found


def _run_of_links(text: str) -> str | None:
    """The reason, where a line is a row of headlines or menu entries."""
    text = text.strip()
    pieces = [p for p in _MANY_SPACES.split(text) if p.strip()]
    if len(pieces) >= 3 and sum(bool(_STOPPED.search(p.strip())) for p in pieces) * 2 < len(pieces):
        return "headline ticker"
    entries = [e for e in _SEPARATOR.split(text) if e.strip()]
    if len(entries) >= 3 and not _STOPPED.search(text):
        longest = max(len(e.split()) for e in entries)
        if longest <= 4:
            return "breadcrumb or menu"
        if len(entries) >= 4 and longest <= 16:
            return "headline ticker"
    return None


def has_credit(key: str) -> bool:
    """Whether a line ends in a picture's credit, such as (رويترز) or (الجزيرة - أرشيف)."""
    return bool(_rules().credit.search(key[-120:]))
