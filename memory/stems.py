"""Words of two languages as keys that can be compared: stems, numbers as plain digits, names as consonant skeletons.

For evidence that two sentences belong together, not for display and not for term matching: stems are cut by rule (after
the light stemmer of Larkey, Ballesteros and Connell 2002 for Arabic, with single-letter proclitics beside it) and now
and then wrongly, which the statistics that are counted over the same stems absorb. A word is treated by its script, not
by the side on which it stands, so that Latin names in Arabic, or two English texts, need no other rule.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from glossary.arabic import fold, is_arabic_letter

_TOKEN = re.compile(r"\d+(?:[.,٬٫]\d+)*|[^\W\d_]+(?:['’ʼ][^\W\d_]+)*|[?؟!:؛;()\[\]«»“”\"…]")
_MARKS = {"؟": "?", "؛": ";", "[": "(", "]": ")", **dict.fromkeys("«»“”", '"')}
# the longest first
_ARABIC_ENDINGS = re.compile("(?<=...)(?:تهما|تهم|تها|هما|ها|هم|هن|نا|ات|ان|ون|ين|يه|ته|وا|ه|ي|ا)$")
_LATIN_ENDINGS = (("ies", "y", 3), ("ing", "", 4), ("ed", "", 4), ("ly", "", 4), ("es", "e", 4))
# British and American spellings of one word
_SPELLINGS = tuple(
    (re.compile(old), new)
    for old, new in (("our$", "or"), ("tre$", "ter"), ("ense", "ence"), ("iz", "is"), ("yz", "ys"), ("mme$", "m"))
)
_SHORTEST = 3
_NUMBER_WORDS = {
    3: "ثلاث ثلاثه three",
    4: "اربع اربعه four",
    5: "خمس خمسه five",
    6: "ست سته six",
    7: "سبع سبعه seven",
    8: "ثمان ثماني ثمانيه eight",
    9: "تسع تسعه nine",
    10: "عشر عشره ten",
    20: "عشرون عشرين twenty",
    30: "ثلاثون ثلاثين thirty",
    40: "اربعون اربعين forty",
    50: "خمسون خمسين fifty",
    60: "ستون ستين sixty",
    70: "سبعون سبعين seventy",
    80: "ثمانون ثمانين eighty",
    90: "تسعون تسعين ninety",
    100: "ميه مايه hundred",
    200: "ميتان ميتين مايتان مايتين",
    1000: "الف الاف thousand",
    1000000: "مليون ملايين million",
    1000000000: "مليار مليارات billion",
}

# Consonants that are written for one another between the two scripts; vowels, hamza, ع ه و ي and h w y are left out.
_ARABIC_SOUNDS = {
    letter: sound
    for letters, sound in (
        ("بپ", "b"), ("تطثدضذظ", "t"), ("سصز", "s"), ("كقغخگجشچ", "k"), ("ر", "r"), ("ل", "l"), ("م", "m"), ("ن", "n"),
        ("فڤ", "f"),
    )
    for letter in letters
}  # fmt: skip
_LATIN_SOUNDS = {
    letter: sound
    for letters, sound in (
        ("bp", "b"), ("td", "t"), ("sz", "s"), ("kgqjc", "k"), ("r", "r"), ("l", "l"), ("m", "m"), ("n", "n"),
        ("fv", "f"),
    )
    for letter in letters
}  # fmt: skip
_DIGRAPHS = tuple(
    (re.compile(old), new) for old, new in (("sh|ch", "k"), ("ph", "f"), ("dj", "j"), ("x", "ks"), ("c(?=[eiy])", "s"))
)


def words(text: str) -> list[str]:
    """The words of a text as keys, in order: stems, numbers as plain digits, and the marks that both languages use."""
    found: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        token = match.group()
        if token[0].isdigit():
            found.append(number(token))
        elif not token[0].isalnum():
            found.append(_MARKS.get(token, token))
        elif is_arabic_letter(token[0]):
            found.append(arabic_stem(token))
        else:
            found.append(latin_stem(token))
    return found


def number(digits: str) -> str:
    """A number without thousands marks: 1,500 and 1.500 and 1500 are one; so are 2.5 and 2,5."""
    parts = re.split(r"[.,٬٫]", digits)
    if len(parts) > 1 and all(len(part) == 3 for part in parts[1:]) and len(parts[0]) <= 3:
        return "".join(parts)
    return ".".join(parts)


@lru_cache(maxsize=1)
def _numbers() -> dict[str, str]:
    return {word: str(value) for value, words in _NUMBER_WORDS.items() for word in words.split()}


@lru_cache(maxsize=65536)
def arabic_stem(word: str) -> str:
    """A folded Arabic word without conjunction, preposition, article and the commonest endings; a number as digits."""
    stem = word
    if len(stem) > _SHORTEST and stem[0] in "وف" and not _is_own(stem):
        stem = stem[1:]
    for prefix in ("بال", "كال", "لل", "ال"):
        if prefix == "لل" and _is_own(stem[1:]):
            # للجنة is ل + لجنة or ل + اللجنة, never ل + ال + جنة
            stem = stem[1:]
            break
        if stem.startswith(prefix) and len(stem) - len(prefix) >= 2:
            stem = stem[len(prefix) :]
            break
    else:
        future = stem[0] == "س" and stem[1:2] in ("ي", "ت", "ن")
        if len(stem) > _SHORTEST + 1 and (future or (stem[0] in "بلك" and not _is_own(stem))):
            stem = stem[1:]
    for form in (word, stem):
        if form in _numbers():
            return _numbers()[form]
    return _ARABIC_ENDINGS.sub("", stem)


@lru_cache(maxsize=65536)
def latin_stem(word: str) -> str:
    """A Latin word in small letters, accents, possessive, plural, -ed, -ing and -ly off; a number as digits."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'").replace("ʼ", "'")
    plain = plain.removesuffix("'s").replace("'", "")
    singular = plain.removesuffix("s") if len(plain) > 3 else plain
    if plain in _numbers() or singular in _numbers():
        return _numbers().get(plain) or _numbers()[singular]
    for ending, replacement, least in _LATIN_ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= least:
            plain = plain[: -len(ending)] + replacement
            break
    else:
        if plain.endswith("s") and not plain.endswith("ss") and len(plain) > 3:
            plain = plain[:-1]
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    if len(plain) > 4 and plain[-1] == "e":
        plain = plain[:-1]
    return plain


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """The consonants of a name as sounds that both scripts keep apart: شنقريحة and Chengriha are both kn-kr."""
    if is_arabic_letter(word[0]):
        sounds = (_ARABIC_SOUNDS.get(letter, "") for letter in word)
    else:
        for pattern, sound in _DIGRAPHS:
            word = pattern.sub(sound, word)
        sounds = (_LATIN_SOUNDS.get(letter, "") for letter in word)
    # written double or with a following h, heard once
    return re.sub(r"(.)\1+", r"\1", "".join(sounds))


def _is_own(word: str) -> bool:
    from glossary.proclitics import own_initials

    return word in own_initials()
