"""The table of rules: one check a function, with its name, its group, how grave it is, and what it is for.

A segment check sees one segment; a file check sees all segments of a file, for what can only be told by comparing.
Each yields findings without a severity of its own: that is the rule's, or the user's (see `memory.checks.options`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from memory.checks.finding import Finding, Segment, Severity

if TYPE_CHECKING:
    from glossary.matching import TermMatch, TermMatcher


@dataclass(slots=True)
class Context:
    """What checks need beyond the segment: the glossary's matcher, how long translations of this file are, and, for
    checks of the whole file, which segments have other faults."""

    matcher: TermMatcher | None = None
    ratio: float = 0.2  # natural logarithm of target length over source length
    faulty: set[int] = field(default_factory=set)  # numbers of the segments in which something was found already
    _found: dict[str, list[TermMatch]] = field(default_factory=dict)

    def matches(self, segment: Segment) -> list[TermMatch]:
        """The terms in the source of a segment, in order; looked for once."""
        if self.matcher is None:
            return []
        found = self._found.get(segment.source)
        if found is None:
            found = self._found[segment.source] = self.matcher.find(segment.source)
        return found


SegmentCheck = Callable[[Segment, Context], Iterator[Finding]]
FileCheck = Callable[[Sequence[Segment], Context], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `about` is a line for the list of rules, `why` says what it looks for and what it lets pass, `remedy`
    is the suggestion of a finding that has none of its own."""

    name: str
    group: str
    severity: Severity
    about: str
    why: str
    check: SegmentCheck | None = None
    check_file: FileCheck | None = None
    remedy: str = "hold it against the source"


def table() -> Mapping[str, Rule]:
    """Every rule by name, in the order in which they are listed."""
    from memory.checks import language, marks, names, repetition, tags, terms, values, wording

    rules: Iterable[Rule] = (
        *terms.RULES,
        *values.RULES,
        *names.RULES,
        *language.RULES,
        *wording.RULES,
        *marks.RULES,
        *tags.RULES,
        *repetition.RULES,
    )
    return {rule.name: rule for rule in rules}
