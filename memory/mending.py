"""Repairs that need no engine: terms put into a target, what stands there too often taken out, and articles mended.

Each function gives a new target and leaves the words of terms that are met alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from glossary.term import Term
from memory.engines.base import Hypothesis
from memory.english import is_plural, plural, splice, tidied, widened, word_places
from memory.numerals import mended
from memory.repairs import Demand, aligned_span
from memory.verification import PAIRS, accepted_places, bare_places, forbidden_places

_BEFORE_SURPLUS = re.compile(
    r"(?:,?\s*(?<!\w)(?:and|or|of|in|on|for|to|by|with|from|at)\s+)?(?:(?<!\w)(?:the|an?|its|their|his|her)\s+)?$",
    re.IGNORECASE,
)

_STAMMER = re.compile(r"(?<![\w'’-])([^\W\d_]{2,})(?: \1)+(?![\w'’-])", re.IGNORECASE)
_SAID_TWICE = ("had", "that")  # in good English


def replace_spans(hypothesis: Hypothesis, unmet: Sequence[Demand], met: Sequence[Demand], length: int) -> str:
    """(c) The hypothesis with each unmet term in the place of the words that attention aligns to it.

    Forbidden English gives way to the term first. Words that satisfy other terms are left alone. A term that is aligned
    to nothing is put in where it stands in proportion to its source, which has `length` code points.
    """
    text = hypothesis.text
    others = [d.term for d in (*unmet, *met)]
    taken = [s for d in met for s in accepted_places(d.term, text)]
    edits, left = _make_way(unmet, text, others, taken)
    taken += [(a, b) for a, b, _ in edits]
    for demand in left:
        words = demand.en
        span = aligned_span(hypothesis, demand.core) if demand.core else None
        if span is not None:
            span = _without(span, taken)
        if span is None:
            at = in_proportion(text, demand, length, taken)
            span = (at, at)
        elif demand.variant and is_plural(text[span[0] : span[1]]):
            words = plural(words)
        edits.append((*span, words))
        taken.append(span)
    return edited(text, [_widened(text, edit, taken) for edit in edits])


def insert_all(text: str, demands: Sequence[Demand], hypothesis: Hypothesis | None, length: int) -> str:
    """The text with each of these terms put in and nothing taken out but forbidden English: the last resort.

    A term goes after the words that attention aligns to it, where there is an alignment, else where it stands in
    proportion to its source.
    """
    others = [d.term for d in demands]
    edits, left = _make_way(demands, text, others, ())
    taken = [(a, b) for a, b, _ in edits]
    for demand in left:
        span = aligned_span(hypothesis, demand.core) if hypothesis is not None and demand.core else None
        at = span[1] if span else in_proportion(text, demand, length, taken)
        inside = next((b for a, b in taken if a < at < b), None)
        edits.append((inside or at, inside or at, demand.en))
    return edited(text, edits)


def _make_way(
    demands: Sequence[Demand], text: str, others: Sequence[Term], taken: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int, str]], list[Demand]]:
    """Edits by which the terms' forbidden English goes, the first place of it taken by the term unless that stands
    already, and the demands that are lacking after them. What is taken, or goes for another term, is left alone."""
    edits: list[tuple[int, int, str]] = []
    left = []
    for demand in demands:
        bad: list[tuple[int, int]] = []
        for start, end in forbidden_places(demand.term, text, others):
            if bad and start < bad[-1][1]:
                bad[-1] = (bad[-1][0], max(bad[-1][1], end))  # There's no, and no
            else:
                bad.append((start, end))
        kept = [*taken, *[(a, b) for a, b, _ in edits]]
        free = [(a, b) for a, b in bad if not any(a < d and c < b for c, d in kept)]
        stands = bool(accepted_places(demand.term, text))
        edits += [(a, b, "" if stands or i else demand.en) for i, (a, b) in enumerate(free)]
        left += [] if stands or free else [demand]
    return edits, left


def _widened(text: str, edit: tuple[int, int, str], taken: Sequence[tuple[int, int]]) -> tuple[int, int, str]:
    """The edit with what its words would say twice, unless that is taken."""
    start, end, words = edit
    first, last = widened(text, start, end, words)
    others = [span for span in taken if span != (start, end)]
    return (
        start if any(a < start and first < b for a, b in others) else first,
        end if any(a < last and end < b for a, b in others) else last,
        words,
    )


def edited(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """The text with words put in the place of spans, which do not overlap; several at one place stay in order."""
    whole, done = text, 0
    for start, end, words in sorted(edits, key=lambda edit: edit[:2]):
        # what stands before may have grown or lost an article; what comes after has kept its distance from the end
        moved = len(text) - len(whole)
        text, _, done = splice(text, max(done, start + moved), max(done, end + moved), words)
    return text


def _without(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The span less what is taken; None where nothing is left."""
    start, end = span
    for a, b in sorted(taken):
        if a <= start < b:
            start = b
        if start < a < end:
            end = a
    return (start, end) if start < end else None


