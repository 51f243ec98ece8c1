"""Which engine answers to a name, and what to tell a user about it."""

from __future__ import annotations

from typing import Any

from glossary.errors import MidanError
from memory.engines.base import Engine

ENGINES = ("argos", "none")


def open_engine(name: str | None = None, **options: Any) -> Engine | None:
    """The engine of that name, argos by default; None for `none`. Raises MidanError for one we don't have."""
    if name in (None, "argos"):
        from memory.engines.argos import ArgosEngine

        return ArgosEngine(**options)
    if name == "none":
        return None
    raise MidanError(f"no engine {name!r}", "", f"use {', '.join(ENGINES)}")


def hint(engine: Engine | None) -> str | None:
    """One line on how to get a better translation, for the engines that give drafts."""
    if engine is None:
        return "no engine: segments without a match in the memory are left untranslated"
    if engine.draft:
        return (
            f"this is a draft by the {engine.model}: `midan model install` fetches the much better official package, "
            "`midan run --again` then renews the drafts"
        )
    return None
