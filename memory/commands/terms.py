"""`midan terms`, with what only this package can add to it: an engine's and a memory's English for mined candidates."""

from __future__ import annotations

import argparse

from memory.engines.choose import add_engine, engine_of


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `terms`; `terms mine` also asks an engine and the reviewed segments of a memory."""
    from glossary.commands import terms

    mining = terms.register(commands)
    mining.add_argument("--memory", metavar="FILE", help="reviewed segments that may hold the English (memory.db)")
    add_engine(mining)
    mining.set_defaults(handler=_mine)


def _mine(args: argparse.Namespace) -> int:
    import contextlib
    from pathlib import Path

    from glossary.commands import mine
    from memory.store import Memory
    from memory.suggesting import suggester

    path = args.memory or ("memory.db" if Path("memory.db").is_file() else None)
    with contextlib.ExitStack() as stack:
        memory = stack.enter_context(Memory.open(path, readonly=True)) if path else None
        return mine.run(args, suggester(engine_of(args), memory))
