"""The same source with different targets in one file.

Sources are compared by folded letters, so that marks and spelling variants do not hide a repetition; targets by their
words, so that a full stop or a capital makes no difference. What most of them have is the usual one. Where another rule
has something to say of a segment, that is why it differs, and it is neither reported here nor taken as the usual one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from glossary.arabic import fold_key
from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context, Rule


def repeated(segments: Sequence[Segment], context: Context) -> Iterator[Finding]:
    """Segments whose source stands elsewhere in the file with another target."""
    groups: dict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.translated and segment.number not in context.faulty:
            groups[_words(fold_key(segment.source))].append(segment)
    for key, group in groups.items():
        if not key or len(group) < 2:
            continue
        targets = [_words(s.target.casefold()) for s in group]
        counts = Counter(targets)
        if len(counts) < 2:
            continue
        usual = max(counts, key=lambda t: (counts[t], -targets.index(t)))
        model = group[targets.index(usual)]
        for segment, target in zip(group, targets, strict=True):
            if target != usual:
                yield Finding(
                    "repeated",
                    segment,
                    f"segment {model.number} has the same source and another translation",
                    Place("target", 0, len(segment.target)),
                    model.target,
                )


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


RULES = (
    Rule(
        "repeated",
        "repeated",
        "warning",
        "one source, two translations",
        "The source stands more than once in the file and is not always translated alike.",
        check_file=repeated,
    ),
)
