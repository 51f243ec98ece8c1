"""Phrases whose English is settled: names of institutions and what the press calls things (`data/usage.tsv`).

The table is for suggestions and for telling a term from a chance phrase; it enforces nothing. Keys are folded, and a
phrase of several words is also known without the article of its first word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from glossary.arabic import fold_key
from glossary.proclitics import ARTICLE


@dataclass(frozen=True, slots=True)
class Usage:
    """What a phrase is, as in terms.yaml, and its English, the commonest first."""

    kind: str
    en: tuple[str, ...]


@lru_cache(maxsize=1)
def _table() -> dict[str, Usage]:
    found: dict[str, Usage] = {}
    text = (resources.files("glossary") / "data" / "usage.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            ar, kind, en = line.split("\t")
            found.setdefault(fold_key(ar), Usage(kind, tuple(en.split("|"))))
    for key in [key for key in found if " " in key and key.startswith(ARTICLE)]:
        found.setdefault(key.removeprefix(ARTICLE), found[key])
    return found


def settled(ar: str) -> Usage | None:
    """The settled English of a phrase as it is written, or None."""
    return _table().get(fold_key(ar))
