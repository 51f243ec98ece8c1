"""TMX 1.4b out: every unit with its dates, status, engine, audit and neighbours as properties.

Follows LISA's TMX 1.4b (http://www.ttt.org/oscarStandards/tmx/, tmx14.dtd). Dates are those of the units, so an
unchanged memory gives the same bytes. Code points that XML 1.0 does not allow are dropped.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from glossary.files import replacing
from memory.unit import TranslationUnit

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
    for language, text in ((unit.source_lang, unit.source), (unit.target_lang, unit.target)):
        yield f"<tuv xml:lang={xml_attribute(language)}><seg>{xml_text(text)}</seg></tuv>\n"
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
        yield f"x-property-{name}", unit.properties[name]


def _date(iso: str | None) -> str | None:
    """2021-01-11T08:00:00Z as TMX writes it, 20210111T080000Z."""
    return iso.replace("-", "").replace(":", "") if iso else None
