"""A statistical Arabic–English lexicon over stems: how often a word stands for another, and how common each one is.

The table (`data/lexicon.tsv`) is what IBM Model 1 (Brown et al. 1993), trained in both directions with agreement,
makes of the sentence pairs that `bench/train_lexicon.py` is given; its header says which. It holds stems as
`memory.stems` cuts them and is good for evidence only: nothing in it is offered as a translation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from glossary.errors import MidanError

LEAST_COUNT, LEAST_SHARE = 0.3, 0.03
_UNSEEN = 1e-6


@dataclass(slots=True)
class Lexicon:
    """Shares of counts: `forward[ar][en]` is how much of `ar` is rendered by `en`, `backward[en][ar]` the other way."""

    forward: dict[str, dict[str, float]] = field(default_factory=dict)
    backward: dict[str, dict[str, float]] = field(default_factory=dict)
    source_share: dict[str, float] = field(default_factory=dict)
    target_share: dict[str, float] = field(default_factory=dict)

    def commonness(self, word: str) -> float:
        """How much of running text is this word, in either language."""
        return self.target_share.get(word) or self.source_share.get(word) or _UNSEEN


def parse(lines: Iterable[str]) -> Lexicon:
    """The lexicon in the lines of a table: `en⇥count` first, then `ar⇥count⇥en⇥joint count…`; `#` begins a comment."""
    target: dict[str, float] = {}
    source: dict[str, float] = {}
    joint: list[tuple[str, str, float]] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        word, *cells = line.rstrip("\n").split("\t")
        try:
            if len(cells) == 1:
                target[word] = float(cells[0])
            elif cells:
                source[word] = float(cells[0])
                joint += [(word, en, float(n)) for en, n in zip(cells[1::2], cells[2::2], strict=True)]
        except ValueError:
            raise MidanError("not a line of the lexicon", f"lexicon.tsv, line {number}", "reinstall midan") from None
    lexicon = Lexicon()
    for ar, en, n in joint:
        lexicon.forward.setdefault(ar, {})[en] = n / (source[ar] + 0.5)
        lexicon.backward.setdefault(en, {})[ar] = n / (target[en] + 0.5)
    for counts, shares in ((source, lexicon.source_share), (target, lexicon.target_share)):
        whole = sum(counts.values()) or 1.0
        shares.update((word, n / whole) for word, n in counts.items())
    return lexicon


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that ships with midan."""
    with files("memory").joinpath("data/lexicon.tsv").open(encoding="utf-8") as stream:
        return parse(stream)
