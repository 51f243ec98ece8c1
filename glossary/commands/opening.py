"""Opening the glossary for a command that only makes sense with one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from glossary.errors import MidanError
from glossary.terminal import say

if TYPE_CHECKING:
    from glossary.termfile import TermFile


def open_terms(path: str) -> TermFile:
    """The glossary file, its warnings on stderr. Raises MidanError where there is none."""
    from glossary.termfile import TermFile

    if not os.path.exists(path):
        raise MidanError("there is no such glossary", path, "name one with --terms; `midan run FILE…` begins one")
    file = TermFile.open(path)
    for warning in file.warnings:
        say(f"midan: {warning}")
    return file
