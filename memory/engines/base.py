"""The protocols that translation engines follow, and what they give back.

An engine takes whole batches and returns, for each source, its hypotheses, best first. What it can do beyond that is
said by its `abilities`; enforcement uses only what is there. An engine that can't translate a segment gives an empty
hypothesis that says why: one segment that fails never costs the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable


class Ability(str, Enum):
    """What an engine can do beyond translating."""

    N_BEST = "n_best"  # several hypotheses a source
    ALIGNMENT = "alignment"  # attention from target tokens to source tokens
    PREFIX = "prefix"  # decoding that goes on from given target tokens (`DecodingEngine`)
    SCORE = "score"  # the model's own score of a given pair (`DecodingEngine`)
    PROMPT = "prompt"  # a language model that reads instructions (`PromptEngine`)


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One translation. `score` is the mean log-probability per target token (None where the engine has none).

    With alignment, `tokens` and `source_tokens` are (start, end) code points of the target and source texts, and
    `attention` is a matrix of target tokens x source tokens; `pieces` are the target tokens as the model knows them.
    An empty text with a `fault` is a translation that failed.
    """

    text: str
    score: float | None = None
    pieces: tuple[str, ...] = ()
    tokens: tuple[tuple[int, int], ...] = ()
    source_tokens: tuple[tuple[int, int], ...] = ()
    attention: tuple[tuple[float, ...], ...] = ()
    fault: str = ""


class Engine(Protocol):
    """A translation engine for one language direction."""

    name: str  # argos, llm, libretranslate
    model: str  # the model and its version, as a unit records it
    draft: bool  # whether its output is to be called a draft
    abilities: frozenset[Ability]

    def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
        """The hypotheses of each source, best first; an empty source gives one empty hypothesis."""
        ...


@runtime_checkable
class LimitedEngine(Protocol):
    """An engine that takes sources up to a length."""

    def fits(self, source: str) -> bool:
        """Whether the engine takes this source whole."""
        ...


@runtime_checkable
class DecodingEngine(Protocol):
    """What an engine with the abilities PREFIX and SCORE offers beside `Engine`."""

    def pieces(self, text: str) -> tuple[str, ...]:
        """The target tokens of an English text."""
        ...

    def complete(self, batch: Sequence[tuple[str, Sequence[str]]], banned: Sequence[str] = ()) -> list[Hypothesis]:
        """For each (source, target pieces to begin with) the translation that goes on from there, by a quick search.

        `banned` words appear nowhere after those pieces.
        """
        ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The mean log-probability per token of each (source, target)."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """What a language model is asked for: a source, the same with the English of its terms inlined, and the terms.

    `terms` are (Arabic as it stands in the source, English), `examples` translations of similar sources as
    (source, target), the nearest last. `rejected` is an earlier answer that lacked the terms of
    `missing`; with `constrained`, the answer is to be decoded under a grammar that makes every term appear.
    """

    source: str
    inlined: str
    terms: tuple[tuple[str, str], ...] = ()
    rejected: str = ""
    missing: tuple[str, ...] = ()
    constrained: bool = False
    examples: tuple[tuple[str, str], ...] = ()


@runtime_checkable
class PromptEngine(Protocol):
    """What an engine with the ability PROMPT offers beside `Engine`."""

    def instruct(self, batch: Sequence[Request]) -> list[Hypothesis]:
        """The answer to each request; a failed one is empty and says why."""
        ...
