"""TMX 1.4b out, TMX 1.1 to 1.4b in.

Follows LISA's TMX 1.4b (http://www.ttt.org/oscarStandards/tmx/, tmx14.dtd). Out: every unit with its dates, status,
engine, audit and neighbours as properties; dates are those of the units, so an unchanged memory gives the same bytes;
code points that XML 1.0 does not allow are dropped. In: streamed, without entities, DTDs or network; languages are
compared by prefix and in either direction. Inline tags (bpt ept it ph hi ut) are kept as a property of the unit and
written again; its texts are what stands outside them, so that matching does not see them.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast
from xml.sax.saxutils import escape, quoteattr

from glossary.errors import MidanError
from glossary.files import explain, replacing
from memory.unit import STATUSES, Origin, TermOutcome, TranslationUnit

SOURCE_TAGS, TARGET_TAGS = "source-tags", "target-tags"  # properties that hold a text with its inline tags
_HIDDEN = frozenset({"bpt", "ept", "it", "ph", "ut"})  # tags whose content is code, not text
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text as XML character data, what XML 1.0 can't hold dropped."""
    return escape(_ILLEGAL.sub("", text), {"\r": "&#13;"})


def xml_attribute(text: str) -> str:
    """The text as a quoted XML attribute value."""
    return quoteattr(_ILLEGAL.sub("", text), {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})


def write(units: Iterable[TranslationUnit], path: str | os.PathLike[str]) -> int:
    """Write the translated units as one TMX file, whole or not at all; how many were written."""
    from memory.commands import VERSION

    count = 0
    with replacing(path) as stream:
        head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
            f'<header creationtool="midan" creationtoolversion="{VERSION}" segtype="sentence" o-tmf="midan" '
            'adminlang="en" srclang="ar" datatype="plaintext"/>\n<body>\n'
        )
        stream.write(head.encode())
        for unit in units:
            if unit.target:
                stream.write("".join(_lines(unit)).encode())
                count += 1
        stream.write(b"</body>\n</tmx>\n")
    return count


def _lines(unit: TranslationUnit) -> Iterator[str]:
    attributes = ""
    for name, value in (
        ("creationdate", _date(unit.created)),
        ("creationid", unit.created_by),
        ("changedate", _date(unit.changed)),
        ("changeid", unit.changed_by),
    ):
        if value:
            attributes += f" {name}={xml_attribute(value)}"
    yield f"<tu{attributes}>\n"
    if unit.note:
        yield f"<note>{xml_text(unit.note)}</note>\n"
    for kind, text in properties(unit):
        yield f"<prop type={xml_attribute(kind)}>{xml_text(text)}</prop>\n"
    for language, text, tagged in (
        (unit.source_lang, unit.source, unit.properties.get(SOURCE_TAGS)),
        (unit.target_lang, unit.target, unit.properties.get(TARGET_TAGS)),
    ):
        yield f"<tuv xml:lang={xml_attribute(language)}><seg>{tagged or xml_text(text)}</seg></tuv>\n"
    yield "</tu>\n"


def properties(unit: TranslationUnit) -> Iterator[tuple[str, str]]:
    """What a unit knows beyond its texts and dates, as (type, text), in a fixed order."""
    origin = unit.origin
    if origin is not None:
        yield "x-document", origin.document
        if origin.segment is not None:
            yield "x-place", f"{origin.paragraph}.{origin.segment}"
        if origin.previous is not None:
            yield "x-context-pre", origin.previous
        if origin.next is not None:
            yield "x-context-post", origin.next
    yield "x-status", unit.status
    for kind, value in (("x-engine", unit.engine), ("x-model", unit.model), ("x-glossary-digest", unit.digest)):
        if value:
            yield kind, value
    if unit.audit:
        yield "x-audit", json.dumps([o.as_json() for o in unit.audit], ensure_ascii=False, separators=(",", ":"))
    if unit.attention:
        yield "x-attention", "yes"
    for name in sorted(unit.properties):
        if name not in (SOURCE_TAGS, TARGET_TAGS):
            yield f"x-property-{name}", unit.properties[name]


def _date(iso: str | None) -> str | None:
    """2021-01-11T08:00:00Z as TMX writes it, 20210111T080000Z."""
    return iso.replace("-", "").replace(":", "") if iso else None


