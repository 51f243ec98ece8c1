"""Lines that an editor or a mail program wrapped at a width, joined to paragraphs again.

Only where a text shows it: blank lines part its paragraphs, and most lines within them run to about the same width
without ending a sentence. Any other text is left as it is; a page with a paragraph a line never matches.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from glossary.reading.page import Line
from glossary.reading.prose import itemised, stopped

_NARROWEST, _WIDEST = 40, 110  # characters of a wrapped text
_FULL = 0.7  # share of the width that a line reaches before it is broken
_MOST = 0.8  # share of lines that must look broken


def unwrap(lines: Sequence[Line]) -> list[Line]:
    """The lines with those of one wrapped paragraph joined, under the number of its first line."""
    blocks: list[list[Line]] = []
    for line in lines:
        if blocks and line.number == blocks[-1][-1].number + 1 and not itemised(line.text):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    if not _wrapped(blocks):
        return list(lines)
    return [Line(block[0].number, " ".join(line.text.strip() for line in block)) for block in blocks]


def _wrapped(blocks: Sequence[Sequence[Line]]) -> bool:
    width = max((len(line.text.strip()) for block in blocks for line in block), default=0)
    broken = [first.text.strip() for block in blocks for first, _ in pairwise(block)]
    if not _NARROWEST <= width <= _WIDEST or len(broken) < 4:
        return False
    full = sum(len(text) >= _FULL * width and not stopped(text) for text in broken)
    return full >= _MOST * len(broken)
