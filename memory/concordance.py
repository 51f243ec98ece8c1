"""Concordance: words or a phrase in the sources or targets of the memory, in their context.

Arabic is found with its proclitics and in any spelling, as a term of the glossary would be; English as whole words in
any case. Substring search on the folded text narrows the units down first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from glossary.arabic import has_arabic
from glossary.matching import TermMatcher
from glossary.term import Term
from memory.store import Memory
from memory.unit import TranslationUnit
from memory.verification import places


@dataclass(frozen=True, slots=True)
class Line:
    """One place: the text before it, itself, the text after it, and its unit."""

    before: str
    found: str
    after: str
    unit: TranslationUnit
    in_source: bool


def concordance(memory: Memory, words: str) -> Iterator[Line]:
    """Every place of the words, in the memory's order."""
    arabic = has_arabic(words)
    matcher = TermMatcher([Term(words.strip(), kind="concept")])
    for unit in memory.containing(words, in_source=arabic):
        text = unit.source if arabic else unit.target
        spans = [(m.start, m.end) for m in matcher.find(text)] if arabic else places(text, words.strip())
        for start, end in spans:
            yield Line(text[:start], text[start:end], text[end:], unit, arabic)
