"""Units as a plain parallel pair of text files: a unit a line, the same line in both, as trainers and aligners want it.

Line breaks within a text become spaces. Nothing else is known of a unit in these files, so they are not read back.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from glossary.files import replacing
from memory.exchange.values import exportable
from memory.unit import SOURCE_LANG, TARGET_LANG, TranslationUnit


def paths_of(path: str | os.PathLike[str]) -> tuple[Path, Path]:
    """The two files that are written for a name: units.txt makes units.ar.txt and units.en.txt."""
    named = Path(path)
    return named.with_suffix(f".{SOURCE_LANG}{named.suffix}"), named.with_suffix(f".{TARGET_LANG}{named.suffix}")


def write(units: Iterable[TranslationUnit], path: str | os.PathLike[str]) -> int:
    """Write the translated units; how many there are."""
    count = 0
    source_path, target_path = paths_of(path)
    with replacing(source_path) as sources, replacing(target_path) as targets:
        for unit in map(exportable, units):
            if unit is not None:
                sources.write(f"{' '.join(unit.source.split())}\n".encode())
                targets.write(f"{' '.join(unit.target.split())}\n".encode())
                count += 1
    return count
