"""A candidate's English: suggestions, each with its source, the likeliest first.

Sources: what a caller knows besides (an engine, a memory); approved entries, whole or as parts; a table of settled
usage; tables of people and places, CLDR and GeoNames; composition from the lexicon (الحوار العسكري: military dialogue);
the Latin form that stands beside it in the article; romanisation of what looks like a name. A suggestion is never more
than that: a person approves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from glossary.arabic import fold_key
from glossary.gazetteer import people, place_name
from glossary.lexicon import Word, english_of, read_word
from glossary.romanisation import romanise
from glossary.term import Term
from glossary.usage import settled

MOST = 5
ENGINE = "engine"  # the source of what a translation engine says, which may be nonsense
_UNSURE = ("composition", "the article", "romanisation")  # sources that leave room for an engine's guess
_BEFORE_ENGINE = 2  # suggestions that stand before it
# nouns whose idafa English turns round: حقوق الإنسان is not rights of human but human rights
_TURNED = frozenset(
    map(fold_key, ("تهريب", "اتجار", "وقف", "حظر", "نزع", "حفظ", "تبادل", "تمويل", "حقوق", "مراقبة", "عمليات", "قوات"))
)
_POSTS = frozenset(map(fold_key, ("رئيس", "قائد", "وزير", "مبعوث", "سفير", "مدير", "أمين", "ممثل", "نائب", "زعيم")))
_GROUPS = frozenset(map(fold_key, ("مجموعة", "جماعة", "تنظيم", "حركة", "تحالف", "دول", "منطقة", "بلدان")))
# single things, which take the article: countries of the region, but agreement of peace
_COUNTED = frozenset(
    map(fold_key, ("منطقة", "جيش", "جيوش", "دولة", "حكومة", "برلمان", "قوات", "قوة", "مجلس", "لجنة", "رئيس", "قارة"))
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An English for a candidate, and where it comes from."""

    text: str
    source: str


# for each candidate what else is known of it; the flags say for which nothing but guesses was found
Suggester = Callable[[Sequence[str], Sequence[bool]], Sequence[Sequence[Suggestion]]]


def suggest(
    candidates: Sequence[str],
    acronyms: Sequence[Sequence[str]],
    approved: Iterable[Term] = (),
    more: Suggester | None = None,
) -> list[tuple[Suggestion, ...]]:
    """The suggestions for each candidate (Arabic as it is shown), given the Latin forms that stand beside it.

    What `more` knows of a candidate comes before all else, but an engine's guess only third.
    """
    entries = {fold_key(form): term.en for term in approved for form in term.forms if term.en}
    found = [_of(ar, latin, entries) for ar, latin in zip(candidates, acronyms, strict=True)]
    if more is not None:
        bare = [all(s.source in _UNSURE for s in given) for given in found]
        for given, known in zip(found, more(candidates, bare), strict=True):
            given[:0] = [s for s in known if s.source != ENGINE]
            given[_BEFORE_ENGINE:_BEFORE_ENGINE] = [s for s in known if s.source == ENGINE]
    return [tuple(dict.fromkeys(suggestions))[:MOST] for suggestions in found]


def _of(ar: str, latin: Sequence[str], entries: dict[str, str]) -> list[Suggestion]:
    key = fold_key(ar)
    found = [Suggestion(entries[key], "approved entry")] if key in entries else []
    usage = settled(ar)
    found += [Suggestion(text, "common usage") for text in (usage.en if usage else ())]
    if key in people():
        found.append(Suggestion(people()[key], "table of people"))
    place = place_name(ar)
    if place:
        found.append(Suggestion(*place))
    words = [read_word(word) for word in ar.split()]
    found += [Suggestion(text, "composition") for text in compose(words, entries)]
    found += [Suggestion(text, "the article") for text in latin]
    if not found and all(w.kind in ("name", "?") and not w.definite for w in words):
        found.append(Suggestion(romanise(ar), "romanisation"))
    return found


def compose(words: Sequence[Word], entries: dict[str, str]) -> list[str]:
    """English put together from the parts of a phrase; nothing where a part is not known."""
    if len(words) == 1:
        return _english(words[0])
    if any(w.taken for w in words[1:]):
        return []
    for size in range(len(words) - 1, 1, -1):  # an approved or common part with what stands around it
        phrase = " ".join(w.text for w in words[:size])
        usage = settled(phrase)
        whole = entries.get(fold_key(phrase)) or (usage.en[0] if usage else None)
        rest = words[size:]
        if whole and all(w.is_adjective for w in rest):
            adjectives = [next(iter(english_of(w.bare, True)), None) for w in rest]
            if all(adjectives):
                return [" ".join([*filter(None, reversed(adjectives)), whole])]
    post = settled(" ".join(w.bare for w in words[:2]))  # its parts do not add up: رئيس الأركان is no president
    unit = post.en[0] if post and post.kind == "post" else None
    if unit and len(words) == 2:
        return [unit]
    if unit:
        rest = words[2:]
        if all(w.is_adjective for w in rest):
            return [f"{adjective} {unit}" for adjective in english_of(rest[0].bare, True)] if len(rest) == 1 else []
        inner = compose(rest, entries) or _noun_phrases(rest)
        return [text for name in inner[:2] for text in (f"{name} {unit}", f"{unit} of the {name}")]
    turn = next((i for i, w in enumerate(words) if i and not w.is_adjective), len(words))
    heads = _noun_phrases(words[:turn])
    if turn == len(words):
        return heads
    inner = compose(words[turn:], entries) or _noun_phrases(words[turn:])
    if not heads or not inner:
        return []
    return list(
        dict.fromkeys(text for head in heads[:2] for name in inner[:2] for text in _idafa(words, turn, head, name))
    )


def _idafa(words: Sequence[Word], turn: int, head: str, name: str) -> list[str]:
    """A noun and the noun that it belongs to, in the order that English takes for such a head first."""
    key = fold_key(words[0].bare)
    if head in ("northern", "southern", "eastern", "western", "central"):
        return [f"{head} {name}"]
    if head.endswith("against") or head == "combating":
        return [f"{head} {name}"]
    the = "the " if fold_key(words[turn].bare) in _COUNTED and words[turn].definite else ""
    of = f"{head} of {the}{name}"
    if key in _GROUPS or key in _TURNED or (words[0].kind != "h" and key not in _POSTS):
        return [f"{name} {head}", of]
    return [of, f"{name} {head}"]


def _noun_phrases(words: Sequence[Word]) -> list[str]:
    """A noun and its adjectives in English order, with what the lexicon has for each."""
    parts = [_english(words[0]), *(_english(w, True) for w in words[1:])]
    if not all(parts):
        return []
    return [" ".join(choice) for choice in islice(product(*reversed(parts)), 3)]


def _english(word: Word, adjective: bool = False) -> list[str]:
    place = place_name(word.text) if word.kind == "name" else None
    return [place[0]] if place else english_of(word.bare, adjective)
