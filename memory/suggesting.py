"""English for mined candidates from what this package has: segments that a person reviewed, and an engine.

Handed to `glossary.mining.mine`, which knows neither. An engine is asked once, for all candidates of which nothing but
guesses is known; its answer is a suggestion like any other and names its source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from glossary.equivalents import ENGINE, Suggester, Suggestion
from glossary.term import Term
from memory.engines.base import Engine
from memory.opposites import find_opposites
from memory.store import Memory
from memory.unit import HUMAN

_MOST_WORDS = 8  # an engine's answer longer than that is no term
_MOST_PAIRS = 50_000
_ARTICLE = re.compile(r"^(?:the|an?) (?=\w)", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


def suggester(engine: Engine | None, memory: Memory | None) -> Suggester:
    """What a memory's reviewed segments and then an engine know of candidates; either may be missing."""
    pairs = [] if memory is None else list(islice(_reviewed(memory), _MOST_PAIRS))

    def more(candidates: Sequence[str], bare: Sequence[bool]) -> list[list[Suggestion]]:
        found: list[list[Suggestion]] = [[] for _ in candidates]
        if pairs:
            seen = {o.ar: o.en for o in find_opposites(pairs, [Term(ar) for ar in candidates])}
            for ar, given in zip(candidates, found, strict=True):
                if ar in seen:
                    given.append(Suggestion(seen[ar], "reviewed segments"))
        wanted = [i for i, alone in enumerate(bare) if alone and not found[i]]
        if engine is not None and wanted:
            answers = engine.translate([candidates[i] for i in wanted])
            for i, hypotheses in zip(wanted, answers, strict=True):
                text = _ARTICLE.sub("", hypotheses[0].text.strip().rstrip(".").strip()) if hypotheses else ""
                if _LETTERS.search(text) and len(text.split()) <= _MOST_WORDS:
                    found[i].append(Suggestion(text, ENGINE))
        return found

    return more


def _reviewed(memory: Memory) -> Iterator[tuple[str, str]]:
    for status in sorted(HUMAN):
        for unit in memory.units(status=status):
            if unit.source_lang.startswith("ar") and unit.target:
                yield unit.source, unit.target
