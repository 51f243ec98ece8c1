"""Words of both sides as the check of names looks at them: where they stand, which may be names, how rare they are."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

from glossary.arabic import fold_with_offsets
from glossary.words import unmarked
from memory.checks.countries import adjective_of_country
from memory.checks.sounds import bare_forms

_ENGLISH_NAME = re.compile(r"(?:[A-ZÀ-Þ]['’]|Mc|Mac|De|Du|La|Le)?[A-ZÀ-Þ][a-zß-ÿ]+(?:['’][A-Za-zß-ÿ]+)*")
_ENGLISH_WORD = re.compile(r"[A-Za-zÀ-ÿ]+(?:['’][A-Za-zÀ-ÿ]+)*")
_ARABIC_WORD = re.compile(r"[\u0620-\u064a\u0671-\u06d3\u06a4\u06a8]+")
_SUFFIXES_TEXT = "هما هم هن ها نا كم ه ي ك ات ان ين ون ة ا تها ته تهم يين يون وا ت ية يات اته اتها اتهم تين تان ن"
_SUFFIXES = tuple(_SUFFIXES_TEXT.split())
_ENGLISH_SUFFIXES_TEXT = "s es ed ing ly al ist ism ian er ers ists isation ization ness"
_ENGLISH_SUFFIXES = tuple(_ENGLISH_SUFFIXES_TEXT.split())
# Zipf frequencies below which a word may be a name: anywhere, after what announces a name, and where a known name went
RARE_ARABIC, ANNOUNCED_ARABIC = 1.3, 3.2
RARE_ENGLISH, ANNOUNCED_ENGLISH, INSTEAD_ENGLISH = 2.8, 3.4, 4.0
# from which on a name is a common word too
COMMON_ARABIC, COMMON_ENGLISH = 5.5, 5.1
_UNHEARD_ENGLISH = 2.6  # below which a capitalised word that nothing sounds like is enough
_ENGLISH_ENDINGS = re.compile(
    r"(?:ations?|isms?|ists?|ised|ized|ising|izing|able|ible|tions?|sions?|ness|ships?|ments?|ology|"
    r"ologies|ologists?|ery|eries|ites?|ics?|ian|ians|ese|"
    r"ware|ville|ford|shire|boards?|masters?|mistresses|less|ful|hood|ier|iers|eers?|ive|ives|ous|ary|ory|ity|ities|ure|ures|ing|ings|ed)$"
)


def frequency(word: str, language: str) -> float:
    """How common a word is: the Zipf scale of `wordfreq`."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, language))


@lru_cache(maxsize=65536)
def rare_arabic(word: str, limit: float = RARE_ARABIC) -> bool:
    """Whether a word as it is written, proclitics and endings off, is in no ordinary use."""
    for form in bare_forms(word):
        if frequency(form, "ar") >= limit:
            return False
        for suffix in _SUFFIXES:
            stem = form.removesuffix(suffix)
            if (
                len(stem) >= 3
                and stem != form
                and any(frequency(stem + e, "ar") >= limit + 0.6 for e in ("", "ة", "ى", "ا"))
            ):
                return False
    return True


@lru_cache(maxsize=65536)
def rare_english(word: str, limit: float = RARE_ENGLISH) -> bool:
    """Whether an English word, its ending off, is in no ordinary use; names of countries and peoples are."""
    low = word.lower()
    if frequency(low, "en") >= limit or adjective_of_country(word):
        return False
    return not any(
        len(stem := low.removesuffix(end)) >= 4 and stem != low and frequency(stem, "en") >= 3.5
        for end in _ENGLISH_SUFFIXES
    )


class Word:
    """A word of one side: its letters to compare (folded), as it is written, and where it stands."""

    __slots__ = ("end", "start", "text", "written")

    def __init__(self, text: str, start: int, end: int, written: str = "") -> None:
        self.text, self.start, self.end, self.written = text, start, end, written


def english_words(target: str) -> list[Word]:
    """The words of an English text, possessives off."""
    return [Word(re.sub(r"['’]s$", "", m.group()), m.start(), m.end()) for m in _ENGLISH_WORD.finditer(target)]


def english_names(words: Sequence[Word], target: str) -> list[int]:
    """The numbers of the capitalised words that no sentence begins with."""
    found = []
    for i, word in enumerate(words):
        before = target[: word.start].rstrip()
        if before and before[-1] not in '.!?:"“‘(—–«\n' and _ENGLISH_NAME.fullmatch(word.text) and len(word.text) >= 3:
            found.append(i)
    return found


def arabic_words(source: str) -> list[Word]:
    """The words of an Arabic text."""
    folded = fold_with_offsets(source)
    found = []
    for m in _ARABIC_WORD.finditer(folded.text):
        start, end = folded.span(m.start(), m.end())
        found.append(Word(m.group(), start, end, unmarked(source[start:end])))
    return found


def pairs(words: Sequence[Word]) -> list[str]:
    """The words, and each joined with the next: ديغول is de Gaulle, أبو ظبي may be one word."""
    texts = [w.text for w in words]
    return [*texts, *(a + b for a, b in itertools.pairwise(texts))]


def is_foreign(word: str) -> bool:
    """Whether a capitalised word is a name and no rare word of English."""
    return rare_english(word, _UNHEARD_ENGLISH) and not _ENGLISH_ENDINGS.search(word)


_PARTICLES_TEXT = "al el ould uld ben bin ibn bint abu abou abd de du di la le van von d l n o"
_PARTICLES = frozenset(_PARTICLES_TEXT.split())


def readings(words: Sequence[Word], i: int) -> list[str]:
    """A word as it is, and joined with the neighbours that may be parts of the same name."""
    texts = [words[i].text]
    if i and _may_join(words[i - 1].text):
        texts.append(words[i - 1].text + words[i].text)
    if i + 1 < len(words) and _may_join(words[i + 1].text):
        texts.append(words[i].text + words[i + 1].text)
    return texts


def _may_join(word: str) -> bool:
    return word[:1].isupper() or word.lower() in _PARTICLES
