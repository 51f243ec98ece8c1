"""TermMatcher: where each term of a glossary stands in a text, however Arabic dresses it.

One pass over the words of the folded text, whatever the number of terms: a dictionary of first words leads to a tree of
the words that follow. The first word may carry proclitics (`glossary.proclitics`), words may be apart by white space,
hyphens, underscores or quotation marks, and a name of two words may be written as one (بوركينافاسو). The longest match
wins over its parts. Offsets are code points of the text as it was written.

A term may carry conditions, compared by folded word, proclitics and article aside; any of the words listed counts:
`not_after` (the word right before the term forbids it), `not_before` (the word right after it does), `context` (one of
these must stand somewhere in the text). It does not stem: other inflections are the entry's `variants`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from glossary.arabic import Folded, fold, fold_with_offsets
from glossary.proclitics import ARTICLE, definite_forms, is_definite, is_proper, readings
from glossary.term import Term

_WORD = re.compile(r"[^\W_]+")
_QUOTES = {'"': '"', "«": "»", "“": "”", "”": "“", "‘": "’", "„": "“", "'": "'", "‹": "›"}
_GAP = re.compile(r"[\s_\-\u2010-\u2015\"'«»“”„‟‘’‹›]{0,5}")
_LOWER = {i: i + 32 for i in range(ord("A"), ord("Z") + 1)}
_JOINABLE = 7  # letters of a one-word name that may also be written as two


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term in a text. `surface` is the whole dressed form, text[start:end]; its first `proclitic` code points are
    detachable proclitics (و ف ب ل ك, never the article); `form` is the glossary's form that was matched."""

    term: Term
    start: int
    end: int
    surface: str
    proclitic: int
    form: str


@dataclass(frozen=True, slots=True)
class _Entry:
    term: Term
    form: str
    order: int


