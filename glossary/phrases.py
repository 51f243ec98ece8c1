"""The phrases of a sentence that have the shape of a term, found by the grammar of the Arabic noun phrase.

A phrase is an idafa with its adjectives (لجنة الأركان العملياتية المشتركة), a definite noun with adjectives
(الوضع الأمني), an indefinite noun with an adjective (قاعدة جوية), a name of one to four words, or a head noun and a
quoted name. It ends where the noun phrase ends: at a particle, a verb, a word with a proclitic or a pronoun, a mark of
punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import regex

from glossary.arabic import fold, has_arabic
from glossary.gazetteer import given_names, people, place_name
from glossary.lexicon import Word, read_word

LONGEST = 6
_TOKEN = regex.compile(r"[\p{L}\p{N}][\p{L}\p{N}\p{M}\u0640]*|[^\p{L}\p{N}\s]")
_OPENING, _CLOSING = frozenset('"«“„”'), frozenset('"»”“')
_ACRONYM = re.compile(r"\(?\s*([A-Z][A-Z0-9-]{1,11})\b")
_TITLES = """الرئيس الوزير الفريق اللواء العميد العقيد المقدم الرائد النقيب الجنرال السفير المبعوث الشيخ الأمير الملك
السيد الدكتور القيادي المدعو المتحدث الناطق زعيم رئيس وزير قائد أمير مبعوث ممثل"""
TITLES = frozenset(_TITLES.split())
CONNECTORS = frozenset(map(fold, ("بدون", "دون", "عدم", "غير", "ضد", "متعدد")))
INSTITUTIONS = frozenset(
    map(fold, ("مؤسسة", "وزارة", "مركز", "هيئة", "وكالة", "معهد", "بنك", "صندوق", "منظمة", "لجنة", "مجلس"))
)
_LONGEST_WORD = 100  # characters, marks included: longer is no word, and would take long to read


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase as it stands, proclitics of its first word off."""

    words: tuple[Word, ...]
    shape: str  # idafa, definite, indefinite, joined, name, person, single
    start: int
    end: int
    acronym: str | None = None
    in_quotes: bool = False

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join([self.words[0].text, *(word.surface for word in self.words[1:])])


@dataclass(frozen=True, slots=True)
class _Token:
    word: Word | None  # None for punctuation and Latin
    surface: str
    start: int
    end: int


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and has_arabic(text)


def phrases(text: str) -> Iterator[Phrase]:
    """Every phrase of a sentence, also those inside longer ones."""
    tokens = [
        _Token(read_word(m.group()) if _is_word(m.group()) else None, m.group(), m.start(), m.end())
        for m in _TOKEN.finditer(text)
    ]
    for i, token in enumerate(tokens):
        if token.word is None or token.word.kind in "fvp":
            continue
        words: list[Word] = [token.word]
        quoted = i > 0 and tokens[i - 1].surface in _OPENING
        # a clause begins with its verb: what no list has and stands there is no noun
        verbal = token.word.kind == "?" and (i == 0 or tokens[i - 1].word is None or token.word.taken[:1] in ("و", "ف"))
        for j in range(i, len(tokens)):
            if j > i:
                word = tokens[j].word
                if tokens[j].surface in _OPENING and len(words) <= 2 and j + 1 < len(tokens) and not quoted:
                    continue
                if word is None or word.kind in "vp" or len(words) == LONGEST:
                    break
                if (word.taken or word.kind == "f") and not _joins(words, word):
                    break
                words.append(word)
            shape = _shape(words, tokens[i - 1].word if i else None)
            if shape is None or (shape == "idafa" and verbal):
                continue
            closed = j + 1 < len(tokens) and tokens[j + 1].surface in _CLOSING
            yield Phrase(
                tuple(words), shape, token.start, tokens[j].end, _acronym_after(text, tokens[j].end), quoted and closed
            )  # fmt: skip


def _acronym_after(text: str, end: int) -> str | None:
    found = _ACRONYM.match(text[end : end + 24].lstrip())
    return found[1] if found else None


def _shape(words: list[Word], before: Word | None) -> str | None:
    first, rest = words[0], words[1:]
    if fold(first.text) == "ذات":  # ذات الاهتمام المشترك
        return "indefinite" if len(words) == 3 and all(w.definite for w in rest) and rest[1].is_adjective else None
    if not rest:
        return _single(first, before)
    whole = " ".join(w.text for w in words)
    if fold(whole) in people():
        return "person"
    if place_name(whole):
        return "name"
    unlisted = 3.2 if first.kind == "name" and first.rarity > 5 else 4.3
    if all(w.kind == "name" or (w.kind == "?" and w.rarity > unlisted and not w.definite) for w in words):
        titled = before is not None and before.text in TITLES
        return ("person" if titled else "name") if len(words) <= 4 else None
    if fold(first.text) in given_names() and all(w.kind in ("name", "?") and not w.definite for w in rest):
        return "person" if len(words) <= 4 else None
    if first.kind == "x" or words[-1].kind == "x":
        return None
    if any(w.taken or w.kind == "f" for w in rest):
        return _joined(words)
    if first.definite:
        return "definite" if all(w.definite and w.is_adjective for w in rest) else None
    turn = next((i for i, w in enumerate(words) if w.definite or w.kind == "name"), None)
    if turn is None:
        adjectives = all(w.is_adjective for w in rest)
        return "indefinite" if first.is_noun and adjectives and len(words) <= 3 else None
    if turn > 3 or (first.is_adjective and not first.is_noun):
        return None
    if any(w.kind == "name" or w.is_adjective for w in words[:turn]):
        return None
    if any(w.kind == "x" for w in words[:turn]) and fold(first.bare) not in INSTITUTIONS:
        return None
    tail = words[turn + 1 :]
    if words[turn].kind == "name":
        return "idafa" if all(w.kind == "name" or w.is_adjective for w in tail) and first.is_noun else None
    return "idafa" if all(w.definite and w.is_adjective for w in tail) else None


def _joins(words: list[Word], word: Word) -> bool:
    """Whether a word with a proclitic, or a particle, may go on a term: للدعوة, والقتال, بدون, عدم."""
    if word.kind == "f":
        return fold(word.text) in CONNECTORS and words[0].is_noun and len(words) == 1
    return word.taken in ("و", "ل") and word.definite and words[0].kind == "h" and len(words) >= 2


def _joined(words: list[Word]) -> str | None:
    """The shape of a phrase that goes on over a conjunction, a preposition or a particle."""
    last, before = words[-1], words[:-1]
    if fold(last.text) in CONNECTORS:
        return None
    if any(w.kind == "f" for w in before):
        return "indefinite" if len(words) <= 4 and last.kind in ("n", "h", "o", "?") and not last.definite else None
    if not last.definite or last.kind in "fvp":
        return None
    return "joined" if words[1].definite else None


def _single(word: Word, before: Word | None) -> str | None:
    if word.kind == "name":
        return "person" if before is not None and before.text in TITLES else "name"
    if word.kind == "?" and not word.definite and word.rarity > 4.6:
        return "name"
    if word.definite and (word.kind in ("n", "h") or (word.kind == "?" and word.rarity > 4.4)):
        return "single"
    return None
