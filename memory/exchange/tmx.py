"""TMX 1.4b out, TMX 1.1 to 1.4b in.

Follows LISA's TMX 1.4b (http://www.ttt.org/oscarStandards/tmx/, tmx14.dtd). Out: every unit with its dates, status,
engine, audit and neighbours as properties; dates are those of the units, so an unchanged memory gives the same bytes;
code points that XML 1.0 does not allow are dropped. In: streamed; languages are compared by prefix, and which of them
the file calls its source does not matter. Inline tags (bpt ept it ph hi ut sub) are kept with the unit and written
again; its texts are what stands outside them, so that matching does not see them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from glossary.files import replacing
from memory.exchange.tags import of_seg, seg_content
from memory.exchange.values import SOURCE_TAGS, TARGET_TAGS, exportable, iso_date, values_of, with_values
from memory.exchange.xmlfile import (
    LANG,
    elements,
    has_entity,
    name_of,
    same_language,
    xml_attribute,
    xml_text,
)
from memory.unit import SOURCE_LANG, STATUSES, TARGET_LANG, TranslationUnit

_CONTEXT = ("context-pre", "context-post")


def write(units: Iterable[TranslationUnit], path: str | os.PathLike[str]) -> int:
    """Write the translated units as one TMX file, whole or not at all; how many were written."""
    from memory.commands import VERSION

    count = 0
    with replacing(path) as stream:
        head = (
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
            f'<header creationtool="midan" creationtoolversion="{VERSION}" segtype="sentence" o-tmf="midan" '
            f'adminlang="en" srclang="{SOURCE_LANG}" datatype="plaintext"/>\n<body>\n'
        )
        stream.write(head.encode())
        for unit in map(exportable, units):
            if unit is not None:
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
    for name, text in values_of(unit):
        yield f"<prop type={xml_attribute(f'x-{name}')}>{xml_text(text)}</prop>\n"
    for language, text, tagged in (
        (unit.source_lang, unit.source, unit.properties.get(SOURCE_TAGS)),
        (unit.target_lang, unit.target, unit.properties.get(TARGET_TAGS)),
    ):
        seg = seg_content(tagged, text)
        yield f"<tuv xml:lang={xml_attribute(language)}><seg>{seg}</seg></tuv>\n"
    yield "</tu>\n"


def _date(iso: str | None) -> str | None:
    """2021-01-11T08:00:00Z as TMX writes it, 20210111T080000Z."""
    return iso.replace("-", "").replace(":", "") if iso else None


def read(path: str | os.PathLike[str], skipped: Callable[[str], None] = lambda why: None) -> Iterator[TranslationUnit]:
    """The units of a TMX file that hold both languages, one by one; `skipped` is told why another is not given.

    Raises MidanError with the line for a broken file, and for one that is no TMX.
    """
    for _, element in elements(path, "tmx", ("tu",), spent=("header",)):
        unit = _unit(element, skipped)
        if unit is not None:
            yield unit


def _unit(element: Any, skipped: Callable[[str], None]) -> TranslationUnit | None:
    tuvs: dict[str, tuple[str, Any, Any]] = {}
    values: dict[str, str] = {}
    notes: list[str] = []
    for child in element:
        name = name_of(child)
        if name == "note":
            notes.append(child.text or "")
        elif name == "prop":
            values[child.get("type", "").removeprefix("x-")] = child.text or ""
        elif name == "tuv":
            language = child.get(LANG) or child.get("lang") or ""
            seg = next((c for c in child if name_of(c) == "seg"), None)
            for wanted in (SOURCE_LANG, TARGET_LANG):
                if seg is not None and wanted not in tuvs and same_language(language, wanted):
                    tuvs[wanted] = (language, seg, child)
    if len(tuvs) < 2:
        skipped(f"not both {SOURCE_LANG} and {TARGET_LANG}")
        return None
    (from_lang, source_seg, _), (to_lang, target_seg, tuv) = tuvs[SOURCE_LANG], tuvs[TARGET_LANG]
    if has_entity(source_seg) or has_entity(target_seg):
        skipped("an entity that is not declared")
        return None
    (source, source_tags), (target, target_tags) = of_seg(source_seg), of_seg(target_seg)
    if not source.strip() or not target.strip():
        skipped("an empty text")
        return None
    if values.get("status") not in STATUSES:  # not ours: other tools mean other things by such names
        values = {name: values[name] for name in _CONTEXT if name in values}
    unit = TranslationUnit(
        source,
        target,
        from_lang,
        to_lang,
        "imported",
        created=iso_date(element.get("creationdate") or tuv.get("creationdate")),
        created_by=element.get("creationid") or tuv.get("creationid"),
        changed=iso_date(element.get("changedate") or tuv.get("changedate")),
        changed_by=element.get("changeid") or tuv.get("changeid"),
        note="\n".join(notes) if notes else None,
        properties={k: v for k, v in ((SOURCE_TAGS, source_tags), (TARGET_TAGS, target_tags)) if v},
    )
    return with_values(unit, values)
