"""What a format has no place for, said in so many words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

from glossary.term import Term

# how each field is called where it is missed; what follows from the others is not
_NAMES = {
    "en": "English",
    "abbreviation": "abbreviations",
    "kind": "kinds",
    "variants": "variants",
    "also": "other accepted English",
    "forbidden": "forbidden English",
    "match": "match: exact",
    "case": "case: keep",
    "article": "articles that are fixed or free",
    "not_before": "not_before",
    "not_after": "not_after",
    "context": "context",
    "not_context": "not_context",
    "note": "notes",
    "count": "counts and articles",
    "evidence": "evidence",
}
_DEFAULTS = {f.name: f.default for f in fields(Term)}


def losses(terms: Iterable[Term], held: Iterable[str]) -> list[str]:
    """A line for each field that terms have and the format does not hold."""
    missed = [name for name in _NAMES if name not in set(held)]
    count = dict.fromkeys(missed, 0)
    for term in terms:
        for name in missed:
            count[name] += getattr(term, name) != _DEFAULTS[name]
    return [f"{_NAMES[name]} of {number} terms" for name, number in count.items() if number]
