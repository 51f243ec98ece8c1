"""TermMatcher: where each term of a glossary stands in a text, however Arabic dresses it.

One pass over the words of the text, whatever the number of terms: a word is looked up by its folded readings
(`glossary.proclitics`) in a table of everything that a term can begin with, and only from a hit does the search walk on
over the words that follow. The table is keyed by letters without spaces, so that بوركينافاسو and بوركينا فاسو are one.

What matches: proclitics on the first word; folded spellings; the definite and indefinite forms of a term that is no
name (`Term.article_use`), its indefinite accusative (تعاونا عسكريا); between words white space, hyphens,
underscores, quotation marks, and what punctuation the entry itself has there; a و that stands apart. What does not: any
other inflection (that is what `variants` are for); a part of a word; a single word of three letters or fewer that
differs in hamza, ى/ي or ة/ه (علي, على); a split that would break a word such as لجنة; what `glossary.conditions` rule
out. `match: exact` wants the very letters, marks and tatweel aside.

Without `nested`, the matches are the ones that together cover most of the text without overlapping, the fewer the
better: a long term wins over its parts. One place is given to one entry: the one whose reading takes off the fewest
proclitics, then an approved one, then one whose own `ar` it is, then the first in the file. Offsets are code points of
the text as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from glossary.arabic import fold, fold_with_offsets
from glossary.collector import paused
from glossary.conditions import Conditions, Surroundings
from glossary.proclitics import ARTICLE_SIGN, Reading, keyed_readings, spellings, splits_a_word
from glossary.term import Term
from glossary.words import CLOSING, QUOTE, WORD, odd_punctuation, unmarked

_SHORT = 3  # letters up to which a single word is compared strictly
_SPLITTABLE, _SHORTEST_PART = 7, 3  # letters of a one-word term that may be written as two words, and of each of them
_MOST_WORDS = 64  # of a form: a longer one is no term
_LONGEST_GAP = 8  # characters between two words of a term
_OWN, _APPROVED = 2**40, 2**41  # what a variant, and a term that is not approved, come after
_CACHE = 200_000  # words whose readings are remembered


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


class _Pattern(NamedTuple):
    """One spelling of one form of a term, as the table holds it."""

    term: int
    form: int
    sizes: tuple[int, ...]  # letters of each word of its key
    tanwin: bool
    name: bool
    plain: bool  # whether nothing more is to be checked when the words stand there as they are
    order: int  # approved terms first, then their own `ar`, then the order of the file


class _Word(NamedTuple):
    """What the matcher knows of a word as it is written: its folded letters, and its readings in the table."""

    folded: str
    readings: tuple[Reading, ...]


class _Walk(NamedTuple):
    """A way from a first word to the words after it that the table knows."""

    reading: Reading
    words: tuple[tuple[int, int], ...]  # their places in the text
    sizes: tuple[int, ...]
    tanwin: bool
    punctuation: str  # what stands between the words beyond the ordinary


class _Hit(NamedTuple):
    start: int
    end: int
    rank: tuple[int, int]  # the letters taken off, then the order of the pattern
    pattern: _Pattern
    walk: _Walk


class TermMatcher:
    """Finds any number of terms in one pass. Build it once for a glossary and use it for any number of texts."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = list(terms)
        self._table: dict[str, tuple[_Pattern, ...]] = {}
        self._seen: dict[str, _Word] = {}
        self._conditions: dict[int, Conditions] = {}
        with paused():
            for number, term in enumerate(self._terms):
                conditions = Conditions.of(term)
                if conditions is not None:
                    self._conditions[number] = conditions
                for place, form in enumerate(term.forms):
                    self._add(number, place, form)

    def _add(self, number: int, place: int, form: str) -> None:
        term, table = self._terms[number], self._table
        words = [word for word in WORD.findall(form) if fold(word)]
        if not 0 < len(words) <= _MOST_WORDS:
            return
        exact = term.match == "exact"
        for spelling in spellings(words, "fixed" if exact else term.article_use, guessed=term.kind is None):
            key = ""
            for word in spelling.words:
                key += word
                if key not in table:
                    table[key] = ()
            sizes = tuple(map(len, spelling.words))
            plain = not exact and (len(sizes) > 1 or sizes[0] > _SHORT + 1)
            order = number + (place > 0) * _OWN + (term.status != "approved") * _APPROVED
            table[key] += (_Pattern(number, place, sizes, spelling.tanwin, spelling.name, plain, order),)
            if len(sizes) == 1 and len(key) >= _SPLITTABLE:
                for cut in range(_SHORTEST_PART, len(key) - _SHORTEST_PART + 1):
                    table.setdefault(key[:cut], ())

    def find(self, text: str, nested: bool = False) -> list[TermMatch]:
        """The terms in `text`, in order of their place; with `nested` also those inside or across longer ones."""
        seen, table = self._seen, self._table
        spans = [found.span() for found in WORD.finditer(text)]
        words = [seen.get(text[start:end]) or self._look_at(text[start:end]) for start, end in spans]
        hits: list[_Hit] = []
        last = len(words) - 1
        for i, (_, readings) in enumerate(words):
            for reading in readings:
                key = reading.key
                patterns = table[key]
                following = words[i + 1].folded if i < last else ""
                if patterns or key + following in table or following == "و" or reading.tanwin:
                    first = _Walk(reading, (spans[i],), (len(key),), reading.tanwin, "")
                    self._collect(hits, key, first, i, spans, words, text)
        if not hits:
            return []
        if self._conditions:
            around = Surroundings(text)
            hits = [hit for hit in hits if self._allowed(hit, around)]
        best: dict[tuple[int, int], _Hit] = {}
        for hit in hits:
            other = best.get((hit.start, hit.end))
            if other is None or hit.rank < other.rank:
                best[hit.start, hit.end] = hit
        chosen = sorted(best.values(), key=lambda h: (h.start, -h.end))
        return [self._as_match(hit, text) for hit in (chosen if nested else _cover(chosen))]

    def _look_at(self, word: str) -> _Word:
        if len(self._seen) >= _CACHE:
            self._seen.clear()
        readings = tuple(reading for reading in keyed_readings(word) if reading.key in self._table)
        self._seen[word] = known = _Word(fold(word), readings)
        return known

    def _collect(
        self,
        hits: list[_Hit],
        key: str,
        walk: _Walk,
        last: int,
        spans: list[tuple[int, int]],
        words: list[_Word],
        text: str,
    ) -> None:
        """Add the matches of this walk, and of those that go on over the words after its last one."""
        table = self._table
        for pattern in table[key]:
            if self._fits(pattern, walk, text):
                rank = (walk.reading.taken, pattern.order)
                hits.append(_Hit(walk.words[0][0], spans[last][1], rank, pattern, walk))
        following = last + 1
        if following == len(words):
            return
        (start, end), word = spans[following], words[following].folded
        if word == "و" and following + 1 < len(words) and text[end : spans[following + 1][0]].isspace():
            # a conjunction that was written apart
            following += 1
            end, word = spans[following][1], word + words[following].folded
        steps = [(word, walk.tanwin)] if word and key + word in table else []
        if walk.tanwin and word[-1:] == "ا" and len(word) > _SHORT and key + word[:-1] in table:
            steps.append((word[:-1], True))
        for letters, tanwin in steps:
            gap = text[walk.words[-1][1] : start]
            if len(gap) > _LONGEST_GAP or gap.count("\n") > 1:
                return
            punctuation = walk.punctuation if gap == " " else walk.punctuation + odd_punctuation(gap)
            sizes = (*walk.sizes, len(letters))
            further = _Walk(walk.reading, (*walk.words, (start, end)), sizes, tanwin, punctuation)
            self._collect(hits, key + letters, further, following, spans, words, text)

    def _fits(self, pattern: _Pattern, walk: _Walk, text: str) -> bool:
        reading = walk.reading
        if pattern.plain and walk.sizes == pattern.sizes and not (walk.tanwin or reading.hamza or walk.punctuation):
            if not reading.taken or len(pattern.sizes) > 1:
                return True
            return not splits_a_word(fold(text[slice(*walk.words[0])]), reading)
        term = self._terms[pattern.term]
        form = _form(term, pattern)
        if walk.tanwin and not pattern.tanwin:
            return False
        if reading.hamza and not pattern.name:
            return False
        if walk.sizes != pattern.sizes and not _joined_or_split(walk.sizes, pattern.sizes):
            return False
        if walk.punctuation and not set(walk.punctuation) <= set(form):
            return False
        if term.match == "exact":
            here = [unmarked(text[a:b]) for a, b in walk.words]
            return reading.taken == 0 and here == [unmarked(w) for w in WORD.findall(form)]
        if len(pattern.sizes) > 1 or not (reading.taken or pattern.sizes[0] <= _SHORT + 1):
            return True
        surface = text[slice(*walk.words[0])]
        if reading.taken and splits_a_word(fold(surface), reading):
            return False
        letters = len(reading.key.removeprefix(ARTICLE_SIGN))
        return letters > _SHORT or _same_letters(surface, form, letters)

    def _allowed(self, hit: _Hit, around: Surroundings) -> bool:
        conditions = self._conditions.get(hit.pattern.term)
        if conditions is None:
            return True
        if conditions.not_before is not None and conditions.not_before.follows(
            around.after(hit.end, conditions.not_before.reach)
        ):
            return False
        if conditions.not_after is not None and not _has_preposition(around.text, hit):
            before = around.before(hit.start, conditions.not_after.reach)
            if conditions.not_after.precedes(before):
                return False
        if conditions.context is None and conditions.not_context is None:
            return True
        sides = around.sentence(hit.start, hit.end)
        if conditions.context is not None and not any(map(conditions.context.stands_in, sides)):
            return False
        return conditions.not_context is None or not any(map(conditions.not_context.stands_in, sides))

    def _as_match(self, hit: _Hit, text: str) -> TermMatch:
        term = self._terms[hit.pattern.term]
        end = hit.end
        # عملية "برخان" takes its closing quotation mark along with the opening one
        opened = QUOTE.findall(text, hit.start, end)
        if len(opened) % 2 and text[end : end + 1] and text[end] in CLOSING.get(opened[-1], ""):
            end += 1
        taken = hit.walk.reading.taken
        proclitic = fold_with_offsets(text[slice(*hit.walk.words[0])]).offsets[taken] if taken else 0
        return TermMatch(term, hit.start, end, text[hit.start : end], proclitic, _form(term, hit.pattern))


