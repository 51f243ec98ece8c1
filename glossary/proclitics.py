"""What Arabic writes onto the front of a word, and which forms of a term it may be written onto.

A dressed word is a conjunction و ف, then a preposition ب ل ك, then the article ال, with لل for ل+ال; س goes before
verbs only and is never taken off. Taking off is by rule and not by dictionary: every possible reading is offered, and
the glossary decides which of them is a term. Suffixed pronouns are not taken off (see `variants` of a term).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from glossary.arabic import fold

ARTICLE = "ال"
_CONJUNCTIONS, _PREPOSITIONS = "وف", "بلك"
_PARTICLES = frozenset(map(fold, ("بدون", "دون", "من", "في", "على", "عن", "إلى", "غير", "ضد", "عبر", "بين", "مع")))
_PROPER_KINDS = frozenset({"organisation", "group", "operation", "person", "place", "event"})
_SHORTEST = 3  # letters left after a preposition is taken off: shorter rests are accidents


def readings(word: str) -> Iterator[tuple[int, str]]:
    """The ways to read a folded word: how many leading letters are proclitics, and the word that is left.

    The article stays with the word that is left: للجيوش reads as (1, الجيوش) and as (1, لجيوش).
    """
    yield 0, word
    starts = (0, 1) if word[:1] in _CONJUNCTIONS and word else (0,)
    for start in starts:
        rest = word[start:]
        if start and len(rest) >= 2:
            yield start, rest
        if rest[:1] in _PREPOSITIONS and len(rest) > _SHORTEST:
            yield start + 1, rest[1:]
            if rest.startswith("لل") and len(rest) > _SHORTEST:
                yield start + 1, ARTICLE + rest[2:]


def is_definite(word: str) -> bool:
    """Whether a folded word carries the article (its own first letters are not told apart from it)."""
    return word.startswith(ARTICLE) and len(word) > 3


def is_proper(kind: str | None, case: str, en: str | None) -> bool:
    """Whether a term is a name: it then keeps its article, or its lack of one, as it is written."""
    if kind in _PROPER_KINDS or case == "keep":
        return True
    return kind is None and bool(en) and en is not None and en[:1].isupper()


def definite_forms(words: tuple[str, ...], proper: bool) -> set[tuple[str, ...]]:
    """The forms of a term that differ only in articles and may stand for it in a text.

    A name is itself alone. A common noun takes and loses the article, and so do its adjectives: تعاون عسكري,
    التعاون العسكري. In an idafa (رئيس الأركان) the article is where it is. One defined common word (القاعدة) keeps its
    article, because the bare word is a wider one.
    """
    forms = {words}
    if proper or not words:
        return forms
    defined = [is_definite(w) for w in words]
    if all(defined) and len(words) > 1:
        forms.add(tuple(w[len(ARTICLE) :] for w in words))
    elif not any(defined):
        forms.add((ARTICLE + words[0], *words[1:]))
        nouns = next((i for i, w in enumerate(words) if w in _PARTICLES), len(words))
        forms |= {
            (ARTICLE + words[0], *rest, *words[nouns:])
            for rest in product(*[(ARTICLE + w,) for w in words[1:nouns]])
        }  # fmt: skip
    return forms
