"""A candidate's English: suggestions, each with its source, the likeliest first.

Sources: the Latin form that stands beside it in the article; CLDR and GeoNames; entries that are approved already, whole
or as parts; composition from the lexicon (التعاون العسكري: military + cooperation); romanisation of what looks like a name;
an engine. A suggestion is never more than that: a person approves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from glossary.arabic import fold_key
from glossary.gazetteer import place_name
from glossary.lexicon import Word, english_of, read_word
from glossary.romanisation import romanise
from glossary.term import Term

MOST = 5
# nouns whose idafa English turns round: حقوق الإنسان is not rights of human but human rights
_TURNED = frozenset(
    map(fold_key, ("تهريب", "اتجار", "وقف", "حظر", "نزع", "حفظ", "تبادل", "تمويل", "حقوق", "مراقبة", "عمليات", "قوات"))
)
_POSTS = frozenset(map(fold_key, ("رئيس", "قائد", "وزير", "مبعوث", "سفير", "مدير", "أمين", "ممثل", "نائب", "زعيم")))
_WHOLE = {
    "مكافحه الارهاب": ("counter-terrorism", "fight against terrorism"),
    "محاربه الارهاب": ("fight against terrorism", "counter-terrorism"),
    "وقف اطلاق النار": ("ceasefire",),
    "حقوق الانسان": ("human rights",),
    "الولايات المتحده": ("United States",),
    "الامم المتحده": ("United Nations",),
    "مجلس الامن": ("Security Council",),
    "الاتحاد الافريقي": ("African Union",),
    "الاتحاد الاوروبي": ("European Union",),
    "جامعه الدول العربيه": ("League of Arab States",),
    "حلف شمال الاطلسي": ("NATO",),
    "قايد الاركان": ("chief of staff",),
    "رييس الاركان": ("chief of staff",),
    "روساء الاركان": ("chiefs of staff",),
    "القوات المسلحه": ("armed forces",),
    "الامن القومي": ("national security",),
    "المجتمع الدولي": ("international community",),
    "المجتمع المدني": ("civil society",),
    "القانون الدولي": ("international law",),
    "داعش": ("ISIS", "Daesh"),
    "القاعده": ("al-Qaeda",),
    "تنظيم القاعده": ("al-Qaeda",),
    "بوكو حرام": ("Boko Haram",),
    "حزب الله": ("Hezbollah",),
    "حماس": ("Hamas",),
    "طالبان": ("Taliban",),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An English for a candidate, and where it comes from."""

    text: str
    source: str


def suggest(
    candidates: Sequence[str],
    acronyms: Sequence[Sequence[str]],
    approved: Iterable[Term] = (),
    translate: Callable[[Sequence[str]], Sequence[str]] | None = None,
) -> list[tuple[Suggestion, ...]]:
    """The suggestions for each candidate (Arabic as it is shown), given the Latin forms that stand beside it."""
    entries = {fold_key(form): term.en for term in approved for form in term.forms if term.en}
    found = [_of(ar, latin, entries) for ar, latin in zip(candidates, acronyms, strict=True)]
    if translate is not None:
        bare = [i for i, suggestions in enumerate(found) if not suggestions]
        for i, text in zip(bare, translate([candidates[i] for i in bare]), strict=True):
            if text.strip():
                found[i] = [Suggestion(text.strip().rstrip("."), "engine")]
    return [tuple(dict.fromkeys(suggestions))[:MOST] for suggestions in found]


def _of(ar: str, latin: Sequence[str], entries: dict[str, str]) -> list[Suggestion]:
    key = fold_key(ar)
    found = [Suggestion(entries[key], "approved entry")] if key in entries else []
    found += [Suggestion(text, "common usage") for text in _WHOLE.get(key, ())]
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
    if len(words) < 2:
        return []
    for size in range(len(words) - 1, 1, -1):  # an approved part with what stands around it
        whole = entries.get(fold_key(" ".join(w.text for w in words[:size])))
        if whole and all(w.is_adjective for w in words[size:]):
            adjectives = [english_of(w.bare) for w in words[size:]]
            if all(adjectives):
                return [" ".join([*filter(None, reversed(adjectives)), whole])]
    turn = next((i for i, w in enumerate(words) if i and not w.is_adjective), len(words))
    head = _noun_phrase(words[:turn])
    if turn == len(words):
        return [head] if head else []
    rest = compose(words[turn:], entries) or [p for p in (_noun_phrase(words[turn:]),) if p]
    if not head or not rest:
        return []
    inner = rest[0]
    if fold_key(words[0].bare) in _POSTS or words[0].kind == "h" and fold_key(words[0].bare) not in _TURNED:
        if head in ("northern", "southern", "eastern", "western", "central"):
            return [f"{head} {inner}"]
        return [f"{head} of {inner}", f"{inner} {head}"]
    return [f"{inner} {head}", f"{head} of {inner}"]


def _noun_phrase(words: Sequence[Word]) -> str | None:
    """A noun and its adjectives in English order."""
    noun = _english(words[0])
    adjectives = [_english(w) for w in words[1:]]
    if noun is None or not all(adjectives):
        return None
    return " ".join([*filter(None, reversed(adjectives)), noun])


def _english(word: Word) -> str | None:
    place = place_name(word.text)
    return english_of(word.bare) or (place[0] if place else None)