def _form(term: Term, pattern: _Pattern) -> str:
    return term.variants[pattern.form - 1] if pattern.form else term.ar


def _has_preposition(text: str, hit: _Hit) -> bool:
    return fold(text[hit.start : hit.end])[: hit.walk.reading.taken][-1:] in ("ب", "ل", "ك")


def _same_letters(surface: str, form: str, count: int) -> bool:
    """Whether the last letters of two words that fold alike are also written alike; ا may stand for أ إ آ."""
    pairs = zip(unmarked(surface)[-count:], unmarked(WORD.findall(form)[0])[-count:], strict=False)
    return all(a == b or "ا" in (a, b) or not {a, b} & set("أإآىيةه") for a, b in pairs)


def _joined_or_split(here: tuple[int, ...], pattern: tuple[int, ...]) -> bool:
    """Whether two ways to cut the same letters into words differ only as two words and one do."""
    if len(pattern) == 1:
        return len(here) == 2 and min(here) >= _SHORTEST_PART and sum(here) >= _SPLITTABLE
    return _cuts(here) < _cuts(pattern)


def _cuts(sizes: tuple[int, ...]) -> set[int]:
    return {sum(sizes[:i]) for i in range(1, len(sizes))}


def _cover(hits: list[_Hit]) -> list[_Hit]:
    """Of matches in order of start, the ones without overlap that cover most, the fewer the better, then leftmost."""
    chosen: list[_Hit] = []
    place = 0
    while place < len(hits):
        reach, end = hits[place].end, place + 1
        while end < len(hits) and hits[end].start < reach:
            reach = max(reach, hits[end].end)
            end += 1
        group = hits[place:end]
        # most often the first one, which is the longest of those that start there, holds all the others
        chosen += group[:1] if group[0].end == reach else _best_of(group)
        place = end
    return chosen


def _best_of(hits: list[_Hit]) -> list[_Hit]:
    """The best cover of a group of overlapping matches: dynamic programming from the last to the first."""
    count = len(hits)
    best = [(0, 0)] * (count + 1)  # letters covered and matches, as a negative number, from each match on
    following = [count] * count
    for i in range(count - 1, -1, -1):
        hit = hits[i]
        following[i] = next((j for j in range(i + 1, count) if hits[j].start >= hit.end), count)
        covered, fewer = best[following[i]]
        best[i] = max((covered + hit.end - hit.start, fewer - 1), best[i + 1])
    chosen: list[_Hit] = []
    place = 0
    while place < count:
        if best[place] == best[place + 1]:
            place += 1
            continue
        chosen.append(hits[place])
        place = following[place]
    return chosen
