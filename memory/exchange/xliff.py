"""XLIFF 2.1 out: for CAT tools, with the glossary module for terms and the matches module for what the memory holds.

Follows OASIS XLIFF 2.1 (the core namespace is that of 2.0, as the standard has it). A document is a file, a unit of the
memory a unit with one segment; a state says how far it is (initial, translated, reviewed, final), and what XLIFF has no
word for stands in the metadata module under `midan`. Inline tags become sc, ec, pc and ph, their codes originalData.
Reading is the business of `memory.exchange.xliff_reading`.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from glossary.errors import MidanError
from glossary.files import replacing
from glossary.term import Term
from memory.exchange.tags import parsed, to_xliff, xliff_text
from memory.exchange.values import SOURCE_TAGS, TARGET_TAGS, rest_of, values_of
from memory.exchange.xmlfile import xml_attribute, xml_text
from memory.unit import SOURCE_LANG, TARGET_LANG, TranslationUnit

CATEGORY = "midan"  # of the metadata
STATES = {
    "untranslated": "initial",
    "machine": "translated",
    "imported": "translated",
    "reviewed": "reviewed",
    "approved": "final",
}
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0" '
    'xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" '
    f'version="2.1" srcLang="{SOURCE_LANG}" trgLang="{TARGET_LANG}" xml:space="preserve">\n'
)


def write(
    units: Iterable[TranslationUnit],
    path: str | os.PathLike[str],
    *,
    untranslated: bool = False,
    terms: Mapping[str, Term] | None = None,
    alternatives: Mapping[str, Sequence[tuple[str, str, float]]] | None = None,
) -> int:
    """Write units, whole or not at all; how many were written. `alternatives` are fuzzy matches (source, target, score)
    for a source. Raises MidanError where there is no unit, since XLIFF has no empty file."""
    count = files = 0
    document: str | None = None
    with replacing(path) as stream:
        stream.write(_HEAD.encode())
        for unit in units:
            if not unit.source.strip() or not (unit.target.strip() or untranslated):
                continue
            name = unit.origin.document if unit.origin else ""
            if name != document:
                stream.write(b"</file>\n" if files else b"")
                files, document = files + 1, name
                original = f" original={xml_attribute(name)}" if name else ""
                stream.write(f'<file id="f{files}"{original} canResegment="no">\n'.encode())
            count += 1
            lines = _lines(count, unit, terms or {}, (alternatives or {}).get(unit.source, ()))
            stream.write("".join(lines).encode())
        if not count:
            raise MidanError("no unit to write", os.fspath(path), "XLIFF has no empty file; nothing was written")
        stream.write(b"</file>\n</xliff>\n")
    return count


def _lines(
    number: int,
    unit: TranslationUnit,
    terms: Mapping[str, Term],
    alternatives: Sequence[tuple[str, str, float]],
) -> Iterator[str]:
    data: dict[str, str] = {}
    source = _content(unit.source, unit.properties.get(SOURCE_TAGS), data)
    target = _content(unit.target, unit.properties.get(TARGET_TAGS), data)
    yield f'<unit id="u{number}">\n'
    yield from _glossary(unit, terms)
    yield from _matches(alternatives)
    yield f'<mda:metadata><mda:metaGroup category="{CATEGORY}">\n'
    for name, value in (*values_of(unit), *rest_of(unit, SOURCE_LANG, TARGET_LANG)):
        yield f"<mda:meta type={xml_attribute(name)}>{xml_text(value)}</mda:meta>\n"
    yield "</mda:metaGroup></mda:metadata>\n"
    if unit.note:
        yield f"<notes><note>{xml_text(unit.note)}</note></notes>\n"
    if data:
        codes = (f'<data id="{key}">{xliff_text(code)}</data>' for key, code in data.items())
        yield f"<originalData>{''.join(codes)}</originalData>\n"
    yield f'<segment id="s1" state="{STATES[unit.status]}"><source>{source}</source>'
    if unit.target.strip():
        yield f"<target>{target}</target>"
    yield "</segment>\n</unit>\n"


def _content(text: str, tagged: str | None, data: dict[str, str]) -> str:
    seg = parsed(tagged, text)
    return xliff_text(text) if seg is None else to_xliff(seg, data)


def _glossary(unit: TranslationUnit, terms: Mapping[str, Term]) -> Iterator[str]:
    """The terms of the segment, once each, with all the English that is accepted for them."""
    entries = {(outcome.ar, outcome.en): terms.get(outcome.ar) for outcome in unit.audit if outcome.en}
    if not entries:
        return
    yield "<gls:glossary>\n"
    for (ar, en), term in entries.items():
        accepted = dict.fromkeys([en, *(term.accepted if term else ())])
        yield f"<gls:glossEntry><gls:term>{xml_text(ar)}</gls:term>"
        yield from (f"<gls:translation>{xml_text(english)}</gls:translation>" for english in accepted)
        if term is not None and term.note:
            yield f"<gls:definition>{xml_text(term.note)}</gls:definition>"
        yield "</gls:glossEntry>\n"
    yield "</gls:glossary>\n"


def _matches(alternatives: Sequence[tuple[str, str, float]]) -> Iterator[str]:
    if alternatives:
        yield "<mtc:matches>\n"
        for source, target, score in alternatives:
            yield f'<mtc:match ref="#s1" type="tm" similarity="{min(score, 100):.1f}">'
            yield f"<source>{xliff_text(source)}</source><target>{xliff_text(target)}</target></mtc:match>\n"
        yield "</mtc:matches>\n"
