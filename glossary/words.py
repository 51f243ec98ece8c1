"""Words of an Arabic text as it is written, with the marks and zero-width characters inside them, and what joins them.

A word is a run of letters and digits of any script; tatweel is one of its letters, a hyphen or an underscore is not.
Its marks belong to it; zero-width and bidirectional controls do inside it, not at its ends. Works on unfolded text, so
that places need no way back.
"""

from __future__ import annotations

import re

from glossary.arabic import INVISIBLE, MARKS, TATWEEL

QUOTES = "\"'«»“”„‟‘’‹›″`"
CLOSING = {'"': '"', "«": "»", "“": "”", "”": "”", "„": "“”", "‘": "’", "'": "'", "‹": "›", "»": "«"}
HYPHENS, DASHES = "-\u2010\u2011", "–—―"
_MARKS = "".join(sorted(MARKS))
_UNSEEN = "".join(sorted(INVISIBLE))
_NO_LETTERS = dict.fromkeys(map(ord, {*MARKS, *INVISIBLE, TATWEEL}))

WORD = re.compile(rf"[^\W_]+(?:[{_MARKS}{_UNSEEN}]+[^\W_]+)*[{_MARKS}]*")
QUOTE = re.compile(f"[{QUOTES}]")


def odd_punctuation(gap: str) -> str:
    """What stands between two words beyond white space, quotation marks, underscores, a hyphen, or a dash alone."""
    odd = "".join(c for c in gap if not (c.isspace() or c in QUOTES or c in INVISIBLE or c == "_"))
    return "" if odd and (odd in HYPHENS or (odd in DASHES and odd == gap)) else odd


def unmarked(word: str) -> str:
    """The letters of a word as they are written, without marks, tatweel and what can't be seen."""
    return word.translate(_NO_LETTERS)