def in_proportion(text: str, demand: Demand, length: int, taken: Sequence[tuple[int, int]]) -> int:
    """The end of the word that stands as far into the text as the term into its source; the end, if it has no place."""
    share = demand.start / max(1, length) if demand.start is not None else 1.0
    ends = [0, *[end for _, end in word_places(text)]]
    free = [e for e in ends if not any(a < e < b for a, b in taken)] or [len(text)]
    return min(free, key=lambda e: abs(e - share * len(text)))


def without_surplus(text: str, allowed: Mapping[str, int]) -> str:
    """The text with each English form as often as it is allowed: what comes after that goes, with the preposition and
    the article before it. A part of another form is never taken out of it."""
    for en, count in allowed.items():
        while len(standing := bare_places(text, en)) > count:
            longer = [s for form in allowed if form.lower() != en.lower() for s in bare_places(text, form)]
            free = [s for s in standing if not any(a <= s[0] and s[1] <= b for a, b in longer)]
            if not free:
                break
            start, end = free[-1]
            before = _BEFORE_SURPLUS.search(text[:start])
            cut = before.start() if before and before.start() > 0 else start
            possessive = re.match(r"['’]s?(?!\w)", text[end:])
            end += possessive.end() if possessive else 0
            text = (text[:cut].rstrip() + " " + text[end:].lstrip()).strip()
    return text


def balanced(text: str, kept: Sequence[tuple[int, int]] = ()) -> str:
    """The text without the brackets and quotation marks that have no counterpart; those inside `kept` stay."""
    lost: list[int] = []
    for opening, closing in (*PAIRS, ('"', '"')):
        waiting: list[int] = []
        for at, mark in enumerate(text):
            if mark not in (opening, closing) or any(a <= at < b for a, b in kept):
                continue
            opens = mark == opening if opening != closing else _opens(text, at, bool(waiting))
            if opens and opening == closing:
                lost += waiting  # quotations do not stand inside each other
                waiting = [at]
            elif opens:
                waiting.append(at)
            elif waiting:
                waiting.pop()
            else:
                lost.append(at)
        lost += waiting
    return "".join(mark for at, mark in enumerate(text) if at not in lost)


def _opens(text: str, at: int, quoting: bool) -> bool:
    """Whether the straight quotation mark at this place opens a quotation."""
    before, after = text[:at][-1:], text[at + 1 : at + 2]
    left, right = not before.strip() or before in "([", not after.strip() or after in ".,;:!?)]"
    return left if left != right else not quoting


def finished(source: str, text: str, demands: Sequence[Demand] = ()) -> str:
    """The text as a candidate: tidy around its terms, digits that came out wrong put right, and no word stammered."""
    kept = [span for d in demands for span in accepted_places(d.term, text)]
    forms = [form for d in demands for form in d.term.accepted]
    text = tidied(mended(source, text, kept), forms)
    if _STAMMER.search(source) or any(map(_STAMMER.search, forms)):
        return text
    return _STAMMER.sub(_once, text)


def _once(match: re.Match[str]) -> str:
    return match.group() if match[1].lower() in _SAID_TWICE else match[1]
