"""midan with a fast engine in the place of every other, for tests that run it hundreds of times.

The engine gives each source back between brackets; enforcement, the memory and every file are the real ones. With
MIDAN_LATER the memory's schema is one further on, so that opening one of today's migrates it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

import memory.engines.choose
from memory import schema
from memory.commands import main
from memory.engines.base import Ability, Hypothesis


class Echo:
    name, model, draft = "echo", "echo 1", False
    abilities: frozenset[Ability] = frozenset()

    def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
        return [[Hypothesis(f"[{source}]")] for source in batch]


def open_echo(name: str | None = None, **options: Any) -> Echo | None:
    return None if name == "none" else Echo()


if __name__ == "__main__":
    memory.engines.choose.open_engine = open_echo  # type: ignore[assignment]
    if os.environ.get("MIDAN_LATER"):
        schema._MIGRATIONS[schema.SCHEMA] = "ALTER TABLE unit ADD COLUMN colour TEXT; UPDATE unit SET colour = 'blue'"
        schema.SCHEMA += 1
    sys.exit(main())
