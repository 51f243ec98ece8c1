"""Names that are known, and which of them a text of the other language has.

Known are given names and places of our own tables, countries (CLDR), cities (GeoNames), and the words of the
statistical lexicon whose Arabic sounds like their English. That lexicon also says which words render one another, so
that a name that is translated (الدرك, the Gendarmerie) is not taken for one that went.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from memory.checks.calendar import ENGLISH_MONTHS
from memory.checks.sounds import may_be

_SHORTEST = 4
_SURE = 0.4  # of an Arabic stem of the lexicon that is rendered by the English one it sounds like
_SURE_PLACE = 0.7
_RENDERS = 0.02  # share from which a word of the lexicon renders another
# words of many languages (as stems of the lexicon), which sound alike without being names
_LOANWORDS_TEXT = "internet medal medalist kilomet oxygen doctor doctorat committe hashish parliament million milliard"
_LOANWORDS = frozenset(_LOANWORDS_TEXT.split())


def letters(text: str) -> str:
    """The letters and digits of a text, small and without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


@lru_cache(maxsize=1)
def arabic_names() -> Mapping[str, str]:
    """Folded Arabic names of one word with their English."""
    from glossary.gazetteer import cities, given_names, places

    found: dict[str, str] = {}
    for table in (cities(), places(), given_names()):
        found |= {ar: en for ar, en in table.items() if " " not in ar and len(ar) >= _SHORTEST}
    return found


@lru_cache(maxsize=1)
def latin_names() -> Collection[str]:
    """The Latin names, as `letters` has them, of one word each: of tables, and of the lexicon's names by sound."""
    from memory.lexicon import load_lexicon

    found = {letters(en) for en in arabic_names().values() if " " not in en}
    for ar, english in load_lexicon().forward.items():
        en, share = max(english.items(), key=lambda item: item[1])
        if len(en) > _SHORTEST and share >= _SURE and may_be(en, ar):
            found.add(en)
    return frozenset(found)


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The stems of a text, as the lexicon has them."""
    from memory.stems import words

    return frozenset(words(text))


def renders(latin: str, source: str, share: float = _RENDERS) -> bool:
    """Whether the lexicon knows the Latin word as the rendering of a word of the Arabic text, so often at least."""
    return bool(_counterparts(latin, share) & stems(source))


def rendered(arabic: str, target: str) -> bool:
    """Whether the lexicon knows a word of the English text as the rendering of the Arabic word."""
    return bool(_counterparts(arabic) & stems(target))


@lru_cache(maxsize=65536)
def _counterparts(word: str, least: float = _RENDERS) -> frozenset[str]:
    from memory.lexicon import load_lexicon

    lexicon = load_lexicon()
    found: set[str] = set()
    for stem in stems(word):
        for table in (lexicon.forward, lexicon.backward):
            found |= {other for other, share in table.get(stem, {}).items() if share >= least}
    return frozenset(found)


@lru_cache(maxsize=65536)
def english_of(arabic: str) -> str | None:
    """The English of a known name of one word under its proclitics (never the article's), folded; None for another."""
    for form in (arabic, *_without_proclitic(arabic)):
        if form in arabic_names():
            return arabic_names()[form]
    return None


@lru_cache(maxsize=65536)
def known_english(arabic: str) -> str | None:
    """The English of a known name, folded: what the lexicon has for it where that sounds like the Arabic, or one of the
    tables of which the lexicon knows nothing else."""
    from memory.lexicon import load_lexicon

    ranked: list[tuple[float, str]] = []
    for stem in stems(arabic):
        ranked += [(share, en) for en, share in load_lexicon().forward.get(stem, {}).items()]
    if not ranked:
        return english_of(arabic)
    share, en = max(ranked)
    if len(en) <= _SHORTEST or en in _LOANWORDS or en.title() in ENGLISH_MONTHS or not may_be(en, arabic):
        return None
    return english_of(arabic) or (en.title() if share >= _SURE else None)


@lru_cache(maxsize=65536)
def is_sure_place(arabic: str) -> bool:
    """Whether an Arabic word is a place of the tables and, in the lexicon too, hardly ever anything else."""
    from glossary.gazetteer import cities, places
    from memory.lexicon import load_lexicon

    name = next((t[f] for f in (arabic, *_without_proclitic(arabic)) for t in (places(), cities()) if f in t), None)
    if name is None:
        return False
    ranked = [(n, en) for stem in stems(arabic) for en, n in load_lexicon().forward.get(stem, {}).items()]
    return bool(ranked) and max(ranked)[0] >= _SURE_PLACE and letters(name).startswith(letters(max(ranked)[1])[:4])


@lru_cache(maxsize=65536)
def is_certain(word: str) -> bool:
    """Whether a Latin word is a name that our tables have, and no word that is translated (Mark, Grand)."""
    from memory.lexicon import load_lexicon
    from memory.stems import latin_stem

    if letters(word) not in _table_names() or word in ENGLISH_MONTHS:
        return False
    stem = latin_stem(word)
    counterparts = load_lexicon().backward.get(stem)
    if not counterparts:
        return True
    return may_be(stem, max(counterparts.items(), key=lambda item: (item[1], item[0]))[0])


@lru_cache(maxsize=1)
def _table_names() -> Collection[str]:
    return frozenset(letters(en) for en in arabic_names().values() if " " not in en and len(en) >= _SHORTEST)


def table_english(words: Sequence[str]) -> frozenset[str]:
    """The English words, as `letters` has them, of the names of up to three words that stand in a folded text."""
    from glossary.gazetteer import cities, countries, places

    found: set[str] = set()
    for i in range(len(words)):
        for size in (1, 2, 3):
            if i + size > len(words):
                break
            rest = " ".join(words[i + 1 : i + size])
            for first in dict.fromkeys((words[i], *_without_proclitic(words[i]))):
                name = f"{first} {rest}".strip()
                for table in (places(), countries(), cities()):
                    found |= {letters(part) for part in table.get(name, "").split()}
    return frozenset(found)


def _without_proclitic(word: str) -> tuple[str, ...]:
    bare = re.sub(r"^(?:[وف]?[بك]|[وف])", "", word)
    return (bare, f"ال{word[2:]}") if word.startswith("لل") else (bare, word[1:]) if word[:1] == "ل" else (bare,)


def is_latin_name(word: str) -> bool:
    """Whether a Latin word is a known name."""
    from memory.stems import latin_stem

    return letters(word) in latin_names() or latin_stem(word) in latin_names()
