"""Whether a translation obeys a term, and whether it is sound.

A term is satisfied when the target holds its `en`, its abbreviation or one of `also` as whole words (case is ignored
unless the term keeps it; the last word may be plural by -s or -es, or possessive) and none of its `forbidden`. Sound
means: numbers of the source are there, nothing leaked, brackets and quotation marks balance, the length is sane, no
term stands more often than in the source, and the articles before terms are right.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from glossary.term import Term
from memory.english import WORD, takes_an
from memory.numerals import lacking

PLACEHOLDER = re.compile(r"[\ue000-\uf8ff⟦⟧]|XTERM\s?\d*", re.IGNORECASE)
PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"))
_TWO_SMALL_WORDS = re.compile(
    r"(?<![\w'’-])(?:the|an?)\s+(?:the|an?)(?![\w'’-])|(?<!\w)(of|to) \1(?!\w)", re.IGNORECASE
)


@lru_cache(maxsize=65536)
def _pattern(en: str, keep_case: bool, bare: bool = False) -> re.Pattern[str]:
    words = re.escape(en).replace(r"\ ", " ")
    if keep_case:
        first = re.escape(en[:1])
        words = f"(?:{first}|{re.escape(en[:1].upper())}){words[len(first) :]}"
    ending = "" if bare else "(?:s|es|'s|’s)?"
    return re.compile(rf"(?<!\w){words}{ending}(?!\w)", 0 if keep_case else re.IGNORECASE)


def places(target: str, en: str, keep_case: bool = False) -> list[tuple[int, int]]:
    """Where an English form stands in a target as whole words, in code points."""
    return [m.span() for m in _pattern(en, keep_case).finditer(target)] if en else []


def bare_places(target: str, en: str) -> list[tuple[int, int]]:
    """Where an English form stands as it is, neither plural nor possessive, in whatever case."""
    return [m.span() for m in _pattern(en, False, True).finditer(target)] if en else []


def forbidden_places(term: Term, target: str, others: Iterable[Term] = ()) -> list[tuple[int, int]]:
    """Where forbidden English stands that is no part of an accepted form of the term or of the segment's others."""
    found = [span for bad in term.forbidden for span in places(target, bad)]
    if not found:
        return []
    good = [span for t in (term, *others) for form in t.accepted for span in places(target, form)]
    return sorted({f for f in found if not any(g[0] <= f[0] and f[1] <= g[1] for g in good)})


def satisfied_at(term: Term, target: str, others: Iterable[Term] = ()) -> tuple[int, int] | None:
    """Where a term is satisfied in a target; None where it is not, or where forbidden English stands."""
    if term.forbidden and forbidden_places(term, target, others):
        return None
    keep = term.case == "keep"
    for form in term.accepted:
        found = places(target, form, keep)
        if found:
            return found[0]
    return None


def accepted_places(term: Term, target: str) -> list[tuple[int, int]]:
    """Every place where an accepted form of the term stands, in order, a longer form before its parts."""
    found = {span for form in term.accepted for span in places(target, form, term.case == "keep")}
    whole = [a for a in found if not any(b != a and b[0] <= a[0] and a[1] <= b[1] for b in found)]
    return sorted(whole)


def faults(source: str, target: str, wanted: Mapping[str, int], plain: str | None = None) -> list[str]:
    """What is unsound in a target, as codes. `wanted` says how often each English form may stand; `plain` is the
    translation without enforcement, whose length is the measure."""
    found: list[str] = []
    if PLACEHOLDER.search(target) and not PLACEHOLDER.search(source):
        found.append("placeholder")
    found += ["number"] * len(lacking(source, target))
    for en, count in wanted.items():
        standing = bare_places(target, en)
        if len(standing) > count:
            found.append("doubled")
        if any(_wrong_article(target, start) for start, _ in standing):
            found.append("article")
    if not _balanced(target):
        found.append("unbalanced")
    if _TWO_SMALL_WORDS.search(target):
        found.append("article")
    if len(target.split()) > 2.5 * len((plain or source).split()) + 8:
        found.append("length")
    return found


def _wrong_article(target: str, start: int) -> bool:
    article = re.search(r"(?<![\w'’-])(an?)\s+$", target[:start], re.IGNORECASE)
    word = WORD.match(target, start)
    return bool(article and word and (article[1].lower() == "an") != takes_an(word.group()))


def _balanced(target: str) -> bool:
    return target.count('"') % 2 == 0 and all(target.count(a) == target.count(b) for a, b in PAIRS)


def allowed_counts(terms: Iterable[Term]) -> dict[str, int]:
    """How often the preferred English of each term may stand: once for each place of it, parts of others included."""
    counts: Counter[str] = Counter()
    listed: Sequence[Term] = list(terms)
    for term in listed:
        if term.en:
            counts[term.en] += 1
    for en in list(counts):
        counts[en] += sum(len(bare_places(t.en, en)) for t in listed if t.en and t.en.lower() != en.lower())
        counts[en] += sum(bool(t.en) and t.en != en and t.en.lower() == en.lower() for t in listed)  # type: ignore[union-attr]
    return dict(counts)
