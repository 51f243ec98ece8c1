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
from glossary.gazetteer import cities, countries, given_names, places
from glossary.proclitics import ARTICLE, readings

UNKNOWN = 5.2  # rarity from which on a word is taken for a name
_COMMON = 4.6  # rarity up to which a word is common enough to be recognised in another form
_PRONOUN = re.compile(r".{3,}(?:ها|هم|هما|هن|نا|كم)|.{3,}[^اويلج]ه")
_NISBA = re.compile(r".{2,}(?:ي|ية|يّ|يّة|يين|يون|يات)")
_PAST = re.compile(r"(?:است[^ا]{3}|ا.ت[^ا]{2}|ان[^ا]{3}|.{2,}[^ا]ت|.{3,}وا)")
_FUTURE = re.compile(r"س[يتن].{3,}")
_NOT_VERBS = frozenset(
    map(fold, ("وقت", "بيت", "صوت", "موت", "زيت", "كويت", "الكويت", "إنترنت", "بنت", "سبت", "أخت", "تابوت"))
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its proclitics off. `kind`: f function word, v verb, p with a pronoun, x general noun, h head noun,
    n noun, o ordinary noun (of other fields), a adjective, c nation adjective, name, or ? for what no list has."""

    text: str
    kind: str
    definite: bool
    taken: str
    rarity: float
    surface: str = ""

    @property
    def bare(self) -> str:
        """The word without its article."""
        return self.text[len(ARTICLE) :] if self.definite else self.text

    @property
    def is_adjective(self) -> bool:
        """Whether it can follow a noun as its adjective."""
        if self.kind == "name":
            return False
        if self.kind in "ac" or fold(self.bare) in adjectives():
            return True
        return self.kind == "?" and bool(_NISBA.fullmatch(self.bare))

    @property
    def is_noun(self) -> bool:
        """Whether a list has it as a noun that can stand in a term."""
        return self.kind in ("h", "n", "o")


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
def adjectives() -> frozenset[str]:
    """Folded adjectives of the lexicon, masculine and feminine."""
    rows = [line.split("\t") for line in _lines("lexicon.tsv")]
    return frozenset(fold(ar) + ending for ar, kind, _ in rows if kind in "ac" for ending in ("", "ه"))


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
                    found.setdefault(key + plural, ("c", en.strip()))
    return found


@lru_cache(maxsize=200_000)
def rarity(word: str) -> float:
    """How rare a word is in common Arabic: 0 for the commonest, 8 for one that is not known."""
    from wordfreq import zipf_frequency

    return 8.0 - float(zipf_frequency(word, "ar"))


def english_of(word: str, adjective: bool = False) -> list[str]:
    """The English forms of a bare word in the lexicon, the commonest first."""
    key = fold(word)
    if adjective and key in adjectives():
        key = key if entries()[key][0] in "ac" else key.removesuffix("ه")
    entry = entries().get(key)
    return entry[1].split("|") if entry else []


@lru_cache(maxsize=200_000)
def read_word(surface: str) -> Word:
    """The likeliest reading of a word as it stands in a text."""
    plain = "".join(ch for ch in surface if ch not in MARKS and ch != TATWEEL)
    key = fold(plain)
    if not key or key in function_words():  # nothing is left of a mark that stands alone
        return Word(plain, "f", False, "", 0.0, plain)
    best: tuple[float, Word] | None = None
    for taken, rest in dict.fromkeys(readings(key)):
        if taken and len(rest) < 3:
            continue
        listed = rest in entries() or rest in countries() or rest in places()
        if not listed and rest.endswith("ا") and rest[-2:-1] != "ه" and rest[:-1] in entries() and len(rest) > 4:
            rest = rest[:-1]  # the accusative of an indefinite noun: مبعوثا
            text_end = len(plain) - 1
        else:
            text_end = len(plain)
        elided = not key[:text_end].endswith(rest) or len(rest) + taken != text_end
        text = _written(plain, key, rest) if elided else plain[taken:text_end]
        definite = rest.startswith(ARTICLE) and len(rest) > 4
        kind, sure = _kind_of(text, rest, definite)
        rare = rarity(text)
        cost = (
            (0.0 if sure else rare)
            + 1.6 * (taken > 0)
            + 0.5 * max(0, taken - 1)
            + (0.7 if elided and not definite else 0)
        )
        if not sure and (
            (not taken and key.startswith(("لل", "ولل", "وال", "بال"))) or (key[0] == "و" and not taken and rare > 6.5)
        ):
            cost += 4.0  # hardly any word begins so but with a proclitic
        word = Word(text, kind, definite, plain[:taken], rare, plain)
        if best is None or cost < best[0] - 1e-9:
            best = (cost, word)
    assert best is not None
    return best[1]


def _written(plain: str, key: str, rest: str) -> str:
    """A folded reading in the letters of the text: of للأسماك the reading الاسماك is الأسماك."""
    tail = rest.removeprefix(ARTICLE)
    if len(plain) != len(key):
        return rest
    for size in range(len(tail), 1, -1):
        place = key.find(tail[:size])
        if place >= 0:
            ending = tail[size:]
            begin = rest[: len(rest) - len(tail)]
            return begin + plain[place : place + size] + ("ة" if ending == "ه" else ending)
    return rest


def _is_city(text: str, key: str) -> bool:
    """Whether a word is a city and hardly anything else: short or common words are something else more often."""
    return key in cities() and rarity(text) > (3.6 if len(key) > 4 else 4.5 if len(key) == 4 else 9.0)


def _kind_of(text: str, key: str, definite: bool) -> tuple[str, bool]:
    """The kind of a word without proclitics, and whether a list says so."""
    bare = key[len(ARTICLE) :] if definite else key
    if key in function_words():
        return "f", True
    if key in countries() or key in places() or key in given_names() or _is_city(text, key):
        return "name", True
    if bare in entries():
        return entries()[bare][0], True
    if bare in generic_words():
        return "x", True
    if definite:
        return "?", False
    if (_PRONOUN.fullmatch(text) or _PRONOUN.fullmatch(key)) and (text[-1] == "ه" or key[-1] != "ه"):
        return "p", False
    if key not in _NOT_VERBS and (_PAST.fullmatch(key) or _FUTURE.fullmatch(key) or (key[0] == "ي" and len(key) > 3)):
        return "v", False
    if key.endswith("ا") and len(key) > 4 and rarity(text[:-1]) < min(_COMMON, rarity(text) - 1):
        return "x", False  # an indefinite accusative (تغييرا, معا), not a name
    return ("name" if rarity(text) >= UNKNOWN else "?"), False
