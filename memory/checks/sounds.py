"""Whether a name in Latin letters may be a name in Arabic letters: by consonants, the many spellings of each allowed.

Vowels, ʿayn, hamza, doubled letters and most h, w and y are left out; what remains is aligned, letter sets against
letter sets (ق may be q, g, k or c), by edit distance. English and French customs (ch, ou, dj, x) are understood. This
tells "not this name" well and "this name" roughly; it is no romanisation.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_ARABIC = {
    "ب": "bpv", "پ": "p", "ت": "td", "ث": "ts#", "ج": "jgzdC", "ح": "h", "خ": "xkhcC", "د": "dt", "ذ": "dz#", "ر": "r",
    "ز": "zsj", "س": "sczS", "ش": "Scsx", "ص": "sc", "ض": "d", "ط": "t", "ظ": "zd", "غ": "gr", "ف": "fvp", "ڤ": "v",
    "ق": "qgkcx", "ڨ": "g", "ك": "kcqgCx", "گ": "g", "ل": "l", "م": "m", "ن": "nm", "ه": "h", "و": "wvou", "ي": "yij",
}  # fmt: skip
_DIGRAPHS = (
    ("tch", "CS"), ("sch", "Ss"), ("dge", "j"), ("dj", "j"), ("sh", "S"), ("ch", "CSkx"), ("kh", "xk"),
    ("gh", "g"), ("th", "#t"), ("dh", "dz"), ("ph", "f"), ("ck", "k"), ("qu", "kq"), ("zh", "jz"), ("gu", "g"),
    ("ts", "ts"), ("tz", "ts"), ("pb", "pb"),
)  # fmt: skip
_LETTERS = {
    "c": "cskSC", "j": "jyzC", "g": "gjqxk", "z": "zdsj", "s": "szS", "q": "qkg", "k": "kqxcC", "v": "vbfw", "t": "td",
    "d": "dtz", "p": "pb", "x": "x",
}  # fmt: skip
_ARABIC_PAIRS = (("تش", "C"), ("دج", "j"), ("تس", "ts"), ("تز", "ts"), ("دز", "dz"))
_WEAK = {"h", "wvou", "yij", "w", "y"}
_CLITICS = ("وبال", "وال", "بال", "كال", "فال", "ولل", "لل", "ال", "وب", "ول", "و", "ب", "ل", "ف", "ك")


@lru_cache(maxsize=65536)
def latin_sounds(word: str) -> tuple[str, ...]:
    """The consonants of a Latin word, each as the set of letters it may stand for."""
    plain = unicodedata.normalize("NFKD", word.lower()).replace("ç", "s")
    plain = "".join(c for c in plain if "a" <= c <= "z")
    mute = (
        re.search(r"(?<=[aeiou])(?:l?[tdxzsp]|rs?|ux)$", plain) if len(plain) > 3 else None
    )  # Dubois, Villiers, Renault
    sounds: list[str] = []
    i = 0
    while i < len(plain):
        found = next(((d, s) for d, s in _DIGRAPHS if plain.startswith(d, i)), None)
        if found is not None:
            sounds.append(found[1])
            i += len(found[0])
            continue
        c = plain[i]
        if plain.startswith("ll", i) and plain[i - 1 : i] == "i" and plain[i + 2 : i + 3] in tuple("aeouy"):
            sounds.append("~lyij")  # Neuilly, Guillaume
            i += 2
            continue
        if c == "x" and mute and i >= mute.start():
            sounds.append("~kqgszx")
        elif c == "x":
            sounds += ["kqg", "szx"]
        elif c not in "aeiou" and not (i and plain[i - 1] == c):
            sounds.append(("~" if mute and i >= mute.start() else "") + _LETTERS.get(c, c))
        i += 1
    return tuple(sounds)


@lru_cache(maxsize=65536)
def arabic_sounds(word: str) -> tuple[str, ...]:
    """The consonants of a folded Arabic word, each as the set of letters it may be written with."""
    sounds: list[str] = []
    i = 0
    while i < len(word):
        pair = next((s for p, s in _ARABIC_PAIRS if word.startswith(p, i)), None)
        if pair is not None:
            sounds.append(pair)
            i += 2
            continue
        if word[i] in _ARABIC:
            again = i > 0 and word[i - 1] == word[i]  # Hanena has two, Abbes one
            sounds.append(("~" if again else "") + _ARABIC[word[i]])
        i += 1
    return tuple(sounds)


def _extra(sound: str) -> float:
    """What an Arabic sound costs that the Latin word does not have."""
    return 0.1 if sound in _WEAK else 0.2 if sound[0] == "~" else 1.0


@lru_cache(maxsize=262144)
def _distance(latin: tuple[str, ...], arabic: tuple[str, ...]) -> float:
    above = [0.0]
    for sound in arabic:
        above.append(above[-1] + _extra(sound))
    for a in latin:
        drop = 0.25 if a in _WEAK else 0.3 if a[0] == "~" else 1.0
        row = [above[0] + drop]
        for j, b in enumerate(arabic):
            same = 0.0 if not set(a).isdisjoint(b) else 1.0
            row.append(min(above[j] + same, above[j + 1] + drop, row[j] + _extra(b)))
        above = row
    return above[-1]


def may_be(latin: str, arabic: str, strictly: bool = False) -> bool:
    """Whether a Latin word may be this folded Arabic word, as it stands or without its proclitics.

    `strictly` leaves room for vowels and weak letters only, which is right for names of one settled spelling.
    """
    return any(_alike(latin, form, strictly) for form in bare_forms(arabic))


def _alike(latin: str, arabic: str, strictly: bool) -> bool:
    a, b = latin_sounds(latin), arabic_sounds(arabic)
    strong = [s for s in a if s not in _WEAK and s[0] != "~"]
    if not strong:
        return not [s for s in b if s not in _WEAK]
    if strictly:
        return _distance(a, b) < 0.9
    return _distance(a, b) <= (0.5 if len(strong) <= 2 else 0.3 * len(strong) + 0.2)


@lru_cache(maxsize=65536)
def bare_forms(word: str) -> tuple[str, ...]:
    """A folded Arabic word, and what is left of it without what may be proclitics."""
    return (word, *(word[len(c) :] for c in _CLITICS if word.startswith(c) and len(word) - len(c) >= 2))
