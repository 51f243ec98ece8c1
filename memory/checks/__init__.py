"""Checks of translations that are right when they speak: one check a function, registered in a table of rules.

`check_segments` runs the chosen rules over the segments of one file. A segment is asked about a fault once: what is not
translated at all is not also too short, and a copy of the source has no wrong names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from memory.checks.finding import Finding, Segment, Severity

if TYPE_CHECKING:
    from glossary.term import Term

# a segment with one of these has no translation to look at
_HOPELESS = frozenset({"untranslated", "copied"})


def check_segments(
    segments: Iterable[Segment],
    terms: Iterable[Term] = (),
    rules: Collection[str] | None = None,
    severities: Mapping[str, Severity] | None = None,
) -> list[Finding]:
    """What the rules (all of them where None) find in the segments of one file, in its order."""
    from glossary.matching import TermMatcher
    from memory.checks.rules import Context, table
    from memory.checks.wording import usual_ratio

    listed: Sequence[Segment] = list(segments)
    enforced = [t for t in terms if t.enforced]
    context = Context(TermMatcher(enforced) if enforced else None, usual_ratio(listed))
    known = table()
    chosen = [rule for rule in known.values() if rules is None or rule.name in rules]
    order = {name: i for i, name in enumerate(known)}
    found: list[Finding] = []
    for segment in listed:
        found += [f for rule in chosen if rule.check for f in rule.check(segment, context)]
    context.faulty = {f.segment.number for f in found}
    for rule in chosen:
        if rule.check_file:
            found += rule.check_file(listed, context)
    hopeless = {f.segment.number for f in found if f.rule in _HOPELESS}
    kept = [f for f in found if f.rule in _HOPELESS or f.segment.number not in hopeless]
    levels = {name: rule.severity for name, rule in known.items()} | dict(severities or {})
    kept.sort(key=lambda f: (f.segment.number, order[f.rule], f.place.start if f.place else -1))
    return [replace(f, severity=levels[f.rule], suggestion=f.suggestion or known[f.rule].remedy) for f in _once(kept)]


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """One finding a rule and place."""
    return list({(f.segment.number, f.rule, f.place, f.message): f for f in findings}.values())
