"""Whether a translation obeys a term, and whether it is sound.

A term is satisfied when the target holds its `en`, its abbreviation or one of `also` as whole words (case is ignored
unless the term keeps it; the last word may be plural or possessive) and none of its `forbidden`. Sound means: numbers
of the source are there, nothing leaked, brackets and quotation marks balance, the length is sane, no term doubled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from glossary.arabic import fold
from glossary.term import Term

PLACEHOLDER = re.compile(r"[\ue000-\uf8ff⟦⟧]|XTERM\d*")
_NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"))


@lru_cache(maxsize=65536)
def _pattern(en: str, keep_case: bool) -> re.Pattern[str]:
    words = re.escape(en).replace(r"\ ", " ")
    if keep_case:
        first = re.escape(en[:1])
        words = f"(?:{first}|{re.escape(en[:1].upper())}){words[len(first) :]}"
    return re.compile(rf"(?<!\w){words}(?:s|es|'s|’s)?(?!\w)", 0 if keep_case else re.IGNORECASE)


def places(target: str, en: str, keep_case: bool = False) -> list[tuple[int, int]]:
    """Where an English form stands in a target as whole words, in code points."""
    return [m.span() for m in _pattern(en, keep_case).finditer(target)] if en else []


def forbidden_places(term: Term, target: str) -> list[tuple[int, int]]:
    """Where forbidden English stands that is not a part of an accepted form."""
    found = [span for bad in term.forbidden for span in places(target, bad)]
    if not found:
        return []
    good = [span for form in term.accepted for span in places(target, form)]
    return [f for f in found if not any(g[0] <= f[0] and f[1] <= g[1] for g in good)]


def satisfied_at(term: Term, target: str) -> tuple[int, int] | None:
    """Where a term is satisfied in a target; None where it is not, or where forbidden English stands."""
    if forbidden_places(term, target):
        return None
    keep = term.case == "keep"
    for form in term.accepted:
        found = places(target, form, keep)
        if found:
            return found[0]
    return None


def numbers(text: str) -> Counter[str]:
    """The numbers of a text as plain digits, marks inside them aside."""
    return Counter(re.sub(r"\D", "", number) for number in _NUMBER.findall(fold(text)))


def faults(source: str, target: str, wanted: Mapping[str, int], plain: str | None = None) -> list[str]:
    """What is unsound in a target: codes, worst first. `wanted` says how often each English form may stand."""
    found: list[str] = []
    if PLACEHOLDER.search(target):
        found.append("placeholder")
    missing = numbers(source) - numbers(target)
    if missing:
        found += ["number"] * sum(missing.values())
    for en, count in wanted.items():
        if len(places(target, en)) > count:
            found.append("doubled")
    if any(target.count(a) != target.count(b) for a, b in _PAIRS) or target.count('"') % 2:
        found.append("unbalanced")
    if re.search(r"(?<!\w)(the the|a the|the a|an the|a an|of of|to to)(?!\w)", target, re.IGNORECASE):
        found.append("article")
    length = len(target.split())
    reference = len((plain if plain else source).split())
    if length > 2.5 * reference + 8:
        found.append("length")
    return found


def allowed_counts(terms: Iterable[Term]) -> dict[str, int]:
    """How often the preferred English of each term may stand: once for each place of it, parts of others included."""
    counts: Counter[str] = Counter()
    listed = list(terms)
    for term in listed:
        if term.en:
            counts[term.en] += 1
    for en in list(counts):
        counts[en] += sum(len(places(t.en, en)) for t in listed if t.en and t.en.lower() != en.lower())
    return dict(counts)
