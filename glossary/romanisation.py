"""Arabic names in Latin letters, in the French-influenced spelling of the Maghreb and the Sahel (شنقريحة: Chengriha).

A rule of thumb, not a standard: short vowels are not written in Arabic and are put where Maghrebi syllables need one,
after the first consonant of a run (Zeroual, Bouteflika) and before the last one at the end (Chaker); it is an a beside
a letter of the throat (Haftar). What it gives is a suggestion for a person to mend.
"""

from __future__ import annotations

import re

from glossary.arabic import fold
from glossary.gazetteer import given_names

_CONSONANTS = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "dj", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s",
    "ش": "ch", "ص": "s", "ض": "d", "ط": "t", "ظ": "dh", "غ": "gh", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m",
    "ن": "n", "ه": "h", "ڤ": "v", "پ": "p", "گ": "g",
}  # fmt: skip
_VOWELS = {"ا": "a", "و": "ou", "ي": "i", "ع": "a"}
_THROAT = frozenset("حخغه")
_LIQUIDS = frozenset("رل")
_STOPS = frozenset("بتدطكقف")
_HISSING = frozenset("سص")
_HEARD = re.compile(r"(?:ou|a|i)(?:n|ch|ss)$")  # French writes an e behind a last consonant that is heard


def romanise(name: str) -> str:
    """A name in Latin letters, each word with a capital."""
    return " ".join(filter(None, map(_word, name.split())))


def _word(word: str) -> str:
    key = fold(word)
    if key in given_names():
        return given_names()[key]
    prefix = ""
    if key.startswith("ال") and len(key) > 4:
        prefix, key = "al-", key[2:]
    letters = [c for c in key if c in _CONSONANTS or c in _VOWELS]
    if key.endswith("ه") and len(letters) > 2:
        letters[-1] = "ا"  # ta marbuta is heard as a
    if letters[:2] in (["ا", "و"], ["ا", "ي"]):  # the seat of a hamza: أويحيى, إيسوفو
        out = _VOWELS[letters[1]] + _spelt(letters[2:], at_start=False)
    else:
        out = _spelt(letters)
    return prefix + out[:1].upper() + out[1:]


def _spelt(letters: list[str], at_start: bool = True) -> str:
    out, i = "", 0
    while i < len(letters):
        end = i
        while end < len(letters) and letters[end] in _CONSONANTS:
            end += 1
        if end > i:
            out += _cluster(letters[i:end], at_start=at_start and i == 0, at_end=end == len(letters))
            i = end
            continue
        following = letters[i + 1 : i + 2]
        if letters[i] == "ي" and i == 0 and following:
            out += "y" if following[0] in _VOWELS else "ya"
        elif letters[i] == "ي" and i and letters[i - 1] in _VOWELS and following and following[0] in _VOWELS:
            out += "y"
        else:
            out += _VOWELS[letters[i]]
        i += 1
    out = out.replace("aa", "a").replace("ii", "i").replace("ouou", "aou")
    return out + "e" if _HEARD.search(out) else out


def _cluster(run: list[str], *, at_start: bool, at_end: bool) -> str:
    """A run of written consonants with the short vowels that are heard in it."""
    before_liquid = len(run) == 2 and run[0] in _STOPS and run[1] in _LIQUIDS  # Droukdel
    places = set()  # a vowel stands behind these
    if at_end and len(run) > 1:
        places.add(len(run) - 2)
    if len(run) > (1 if at_start else 2) and not (before_liquid and not at_end) and not (at_end and len(run) == 2):
        places.add(0)
    if len(run) == 3 and at_start and at_end:
        places = {0}
    out = ""
    for j, letter in enumerate(run):
        if letter == "ق" and j and run[j - 1] == "ن":
            out += "g"
        elif letter in _HISSING and len(run) == 1 and not at_start:
            out += "ss"  # between vowels one s would be heard as z
        else:
            out += _CONSONANTS[letter]
        if j in places:
            out += "a" if letter in _THROAT or run[j + 1 : j + 2] in (["ح"], ["خ"], ["غ"]) else "e"
    return out
