"""The command line: `midan` starts here. One module a group of commands; nothing heavy is imported to show help.

A command module has `register(commands)`, which adds its parsers and sets `handler`, a function from the parsed
arguments to the exit code. Exit codes: 0 done, 1 a check found faults, 2 bad usage or bad input, 3 done but something
was left untranslated or unmet, 130 interrupted.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

from glossary.errors import MidanError
from glossary.tables import PROGRAM_FORMATS
from glossary.terminal import BIDI_HINT, say, shows_bidi_badly, visible

VERSION = "0.1.0"
INTERRUPTED = 130

# in the order in which the help lists them
COMMAND_MODULES = (
    "memory.commands.run",
    "glossary.commands.lookup",
    "memory.commands.terms",
    "glossary.commands.find",
    "glossary.commands.article",
    "memory.commands.translate",
    "memory.commands.memory",
    "memory.commands.align",
    "memory.commands.check",
    "memory.commands.report",
    "memory.commands.review",
    "memory.commands.model",
)


class _Parser(argparse.ArgumentParser):
    """argparse's parser with its errors on one line, as all of midan's are."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {visible(' '.join(message.split()))}; see `{self.prog} --help`\n")


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command."""
    parser = _Parser(
        prog="midan",
        description="Arabic news into a glossary, an English draft that obeys it, and a translation memory.",
    )
    parser.add_argument("--version", action="version", version=f"midan {VERSION}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for name in COMMAND_MODULES:
        importlib.import_module(name).register(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; every foreseeable fault is one line on stderr."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            # a lone surrogate from a file must neither stop the output nor become something else in JSON
            errors = "surrogateescape" if stream is sys.stdin else "backslashreplace"
            stream.reconfigure(encoding="utf-8", errors=errors)  # type: ignore[union-attr]
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGTERM, _interrupt)
    args = build_parser().parse_args(argv)
    try:
        code: int = args.handler(args)
        sys.stdout.flush()
        if _is_for_eyes(args) and sys.stdout.isatty() and shows_bidi_badly(os.environ):
            say(BIDI_HINT)
    except MidanError as error:
        say(f"midan: {error.line()}")
        return error.exit_code
    except KeyboardInterrupt:
        say("midan: interrupted; what was done is kept, the same command goes on from there")
        return INTERRUPTED
    except BrokenPipeError:
        # the reader of our output has gone; python would complain once more when it flushes at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        say(f"midan: {MidanError(error.strerror or str(error), str(error.filename or '')).line()}")
        return 2
    except MemoryError:
        say("midan: out of memory; split the input into smaller files")
        return 2
    return code


def _is_for_eyes(args: argparse.Namespace) -> bool:
    """Whether what the command printed was a table with its Arabic isolated."""
    return getattr(args, "bidi", False) and args.format not in (*PROGRAM_FORMATS, "sarif")


def _interrupt(signum: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt
