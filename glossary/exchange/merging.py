"""What another tool's glossary says, merged into ours: new entries are added, gaps are filled, nothing is overwritten.

A record holds what a file says of one entry, by the names of Term's fields and without those it says nothing of.
Records and entries meet by their folded Arabic. Where both have a value and the values differ, ours stays and the
difference is reported. Merging the same records again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from glossary.arabic import fold_key
from glossary.errors import MidanError
from glossary.term import KINDS, MAX_TERMS, Status, Term
from glossary.termentry import LISTS
from glossary.termfile import TermFile

Record = Mapping[str, Any]
MAX_BYTES = 64 * 2**20  # of a file to merge

_DEFAULTS = {f.name: f.default for f in fields(Term)}
_SINGLE = ("abbreviation", "kind", "match", "article", "case", "note", "count")


@dataclass(slots=True)
class Merged:
    """What became of the records of a file."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    conflicts: list[str] = field(default_factory=list)


def check_count(count: int, where: str) -> None:
    """Raise MidanError where a file holds more entries than a glossary may."""
    if count > MAX_TERMS:
        raise MidanError(f"more than {MAX_TERMS:,} entries", where, "split it; nothing was imported")


def merge(file: TermFile, records: Iterable[Record], status: Status) -> Merged:
    """Merge records into a glossary file, which is not saved; a new entry without a status gets this one."""
    result = Merged()
    owners: dict[str, str] = {}
    for term in file.glossary:
        for form in term.variants:
            owners.setdefault(fold_key(form), term.ar)
    for term in file.glossary:
        owners[fold_key(term.ar)] = term.ar
    for record in records:
        key = fold_key(record["ar"])
        if not key:
            continue
        owner = owners.get(key)
        known = file.find(owner) if owner is not None else None
        if known is None:
            new = as_term(record, status)
            result.added += file.add([new])
            for form in reversed(new.forms):
                owners.setdefault(fold_key(form), new.ar)
            continue
        changes = _differences(known, record, owners, result.conflicts)
        if changes:
            file.update(known.ar, changes)
            for form in changes.get("variants", ()):
                owners.setdefault(fold_key(form), known.ar)
        result.changed += bool(changes)
        result.unchanged += not changes
    return result


def as_term(record: Record, status: Status) -> Term:
    """A record as an entry of its own."""
    values = {"status": status} | {k: v for k, v in record.items() if v not in (None, "", ())}
    own = fold_key(values["ar"])
    variants = {fold_key(v): v for v in reversed(values.get("variants", ())) if fold_key(v) not in ("", own)}
    values["variants"] = tuple(reversed(variants.values()))
    accepted = {values.get("en"), values.get("abbreviation")}
    values["also"] = tuple(dict.fromkeys(x for x in values.get("also", ()) if x not in accepted))
    values["forbidden"] = tuple(
        dict.fromkeys(x for x in values.get("forbidden", ()) if x not in accepted and x not in values["also"])
    )
    return Term(**values)


def _differences(term: Term, record: Record, owners: Mapping[str, str], conflicts: list[str]) -> dict[str, Any]:
    """What the record adds to an entry; what it contradicts is noted."""

    def conflict(what: str, ours: Any, theirs: Any) -> None:
        conflicts.append(f"{term.ar}: {what} is {ours!r} here and {theirs!r} there; kept")

    changes: dict[str, Any] = {}
    if fold_key(record["ar"]) != fold_key(term.ar):
        # it is a variant of the entry: all that it can say is the English
        english = record.get("en")
        if english and english not in term.accepted:
            conflict(f"the English of its variant {record['ar']}", term.en, english)
        return {}
    english = record.get("en")
    if english and not term.en and english not in term.forbidden:
        changes["en"] = english
    elif english and english not in term.accepted:
        conflict("en", term.en, english)
    for key in _SINGLE:
        ours, theirs = getattr(term, key), record.get(key)
        if theirs in (None, "", 0, _DEFAULTS[key]) or theirs == ours:
            continue
        if ours == _DEFAULTS[key]:
            changes[key] = theirs
        elif key != "count":
            conflict(key, ours, theirs)
    if record.get("status") not in (None, "candidate", term.status):
        if term.status == "candidate":
            changes["status"] = record["status"]
        else:
            conflict("status", term.status, record["status"])
    for key in (*LISTS, "articles", "evidence"):
        new = _new_items(term, key, record.get(key, ()), owners, conflict)
        if new:
            changes[key] = (*getattr(term, key), *new)
    return changes


def _new_items(term: Term, key: str, items: Iterable[Any], owners: Mapping[str, str], conflict: Any) -> list[Any]:
    there = getattr(term, key)
    new: list[Any] = []
    for item in items:
        if item in there or item in new:
            continue
        if key == "variants":
            folded = fold_key(item)
            if not folded or folded in {fold_key(form) for form in (*term.forms, *new)}:
                continue
            if folded in owners:
                conflict(f"the variant {item}", f"of {owners[folded]}", f"of {term.ar}")
                continue
        elif key == "also":
            if item in term.accepted:
                continue
            if item in term.forbidden:
                conflict("the English", f"forbidden: {item}", item)
                continue
        elif key == "forbidden" and item in term.accepted:
            conflict("the English", item, f"forbidden: {item}")
            continue
        new.append(item)
    return new


def valid_kind(text: str) -> str | None:
    """A kind of ours that a file names, or None."""
    kind = text.strip().lower()
    return kind if kind in KINDS else None
