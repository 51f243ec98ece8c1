"""Units as rows of the table `unit`, and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, cast, overload

from glossary.arabic import fold_key
from memory.unit import Origin, Status, TermOutcome, TranslationUnit

COLUMNS = (
    "source",
    "target",
    "source_lang",
    "target_lang",
    "source_key",
    "status",
    "document",
    "paragraph",
    "segment",
    "previous",
    "next",
    "engine",
    "model",
    "created",
    "changed",
    "created_by",
    "changed_by",
    "digest",
    "audit",
    "attention",
    "note",
    "properties",
)
_NUMBERS = {"paragraph", "segment", "attention"}
_FILLED = {"source", "target", "source_lang", "target_lang", "status", "created", "changed", "audit", "properties"}
_TYPES = (
    int,
    *((str,) if c in _FILLED else (int, type(None)) if c in _NUMBERS else (str, type(None)) for c in COLUMNS),
)
INSERT = f"INSERT INTO unit ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
UPDATE = f"UPDATE unit SET {', '.join(f'{c} = ?' for c in COLUMNS)} WHERE id = ?"
SELECT = f"SELECT id, {', '.join(COLUMNS)} FROM unit"


def row_of(unit: TranslationUnit, time: str, key: str | None = None) -> tuple[Any, ...]:
    """The values of `COLUMNS` for a unit; `time` is the date of one that has none, `key` its folded source if known."""
    origin = unit.origin
    created = unit.created or time
    return (
        storable(unit.source),
        storable(unit.target),
        unit.source_lang,
        unit.target_lang,
        storable(fold_key(unit.source)) if key is None else key,
        unit.status,
        storable(origin.document) if origin else None,
        origin.paragraph if origin else None,
        origin.segment if origin else None,
        storable(origin.previous) if origin else None,
        storable(origin.next) if origin else None,
        storable(unit.engine),
        storable(unit.model),
        created,
        unit.changed or created,
        storable(unit.created_by),
        storable(unit.changed_by),
        storable(unit.digest),
        json.dumps([o.as_json() for o in unit.audit], separators=(",", ":")) if unit.audit else "[]",
        int(unit.attention),
        storable(unit.note),
        json.dumps(dict(unit.properties), sort_keys=True, separators=(",", ":")) if unit.properties else "{}",
    )


@overload
def storable(text: str) -> str: ...
@overload
def storable(text: None) -> None: ...
def storable(text: str | None) -> str | None:
    """SQLite holds UTF-8: a lone surrogate becomes U+FFFD."""
    if text is None or text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def unit_of(row: Sequence[Any]) -> TranslationUnit:
    """The unit of a row of `SELECT`. Raises sqlite3.DatabaseError for a row that midan can't have written."""
    try:
        # a column of texts keeps a number or bytes as they are where it is given them
        if all(map(isinstance, row, _TYPES)):
            return _read(row)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        pass
    raise sqlite3.DatabaseError(f"malformed unit {row[0]}")


def _read(row: Sequence[Any]) -> TranslationUnit:
    values = dict(zip(("id", *COLUMNS), row, strict=True))
    origin = None
    if values["document"] is not None:
        origin = Origin(values["document"], values["paragraph"], values["segment"], values["previous"], values["next"])
    return TranslationUnit(
        values["source"],
        values["target"],
        values["source_lang"],
        values["target_lang"],
        cast(Status, values["status"]),
        origin,
        values["engine"],
        values["model"],
        values["created"],
        values["changed"],
        values["created_by"],
        values["changed_by"],
        values["digest"],
        tuple(TermOutcome.from_json(o) for o in json.loads(values["audit"])) if values["audit"] != "[]" else (),
        bool(values["attention"]),
        values["note"],
        _properties(values["properties"]),
        values["id"],
    )


def _properties(text: str) -> dict[str, str]:
    if text == "{}":
        return {}
    properties = json.loads(text)
    if not (isinstance(properties, dict) and all(isinstance(value, str) for value in properties.values())):
        raise TypeError
    return properties
