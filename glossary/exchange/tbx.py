"""TBX-Basic out (ISO 30042:2019, DCA style); TBX in: version 3 in either style, and version 2 (ISO 30042:2008, martif).

A concept holds the Arabic forms and the English ones. Status is `administrativeStatus`: preferred for an approved entry
and for its English, admitted for variants, abbreviation and other accepted English, deprecated for forbidden English;
the kind is the concept's `subjectField`, evidence is a `context` with its `source`. Reading takes deprecated and
superseded English as forbidden, and deprecated Arabic as a variant: it may still stand in a text. Streamed, without
entities, DTDs or network; code points that XML 1.0 does not allow are dropped when writing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import Any
from xml.sax.saxutils import escape

from glossary.errors import MidanError
from glossary.exchange.losses import losses
from glossary.exchange.merging import MAX_BYTES, Record, check_count, valid_kind
from glossary.files import read_bytes, replacing
from glossary.term import Evidence, Term

HELD = ("en", "abbreviation", "kind", "variants", "also", "forbidden", "note", "evidence")
_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PREFERRED, _ADMITTED, _DEPRECATED = "preferredTerm-admn-sts", "admittedTerm-admn-sts", "deprecatedTerm-admn-sts"
_GONE = ("deprecated", "superseded")
_CONCEPTS = frozenset({"conceptEntry", "termEntry"})
_TERM_SECTIONS = frozenset({"termSec", "tig", "ntig"})
_SHORT_TYPES = frozenset({"acronym", "abbreviation", "initialism", "shortForm"})
MAX_TERM = 1000  # characters: longer is no term
_LARGEST_CONCEPT = 100_000  # elements


def write(terms: Sequence[Term], path: str | os.PathLike[str]) -> list[str]:
    """Write entries that are not rejected; what the format could not hold, a line each."""
    kept = [term for term in terms if term.status != "rejected"]
    if not kept:
        raise MidanError("no terms to export, and a TBX file may not be empty", os.fspath(path), "nothing was written")
    with replacing(path) as stream:
        stream.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="{_NAMESPACE}">\n<tbxHeader><fileDesc><sourceDesc>'
            "<p>A midan glossary, Arabic and English</p></sourceDesc></fileDesc></tbxHeader>\n<text><body>\n".encode()
        )
        for number, term in enumerate(kept, 1):
            stream.write("".join(f"{line}\n" for line in _concept(number, term)).encode())
        stream.write(b"</body></text>\n</tbx>\n")
    dropped = len(terms) - len(kept)
    return [*([f"{dropped} rejected terms"] if dropped else []), *losses(kept, HELD)]


def _text(text: str) -> str:
    return escape(_ILLEGAL.sub("", text), {"\r": "&#13;"})


def _concept(number: int, term: Term) -> Iterator[str]:
    yield f'<conceptEntry id="c{number}">'
    if term.kind:
        yield f'<descrip type="subjectField">{_text(term.kind)}</descrip>'
    if term.note:
        yield f"<note>{_text(term.note)}</note>"
    yield '<langSec xml:lang="ar">'
    contexts = [
        f'<descripGrp><descrip type="context">{_text(e.text)}</descrip>'
        f'<admin type="source">{_text(e.article)}</admin></descripGrp>'
        for e in term.evidence
    ]
    yield _section(term.ar, _PREFERRED if term.status == "approved" else None, contexts=contexts)
    for variant in term.variants:
        yield _section(variant, _ADMITTED)
    yield "</langSec>"
    english = []
    if term.en:
        english.append(_section(term.en, _PREFERRED))
    if term.abbreviation:
        english.append(
            _section(term.abbreviation, _ADMITTED, "acronym" if term.abbreviation.isupper() else "abbreviation")
        )
    english += [_section(other, _ADMITTED) for other in term.also]
    english += [_section(other, _DEPRECATED) for other in term.forbidden]
    if english:
        yield '<langSec xml:lang="en">'
        yield from english
        yield "</langSec>"
    yield "</conceptEntry>"


def _section(text: str, status: str | None, kind: str | None = None, contexts: Sequence[str] = ()) -> str:
    notes = f'<termNote type="administrativeStatus">{status}</termNote>' if status else ""
    notes += f'<termNote type="termType">{kind}</termNote>' if kind else ""
    return f"<termSec><term>{_text(text)}</term>{notes}{''.join(contexts)}</termSec>"


def read(path: str | os.PathLike[str]) -> tuple[list[Record], list[str]]:
    """The Arabic–English records of a file, and what was passed over. Raises MidanError for what is no TBX."""
    import io

    from lxml import etree

    where = os.fspath(path)
    data = read_bytes(path, MAX_BYTES)
    records: list[Record] = []
    skipped: list[str] = []
    root = ""
    number = idle = 0
    try:
        events = etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in events:
            name = _name(element)
            if not root:
                root = name
                if name not in ("tbx", "martif"):
                    raise MidanError(
                        f"the root element is {name[:40]}, not tbx or martif", where, "this is no TBX file"
                    )
            if event == "start":
                continue
            if name not in _CONCEPTS:
                idle += 1
                if idle > _LARGEST_CONCEPT:
                    raise MidanError(f"no concept ends within {_LARGEST_CONCEPT:,} elements", where, "split it")
                continue
            number += 1
            idle = 0
            check_count(number, where)
            record = _record(element)
            if record is None:
                skipped.append(f"concept {element.get('id') or number}: no Arabic term")
            else:
                records.append(record)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        raise MidanError(f"broken XML: {error.msg}", f"{where}{line}", "nothing was imported") from None
    return records, skipped


def _name(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _category(element: Any) -> str:
    """The data category of an element: its type in DCA style and version 2, its own name in DCT style."""
    name = _name(element)
    return str(element.get("type") or "") if name in ("termNote", "descrip", "admin") else name


def _content(element: Any) -> str:
    # of the elements only: an entity that was not resolved has a text of its own
    return " ".join("".join(element.itertext("*")).split())


def _record(concept: Any) -> Record | None:
    record: dict[str, Any] = {}
    arabic: list[tuple[str, str, str]] = []
    english: list[tuple[str, str, str]] = []
    for element in concept:
        if _name(element) in ("langSec", "langSet"):
            language = str(element.get(_LANG) or element.get("lang") or "").lower().replace("_", "-").split("-")[0]
            if language in ("ar", "ara"):
                arabic += _terms(element)
                _contexts(element, record)
            elif language in ("en", "eng"):
                english += _terms(element)
        else:
            _about(element, record)
    if not arabic:
        return None
    standing = [t for t in arabic if not t[1].startswith(_GONE)] or arabic
    first = next((t for t in standing if t[1].startswith("preferred")), standing[0])
    record["ar"] = first[0]
    record["variants"] = tuple(t[0] for t in arabic if t is not first)
    if first[1].startswith("preferred"):
        record["status"] = "approved"
    good = [t for t in english if not t[1].startswith(_GONE)]
    short = [t for t in good if t[2] in _SHORT_TYPES]
    full = [t for t in good if t not in short]
    full.sort(key=lambda t: not t[1].startswith("preferred"))
    if not full:
        full, short = short[:1], short[1:]
    if full:
        record["en"] = full[0][0]
    if short:
        record["abbreviation"] = short[0][0]
    record["also"] = tuple(t[0] for t in (*full[1:], *short[1:]))
    record["forbidden"] = tuple(t[0] for t in english if t not in good)
    return record


def _terms(language: Any) -> Iterator[tuple[str, str, str]]:
    """The term, status and type of each term section."""
    for section in language.iter():
        if _name(section) not in _TERM_SECTIONS:
            continue
        text, status, kind = "", "", ""
        for element in section.iter():
            if _name(element) == "term":
                text = _content(element)
            elif _category(element) == "administrativeStatus":
                status = _content(element)
            elif _category(element) == "termType":
                kind = _content(element)
        if text and len(text) <= MAX_TERM:
            yield text, status, kind


def _contexts(language: Any, record: dict[str, Any]) -> None:
    for group in language.iter():
        if _name(group) == "descripGrp":
            parts = {_category(element): _content(element) for element in group}
            if parts.get("context"):
                evidence = Evidence(parts.get("source", ""), parts["context"])
                record["evidence"] = (*record.get("evidence", ()), evidence)


def _about(element: Any, record: dict[str, Any]) -> None:
    """What is said of the concept itself."""
    for part in element.iter():
        category = _category(part)
        if category == "subjectField":
            kind = valid_kind(_content(part))
            if kind is not None:
                record["kind"] = kind
        elif category in ("note", "definition") and _content(part):
            record["note"] = "; ".join(filter(None, (record.get("note"), _content(part))))
