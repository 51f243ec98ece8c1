"""Arabic names in Latin letters, in the French-influenced spelling of the Maghreb and the Sahel (شنقريحة: Chengriha).

A rule of thumb, not a standard: unwritten vowels are guessed (an a between two consonants that would clash, i before a
final one), so what it gives is a suggestion for a person to mend.
"""

from __future__ import annotations

from glossary.arabic import fold
from glossary.gazetteer import given_names

_LETTERS = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "dj", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "ch", "ص": "s", "ض": "d", "ط": "t", "ظ": "dh", "ع": "a", "غ": "gh", "ف": "f", "ق": "k", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "ou", "ي": "i", "ء": "", "ڤ": "v", "پ": "p", "گ": "g", "ة": "a",
}  # fmt: skip
_VOWELS = frozenset("اويع")


def romanise(name: str) -> str:
    """A name in Latin letters, each word with a capital."""
    return " ".join(filter(None, map(_word, name.split())))


def _word(word: str) -> str:
    key = fold(word)
    if key in given_names():
        return given_names()[key]
    prefix = ""
    if key.startswith("ال") and len(key) > 4:
        prefix, word = "al-", word[2:]
    letters = [c for c in word if fold(c) in _LETTERS or c == "ة"]
    out = ""
    for i, letter in enumerate(letters):
        plain = "ة" if letter == "ة" else fold(letter)
        previous = fold(letters[i - 1]) if i else ""
        following = fold(letters[i + 1]) if i + 1 < len(letters) else ""
        if plain == "و" and (not previous or (previous == "ا" and following in _VOWELS)):
            out += "w" if not previous and following not in _VOWELS else "ou"
            continue
        if plain == "ي" and not previous:
            out += "y"
            continue
        consonant = plain not in _VOWELS and plain != "ة"
        if (
            consonant
            and previous
            and previous not in _VOWELS
            and following
            and following not in _VOWELS
            and not out.endswith(("a", "e", "i"))
        ):
            out += "e"
        out += _LETTERS.get(plain, "")
    out = out.replace("aa", "a").replace("ouou", "ou").replace("ii", "i")
    return prefix + out[:1].upper() + out[1:]
