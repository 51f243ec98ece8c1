"""Term and Glossary: plain typed data, as `terms.yaml` holds it. No I/O, no matching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["candidate", "approved", "rejected"]
Match = Literal["inflected", "exact"]
Case = Literal["keep", "sentence"]
Article = Literal["fixed", "free"]

STATUSES: tuple[Status, ...] = ("candidate", "approved", "rejected")
KINDS = ("organisation", "group", "operation", "post", "person", "place", "event", "concept")
# what these name has its article, or its lack of one, for good
NAME_KINDS = frozenset({"organisation", "group", "operation", "person", "place"})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of an article in which the term stands."""

    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary. Only `ar` is required; `match` and `case` have the file's defaults.

    `article` says whether ال may be added or dropped (free) or stands as it is written (fixed); without it, names are
    fixed and the rest is free (see `is_name`). `not_before` and `not_after` rule a match out by the words right beside
    it, `context` and `not_context` by the words of its sentence; `glossary.conditions` says what their items may be.
    """

    ar: str
    en: str | None = None
    abbreviation: str | None = None
    kind: str | None = None
    status: Status = "candidate"
    variants: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    match: Match = "inflected"
    case: Case = "sentence"
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    not_context: tuple[str, ...] = ()
    article: Article | None = None
    note: str | None = None
    count: int = 0
    articles: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every Arabic form under which the term is to be found, its own first."""
        return (self.ar, *self.variants)

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every English form that satisfies the term, the preferred one first."""
        return tuple(x for x in (self.en, self.abbreviation, *self.also) if x)

    @property
    def is_name(self) -> bool:
        """Whether it names one thing: by kind or `case: keep`, or (posts and concepts aside) by an English capital."""
        if self.kind in NAME_KINDS or self.case == "keep":
            return True
        if self.kind in ("post", "concept") or not self.en:
            return False
        return self.en.removeprefix("the ").removeprefix("al-").removeprefix("el-")[:1].isupper()

    @property
    def article_is_fixed(self) -> bool:
        """Whether ال is neither added to the term nor dropped from it."""
        return self.article == "fixed" or (self.article is None and self.is_name)

    @property
    def enforced(self) -> bool:
        """Whether the English must stand in a translation: approved, and there is an English."""
        return self.status == "approved" and bool(self.en)

    def demand(self) -> list[Any]:
        """What a translation must obey, as JSON values: a changed demand means translating again."""
        return [self.ar, self.en, self.abbreviation, list(self.also), list(self.forbidden), self.case]


@dataclass(slots=True)
class Glossary:
    """The terms of one file, in the file's order."""

    terms: list[Term] = field(default_factory=list)
    source: str = "ar"
    target: str = "en"

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def __len__(self) -> int:
        return len(self.terms)

    def enforced(self) -> list[Term]:
        """The terms that translations must obey."""
        return [t for t in self.terms if t.enforced]

    def with_status(self, statuses: Iterable[Status]) -> list[Term]:
        """The terms that have one of these statuses."""
        wanted = set(statuses)
        return [t for t in self.terms if t.status in wanted]
