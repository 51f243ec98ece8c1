"""Articles as documents of the memory: their names, their segments in order, and what is to be translated.

A document's name is the article's file name without its ending; where two articles of one run share it, the ending or
the folder is added. The title, where there is one, is the segment (TITLE, 0).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossary.article import Article
from glossary.matching import TermMatch, TermMatcher
from glossary.sentences import split_sentences
from memory.unit import Origin, demand_digest

TITLE = -1


@dataclass(frozen=True, slots=True)
class DocumentSegment:
    """One segment of an article: its text, its place, the approved terms in it and the digest of their demands."""

    source: str
    origin: Origin
    matches: tuple[TermMatch, ...]
    digest: str


def document_names(paths: Sequence[str]) -> list[str]:
    """A name for each path, distinct for distinct paths and free of anything that could climb out of a folder."""

    def plain(text: str) -> str:
        return re.sub(r"[^\w.\-]+", "-", text).strip("-.")[:100] or "article"

    def stem(path: Path) -> str:
        return "stdin" if str(path) == "-" else path.stem

    recipes: tuple[Callable[[Path], str], ...] = (
        stem,
        lambda p: f"{stem(p)}-{p.suffix[1:]}",
        lambda p: f"{p.resolve().parent.name}-{stem(p)}",
        lambda p: f"{p.resolve().parent.name}-{stem(p)}-{p.suffix[1:]}",
        lambda p: "-".join(p.resolve().parts[1:])[-100:],
    )
    names: dict[str, str] = {}
    pending = list(dict.fromkeys(paths))
    for recipe in recipes:
        made = {path: plain(recipe(Path(path))) for path in pending}
        times = Counter([name.casefold() for name in made.values()] + [name.casefold() for name in names.values()])
        names |= {path: name for path, name in made.items() if times[name.casefold()] == 1}
        pending = [path for path in pending if path not in names]
    for number, path in enumerate(pending, 1):
        names[path] = f"article-{number}-{plain(stem(Path(path)))}"
    return [names[path] for path in paths]


def segment_article(article: Article, name: str, matcher: TermMatcher) -> list[DocumentSegment]:
    """The segments of an article in reading order, each with its neighbours and the terms that stand in it."""
    places: list[tuple[str, int, int]] = []
    if article.title:
        places.append((article.title, TITLE, 0))
    for number, paragraph in enumerate(article.paragraphs):
        places += [(s.text, number, i) for i, s in enumerate(split_sentences(paragraph))]
    segments = []
    for i, (source, paragraph_number, segment_number) in enumerate(places):
        previous = places[i - 1][0] if i else None
        following = places[i + 1][0] if i + 1 < len(places) else None
        matches = tuple(matcher.find(source))
        segments.append(
            DocumentSegment(
                source,
                Origin(name, paragraph_number, segment_number, previous, following),
                matches,
                demand_digest(m.term for m in matches),
            )
        )
    return segments


def matched_terms(segments: Iterable[DocumentSegment]) -> int:
    """How many places of these segments hold a term."""
    return sum(len(s.matches) for s in segments)
