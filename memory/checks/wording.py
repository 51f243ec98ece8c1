"""Words written twice, and translations that are much too short or too long.

Lengths are judged by the logarithm of target over source length, against what is usual in the file (drawn towards what
is usual in news, 0.2) with a spread that grows for short segments; the constants were measured on human translations of
news and encyclopedias. Words may stand twice where English allows it (had had, that that) or where the source does so.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterator, Sequence

from glossary.arabic import fold
from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context, Rule

_TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]+(?:['’][^\W\d_]+)?)(\s+)(\1)(?![\w'’])(?!-\w)", re.IGNORECASE)
_TWO_ARTICLES = re.compile(r"(?<![\w'’.-])(?:the|an?) (?:the|an?)(?![\w'’-])", re.IGNORECASE)
_ALLOWED_TEXT = (
    "had that very so far many long really never no bye ha tut blah cha knock again hear her agar pago bora walla "
    "baden duran"
)
_ALLOWED = frozenset(_ALLOWED_TEXT.split())
# what can't follow the second that of "said that that was so"
_AFTER_ONE_THAT = re.compile(
    r"\s+(?:the|an?|he|she|it|they|we|you|there|this|these|those|his|her|their|its|our|my)(?!\w)"
)
_STANDS_ALONE_TEXT = "the a an of to and or for with by at from as be are was were it he she they we this"
_STANDS_ALONE = frozenset(_STANDS_ALONE_TEXT.split())
# verbs whose particle may stand before the preposition: came in in May, what it is is
_WITH_PARTICLE = (
    "go goes going went gone come comes coming came carry carried carries move moved log logged hold held live "
    "lived fall fell check checked turn turned hand handed step stepped bring brought take took taken sign signed "
    "give gave given join joined break broke broken get got drag dragged pass passed later early so and further"
)
_PARTICLE_BEFORE = re.compile(rf"(?<!\w)(?:{_WITH_PARTICLE.replace(' ', '|')})\s+$", re.IGNORECASE)
_WHAT = re.compile(
    r"(?<!\w)(?:what|where|who|how|why|whatever|wherever|all|everything)(?!\w)[^.,;:!?]*$", re.IGNORECASE
)
_HEADLINE = 100  # characters of a source without a full stop up to which it may be one
_USUAL, _WEIGHT = 0.2, 20  # the prior of the file's usual ratio, worth so many segments


def doubled(segment: Segment, context: Context) -> Iterator[Finding]:
    """The same word twice in a row."""
    if not segment.translated:
        return
    for m in _TWICE.finditer(segment.target):
        word = m[1].casefold()
        if "\n" in m[2] or _source_has_it_twice(segment.source, word):
            continue
        one_that = word == "that" and _AFTER_ONE_THAT.match(segment.target, m.end())
        if word in _ALLOWED and not one_that:
            continue
        if len(word) == 1 and m[1] not in ("a", "I"):
            continue
        before = segment.target[: m.start()]
        if (word in ("in", "on") and _PARTICLE_BEFORE.search(before)) or (
            word in ("is", "was") and _WHAT.search(before)
        ):
            continue
        yield Finding("doubled", segment, f"{m[1]} stands twice", Place("target", m.start(), m.end()), m[1])
    for m in _TWO_ARTICLES.finditer(segment.target):
        first, second = m.group().split()
        if first.casefold() != second.casefold() and second[:1].islower() and "A" not in (first, second):
            yield Finding("doubled", segment, f"{m.group()}: two articles", Place("target", *m.span()), second)


def _source_has_it_twice(source: str, word: str) -> bool:
    if re.search(rf"(?<!\w){re.escape(word)}\s+{re.escape(word)}(?!\w)", source, re.IGNORECASE):
        return True
    return word not in _STANDS_ALONE and re.search(r"(?<!\w)([^\W\d_]{2,})[\s،-]+\1(?!\w)", fold(source)) is not None


def usual_ratio(segments: Sequence[Segment]) -> float:
    """The usual logarithm of target over source length in a file, drawn towards what is usual in news."""
    logs = [
        math.log(len(s.target.strip()) / len(s.source.strip()))
        for s in segments
        if s.translated and len(s.source.strip()) >= 32
    ]
    return (statistics.median(logs) * len(logs) + _USUAL * _WEIGHT) / (len(logs) + _WEIGHT) if logs else _USUAL


def length(segment: Segment, context: Context) -> Iterator[Finding]:
    """A target much shorter or longer than translations of this file are."""
    source, target = segment.source.strip(), segment.target.strip()
    if not target or len(source) < 24:
        return
    ratio = math.log(len(target) / len(source))
    off = ratio - context.ratio
    # three to four standard deviations; human translations leave out more than they add, and headlines most
    headline = source[-1].isalnum() and len(source) < _HEADLINE
    if (-0.75 if headline else -0.42) - 26 / len(source) <= off <= 0.42 + 14 / len(source):
        return
    if off > 0 and len(target) - len(source) * math.exp(context.ratio) < 25:
        return
    times = len(target) / (len(source) * math.exp(context.ratio))
    word = "short" if off < 0 else "long"
    yield Finding(
        "length", segment, f"too {word}: {times:.1f} times what is usual here", Place("target", 0, len(segment.target))
    )


RULES = (
    Rule(
        "doubled",
        "doubled",
        "warning",
        "a word written twice",
        "The same word twice in a row, or two articles, unless English allows it or the source does the same.",
        check=doubled,
    ),
    Rule(
        "length",
        "length",
        "warning",
        "a translation much too short or too long",
        "The target's length is far from what the source's length leads one to expect in this file.",
        check=length,
        remedy="see whether something was left out or added",
    ),
)
