"""A paragraph into sentences with their offsets.

A sentence ends at . ! ? ؟ … and the quotes and brackets that close after it, where white space follows. Not at the
Arabic comma or semicolon: Arabic prose joins long periods with them, and a segment is to be a whole sentence.
Arabic and English text are split by the same rules.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_END = re.compile(r"[.!?؟…]+[\"”“»’)\]]*(?=\s)")


class Sentence(NamedTuple):
    """A sentence and where it stands: `text == paragraph[start:end]`, in code points."""

    text: str
    start: int
    end: int


def split_sentences(paragraph: str) -> list[Sentence]:
    """The sentences of a paragraph in order; only white space stands outside them."""
    sentences: list[Sentence] = []
    start = 0
    for end in [*(m.end() for m in _END.finditer(paragraph)), len(paragraph)]:
        text = paragraph[start:end]
        body = text.strip()
        if body:
            begin = start + len(text) - len(text.lstrip())
            sentences.append(Sentence(body, begin, begin + len(body)))
        start = end
    return sentences
