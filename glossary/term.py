"""Term and Glossary: plain typed data, as `terms.yaml` holds it. No I/O, no matching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Status = Literal["candidate", "approved", "rejected"]
Match = Literal["inflected", "exact"]
Case = Literal["keep", "sentence"]
Article = Literal["fixed", "free"]
ArticleUse = Literal["fixed", "added", "free"]

STATUSES: tuple[Status, ...] = ("candidate", "approved", "rejected")
KINDS = ("organisation", "group", "operation", "post", "person", "place", "event", "concept")
MAX_TERMS = 250_000  # of a glossary: more would take more memory than a laptop has to spare
# what these name has its article, or its lack of one, for good
NAME_KINDS = frozenset({"organisation", "group", "operation", "person", "place"})
# how English adjectives of peoples and fields end: American, Japanese, British, French, Celtic, Digital
_ADJECTIVES = ("an", "ese", "ish", "ch", "ic", "al")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A stretch of an article in which the term stands."""

    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary. Only `ar` is required; `match` and `case` have the file's defaults.

    `article` says whether ال may be added or dropped (free) or stands as it is written (fixed); without it, names are
    fixed and the rest is free (see `article_use`). `not_before` and `not_after` rule a match out by the words right
    beside it, `context` and `not_context` by the words of its sentence; `glossary.conditions` says what they may hold.
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
    def article_use(self) -> ArticleUse:
        """What may become of ال in a text: `free` (added and dropped), `added` (never dropped), `fixed` (neither).

        `article` decides, then the kind: what names one thing is fixed, a post or a concept is free. Where no kind
        says, an English capital makes it a name that may still lack its article here (ولايات المتحدة), but not where ال
        would make another word of it: a short one, or one that ends in ي and is no adjective (مالي, المالي).
        """
        if self.article is not None:
            return self.article
        if self.kind in NAME_KINDS or self.case == "keep":
            return "fixed"
        english = (self.en or "").removeprefix("the ").removeprefix("al-").removeprefix("el-")
        if self.kind in ("post", "concept") or not english[:1].isupper():
            return "free"
        letters = self.ar.strip()
        if " " not in letters and (len(letters) <= 3 or (letters[-1] in "يىی" and not english.endswith(_ADJECTIVES))):
            return "fixed"
        return "added"

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
