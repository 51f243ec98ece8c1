"""What kind of word an Arabic word is, as far as term mining needs to know: by lists, by form, and by frequency.

The lists are data (`data/lexicon.tsv`, `generic.txt`, `function_words.txt`). There is no dictionary behind them: verbs
and pronoun suffixes are told by their form, and names by being unknown to common Arabic (`wordfreq`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from glossary.arabic import MARKS, TATWEEL, fold
from glossary.gazetteer import cities, countries
from glossary.proclitics import ARTICLE, readings

UNKNOWN = 5.2  # rarity from which on a word is taken for a name
_PRONOUN = re.compile(r".{3,}(?:ها|هم|هما|هن|نا|كم)|.{3,}[^اويلج]ه")
_NISBA = re.compile(r".{2,}(?:ي|ية|يّ|يّة|يين|يون|يات)")
_PAST = re.compile(r"(?:است[^ا]{3}|ا.ت[^ا]{2}|ان[^ا]{3}|.{2,}[^ا]ت|.{3,}وا)")
_FUTURE = re.compile(r"س[يتن].{3,}")
_NOT_VERBS = frozenset(
    map(fold, ("وقت", "بيت", "صوت", "موت", "زيت", "كويت", "الكويت", "إنترنت", "بنت", "سبت", "أخت", "تابوت"))
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its proclitics off. `kind`: f function word, v verb, p with a pronoun, x general, h head noun, n noun,
    a adjective, c nation adjective, name, or ? for what no list has."""

    text: str
    kind: str
    definite: bool
    taken: str
    rarity: float

    @property
    def bare(self) -> str:
        """The word without its article."""
        return self.text[len(ARTICLE) :] if self.definite else self.text

    @property
    def is_adjective(self) -> bool:
        """Whether it can follow a noun as its adjective."""
        return self.kind in "ac" or (self.kind == "?" and bool(_NISBA.fullmatch(self.bare)))

    @property
    def is_noun(self) -> bool:
        """Whether it is a noun of the field."""
        return self.kind in ("h", "n")


def _lines(name: str) -> list[str]:
    text = (resources.files("glossary") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Folded particles, pronouns and the verbs of news prose."""
    return frozenset(fold(line.strip()) for line in _lines("function_words.txt"))


@lru_cache(maxsize=1)
def generic_words() -> frozenset[str]:
    """Folded general nouns that make no term."""
    return frozenset(fold(line.strip()) for line in _lines("generic.txt"))


@lru_cache(maxsize=1)
def entries() -> dict[str, tuple[str, str]]:
    """Folded word to (kind, English), with the feminine of adjectives."""
    found: dict[str, tuple[str, str]] = {}
    for line in _lines("lexicon.tsv"):
        ar, kind, en = line.split("\t")
        key = fold(ar.strip())
        found.setdefault(key, (kind, en.strip()))
        if kind in "ac":
            found.setdefault(key + "ه", (kind, en.strip()))
            if kind == "c":
                for plural in ("ين", "ون"):
                    found.setdefault(key + plural, ("c", en.strip() + "s"))
    return found


@lru_cache(maxsize=200_000)
def rarity(word: str) -> float:
    """How rare a word is in common Arabic: 0 for the commonest, 8 for one that is not known."""
    from wordfreq import zipf_frequency

    return 8.0 - float(zipf_frequency(word, "ar"))


def english_of(word: str) -> str | None:
    """The English of a bare word in the lexicon."""
    entry = entries().get(fold(word))
    return entry[1] if entry else None


@lru_cache(maxsize=200_000)
def read_word(surface: str) -> Word:
    """The likeliest reading of a word as it stands in a text."""
    plain = "".join(ch for ch in surface if ch not in MARKS and ch != TATWEEL)
    key = fold(plain)
    if key in function_words():
        return Word(plain, "f", False, "", 0.0)
    best: tuple[float, Word] | None = None
    for taken, rest in dict.fromkeys(readings(key)):
        if taken and len(rest) < 3:
            continue
        elided = not key.endswith(rest) or len(rest) + taken != len(key)
        text = rest if elided else plain[taken:]
        definite = rest.startswith(ARTICLE) and len(rest) > 4
        kind, sure = _kind_of(text, rest, definite)
        rare = rarity(text)
        cost = (
            (0.0 if sure else rare)
            + 1.6 * (taken > 0)
            + 0.5 * max(0, taken - 1)
            + (0.7 if elided and not definite else 0)
        )
        word = Word(text, kind, definite, plain[:taken], rare)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, word)
    assert best is not None
    return best[1]


def _kind_of(text: str, key: str, definite: bool) -> tuple[str, bool]:
    """The kind of a word without proclitics, and whether a list says so."""
    bare = key[len(ARTICLE) :] if definite else key
    if key in function_words():
        return "f", True
    if key in countries() or key in cities() and rarity(text) > 3.3:
        return "name", True
    if bare in entries():
        return entries()[bare][0], True
    if bare in generic_words():
        return "x", True
    if definite:
        return "?", False
    if _PRONOUN.fullmatch(text) or _PRONOUN.fullmatch(key):
        if text[-1] == "ه" or key[-1] != "ه":
            return "p", False
    if key not in _NOT_VERBS and (_PAST.fullmatch(key) or _FUTURE.fullmatch(key) or (key[0] == "ي" and len(key) > 3)):
        return "v", False
    return ("name" if rarity(text) >= UNKNOWN else "?"), False
