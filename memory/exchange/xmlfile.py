"""XML from outside, read a unit at a time, and text as XML can hold it.

What comes in is hostile until shown otherwise: no entity is expanded, no DTD or other file is fetched, a file that
declares entities of its own is refused, and so is one whose units have no end. XML 1.0 (fifth edition) says which code
points a text may hold. What the elements mean is the business of the format's own module.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from glossary.errors import MidanError
from glossary.files import explain

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LARGEST_UNIT = 8 * 2**20  # bytes between two units: a parsed unit of that size takes some 250 MB
_CHUNK = 64 * 2**10
_THREE_LETTERS = {"ara": "ar", "arb": "ar", "eng": "en"}  # ISO 639-2 and 639-3, as some tools write them


def xml_text(text: str) -> str:
    """The text as XML character data, what XML 1.0 can't hold dropped."""
    return escape(ILLEGAL.sub("", text), {"\r": "&#13;"})


def xml_attribute(text: str) -> str:
    """The text as a quoted XML attribute value."""
    return quoteattr(ILLEGAL.sub("", text), {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


def holds(text: str) -> bool:
    """Whether XML 1.0 can hold the text as it is."""
    return ILLEGAL.search(text) is None


def name_of(element: Any) -> str:
    """The name of an element without its namespace; empty for an entity that was left unexpanded."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


@lru_cache(maxsize=256)
def primary_language(tag: str) -> str:
    """What a language tag says of the language alone: ar for ar-DZ, AR_SA and ara."""
    first = re.split("[-_]", tag.strip().lower())[0]
    return _THREE_LETTERS.get(first, first)


def same_language(tag: str, wanted: str) -> bool:
    """Whether two language tags name one language, whatever the country."""
    return primary_language(tag) == primary_language(wanted)


def has_entity(element: Any) -> bool:
    """Whether a reference to an entity stands unexpanded in the element: its text is not known."""
    return any(not isinstance(node.tag, str) for node in element.iter())


def elements(
    path: str | os.PathLike[str],
    root: str,
    wanted: Collection[str],
    opened: Collection[str] = (),
    spent: Collection[str] = (),
) -> Iterator[tuple[str, Any]]:
    """("end", element) for each of the `wanted` elements and ("start", element) for each of the `opened` ones.

    An element is let go when the next is asked for; `spent` ones are let go too, unseen. Raises MidanError with the
    line for a broken file, for one that begins with something other than `root`, and for one that declares entities.
    """
    from lxml import etree

    where = os.fspath(path)
    source = None
    try:
        with open(path, "rb") as stream:
            source = _Source(stream, where)
            parser = etree.iterparse(
                source,
                events=("start", "end"),
                tag=[f"{{*}}{name}" for name in {root, *wanted, *opened, *spent}] if _begins(stream, root) else None,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            begun = False
            for event, element in parser:
                name = name_of(element)
                if event == "start":
                    if element.getparent() is None:
                        _check_root(element, root, where)
                        begun = True
                    if name in opened:
                        yield event, element
                    continue
                if name in wanted:
                    yield event, element
                if name in wanted or name in spent:
                    source.used = 0
                    _let_go(element)
            if not begun:
                raise MidanError(f"not {root.upper()}", where, "give another file")
    except etree.XMLSyntaxError as error:
        line = error.lineno or (source.lines if source else 0) + 1
        what = "an empty file" if source and not source.read_bytes else f"broken XML ({_plain(error)})"
        raise MidanError(what, f"{where}:{line}", "mend it; nothing was imported") from None
    except OSError as error:
        raise MidanError(explain(error), where, "check the path and its permissions") from None


class _Source:
    """The file as the parser reads it: counts its lines, and the bytes since a unit was last let go."""

    def __init__(self, stream: IO[bytes], where: str) -> None:
        self.stream, self.where = stream, where
        self.lines = self.used = self.read_bytes = 0

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(_CHUNK)
        self.lines += data.count(b"\n")
        self.used += len(data)
        self.read_bytes += len(data)
        if self.used > _LARGEST_UNIT + 2 * _CHUNK:
            size_told = f"no unit ends within {_LARGEST_UNIT // 2**20} MB"
            raise MidanError(size_told, f"{self.where}:{self.lines + 1}", "split it; nothing was imported")
        return data


def _begins(stream: IO[bytes], root: str) -> bool:
    """Whether the name of the wanted root stands in the first bytes; where it does not, every element is looked at."""
    head = stream.read(4096)
    stream.seek(0)
    return root.encode() in head.replace(b"\0", b"")


def _check_root(element: Any, root: str, where: str) -> None:
    if name_of(element) != root:
        raise MidanError(f"not {root.upper()}: it begins with <{name_of(element)}>", where, "give another file")
    dtd = element.getroottree().docinfo.internalDTD
    if dtd is not None and next(dtd.iterentities(), None) is not None:
        raise MidanError("it declares entities, which are not expanded", where, "save it without them")


def _let_go(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _plain(error: Exception) -> str:
    """What the parser says, without the place that stands before it anyway."""
    return re.sub(r", line \d+, column \d+.*", "", str(error)).split(" (")[0]
