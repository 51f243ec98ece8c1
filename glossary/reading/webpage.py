"""A web page into lines: its blocks of text in order, those outside the main text marked, its title and its date.

The main text is found by trafilatura; blocks keep the page's own wording and line numbers, so that what is left out
can be shown. Title and date come from what the page declares (`declared`). Nothing is fetched; scripts and styles are
not looked at.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from glossary.errors import MidanError
from glossary.reading.declared import declared_date, declared_title
from glossary.reading.page import Line
from glossary.reading.prose import full_stopped

Element = Any  # an lxml element; lxml's own types are not complete

MAX_BYTES = 8 * 2**20
MAX_ELEMENTS = 20_000  # trafilatura's time grows with the square of them

_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body|meta|title)\b", re.I | re.S
)
_CLOSING_TAG = re.compile(r"</(?:p|div|a|span|li|h[1-6]|td)\s*>", re.I)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{3,30})", re.I)
# a tag longer than this holds data, not text; thousands of attributes would take minutes to parse
_LONG_TAG = re.compile(r"<([a-zA-Z][\w-]*)[^<>]{5000,}>")
_ENCODING_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SKIPPED = _names("script style noscript template svg iframe object head select option button canvas")
_INLINE = _names(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rb rp rt ruby s samp small
    span strike strong sub sup time tt u var wbr img br"""
)
_BREAK = "\0"  # a line break within a block; no text holds it
_OUTSIDE = {
    "nav": "navigation",
    "footer": "page footer",
    "aside": "sidebar",
    "form": "form",
    "figcaption": "caption",
    "menu": "navigation",
}


@dataclass(slots=True)
class _Block:
    """A stretch of text with no block boundary in it."""

    line: int
    tag: str
    outside: str
    text: list[str] = field(default_factory=list)
    linked: int = 0  # characters within links

    def pieces(self) -> list[str]:
        """The lines of the block, white space squeezed."""
        lines = (" ".join(line.split()) for line in "".join(self.text).split(_BREAK))
        return [line for line in lines if line]


@dataclass(frozen=True, slots=True)
class WebPage:
    """The blocks of a web page, and what it says of itself."""

    lines: tuple[Line, ...]
    title: str | None
    date: str | None


def is_html(text: str, name: str) -> bool:
    """Whether a text is a web page: by its first tag, or by its name and some tags."""
    if _OPENING.match(text[:5000]):
        return True
    tags = len(_CLOSING_TAG.findall(text[:100_000]))
    return tags >= (1 if name.lower().endswith((".html", ".htm", ".xhtml", ".shtml", ".php", ".asp")) else 10)


def declared_charset(data: bytes) -> str | None:
    """The charset that a web page declares in its first bytes."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def read_webpage(text: str, where: str = "") -> WebPage:
    """The lines of a web page, its title and date.

    Raises MidanError for a page that is too large or holds nothing.
    """
    from lxml import etree, html

    if len(text) > MAX_BYTES:
        raise MidanError(f"a web page of more than {MAX_BYTES // 2**20} MB", where, "save the article's text alone")
    # HTML declares no entities, and libxml2 still bounds the depth: `huge_tree` lets in pages with unclosed elements
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    text = _LONG_TAG.sub(r"<\1>", _ENCODING_DECLARATION.sub("", text))
    try:
        tree = html.document_fromstring(text or " ", parser=parser)
    except etree.ParserError:
        return WebPage((), None, None)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise MidanError("a web page nested too deep to read", where, "save the article's text alone")
    blocks = list(_blocks(tree))
    shown = [(p, b.tag) for b in blocks if not b.outside for p in b.pieces()]
    title, date = declared_title(tree, shown), declared_date(tree)
    inside = _main_text(tree) if sum(1 for _ in islice(tree.iter(), MAX_ELEMENTS)) < MAX_ELEMENTS else None
    lines = tuple(Line(b.line, p, b.tag, _outside(b, p, inside)) for b in blocks for p in b.pieces())
    return WebPage(lines, title, date)


def _blocks(tree: Element) -> Iterator[_Block]:
    """The blocks of text in order; a `br` ends a block as a paragraph does."""
    block = _Block(1, "", "")
    # an explicit stack: pages may nest deeper than Python recurses
    stack: list[tuple[Element, bool, str, str, bool]] = [(tree, False, "", "", False)]
    while stack:
        element, leaving, tag, outside, linked = stack.pop()
        name = element.tag if isinstance(element.tag, str) else ""
        boundary = name not in _INLINE
        if leaving:
            if boundary:
                yield block
                block = _Block(_line(element), tag, outside)
            _add(block, element.tail, linked)
            continue
        if not name or name in _SKIPPED or _hidden(element):
            parent = stack[-1] if stack else None
            if boundary and name != "":
                yield block
                block = _Block(_line(element), tag, outside)
            _add(block, element.tail, linked and parent is not None)
            continue
        if name == "br":
            block.text.append(_BREAK)
        inner_tag = name if boundary and name not in ("div", "section", "article", "main") else tag
        inner_outside = outside or _OUTSIDE.get(name, "")
        inner_linked = linked or name == "a"
        if boundary:
            yield block
            block = _Block(_line(element), inner_tag, inner_outside)
        _add(block, element.text, inner_linked)
        stack.append((element, True, tag, outside, linked))
        stack.extend((child, False, inner_tag, inner_outside, inner_linked) for child in reversed(element))
    yield block


def _add(block: _Block, text: str | None, linked: bool) -> None:
    if text:
        block.text.append(text)
        block.linked += len(text.strip()) if linked else 0


def _line(element: Element) -> int:
    return element.sourceline or 1


def _hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or element.get("aria-hidden") == "true"


def _main_text(tree: Element) -> str | None:
    """The main text, white space squeezed, as trafilatura finds it; None where it finds none."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(
            tree, output_format="txt", include_comments=False, include_tables=True, favor_recall=True
        )
    except (RecursionError, ValueError, TypeError, AttributeError):
        return None
    return _squash(found) if found else None


def _squash(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _outside(block: _Block, text: str, inside: str | None) -> str:
    """Why a piece of a block is no part of the main text; "" if it is."""
    if block.outside:
        return block.outside
    if block.linked > 0.8 * len(text) and len(text) < 200 and not full_stopped(text):
        return "link"
    if inside is not None and _squash(text) not in inside:
        return "outside the main text"
    return ""
