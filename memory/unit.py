"""TranslationUnit, its origin and audit, and Match: plain typed data, no I/O."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from glossary.term import Term

Status = Literal["untranslated", "machine", "imported", "reviewed", "approved"]
Outcome = Literal["satisfied", "repaired", "unmet"]
OUTCOMES: tuple[Outcome, ...] = ("satisfied", "repaired", "unmet")

SOURCE_LANG, TARGET_LANG = "ar", "en"
STATUSES: tuple[Status, ...] = ("untranslated", "machine", "imported", "reviewed", "approved")
# statuses that a person gave: the program never overwrites such a unit
HUMAN: frozenset[str] = frozenset({"reviewed", "approved"})


@dataclass(frozen=True, slots=True)
class TermOutcome:
    """What became of one occurrence of a term in one segment; places are code-point offsets, None where absent."""

    ar: str
    en: str
    surface: str
    outcome: Outcome
    how: str = ""
    start: int | None = None
    end: int | None = None
    target_start: int | None = None
    target_end: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The outcome as JSON values, absent places left out."""
        values: dict[str, Any] = {
            "ar": self.ar,
            "en": self.en,
            "surface": self.surface,
            "outcome": self.outcome,
            "how": self.how,
        }
        places = (("start", self.start), ("end", self.end))
        target_places = (("target_start", self.target_start), ("target_end", self.target_end))
        return values | {k: v for k, v in (*places, *target_places) if v is not None}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> TermOutcome:
        """The outcome that `as_json` wrote; keys of later versions are ignored. Raises ValueError, TypeError or
        AttributeError for anything else."""
        outcome = cls(**{k: values[k] for k in cls.__slots__ if k in values})
        texts = (outcome.ar, outcome.en, outcome.surface, outcome.outcome, outcome.how)
        places = (outcome.start, outcome.end, outcome.target_start, outcome.target_end)
        # values of another kind would stop whoever shows them
        if not all(isinstance(t, str) for t in texts) or not all(p is None or type(p) is int for p in places):
            raise ValueError
        if outcome.outcome not in OUTCOMES:
            raise ValueError
        return outcome


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a segment stands: a document, its place there (paragraph and segment from 0), and its neighbours."""

    document: str
    paragraph: int | None = None
    segment: int | None = None
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A source segment and its translation. Dates are UTC, ISO 8601 to the second; `id` is the store's own."""

    source: str
    target: str
    source_lang: str = SOURCE_LANG
    target_lang: str = TARGET_LANG
    status: Status = "machine"
    origin: Origin | None = None
    engine: str | None = None
    model: str | None = None
    created: str | None = None
    changed: str | None = None
    created_by: str | None = None
    changed_by: str | None = None
    digest: str | None = None
    audit: tuple[TermOutcome, ...] = ()
    attention: bool = False
    note: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A unit that answers a query: score 0 to 100, which needs equal folded texts."""

    unit: TranslationUnit
    score: float


def demand_digest(terms: Iterable[Term]) -> str:
    """Sixteen hex digits that change exactly when what these terms demand of a translation changes."""
    demands = sorted((t.demand() for t in terms), key=lambda d: json.dumps(d, ensure_ascii=False))
    unique = [d for i, d in enumerate(demands) if i == 0 or d != demands[i - 1]]
    text = json.dumps(unique, ensure_ascii=False, separators=(",", ":"))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
