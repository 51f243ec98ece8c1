"""What Arabic writes onto the front of a word, and which definite and indefinite forms one term has.

A dressed word is a conjunction و ف, then a preposition ب ل ك, then the article ال, with لل for ل+ال; س goes before
verbs only and is never taken off. Taking off is by rule and not by dictionary: every possible reading is offered, and
the glossary decides which of them is a term. The one list, `own_initial.txt`, names words whose first letter only looks
like a proclitic. Suffixed pronouns, plurals, duals and feminines are not taken off: they are a term's `variants`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from glossary.arabic import fold, fold_with_offsets
from glossary.term import ArticleUse

ARTICLE = "ال"
ARTICLE_SIGN = "\u0640"  # stands for the article in a key; a tatweel is never left in a folded text
SHORTEST = 3  # letters that must be left after a proclitic: shorter rests are accidents
_CONJUNCTIONS, _PREPOSITIONS = "وف", "بلك"
_BARE_ALEFS = "اٱﺍﺎ"
_PARTICLES = frozenset(
    fold(
        """من في على عن إلى حتى منذ بدون دون غير عدم ضد عبر بين مع حول تحت فوق ضمن قرب قبل بعد عند لدى خلال أو ثم ما لا
        أن ذات ذو ذي ذوي التي الذي الذين نحو لأجل بلا به بها بهم له لها لهم فيه فيها عليه عليها عليهم منه منها"""
    ).split()
)


class Reading(NamedTuple):
    """One way to read a dressed word."""

    taken: int  # folded letters at its front that are proclitics (not the article)
    key: str  # what is left, folded; the article is ARTICLE_SIGN
    hamza: bool = False  # the article is read in أل إل آل, which only a name written without hamza can be
    tanwin: bool = False  # the accusative alef of an indefinite noun is taken off


class Spelling(NamedTuple):
    """One form that a term may have in a text, as folded words; the article of the first is ARTICLE_SIGN."""

    words: tuple[str, ...]
    tanwin: bool = False  # whether the words may also take the accusative alef
    name: bool = False  # whether its article may be letters of the name (المانيا for ألمانيا)


def readings(word: str) -> Iterator[tuple[int, str]]:
    """The ways to read a folded word: how many leading letters are proclitics, and the word that is left.

    The article stays with the word that is left: للجيوش reads as (1, لجيوش) and as (1, الجيوش).
    """
    yield 0, word
    for start in (0, 1) if word[:1] in _CONJUNCTIONS else (0,):
        rest = word[start:]
        if start and len(rest) >= SHORTEST:
            yield start, rest
        if rest[:1] in _PREPOSITIONS and len(rest) > SHORTEST:
            yield start + 1, rest[1:]
            if rest.startswith("لل"):
                yield start + 1, ARTICLE + rest[2:]
                # للجنة is ل+لجنة and ل+اللجنة, of whose three lams one is not written
                yield start + 1, ARTICLE + rest[1:]


def keyed_readings(word: str) -> list[Reading]:
    """The readings of a word as it is written, by key, those that take off least first."""
    folded = fold_with_offsets(word)
    whole = folded.text
    found: list[Reading] = []
    for taken, rest in readings(whole):
        elided = taken + len(rest) != len(whole) or not whole.endswith(rest)
        if not elided:
            found.append(Reading(taken, rest))
            # (not after a nisba: سوريا is a country and no accusative of سوري)
            if len(rest) > SHORTEST and rest.endswith("ا") and rest[-2] not in "ايه":
                found.append(Reading(taken, rest[:-1], tanwin=True))
        if rest.startswith(ARTICLE) and len(rest) > SHORTEST:
            hamza = not elided and word[folded.offsets[taken]] not in _BARE_ALEFS
            found.append(Reading(taken, ARTICLE_SIGN + rest[len(ARTICLE) :], hamza))
    return found


def bare(word: str) -> set[str]:
    """The folded readings of a word with proclitics and article off."""
    return {r.key.removeprefix(ARTICLE_SIGN) for r in _sound_readings(word)}


def is_definite(word: str) -> bool:
    """Whether a word as it is written carries the article, proclitics aside (an initial أل is no article)."""
    return any(r.key.startswith(ARTICLE_SIGN) for r in _sound_readings(word))


def _sound_readings(word: str) -> Iterator[Reading]:
    whole = fold(word)
    for reading in keyed_readings(word):
        if not (reading.hamza or reading.tanwin or splits_a_word(whole, reading)):
            yield reading


def has_article(word: str) -> bool:
    """Whether a word as it is written begins with the article."""
    folded = fold_with_offsets(word)
    if not folded.text.startswith(ARTICLE) or len(folded.text) <= SHORTEST:
        return False
    return word[folded.offsets[0]] in _BARE_ALEFS


def spellings(words: Sequence[str], use: ArticleUse, guessed: bool = False) -> list[Spelling]:
    """The forms of a term that differ in the article alone, the given one first.

    With a `fixed` article there is only the given one; with an `added` one, also the definite one. A free noun takes
    and loses the article, and its adjectives with it: تعاون عسكري, التعاون العسكري. In an idafa (رئيس الأركان) the
    article is where it is, because رئيس أركان means something else and الرئيس الأركان nothing. `guessed` says that
    nobody told what the term is: then a first noun may have the article that its adjective has (ولايات المتحدة).
    """
    folded = [fold(word) for word in words]
    definite = [has_article(word) for word in words]
    given = (ARTICLE_SIGN + folded[0][len(ARTICLE) :] if definite[0] else folded[0], *folded[1:])
    free = use == "free"
    as_given = Spelling(given, tanwin=free and not definite[0], name=not free)
    if use == "fixed" or (definite[0] and not free):
        return [as_given]
    phrase = next((i for i, word in enumerate(folded) if i and _is_particle(word)), len(words))
    if definite[0]:
        bare_words = [folded[0][len(ARTICLE) :]]
        for i in range(1, phrase):
            if definite[i]:
                bare_words.append(folded[i][len(ARTICLE) :])
            elif folded[i].startswith("و" + ARTICLE) and len(folded[i]) > SHORTEST + 2:
                bare_words.append("و" + folded[i][len("و" + ARTICLE) :])
            else:
                break
        return [as_given, Spelling((*bare_words, *folded[len(bare_words) :]), tanwin=True)]
    first = ARTICLE_SIGN + folded[0]
    if any(definite[1:phrase]):
        adjective = guessed and definite[1] and _agree(folded[0], folded[1])
        return [as_given, Spelling((first, *folded[1:]))] if adjective else [as_given]
    choices = [_made_definite(word, i) for i, word in enumerate(folded[1:phrase], 1)][:4]
    rest = folded[1 + len(choices) :]
    return [as_given, *(Spelling((first, *chosen, *rest)) for chosen in product(*choices))]


def _agree(noun: str, word: str) -> bool:
    """Whether a definite word looks like the adjective of a noun: it ends as a nisba does, or both are feminine."""
    return word.endswith(("ي", "يه")) or (word.endswith("ه") and noun.endswith(("ه", "ات")))


def _made_definite(word: str, place: int) -> list[str]:
    """An adjective with the article; a second one may begin with the conjunction: تعاون عسكري وأمني."""
    made = [ARTICLE + word]
    if place > 1 and word.startswith("و") and len(word) > SHORTEST:
        made.append("و" + ARTICLE + word[1:])
    return made


def _is_particle(word: str) -> bool:
    return word in _PARTICLES or word.startswith(("لل", "بال", "كال", "وبال", "ولل"))


@lru_cache(maxsize=1)
def own_initials() -> frozenset[str]:
    """The folded words whose first letter looks like a proclitic and is not one."""
    from importlib.resources import files

    text = files("glossary").joinpath("data/own_initial.txt").read_text(encoding="utf-8")
    return frozenset(fold(w) for line in text.splitlines() if not line.startswith("#") for w in line.split())


def splits_a_word(word: str, reading: Reading) -> bool:
    """Whether a reading of a folded word would break one that begins with its own و ف ب ل ك, as of لجنة or للجنة."""
    core = reading.key.removeprefix(ARTICLE_SIGN)
    taken = reading.taken
    if core != reading.key and core != word[taken:] and taken + len(ARTICLE + core) > len(word):
        taken += 1  # the article's own ل, in للجنة read as ل+الجنة
    return any(word[i:] in own_initials() for i in range(taken))
