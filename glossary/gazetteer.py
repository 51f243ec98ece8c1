"""Names in Arabic with their English: our own tables, Unicode CLDR (`babel`), GeoNames.

What is taken from GeoNames lies in `data/cities.tsv` and `data/capitals.tsv`, which `bench/make_cities.py` makes. Keys
are folded. Countries come first; of two cities with one name the larger counts. Nothing is fetched.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from glossary.arabic import fold_key


def _lines(name: str) -> list[str]:
    text = (resources.files("glossary") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if "\t" in line and not line.startswith("#")]


def _table(name: str) -> dict[str, str]:
    """Folded Arabic to English of one of the tables."""
    return {fold_key(ar): en.strip() for ar, en in (line.split("\t") for line in _lines(name))}


@lru_cache(maxsize=1)
def places() -> dict[str, str]:
    """Folded Arabic to English of places of the region whose English is settled."""
    return _table("places.tsv")


@lru_cache(maxsize=1)
def given_names() -> dict[str, str]:
    """Folded Arabic to Latin letters of given names and parts of names."""
    return _table("given_names.tsv")


@lru_cache(maxsize=1)
def people() -> dict[str, str]:
    """Folded Arabic to English of people in the news."""
    return _table("people.tsv")


@lru_cache(maxsize=1)
def countries() -> dict[str, str]:
    """Folded Arabic to English names of countries, territories and world regions (CLDR)."""
    from babel import Locale

    arabic, english = Locale("ar").territories, Locale("en").territories
    names = {}
    for code, name in sorted(arabic.items()):
        if code in english:
            names[fold_key(name)] = english[code]
    return names


@lru_cache(maxsize=1)
def cities() -> dict[str, str]:
    """Folded Arabic to English names of cities (`data/cities.tsv`)."""
    return _table("cities.tsv")


@lru_cache(maxsize=1)
def capitals() -> dict[str, str]:
    """ISO 3166 code of a country to the English name of its capital (`data/capitals.tsv`)."""
    return dict(line.split("\t") for line in _lines("capitals.tsv"))


def place_name(ar: str) -> tuple[str, str] | None:
    """The English of a place and its source, for a name as it is written; None for one that is not known."""
    key = fold_key(ar)
    if key in places():
        return places()[key], "table of places"
    if key in countries():
        return countries()[key], "CLDR"
    return (cities()[key], "GeoNames") if key in cities() else None
