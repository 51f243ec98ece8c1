"""What a unit knows beyond its texts, as (name, value) pairs that any format can hold, and units made of them again.

The names are midan's own; TMX puts `x-` before them, XLIFF has metadata for them, PO a comment, CSV columns. The
`fingerprint` is that of the target as it was written: where a machine's or an imported target came back with another
one, a person has been at it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from memory.exchange.xmlfile import ILLEGAL
from memory.unit import HUMAN, STATUSES, Origin, Status, TermOutcome, TranslationUnit

SOURCE_TAGS, TARGET_TAGS = "source-tags", "target-tags"  # properties that hold a text with its inline tags
NAMES = (
    *("status", "document", "place", "context-pre", "context-post", "fingerprint", "engine", "model"),
    *("glossary-digest", "audit", "attention"),
)
REST = ("created", "created-by", "changed", "changed-by", "source-lang", "target-lang", SOURCE_TAGS, TARGET_TAGS)
PROPERTY = "property-"
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
            yield PROPERTY + name, unit.properties[name]


def rest_of(unit: TranslationUnit, source_lang: str = "", target_lang: str = "") -> Iterator[tuple[str, str]]:
    """The pairs for what TMX has places of its own for, for other formats; a language only where it is not this one."""
    dates = (unit.created, unit.created_by, unit.changed, unit.changed_by)
    languages = (
        unit.source_lang if unit.source_lang != source_lang else None,
        unit.target_lang if unit.target_lang != target_lang else None,
    )
    tags = (unit.properties.get(SOURCE_TAGS), unit.properties.get(TARGET_TAGS))
    yield from ((name, value) for name, value in zip(REST, (*dates, *languages, *tags), strict=True) if value)


def exportable(unit: TranslationUnit) -> TranslationUnit | None:
    """The unit with its texts as XML can hold them; None where nothing is left of one of them."""
    source, target = ILLEGAL.sub("", unit.source), ILLEGAL.sub("", unit.target)
    if not source.strip() or not target.strip():
        return None
    same = source == unit.source and target == unit.target
    return unit if same else replace(unit, source=source, target=target)


def with_values(unit: TranslationUnit, values: Mapping[str, str], default: Status = "imported") -> TranslationUnit:
    """The unit with what the pairs say. Its status is `default` where they say none that midan knows."""
    if not values:
        return unit if unit.status == default else replace(unit, status=default)
    given = values.get("status")
    status = given if given in STATUSES else default
    if status == "untranslated" and unit.target:
        status = default
    properties = {k.removeprefix(PROPERTY): v for k, v in values.items() if k.startswith(PROPERTY)}
    properties |= {k: values[k] for k in (SOURCE_TAGS, TARGET_TAGS) if k in values}
    unit = replace(
        unit,
        status=status,
        origin=_origin(values),
        properties={**properties, **unit.properties},
        created=iso_date(values.get("created")) or unit.created,
        created_by=values.get("created-by") or unit.created_by,
        changed=iso_date(values.get("changed")) or unit.changed,
        changed_by=values.get("changed-by") or unit.changed_by,
        source_lang=values.get("source-lang") or unit.source_lang,
        target_lang=values.get("target-lang") or unit.target_lang,
    )
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
    if not text:
        return None
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
