"""Where terms that somebody demands stand in a source: by the matcher, else by the most similar words.

Terms given with a line are often dictionary forms (أعداد for بأعدادٍ, ولايات متحدة for الولايات المتحدة), so each is
sought as a common noun that takes the article, and failing that by likeness of its words. A term that is found nowhere
is demanded without a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from glossary.arabic import fold_key, fold_with_offsets
from glossary.matching import TermMatch, TermMatcher
from glossary.proclitics import ARTICLE, is_definite, readings
from glossary.term import Term

_WORD = re.compile(r"[^\W_]+")
_ALIKE = 0.72  # share of letters that two words must have in common


def locate(source: str, terms: Iterable[tuple[str, str]]) -> tuple[tuple[TermMatch, ...], tuple[Term, ...]]:
    """The matches of (ar, en) pairs in a source, one each at most, and the terms that have no place there.

    A pair that is given twice is sought twice.
    """
    matches: list[TermMatch] = []
    nowhere: list[Term] = []
    for ar, en in terms:
        term = Term(ar, en, status="approved")
        free = [
            m
            for m in TermMatcher([replace(term, kind="concept")]).find(source)
            if not any(m.start < t.end and t.start < m.end for t in matches)
        ]
        found = free[0] if free else _alike(source, term, matches)
        if found is None:
            nowhere.append(term)
        else:
            matches.append(replace(found, term=term))
    return tuple(sorted(matches, key=lambda m: m.start)), tuple(nowhere)


def _alike(source: str, term: Term, taken: list[TermMatch]) -> TermMatch | None:
    """The words of the source that are most like the term's, if they are alike enough."""
    from rapidfuzz.distance import LCSseq

    wanted = _stem(fold_key(term.ar))
    folded = fold_with_offsets(source)
    words = list(_WORD.finditer(folded.text))
    size = max(1, len(_WORD.findall(term.ar)))
    best: tuple[float, TermMatch] | None = None
    for i in range(len(words) - size + 1):
        first, last = words[i], words[i + size - 1]
        start, end = folded.span(first.start(), last.end())
        while end > start and source[end - 1].isspace():
            end -= 1
        if any(start < t.end and t.start < end for t in taken):
            continue
        rest_of_words = folded.text[first.end() : last.end()]
        for proclitic, rest in readings(first.group()):
            score = LCSseq.normalized_similarity(wanted, _stem(rest + rest_of_words))
            if score >= _ALIKE and (best is None or score > best[0]):
                offset = folded.offsets[first.start() + proclitic] - start if proclitic else 0
                best = (score, TermMatch(term, start, end, source[start:end], offset, term.ar))
    return best[1] if best else None


def _stem(words: str) -> str:
    return " ".join(w[len(ARTICLE) :] if is_definite(w) else w for w in words.split())
