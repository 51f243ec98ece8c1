"""Arabic letters, marks and proclitics; pure functions, no I/O.

Folding makes the spellings of one word equal (marks and tatweel off, أإآٱ→ا, ى→ي, ة→ه, ؤ→و, ئ→ي, Persian and
Urdu look-alikes, presentation forms, Arabic-Indic digits). It is for matching only: what people see is always the
text as it was written, which is why `fold_with_offsets` keeps the way back. It does not stem, and it leaves Latin
letters and punctuation as they are. Unicode 15, chapters 9.2 and 23.8 (Arabic, bidirectional controls).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

FSI, PDI = "\u2068", "\u2069"
TATWEEL = "\u0640"

# Invisible in print and never part of a word: zero-width characters, bidi marks, isolates and embeddings.
INVISIBLE = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | frozenset(
    map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
)
MARKS = frozenset(map(chr, [*range(0x0610, 0x061B), *range(0x064B, 0x0660), 0x0670, *range(0x06D6, 0x06DD),
                            *range(0x06DF, 0x06E5), 0x06E7, 0x06E8, *range(0x06EA, 0x06EE)]))  # fmt: skip

_LETTER_RANGES = (
    ("\u0620", "\u064a"),
    ("\u066e", "\u06d3"),
    ("\u06fa", "\u06ff"),
    ("\u0750", "\u077f"),
    ("\ufb50", "\ufdff"),
    ("\ufe70", "\ufefc"),
)
_LETTERS = {
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    **dict.fromkeys("ىیېۍے", "ي"),
    **dict.fromkeys("ةۃہۂھۀە", "ه"),
    **dict.fromkeys("کڪګ", "ك"),
    **dict.fromkeys("ؤۋ", "و"),
    "ئ": "ي",
}
_DIGITS = {chr(start + i): str(i) for start in (0x0660, 0x06F0) for i in range(10)}


class Folded(NamedTuple):
    """A folded text and, for each of its characters and its end, the code-point offset in the original."""

    text: str
    offsets: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets of the folded slice [start, end), trailing marks of its last letter included."""
        return self.offsets[start], self.offsets[end] if end > start else self.offsets[start]


@lru_cache(maxsize=8192)
def fold_character(ch: str) -> str:
    """The folded form of one character: "" for marks, several letters for a ligature such as ﻻ."""
    if ch in MARKS or ch in INVISIBLE or ch == TATWEEL:
        return ""
    if ch in _LETTERS:
        return _LETTERS[ch]
    if ch in _DIGITS:
        return _DIGITS[ch]
    if "\ufb50" <= ch <= "\ufdff" or "\ufe70" <= ch <= "\ufefc":
        plain = unicodedata.normalize("NFKC", ch)
        return "".join(fold_character(c) for c in plain if c != ch)
    return ch


class _Table(dict[int, str]):
    """A translation table for `str.translate` that fills itself on first sight of a character."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = fold_character(chr(code))
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """The matching key of a text, its white space as it was."""
    return text.translate(_TABLE)


def fold_key(text: str) -> str:
    """The matching key of a text with white space runs as single spaces and none at the ends."""
    return " ".join(fold(text).split())


def fold_with_offsets(text: str) -> Folded:
    """The folded text together with the place each folded character came from."""
    letters: list[str] = []
    offsets: list[int] = []
    end = 0
    for i, ch in enumerate(text):
        for folded in _TABLE[ord(ch)]:
            letters.append(folded)
            offsets.append(i)
            end = i + 1
    # what follows the last letter belongs to no folded character, marks on that letter excepted
    while end < len(text) and (text[end] in MARKS or text[end] == TATWEEL):
        end += 1
    return Folded("".join(letters), [*offsets, end])


def is_arabic_letter(ch: str) -> bool:
    """Whether a character is a letter of the Arabic script."""
    return ch not in MARKS and any(first <= ch <= last for first, last in _LETTER_RANGES)


_LETTER = re.compile(f"[{''.join(f'{first}-{last}' for first, last in _LETTER_RANGES)}]")


def has_arabic(text: str) -> bool:
    """Whether a text has any Arabic letter."""
    return any(found.group() not in MARKS for found in _LETTER.finditer(text))


def isolate(text: str) -> str:
    """The text between FSI and PDI, so that a right-to-left cell does not reorder its table (UAX #9, 2.4)."""
    return f"{FSI}{text}{PDI}"
