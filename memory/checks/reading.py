"""PO, TMX, XLIFF (1.2 and 2.x) and the memory as segments to check, the untranslated ones included.

The readers of `memory.exchange` give what is fit for a memory; a checker needs the rest too: empty targets, inline tags
as they stand, and lines to point at. XML is read without entities, DTDs or network, a unit at a time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from glossary.errors import MidanError
from glossary.files import explain, read_bytes
from memory.checks.finding import Segment

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# elements whose content is code of the original format and not text
_CODE = frozenset({"bpt", "ept", "it", "ph", "ut", "bx", "ex", "x", "sc", "ec", "cp"})
_TEXT = frozenset({"hi", "sub", "g", "pc", "mrk", "sm", "em"})
_MARKERS = frozenset({"mrk", "sm", "em"})  # annotations: a translation need not repeat them


def read_segments(path: str | os.PathLike[str], source_lang: str = "ar", target_lang: str = "en") -> Iterator[Segment]:
    """The segments of a file, whatever of the four it is. Raises MidanError for what can't be read."""
    where = os.fspath(path)
    head = _head(where)
    if head.startswith(b"SQLite format 3\0"):
        yield from read_memory(where, source_lang=source_lang, target_lang=target_lang)
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


def read_memory(
    path: str | os.PathLike[str], document: str | None = None, source_lang: str = "ar", target_lang: str = "en"
) -> Iterator[Segment]:
    """The units of a memory, documents in reading order and then the others. Raises MidanError."""
    from memory.store import Memory

    where = os.fspath(path)
    if not Path(where).exists():
        raise MidanError("no such memory", where, "`midan run` or `midan memory import` makes one")
    with Memory.open(where, readonly=True) as memory:
        for number, unit in enumerate(memory.units(document=document), 1):
            origin = unit.origin
            if not (_same(unit.source_lang, source_lang) and _same(unit.target_lang, target_lang)):
                continue
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
    import polib

    data = read_bytes(where)
    charset = re.search(rb"charset=([\w-]+)", data[:4096])
    try:
        text = data.decode(charset[1].decode() if charset else "utf-8").lstrip("\ufeff")
        file = polib.pofile(text if "\n" in text else text + "\n")
    except (OSError, ValueError, LookupError, IndexError, AttributeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise MidanError("not a sound PO file", f"{where}:{line[1]}" if line else where, "mend it") from None
    number = 0
    for entry in file:
        if entry.obsolete:
            continue
        number += 1
        plurals = entry.msgstr_plural
        source, target = entry.msgid, entry.msgstr
        if plurals:
            source = f"{entry.msgid}\n{entry.msgid_plural}"
            target = "\n".join(plurals[k] for k in sorted(plurals))
        yield Segment(
            where, number, source, target, entry.msgctxt or "", entry.linenum or None, source_lang, target_lang
        )


def _events(where: str, name: str) -> Iterator[tuple[str, Any]]:
    """The start and end of every element of an XML file, what is done with let go."""
    from lxml import etree

    try:
        with open(where, "rb") as stream:
            parser = etree.iterparse(
                stream,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            for event, element in parser:
                if event == "start" and element.getparent() is None and _name(element) != name:
                    raise MidanError(
                        f"not {name.upper()}: it begins with <{_name(element)}>", where, "give another file"
                    )
                yield event, element
    except etree.XMLSyntaxError as error:
        raise MidanError(f"broken XML ({error.msg})", f"{where}:{error.lineno or 1}", "mend it") from None
    except OSError as error:
        raise MidanError(explain(error), where, "check the path and its permissions") from None


def _let_go(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _read_tmx(where: str, source_lang: str, target_lang: str) -> Iterator[Segment]:
    number = 0
    for event, element in _events(where, "tmx"):
        if event == "start" or _name(element) != "tu":
            continue
        number += 1
        texts: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        for child in element:
            if _name(child) != "tuv":
                continue
            language = child.get(_LANG) or child.get("lang") or ""
            seg = next((c for c in child if _name(c) == "seg"), None)
            for wanted in (source_lang, target_lang):
                if seg is not None and wanted not in texts and _same(language, wanted):
                    texts[wanted] = (language, *_inline(seg))
        line = element.sourceline
        ident = element.get("tuid") or ""
        _let_go(element)
        if source_lang not in texts:
            continue
        from_lang, source, source_tags = texts[source_lang]
        to_lang, target, target_tags = texts.get(target_lang, (target_lang, "", ()))
        yield Segment(where, number, source, target, ident, line, from_lang, to_lang, source_tags, target_tags)


def _read_xliff(where: str, source_lang: str, target_lang: str) -> Iterator[Segment]:
    number = 0
    from_lang, to_lang = source_lang, target_lang
    unit_id = ""
    for event, element in _events(where, "xliff"):
        name = _name(element)
        if event == "start":
            if name in ("xliff", "file"):
                from_lang = element.get("srcLang") or element.get("source-language") or from_lang
                to_lang = element.get("trgLang") or element.get("target-language") or to_lang
            elif name == "unit":
                unit_id = element.get("id") or ""
            continue
        if name not in ("trans-unit", "segment"):
            continue
        number += 1
        children = {_name(c): c for c in reversed(element) if _name(c) in ("source", "target")}
        line, own = element.sourceline, element.get("id") or ""
        ident = "/".join(dict.fromkeys(x for x in (unit_id if name == "segment" else "", own) if x))
        source, source_tags = _inline(children["source"]) if "source" in children else ("", ())
        target, target_tags = _inline(children["target"]) if "target" in children else ("", ())
        _let_go(element)
        if source.strip() and _same(from_lang, source_lang) and _same(to_lang, target_lang):
            yield Segment(where, number, source, target, ident, line, from_lang, to_lang, source_tags, target_tags)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _same(language: str, wanted: str) -> bool:
    """Whether two language tags agree in what both say of the primary language."""
    return re.split("[-_]", language.lower())[0] == re.split("[-_]", wanted.lower())[0]


def _inline(element: Any) -> tuple[str, tuple[str, ...]]:
    """The text of an element outside its codes, and its inline tags in order."""
    text: list[str] = []
    tags: list[str] = []

    def walk(node: Any, visible: bool) -> None:
        if visible:
            text.append(node.text or "")
        for child in node:
            if not isinstance(child.tag, str):
                text.append(child.tail or "" if visible else "")
                continue
            name = _name(child)
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