@dataclass(slots=True)
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    entries: list[_Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Hit:
    first: int
    last: int  # number of the last word
    proclitic: int
    entry: _Entry

    @property
    def rank(self) -> tuple[int, int, bool, int]:
        """Longest first, then the reading that takes off least, then approved entries, then the file's order."""
        return self.first - self.last, self.proclitic, self.entry.term.status != "approved", self.entry.order


def words_of(folded: str) -> list[_Word]:
    """The words of a folded text; a و that stands alone belongs to the word after it."""
    words: list[_Word] = []
    lone: _Word | None = None
    for found in _WORD.finditer(folded):
        word = _Word(found.group(), found.start(), found.end())
        if lone is not None:
            if folded[lone.end : word.start].isspace():
                word = _Word(lone.text + word.text, lone.start, word.end)
            else:
                words.append(lone)
            lone = None
        if word.text == "و":
            lone = word
        else:
            words.append(word)
    return words if lone is None else [*words, lone]


def _key(text: str) -> str:
    return fold(text).translate(_LOWER)


def bare(word: str) -> set[str]:
    """The readings of a word without proclitics and article, for comparing with the words of a condition."""
    return {rest[len(ARTICLE) :] if is_definite(rest) else rest for _, rest in readings(_key(word))}


class TermMatcher:
    """Finds any number of terms in one pass. Build it once for a glossary; it keeps no state between texts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._root: dict[str, _Node] = {}
        self._joined: dict[str, list[_Entry]] = {}
        self._conditions: dict[int, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {}
        self._seen: dict[str, list[tuple[int, _Node]]] = {}
        for order, term in enumerate(terms):
            for form in dict.fromkeys(term.forms):
                self._add(_Entry(term, form, order))
            if term.not_after or term.not_before or term.context:
                self._conditions[order] = tuple(  # type: ignore[assignment]
                    frozenset(b for w in words for b in bare(w))
                    for words in (term.not_after, term.not_before, term.context)
                )

    def _add(self, entry: _Entry) -> None:
        term = entry.term
        words = tuple(w.text for w in words_of(_key(entry.form)))
        if not words:
            return
        exact = term.match == "exact"
        for form in {words} if exact else definite_forms(words, is_proper(term.kind, term.case, term.en)):
            node = self._root.setdefault(form[0], _Node())
            for word in form[1:]:
                node = node.following.setdefault(word, _Node())
            node.entries.append(entry)
        if exact:
            return
        if len(words) == 2:
            self._root.setdefault("".join(words), _Node()).entries.append(entry)
        elif len(words) == 1 and len(words[0]) >= _JOINABLE:
            self._joined.setdefault(words[0], []).append(entry)

    def find(self, text: str, nested: bool = False) -> list[TermMatch]:
        """The terms in `text`, in order of their place; with `nested` also those inside longer ones."""
        folded = fold_with_offsets(text)
        key = folded.text.translate(_LOWER)
        words = words_of(key)
        hits = [hit for i in range(len(words)) for hit in self._hits_at(i, words, key)]
        hits = [hit for hit in hits if self._allowed(hit, words)]
        chosen = _distinct(hits) if nested else _longest(hits)
        return [_as_match(hit, words, folded, text) for hit in chosen]

    def _first_nodes(self, word: str) -> list[tuple[int, _Node]]:
        nodes = self._seen.get(word)
        if nodes is None:
            nodes = [(n, self._root[rest]) for n, rest in readings(word) if rest in self._root]
            if len(self._seen) < 1_000_000:
                self._seen[word] = nodes
        return nodes

    def _hits_at(self, first: int, words: list[_Word], key: str) -> list[_Hit]:
        hits: list[_Hit] = []
        for proclitic, start in self._first_nodes(words[first].text):
            node, last = start, first
            while True:
                hits += [
                    _Hit(first, last, proclitic, e) for e in node.entries if not (proclitic and e.term.match == "exact")
                ]
                if last + 1 == len(words) or not node.following:
                    break
                following = node.following.get(words[last + 1].text)
                if following is None or not _GAP.fullmatch(key, words[last].end, words[last + 1].start):
                    break
                node, last = following, last + 1
        if self._joined and first + 1 < len(words):
            a, b = words[first], words[first + 1]
            if len(a.text) > 2 and len(b.text) > 2 and _GAP.fullmatch(key, a.end, b.start):
                for proclitic, rest in readings(a.text + b.text):
                    if proclitic < len(a.text) - 2:
                        hits += [_Hit(first, first + 1, proclitic, e) for e in self._joined.get(rest, ())]
        return hits

    def _allowed(self, hit: _Hit, words: list[_Word]) -> bool:
        conditions = self._conditions.get(hit.entry.order)
        if conditions is None:
            return True
        not_after, not_before, context = conditions
        if (
            not_after
            and hit.first > 0
            and not hit.proclitic
            and not not_after.isdisjoint(bare(words[hit.first - 1].text))
        ):
            return False
        if not_before and hit.last + 1 < len(words) and not not_before.isdisjoint(bare(words[hit.last + 1].text)):
            return False
        return not context or any(not context.isdisjoint(bare(word.text)) for word in words)


def _longest(hits: list[_Hit]) -> list[_Hit]:
    taken: set[int] = set()
    chosen: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.rank[0], h.first, *h.rank[1:])):
        places = range(hit.first, hit.last + 1)
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(hit)
    return sorted(chosen, key=lambda h: h.first)


def _distinct(hits: list[_Hit]) -> list[_Hit]:
    best: dict[tuple[int, int], _Hit] = {}
    for hit in sorted(hits, key=lambda h: h.rank):
        best.setdefault((hit.first, hit.last), hit)
    return sorted(best.values(), key=lambda h: (h.first, -h.last))


def _as_match(hit: _Hit, words: list[_Word], folded: Folded, text: str) -> TermMatch:
    first, last = words[hit.first], words[hit.last]
    start, end = folded.span(first.start, last.end)
    while end > start and not fold(text[end - 1]).strip() and text[end - 1].isspace():
        end -= 1
    # عملية "برخان" takes its closing quotation mark along with the opening one
    opened = [c for c in text[start:end] if c in _QUOTES]
    if len(opened) % 2 and text[end : end + 1] == _QUOTES[opened[-1]]:
        end += 1
    proclitic = folded.offsets[first.start + hit.proclitic] - start if hit.proclitic else 0
    return TermMatch(hit.entry.term, start, end, text[start:end], proclitic, hit.entry.form)
