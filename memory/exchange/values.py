"""What a unit knows beyond its texts, as (name, value) pairs that any format can hold, and units made of them again.

The names are midan's own; TMX and XLIFF put `x-` before them, CSV makes columns of them. `fingerprint` is that of the
target as it was written: where a machine's or an imported target came back with another one, a person has been at it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from memory.unit import HUMAN, STATUSES, Origin, Status, TermOutcome, TranslationUnit

SOURCE_TAGS, TARGET_TAGS = "source-tags", "target-tags"  # properties that hold a text with its inline tags
NAMES = (
    *("document", "place", "context-pre", "context-post", "status", "fingerprint", "engine", "model"),
    *("glossary-digest", "audit", "attention"),
)
_PROPERTY = "property-"
_ISO = re.compile(r"\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-6]\dZ")


def fingerprint(text: str) -> str:
    """Eight hex digits of a text, whatever tools do to its white space."""
    return hashlib.blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def values_of(unit: TranslationUnit) -> Iterator[tuple[str, str]]:
    """The pairs of a unit, in a fixed order; its own properties last, without the texts with tags."""
    origin = unit.origin
    if origin is not None:
        yield "document", origin.document
        if origin.segment is not None:
            yield "place", f"{origin.paragraph}.{origin.segment}"
        if origin.previous is not None:
            yield "context-pre", origin.previous
        if origin.next is not None:
            yield "context-post", origin.next
    yield "status", unit.status
    if unit.target and unit.status not in HUMAN:
        yield "fingerprint", fingerprint(unit.target)
    for name, value in (("engine", unit.engine), ("model", unit.model), ("glossary-digest", unit.digest)):
        if value:
            yield name, value
    if unit.audit:
        yield "audit", json.dumps([o.as_json() for o in unit.audit], ensure_ascii=False, separators=(",", ":"))
    if unit.attention:
        yield "attention", "yes"
    for name in sorted(unit.properties):
        if name not in (SOURCE_TAGS, TARGET_TAGS):
            yield _PROPERTY + name, unit.properties[name]


def with_values(unit: TranslationUnit, values: Mapping[str, str], default: Status = "imported") -> TranslationUnit:
    """The unit with what the pairs say. Its status is `default` where they say none that midan knows."""
    given = values.get("status")
    status = given if given in STATUSES else default
    if status == "untranslated" and unit.target:
        status = default
    properties = {k.removeprefix(_PROPERTY): v for k, v in values.items() if k.startswith(_PROPERTY)}
    unit = replace(unit, status=status, origin=_origin(values), properties={**properties, **unit.properties})
    if status not in HUMAN and values.get("fingerprint", fingerprint(unit.target)) != fingerprint(unit.target):
        return replace(unit, status="reviewed", digest=values.get("glossary-digest"))
    return replace(
        unit,
        engine=values.get("engine"),
        model=values.get("model"),
        digest=values.get("glossary-digest"),
        audit=_audit(values.get("audit")),
        attention=values.get("attention") == "yes",
    )


def place_of(text: str) -> tuple[int, int] | None:
    """Paragraph and segment from `P.S`; the title of an article has paragraph -1."""
    found = re.fullmatch(r"(-?[0-9]{1,9})\.([0-9]{1,9})", text)
    return (int(found[1]), int(found[2])) if found else None


def iso_date(text: str | None) -> str | None:
    """A date as midan keeps it, from that or from TMX's 20210111T080000Z; None for what is no date."""
    text = text or ""
    found = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})Z", text)
    text = "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else text
    return text if _ISO.fullmatch(text) and text.isascii() else None


def _origin(values: Mapping[str, str]) -> Origin | None:
    document = values.get("document")
    before, after = values.get("context-pre"), values.get("context-post")
    if document is None:
        return Origin("", None, None, before, after) if before or after else None
    paragraph, segment = place_of(values.get("place", "")) or (None, None)
    return Origin(document, paragraph, segment, before, after)


def _audit(text: str | None) -> tuple[TermOutcome, ...]:
    try:
        return tuple(map(TermOutcome.from_json, json.loads(text))) if text else ()
    except (ValueError, TypeError, AttributeError, RecursionError):
        return ()
