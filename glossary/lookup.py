"""Lookup: a word or phrase in either language, as a person types it, to the entries it may mean, best first.

How an entry was found: `exact` (the same letters, folding aside), `inflected` (proclitics, articles, an English plural,
written together or apart), `partial` (words of the entry, or an entry within a longer query), `misspelt` (a few edits
away, word by word or as a whole). Scores are 0 to 100: 100 and 95 for the first two, and for the others how much of the
entry is there and how near it is. English is compared without case and accents. Nothing is stemmed beyond that, and
notes are not searched. Built once for a glossary, each direction on its first query.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Literal

from glossary.arabic import fold, has_arabic
from glossary.proclitics import ARTICLE_SIGN, has_article, keyed_readings
from glossary.term import Term
from glossary.words import WORD

if TYPE_CHECKING:
    from glossary.nearness import Nearness

How = Literal["exact", "inflected", "partial", "misspelt"]

_LONGEST_QUERY = 24  # words: more is a text for `find`
_MOST, _MOST_NEAR = 4_000, 500  # forms that share a word, or nearly do, and are looked at
_ENOUGH = 10  # partial answers that make misspelt ones needless
_WORST = 50  # the score below which an answer is none
_NOT_ENGLISH = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that answers a query: how, how well (0 to 100), and by which of its forms."""

    term: Term
    match: How
    score: float
    form: str


