"""XLIFF in: 1.2 and 2.x, by OASIS, streamed.

Each segment with both languages is a unit; the file says which of the two is its source. In 1.2 a trans-unit that was
segmented (seg-source, mrk mtype="seg") gives its segments; alt-trans are other people's guesses and stay out. A state
that says that a person has been at it (reviewed, final, signed-off, approved) counts; all else is imported. What midan
wrote into the metadata of its own files is taken over. Annotations (mrk, sm, em) are no part of the text.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from memory.exchange.tags import of_xliff, parsed, to_xliff
from memory.exchange.values import SOURCE_TAGS, TARGET_TAGS, with_values
from memory.exchange.xliff import CATEGORY
from memory.exchange.xmlfile import elements, has_entity, name_of, same_language
from memory.unit import HUMAN, SOURCE_LANG, TARGET_LANG, Status, TranslationUnit

_STATES: dict[str, Status] = {"reviewed": "reviewed", "final": "approved", "signed-off": "approved"}
_Text = tuple[str, str | None]


def read(path: str | os.PathLike[str], skipped: Callable[[str], None] = lambda why: None) -> Iterator[TranslationUnit]:
    """The translated segments of an XLIFF file; `skipped` is told why another is not given. Raises MidanError."""
    languages = ["", ""]
    for event, element in elements(path, "xliff", ("unit", "trans-unit"), ("xliff", "file"), ("header", "skeleton")):
        if event == "start":
            for place, names in enumerate((("srcLang", "source-language"), ("trgLang", "target-language"))):
                languages[place] = element.get(names[0]) or element.get(names[1]) or languages[place]
            continue
        read_unit = _of_two if name_of(element) == "unit" else _of_one
        for found in read_unit(element):
            if isinstance(found, str):
                skipped(found)
                continue
            source, target, status, values, note = found
            (from_lang, to_lang), reverse = languages, False
            if same_language(from_lang, TARGET_LANG) and same_language(to_lang, SOURCE_LANG):
                source, target, from_lang, to_lang, reverse = target, source, to_lang, from_lang, True
            elif not (same_language(from_lang, SOURCE_LANG) and same_language(to_lang, TARGET_LANG)):
                skipped(f"not {SOURCE_LANG} and {TARGET_LANG}")
                continue
            unit = _unit(source, target, from_lang, to_lang, {} if reverse else values, status)
            yield replace(unit, note=note)


_Found = tuple[_Text, _Text, "Status | None", dict[str, str], "str | None"]


def _of_two(element: Any) -> Iterator[_Found | str]:
    """The segments of a unit of XLIFF 2.x, or why one is not given."""
    data: dict[str, str] = {}
    values: dict[str, str] = {}
    notes: list[str] = []
    segments = []
    for child in element:
        name = name_of(child)
        if name == "segment":
            segments.append(child)
        elif name == "originalData":
            data = {d.get("id") or "": of_xliff(d, {})[0] for d in child if name_of(d) == "data"}
        elif name == "notes":
            notes = [note.text or "" for note in child if name_of(note) == "note"]
        elif name == "metadata":
            values = _metadata(child)
    for segment in segments:
        state = _STATES.get(segment.get("state") or "")
        parts = {name_of(c): c for c in segment}
        yield _pair(parts.get("source"), parts.get("target"), data, state, values if len(segments) == 1 else {}, notes)


def _metadata(element: Any) -> dict[str, str]:
    return {
        meta.get("type") or "": meta.text or ""
        for group in element
        if group.get("category") == CATEGORY
        for meta in group
        if name_of(meta) == "meta"
    }


def _of_one(element: Any) -> Iterator[_Found | str]:
    """The segments of a trans-unit of XLIFF 1.2, or why one is not given."""
    parts: dict[str, Any] = {}
    notes: list[str] = []
    for child in element:
        name = name_of(child)
        if name == "note":
            notes.append(child.text or "")
        elif name in ("source", "target", "seg-source"):
            parts[name] = child
    source, target = parts.get("source"), parts.get("target")
    state = None if target is None else _STATES.get(target.get("state") or "")
    if state is None and element.get("approved") == "yes":
        state = "approved"
    cut = marked_segments(parts.get("seg-source"))
    rendered = marked_segments(target)
    if cut and rendered:
        for ident, part in cut.items():
            yield _pair(part, rendered.get(ident), {}, state, {}, notes)
        return
    yield _pair(source, target, {}, state, {}, notes)


def marked_segments(element: Any) -> dict[str, Any]:
    """The mrk elements of a segmented text of XLIFF 1.2, by their mid."""
    if element is None:
        return {}
    return {
        mrk.get("mid") or str(i): mrk
        for i, mrk in enumerate(m for m in element.iter() if name_of(m) == "mrk" and m.get("mtype") == "seg")
    }


def _pair(
    source: Any,
    target: Any,
    data: Mapping[str, str],
    state: Status | None,
    values: dict[str, str],
    notes: list[str],
) -> _Found | str:
    if source is None or target is None:
        return "not translated"
    if has_entity(source) or has_entity(target):
        return "an entity that is not declared"
    texts = of_xliff(source, data), of_xliff(target, data)
    if not texts[0][0].strip() or not texts[1][0].strip():
        return "an empty text" if not texts[0][0].strip() else "not translated"
    return *texts, state, values, "\n".join(notes) or None


def _unit(
    source: _Text, target: _Text, source_lang: str, target_lang: str, values: dict[str, str], state: Status | None
) -> TranslationUnit:
    properties = {
        name: kept
        for name, (text, tagged) in ((SOURCE_TAGS, source), (TARGET_TAGS, target))
        if (kept := _kept_tags(text, tagged, values.pop(name, None))) is not None
    }
    unit = TranslationUnit(source[0], target[0], source_lang, target_lang, properties=properties)
    unit = with_values(unit, values, state or "imported")
    # somebody has set the state since it was written
    return replace(unit, status=state) if state in HUMAN and unit.status not in HUMAN else unit


def _kept_tags(text: str, tagged: str | None, written: str | None) -> str | None:
    """The tags as they were when the file was written, unless somebody has moved them since."""
    seg = parsed(written, text)
    if seg is None:
        return tagged
    data: dict[str, str] = {}
    inline = to_xliff(seg, data)
    from lxml import etree

    namespace = "urn:oasis:names:tc:xliff:document:2.0"
    again = etree.fromstring(f'<source xmlns="{namespace}">{inline}</source>')
    return written if of_xliff(again, data) == (text, tagged) else tagged
