"""PO, TMX, XLIFF (1.2 and 2.x) and the memory as segments to check, the untranslated ones included.

The readers of `memory.exchange` give what is fit for a memory; a checker needs the rest too: empty targets, inline tags
as they stand, and lines to point at. In XLIFF 1.2 the segments of a unit that was segmented are taken one by one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from glossary.errors import MidanError
from glossary.files import explain
from memory.checks.finding import Segment
from memory.exchange.xliff_reading import marked_segments
from memory.exchange.xmlfile import LANG, elements, name_of, same_language

# elements whose content is code of the original format and not text
_CODE = frozenset({"bpt", "ept", "it", "ph", "ut", "bx", "ex", "x", "sc", "ec", "cp"})
_TEXT = frozenset({"hi", "sub", "g", "pc", "mrk", "sm", "em"})
_MARKERS = frozenset({"mrk", "sm", "em"})  # annotations: a translation need not repeat them


def read_segments(path: str | os.PathLike[str], source_lang: str = "ar", target_lang: str = "en") -> Iterator[Segment]:
    """The segments of a file, whatever of the four it is. Raises MidanError for what can't be read, or is of other
    languages altogether."""
    return _of_languages(_read(path, source_lang, target_lang), os.fspath(path), source_lang, target_lang)


def read_memory(
    path: str | os.PathLike[str], document: str | None = None, source_lang: str = "ar", target_lang: str = "en"
) -> Iterator[Segment]:
    """The units of a memory, documents in reading order and then the others. Raises MidanError as `read_segments`."""
    return _of_languages(_read_memory(os.fspath(path), document), os.fspath(path), source_lang, target_lang)


def _of_languages(segments: Iterable[Segment], where: str, source_lang: str, target_lang: str) -> Iterator[Segment]:
    other: Segment | None = None
    found = False
    for segment in segments:
        if same_language(segment.source_lang, source_lang) and same_language(segment.target_lang, target_lang):
            found = True
            yield segment
        else:
            other = segment
    if other is not None and not found:
        languages = f"it is from {other.source_lang} to {other.target_lang}"
        raise MidanError(f"no segments from {source_lang} to {target_lang}", where, languages)


def _read(path: str | os.PathLike[str], source_lang: str, target_lang: str) -> Iterator[Segment]:
    where = os.fspath(path)
    head = _head(where)
    if head.startswith(b"SQLite format 3\0"):
        yield from _read_memory(where)
    elif b"<tmx" in head or where.lower().endswith(".tmx"):
        yield from _read_tmx(where, source_lang, target_lang)
    elif b"<xliff" in head or where.lower().endswith((".xlf", ".xliff", ".mxliff", ".sdlxliff")):
        yield from _read_xliff(where, source_lang, target_lang)
    elif b"msgid" in head or where.lower().endswith((".po", ".pot")):
        yield from _read_po(where, source_lang, target_lang)
    else:
        raise MidanError("neither PO, TMX, XLIFF nor a memory", where, "give one of these")


def _head(where: str) -> bytes:
    try:
        with open(where, "rb") as stream:
            data = stream.read(65536)
    except OSError as error:
        raise MidanError(explain(error), where, "check the path and its permissions") from None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data


def _read_memory(where: str, document: str | None = None) -> Iterator[Segment]:
    from memory.store import Memory

    if not Path(where).exists():
        raise MidanError("no such memory", where, "`midan run` or `midan memory import` makes one")
    with Memory.open(where, readonly=True) as memory:
        for number, unit in enumerate(memory.units(document=document), 1):
            origin = unit.origin
            place = f"{origin.document} {origin.paragraph}.{origin.segment}" if origin and origin.document else ""
            yield Segment(
                where,
                number,
                unit.source,
                unit.target,
                place or f"unit {unit.id}",
                None,
                unit.source_lang,
                unit.target_lang,
                _tags_of(unit.properties.get("source-tags")),
                _tags_of(unit.properties.get("target-tags")),
            )


def _read_po(where: str, source_lang: str, target_lang: str) -> Iterator[Segment]:
    from memory.exchange.po_reading import portions

    numbered = ((entry, shift) for entries, _, shift in portions(where) for entry in entries if not entry.obsolete)
    for number, (entry, shift) in enumerate(numbered, 1):
        plurals = entry.msgstr_plural
        source, target = entry.msgid, entry.msgstr
        if plurals:
            source = f"{entry.msgid}\n{entry.msgid_plural}"
            target = "\n".join(plurals[k] for k in sorted(plurals))
        line = entry.linenum + shift if entry.linenum else None
        yield Segment(where, number, source, target, entry.msgctxt or "", line, source_lang, target_lang)


def _read_tmx(where: str, source_lang: str, target_lang: str) -> Iterator[Segment]:
    for number, (_, element) in enumerate(elements(where, "tmx", ("tu",), spent=("header",)), 1):
        texts: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        for child in element:
            if name_of(child) != "tuv":
                continue
            language = child.get(LANG) or child.get("lang") or ""
            seg = next((c for c in child if name_of(c) == "seg"), None)
            for wanted in (source_lang, target_lang):
                if seg is not None and wanted not in texts and same_language(language, wanted):
                    texts[wanted] = (language, *_inline(seg))
        from_lang, source, source_tags = texts.get(source_lang, ("another language", "", ()))
        to_lang, target, target_tags = texts.get(target_lang, (target_lang, "", ()))
        ident, line = element.get("tuid") or "", element.sourceline
        yield Segment(where, number, source, target, ident, line, from_lang, to_lang, source_tags, target_tags)


def _read_xliff(where: str, source_lang: str, target_lang: str) -> Iterator[Segment]:
    number = 0
    languages = [source_lang, target_lang]
    for event, element in elements(where, "xliff", ("unit", "trans-unit"), ("xliff", "file"), ("header", "skeleton")):
        if event == "start":
            for place, names in enumerate((("srcLang", "source-language"), ("trgLang", "target-language"))):
                languages[place] = element.get(names[0]) or element.get(names[1]) or languages[place]
            continue
        for part, source_element, target_element in _xliff_segments(element):
            number += 1
            if element.get("translate") == "no" or source_element is None:
                continue
            source, source_tags = _inline(source_element)
            target, target_tags = _inline(target_element) if target_element is not None else ("", ())
            ident = "/".join(dict.fromkeys(x for x in (element.get("id"), part) if x))
            line, (from_lang, to_lang) = source_element.sourceline, languages
            if source.strip():
                yield Segment(where, number, source, target, ident, line, from_lang, to_lang, source_tags, target_tags)


def _xliff_segments(unit: Any) -> Iterator[tuple[str, Any, Any]]:
    """The segments of a unit: the id of each, its source and its target; what is not there is None."""
    parts = {name_of(c): c for c in reversed(unit) if name_of(c) in ("source", "target", "seg-source")}
    cut, rendered = marked_segments(parts.get("seg-source")), marked_segments(parts.get("target"))
    if name_of(unit) == "unit":
        for segment in unit:
            if name_of(segment) == "segment":
                texts = {name_of(c): c for c in segment}
                yield segment.get("id") or "", texts.get("source"), texts.get("target")
    elif cut:
        for ident, part in cut.items():
            yield ident, part, rendered.get(ident)
    else:
        yield "", parts.get("source"), parts.get("target")


def _inline(element: Any) -> tuple[str, tuple[str, ...]]:
    """The text of an element outside its codes, and its inline tags in order."""
    text: list[str] = []
    tags: list[str] = []

    def walk(node: Any, visible: bool) -> None:
        if visible:
            text.append(node.text or "")
        for child in node:
            if not name_of(child):
                text.append(child.tail or "" if visible else "")
                continue
            name = name_of(child).lower()
            key = child.get("id") or child.get("x") or child.get("i") or child.get("hex") or ""
            if name not in _MARKERS:
                tags.append(f"<{name}{' ' + key if key else ''}>")
            walk(child, visible and name not in _CODE)
            if name in _TEXT - _MARKERS:
                tags.append(f"</{name}{' ' + key if key else ''}>")
            if visible:
                text.append(child.tail or "")

    walk(element, True)
    return "".join(text), tuple(tags)


def _tags_of(tagged: str | None) -> tuple[str, ...]:
    """The tags of a segment that the memory keeps with them."""
    if not tagged:
        return ()
    from lxml import etree

    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return _inline(etree.fromstring(f"<seg>{tagged}</seg>".encode(), parser))[1]
    except etree.XMLSyntaxError:
        return ()