def read(
    path: str | os.PathLike[str],
    source_lang: str = "ar",
    target_lang: str = "en",
    skipped: Callable[[str], None] = lambda why: None,
) -> Iterator[TranslationUnit]:
    """The units of a TMX file that hold both languages, one by one; `skipped` is told why another is not given.

    Raises MidanError with the line for a broken file, and for one that is no TMX.
    """
    from lxml import etree

    where = os.fspath(path)
    try:
        with open(path, "rb") as stream:
            parser = etree.iterparse(
                stream,
                events=("start", "end"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            )
            for event, element in parser:
                tag = _name(element)
                if event == "start":
                    if element.getparent() is None and tag != "tmx":
                        raise MidanError(f"not TMX: it begins with <{tag}>", where, "give a .tmx file")
                    continue
                if tag != "tu":
                    continue
                unit = _unit(element, source_lang, target_lang, skipped)
                if unit is not None:
                    yield unit
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise MidanError(f"broken XML ({error.msg})", f"{where}:{line}", "mend it; nothing was imported") from None
    except OSError as error:
        raise MidanError(explain(error), where, "check the path and its permissions") from None


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _unit(element: Any, source_lang: str, target_lang: str, skipped: Callable[[str], None]) -> TranslationUnit | None:
    texts: dict[str, tuple[str, str, str | None]] = {}
    values: dict[str, str] = {}
    notes: list[str] = []
    dated = element
    for child in element:
        name = _name(child)
        if name == "note":
            notes.append(child.text or "")
        elif name == "prop":
            values[child.get("type", "")] = child.text or ""
        elif name == "tuv":
            language = child.get(_LANG) or child.get("lang") or ""
            seg = next((c for c in child if _name(c) == "seg"), None)
            for wanted in (source_lang, target_lang):
                if seg is not None and wanted not in texts and _same_language(language, wanted):
                    texts[wanted] = (language, *_seg(seg))
                    if wanted == target_lang and dated.get("changedate") is None and child.get("changedate"):
                        dated = child
    if len(texts) < 2:
        skipped(f"not both {source_lang} and {target_lang}")
        return None
    (from_lang, source, source_tags), (to_lang, target, target_tags) = texts[source_lang], texts[target_lang]
    if not source.strip() or not target.strip():
        skipped("an empty text")
        return None
    properties = {k.removeprefix("x-property-"): v for k, v in values.items() if k.startswith("x-property-")}
    properties |= {k: v for k, v in ((SOURCE_TAGS, source_tags), (TARGET_TAGS, target_tags)) if v}
    status = values.get("x-status", "imported")
    return TranslationUnit(
        source,
        target,
        from_lang,
        to_lang,
        cast(Any, status if status in STATUSES else "imported"),
        _origin(values),
        values.get("x-engine"),
        values.get("x-model"),
        _iso(dated.get("creationdate")),
        _iso(dated.get("changedate")),
        dated.get("creationid"),
        dated.get("changeid"),
        values.get("x-glossary-digest"),
        _audit(values.get("x-audit")),
        values.get("x-attention") == "yes",
        "\n".join(notes) if notes else None,
        properties,
    )


def _same_language(language: str, wanted: str) -> bool:
    return re.split("[-_]", language.lower())[0] == re.split("[-_]", wanted.lower())[0]


def _seg(seg: Any) -> tuple[str, str | None]:
    """The text of a segment outside its tags, and with its tags where it has any."""
    if not len(seg):
        return seg.text or "", None
    plain: list[str] = []
    tagged: list[str] = []

    def walk(node: Any) -> None:
        for text in (node.text,):
            plain.append("" if _name(node) in _HIDDEN else text or "")
            tagged.append(xml_text(text or ""))
        for child in node:
            if isinstance(child.tag, str):
                attributes = "".join(f" {k}={xml_attribute(v)}" for k, v in child.attrib.items() if "{" not in k)
                tagged.append(f"<{_name(child)}{attributes}>")
                walk(child)
                tagged.append(f"</{_name(child)}>")
            tail = child.tail or ""
            plain.append("" if _name(node) in _HIDDEN else tail)
            tagged.append(xml_text(tail))

    walk(seg)
    return "".join(plain), "".join(tagged)


def _origin(values: dict[str, str]) -> Origin | None:
    document = values.get("x-document")
    before, after = values.get("x-context-pre"), values.get("x-context-post")
    if document is None:
        return Origin("", None, None, before, after) if before or after else None
    place = re.fullmatch(r"(-?\d{1,9})\.(\d{1,9})", values.get("x-place", ""))
    paragraph, segment = (int(place[1]), int(place[2])) if place else (None, None)
    return Origin(document, paragraph, segment, before, after)


def _audit(text: str | None) -> tuple[TermOutcome, ...]:
    try:
        return tuple(TermOutcome.from_json(o) for o in json.loads(text)) if text else ()
    except (ValueError, TypeError, AttributeError):
        return ()


def _iso(date: str | None) -> str | None:
    """20210111T080000Z as midan keeps it; None for what is no date."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z", date or "")
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else None
