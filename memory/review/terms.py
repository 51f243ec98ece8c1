"""Candidates and the other entries of the glossary, as the review page lists, shows and changes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from glossary.arabic import fold_key, has_arabic
from glossary.errors import MidanError
from glossary.matching import TermMatcher
from glossary.term import STATUSES, Term
from glossary.termfile import TermFile
from memory.review import fragments
from memory.review.desk import Change, ConflictError, Desk, Item, MissingError, term_id, term_version

EDITABLE = ("status", "en", "kind", "note")
_CONTEXTS = 50  # contexts of a term that are shown at once
_DONE = {"approved": "approved", "rejected": "rejected", "candidate": "a candidate again"}


def listed(desk: Desk, status: str = "candidate", document: str = "", query: str = "") -> list[str]:
    """The ids of the entries that fit, in the file's order; those that are what is asked for come first."""
    key, english = fold_key(query), query.casefold().strip()

    def fits(term: Term) -> bool:
        if status in STATUSES and term.status != status:
            return False
        if document and document not in term.articles:
            return False
        if has_arabic(query):
            return any(key in fold_key(form) for form in term.forms)
        texts = (*term.accepted, *term.forbidden, term.kind or "", term.note or "")
        return not english or any(english in text.casefold() for text in texts)

    found = [term for term in desk.snapshot().glossary if fits(term)]
    if key or english:
        found.sort(
            key=lambda t: all(fold_key(f) != key for f in t.forms) and english not in map(str.casefold, t.accepted)
        )
    return [term_id(term.ar) for term in found]


def counts(desk: Desk) -> dict[str, int]:
    """How many entries have each status."""
    return dict(Counter(term.status for term in desk.snapshot().glossary))


def items(desk: Desk, ids: Sequence[str]) -> list[Item]:
    """The entries of these ids, ready to be shown; those that are gone are absent."""
    by_id = desk.snapshot().by_id
    return [item(by_id[i]) for i in ids if i in by_id]


def item(term: Term) -> Item:
    """An entry with its version, its markup and what can be edited."""
    return {
        "view": "terms",
        "id": term_id(term.ar),
        "version": term_version(term),
        "name": term.ar,
        "values": {key: getattr(term, key) or "" for key in EDITABLE},
        "html": fragments.term_html(term, term_id(term.ar)),
    }


def change(desk: Desk, number: str, version: str, changes: Mapping[str, Any]) -> Item:
    """Change an entry in the file; the item as it stands now, and how many segments are to be translated again.

    Raises ConflictError where it is no longer of that version, MissingError where it is gone, and MidanError for a key
    or value that it can't have or a file that can't be written.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise MidanError(f"{', '.join(sorted(unknown))} can't be changed here", desk.terms, "edit the file")
    with desk.writing:
        old, new = _write(desk, number, version, changes)
        if new == old:
            return {"item": item(new), "stale": 0}
        said = _said(old, new)
        before = {key: getattr(old, key) for key in EDITABLE if getattr(old, key) != getattr(new, key)}

        def take_back(expected: str) -> Item:
            return item(_write(desk, number, expected, before)[1])

        desk.keep(Change(said, number, term_version(new), take_back, ""))
    return {"item": item(new), "said": said, "stale": stale(desk, (old, new))}


def _write(desk: Desk, number: str, version: str, changes: Mapping[str, Any]) -> tuple[Term, Term]:
    """The entry as it was and as it is now on disk."""
    file = TermFile.open(desk.terms)
    old = next((term for term in file.glossary if term_id(term.ar) == number), None)
    if old is None:
        raise MissingError
    if term_version(old) != version:
        raise ConflictError(item(old))
    file.update(old.ar, changes)
    file.save()
    new = desk.snapshot().by_id.get(number)
    if new is None:
        raise MissingError
    return old, new


def _said(old: Term, new: Term) -> str:
    """What was done, in a word."""
    if old.status != new.status:
        return f"{new.ar}: {_DONE[new.status]}"
    return f"{new.ar}: changed"


def stale(desk: Desk, terms: Sequence[Term]) -> int:
    """How many machine segments that hold one of these terms were translated under other demands than today's."""
    viewer = desk.snapshot().viewer
    return sum(unit.status == "machine" and viewer.stale(unit) for unit in desk.holding(terms))


def contexts_html(desk: Desk, number: str) -> str:
    """Every place in the memory where an entry stands; where there is none, what was noted when it was mined."""
    term = desk.snapshot().by_id.get(number)
    if term is None:
        raise MissingError
    matcher = TermMatcher([replace(term, not_before=(), not_after=(), context=(), not_context=())])
    held = desk.holding([term])
    first = list(islice(held, _CONTEXTS))
    more = sum(1 for _ in held)
    return fragments.contexts_html(term, first, more, matcher)
