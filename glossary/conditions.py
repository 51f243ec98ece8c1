"""The conditions that an entry may set on its neighbours and its sentence, for words that mean two things.

`not_before` and `not_after` rule a match out by the words right after and right before it; `context` asks that one of
its items stand somewhere else in the sentence, and `not_context` that none does. An item is

- an Arabic word or phrase, compared by folded letters. Proclitics on its first word and articles do not matter (دعم
  also means والدعم), unless a word of the item has the article itself: then the text must have it there too;
- with a final `*`, any ending of its last word (عسكري* also means عسكريين);
- in `not_before` and `not_after`, a class: `definite` (a word with the article), `number` (digits), `latin` (Latin
  letters), `end` (no word follows) or `start` (no word stands before).

A neighbour is a word with nothing but white space, quotation marks or a hyphen in between: past a comma or a full stop
there is none. `not_after` does not concern a term that carries a preposition of its own (الدعم لمالي is Mali, الدعم
المالي is not). Nothing here looks beyond the sentence.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from glossary.arabic import fold
from glossary.proclitics import bare, has_article, is_definite
from glossary.term import Term
from glossary.words import WORD, odd_punctuation

CLASSES_BEFORE = frozenset({"definite", "number", "latin", "end"})
CLASSES_AFTER = frozenset({"definite", "number", "latin", "start"})


class _Word(NamedTuple):
    """One word of an item: what it may read as, and whether the article, or any ending, is part of it."""

    folded: str
    definite: bool
    open_ended: bool


class Condition:
    """One list of items, ready to be compared with words."""

    def __init__(self, items: Iterable[str]) -> None:
        self._classes: set[str] = set()
        self._phrases: list[tuple[_Word, ...]] = []
        for item in items:
            words = item.split()
            if not words:
                continue
            if item in CLASSES_BEFORE | CLASSES_AFTER:
                self._classes.add(item)
            else:
                self._phrases.append(tuple(map(_as_word, words)))

    def precedes(self, words: Sequence[str]) -> bool:
        """Whether an item ends where these words, the ones before a term, end."""
        if not words:
            return "start" in self._classes
        return self._is_of_class(words[-1]) or any(
            len(phrase) <= len(words) and _stands_at(phrase, words, len(words) - len(phrase))
            for phrase in self._phrases
        )

    def follows(self, words: Sequence[str]) -> bool:
        """Whether an item begins where these words, the ones after a term, begin."""
        if not words:
            return "end" in self._classes
        return self._is_of_class(words[0]) or any(_stands_at(phrase, words, 0) for phrase in self._phrases)

    def stands_in(self, words: Sequence[str]) -> bool:
        """Whether an item stands anywhere in these words."""
        return any(_stands_at(phrase, words, i) for phrase in self._phrases for i in range(len(words)))

    @property
    def reach(self) -> int:
        """The number of words of the longest item."""
        return max(map(len, self._phrases), default=1)

    def _is_of_class(self, word: str) -> bool:
        return bool(self._classes) and (
            ("definite" in self._classes and is_definite(word))
            or ("number" in self._classes and fold(word)[:1].isdigit())
            or ("latin" in self._classes and word[:1].isascii() and word[:1].isalpha())
        )


class Conditions(NamedTuple):
    """The conditions of one term."""

    not_before: Condition | None
    not_after: Condition | None
    context: Condition | None
    not_context: Condition | None

    @classmethod
    def of(cls, term: Term) -> Conditions | None:
        """A term's conditions, None where it has none."""
        lists = (term.not_before, term.not_after, term.context, term.not_context)
        return cls(*(Condition(items) if items else None for items in lists)) if any(lists) else None


def _as_word(word: str) -> _Word:
    stem = word.rstrip("*")
    definite = has_article(stem)
    return _Word(fold(stem)[2:] if definite else fold(stem), definite, stem != word)


def _stands_at(phrase: tuple[_Word, ...], words: Sequence[str], place: int) -> bool:
    if place + len(phrase) > len(words):
        return False
    return all(_is(wanted, words[place + i], first=i == 0) for i, wanted in enumerate(phrase))


def _is(wanted: _Word, word: str, first: bool) -> bool:
    if wanted.definite and not is_definite(word):
        return False
    if first:
        options = bare(word)
    else:
        options = {fold(word)}
        if has_article(word):
            options.add(fold(word)[2:])
    if wanted.open_ended:
        return any(option.startswith(wanted.folded) for option in options)
    return wanted.folded in options


class Surroundings:
    """The words around a match, found only where a condition asks for them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._words = [m.span() for m in WORD.finditer(text)]
        self._bounds: list[tuple[int, int]] | None = None

    def after(self, place: int, count: int) -> list[str]:
        """The neighbours that follow a place, at most so many."""
        words: list[str] = []
        for start, end in self._words[bisect_left(self._words, (place, place)) :][:count]:
            if odd_punctuation(self.text[place:start]):
                break
            words.append(self.text[start:end])
            place = end
        return words

    def before(self, place: int, count: int) -> list[str]:
        """The neighbours that stand before a place, at most so many, in reading order."""
        words: list[str] = []
        for start, end in reversed(self._words[: bisect_left(self._words, (place, place))][-count:]):
            if odd_punctuation(self.text[end:place]):
                break
            words.insert(0, self.text[start:end])
            place = start
        return words

    def sentence(self, start: int, end: int) -> tuple[list[str], list[str]]:
        """The other words of the sentence of a match: those before it and those after it."""
        if self._bounds is None:
            from glossary.sentences import split_sentences

            self._bounds = [(s.start, s.end) for s in split_sentences(self.text)]
        number = bisect_left(self._bounds, (start + 1, 0)) - 1
        first, last = self._bounds[number] if number >= 0 else (0, len(self.text))
        before = self._words[bisect_left(self._words, (first, first)) : bisect_left(self._words, (start, start))]
        after = self._words[bisect_left(self._words, (end, end)) : bisect_left(self._words, (last, last))]
        return [self.text[a:b] for a, b in before], [self.text[a:b] for a, b in after]