class Lookup:
    """Answers queries about a glossary."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = list(terms)
        self._arabic: _Index | None = None
        self._english: _Index | None = None

    def search(self, query: str, limit: int = 10) -> list[Found]:
        """The entries that the query may mean, best first; Arabic or English by its letters."""
        if has_arabic(query):
            if self._arabic is None:
                self._arabic = _Index(((i, f) for i, t in enumerate(self._terms) for f in t.forms), _arabic_words)
            index, readings = self._arabic, _arabic_readings(query)
        else:
            if self._english is None:
                self._english = _Index(((i, f) for i, t in enumerate(self._terms) for f in t.accepted), _english_words)
            index, readings = self._english, [_english_words(query)]
        readings = [r[:_LONGEST_QUERY] for r in readings if r]
        if not readings:
            return []
        best: dict[int, tuple[float, How, str]] = {}
        for number, score, how in index.answers(query, readings):
            owner, form = index.owners[number]
            if owner not in best or score > best[owner][0]:
                best[owner] = (score, how, form)

        def rank(item: tuple[int, tuple[float, How, str]]) -> tuple[float, bool, bool, int]:
            number, (score, _, form) = item
            term = self._terms[number]
            return -score, term.status != "approved", form not in (term.ar, term.en), number

        ranked = heapq.nsmallest(limit, best.items(), key=rank)
        return [Found(self._terms[i], how, round(score, 1), form) for i, (score, how, form) in ranked]


class _Index:
    """The forms of one language: by their letters, by their words, and by what is near."""

    def __init__(self, forms: Iterable[tuple[int, str]], words_of: Callable[[str], list[str]]) -> None:
        self.owners: list[tuple[int, str]] = []
        self._texts: list[str] = []  # the words of each form, between spaces
        self._whole: dict[str, list[int]] = {}  # by the words written together
        self._with: dict[str, list[int]] = {}  # by each word
        for owner, form in forms:
            words = words_of(form)
            if not words:
                continue
            number = len(self._texts)
            self.owners.append((owner, form))
            self._texts.append(f" {' '.join(words)} ")
            self._whole.setdefault("".join(words), []).append(number)
            for word in dict.fromkeys(words):
                self._with.setdefault(word, []).append(number)
        self._vocabulary = sorted(self._with)
        self._wholes = list(self._whole)
        self._near: tuple[Nearness, Nearness] | None = None

    def answers(self, query: str, readings: Sequence[list[str]]) -> Iterator[tuple[int, float, How]]:
        """Forms that may be meant, with score and how; the same form may come more than once."""
        same = _letters(query)
        found = False
        for words in readings:
            for number in self._whole.get("".join(words), ()):
                found = True
                exact = _letters(self.owners[number][1]) == same
                yield number, 100.0 if exact else 95.0, "exact" if exact else "inflected"
        partial = 0
        for words in readings:
            for number, score in self._partial(words):
                partial += 1
                yield number, score, "partial"
            yield from ((number, score, "partial") for number, score in self._within(words))
        if not found and partial < _ENOUGH:
            yield from ((number, score, "misspelt") for number, score in self._misspelt(readings))

    def _partial(self, words: list[str]) -> Iterator[tuple[int, float]]:
        """Forms that hold all the words, the last one perhaps only begun."""
        lists = [self._with.get(word) for word in words[:-1]]
        if None in lists:
            return
        last = words[-1]
        begun = bisect_left(self._vocabulary, last)
        end = bisect_left(self._vocabulary, last + "\U0010ffff") if len(last) > 1 else begun
        completions = self._vocabulary[begun : min(end, begun + 1000)] or [last]
        lists.append([n for word in completions for n in self._with.get(word, ())])
        shortest = min((x for x in lists if x is not None), key=len)
        length = sum(map(len, words))
        for number in shortest[:_MOST]:
            text = self._texts[number]
            if all(f" {word} " in text for word in words[:-1]) and f" {last}" in text:
                yield number, 60 + 34 * min(1.0, length / (len(text) - text.count(" ")))

    def _within(self, words: list[str]) -> Iterator[tuple[int, float]]:
        """Forms that stand as a whole within the query."""
        length = sum(map(len, words))
        for start in range(len(words)):
            joined = ""
            for end in range(start, len(words)):
                joined += words[end]
                if end - start + 1 < len(words):
                    for number in self._whole.get(joined, ()):
                        yield number, 50 + 40 * len(joined) / length

    def _misspelt(self, readings: Sequence[list[str]]) -> Iterator[tuple[int, float]]:
        """Forms whose words, or whose letters as a whole, are a few edits away."""
        from rapidfuzz.distance.Levenshtein import normalized_similarity as alike

        words_near, whole_near = self._nearness()
        for words in readings:
            query = " ".join(words)
            numbers: dict[int, None] = {}
            for place, _ in whole_near.within("".join(words), _allowance(sum(map(len, words)))):
                numbers.update(dict.fromkeys(self._whole[self._wholes[place]]))
            numbers.update(dict.fromkeys(self._with_a_word_near(words, words_near)))
            for number in numbers:
                text = self._texts[number].strip()
                score = 94 * alike(query, text)
                by_word = [max(alike(w, v) for v in text.split()) for w in words]
                if min(by_word) >= 0.6:
                    covered = min(1.0, len(query) / len(text))
                    score = max(score, (48 + 40 * covered) * sum(by_word) / len(by_word))
                if score >= _WORST:
                    yield number, score

    def _with_a_word_near(self, words: list[str], near: Nearness) -> Iterator[int]:
        """Forms with a word like the one of the query that the fewest forms have, the nearest first."""
        alike = [
            [self._with[self._vocabulary[place]] for place, _ in near.within(word, _allowance(len(word)))]
            for word in words[:6]
            if len(word) > 2
        ]
        alike = [lists for lists in alike if lists]
        rarest = min(alike, key=lambda lists: sum(map(len, lists)), default=[])
        return islice(chain.from_iterable(rarest), _MOST_NEAR)

    def _nearness(self) -> tuple[Nearness, Nearness]:
        if self._near is None:
            from glossary.nearness import Nearness

            self._near = Nearness(self._vocabulary), Nearness(self._wholes)
        return self._near


def _allowance(length: int) -> int:
    """The edits that a word of so many letters may be away."""
    return 0 if length < 3 else 1 if length < 5 else 2 if length < 9 else 3


def _letters(text: str) -> str:
    """What two spellings of the same words share."""
    return "".join(fold(text if has_arabic(text) else _without_accents(text)).split())


def _bare(word: str) -> str:
    folded = fold(word).lower()
    return folded[2:] if has_article(word) else folded


def _arabic_words(text: str) -> list[str]:
    return [bare for word in WORD.findall(text) if (bare := _bare(word))]


def _arabic_readings(query: str) -> list[list[str]]:
    """The words of a query, and the same with the proclitics of the first one off."""
    words = WORD.findall(query)
    rest = [bare for word in words[1:] if (bare := _bare(word))]
    firsts = [_bare(words[0])] if words else []
    if words:
        firsts += [r.key.removeprefix(ARTICLE_SIGN).lower() for r in keyed_readings(words[0]) if not r.hamza]
    return [[first, *rest] for first in dict.fromkeys(firsts) if first]


def _english_words(text: str) -> list[str]:
    plain = _without_accents(text).replace("’", "'").replace("'s", "")
    words = [w for w in _NOT_ENGLISH.split(plain.replace("'", "")) if w]
    return [_singular(w) for w in words if w not in ("the", "a", "an")] or words


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
