"""Articles to ranked term candidates, by termhood, unithood and spread.

The phrases of `glossary.phrases` are counted over all articles under their folded form, article and indefiniteness
aside; one that only stands inside longer ones is discounted (C-value, Frantzi et al. 2000). The score grows with how
much of a phrase is vocabulary of the field, with rarity against common Arabic, with count and spread; quotation marks
and a Latin acronym behind it speak for a name. Kinds are guesses from head words. Once-seen candidates are kept.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from glossary.arabic import fold_key
from glossary.article import Article
from glossary.equivalents import ENGINE, Suggester, Suggestion, suggest
from glossary.gazetteer import people, place_name
from glossary.lexicon import entries
from glossary.phrases import Phrase, phrases
from glossary.proclitics import ARTICLE
from glossary.sentences import split_sentences
from glossary.term import Evidence, Glossary, Term
from glossary.usage import settled

WORTH_KEEPING = 2.0  # the score of a candidate below which a person's time is wasted on it
EVIDENCE = 3
_SHAPES = {"idafa": 2.0, "definite": 1.8, "indefinite": 1.1, "joined": 0.9, "name": 1.6, "person": 2.4, "single": 0.3}
# how much a word of this kind says that a phrase belongs to the field
_LEXICAL = {"h": 1.0, "n": 1.0, "a": 1.0, "c": 1.0, "name": 1.0, "o": 0.3}
_KINDS = {
    "organisation": "لجنه هييه مجلس وزاره منظمه اتحاد حزب موسسه رابطه محكمه وكاله مركز جمعيه قياده جيش قوات "
    "برلمان حكومه نقابه",
    "group": "جماعه تنظيم حركه جبهه جماعات تنظيمات ميليشيا كتيبه تحالف تكتل مجموعه فصيل",
    "operation": "عمليه حمله",
    "post": "رييس قايد وزير مبعوث سفير مدير امين ممثل روساء قاده نايب زعيم فريق لواء عقيد",
    "place": "منطقه مدينه ولايه شمال جنوب شرق غرب بحيره صحراء اقليم محافظه مضيق دول بلدان",
    "event": "اتفاق موتمر قمه اجتماع معاهده انقلاب نزاع حرب ازمه انتخابات هجوم",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mined term. `kind` is a guess; `variants` are other forms in which it was seen; `status` is what the glossary
    has it as, or new."""

    ar: str
    en: tuple[Suggestion, ...]
    kind: str | None
    score: float
    count: int
    articles: tuple[str, ...]
    variants: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    status: str = "new"

    def as_term(self) -> Term:
        """The candidate as an entry of the glossary, its first suggestion as English, unless only an engine has one."""
        return Term(
            self.ar,
            next((s.text for s in self.en if s.source != ENGINE), None),
            kind=self.kind,
            variants=self.variants,
            count=self.count,
            articles=self.articles,
            evidence=self.evidence,
        )


@dataclass(slots=True)
class _Seen:
    phrase: Phrase
    surfaces: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    articles: dict[str, None] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    acronyms: dict[str, None] = field(default_factory=dict)
    count: int = 0
    free: int = 0  # occurrences that are not inside a longer phrase
    quoted: int = 0


def mine(
    articles: Sequence[Article],
    glossary: Glossary,
    *,
    top: int | None = None,
    known: bool = False,
    more: Suggester | None = None,
) -> list[Candidate]:
    """The `top` candidates of these articles, best first; none that the glossary holds as rejected, and those that it
    holds as approved only if they are asked for as `known`. `more` adds suggestions to those that are found here."""
    statuses = {_key(form): term.status for term in glossary for form in term.forms}
    hidden = ("rejected",) if known else ("rejected", "approved")
    seen: dict[str, _Seen] = {}
    for article in articles:
        for paragraph in article.paragraphs:
            for sentence in split_sentences(paragraph):
                _note(sentence.text, article.path, seen)
    ranked = sorted(
        ((_score(entry), key, entry) for key, entry in seen.items() if statuses.get(key) not in hidden),
        key=lambda r: (-r[0], r[1]),
    )
    ranked = [r for r in ranked if r[0] > 0][:top]
    approved = [t for t in glossary if t.status == "approved" and t.en]
    english = suggest([_surface(e) for _, _, e in ranked], [tuple(e.acronyms) for _, _, e in ranked], approved, more)
    return [
        _candidate(score, entry, en, statuses.get(key, "new"))
        for (score, key, entry), en in zip(ranked, english, strict=True)
    ]


def _key(text: str) -> str:
    """The folded text with the article of its first word off, and of all its words where all have it."""
    words = fold_key(text).split()
    bare = [w[len(ARTICLE) :] if w.startswith(ARTICLE) and len(w) > 4 else w for w in words]
    if all(b != w for b, w in zip(bare, words, strict=True)):
        return " ".join(bare)
    return " ".join([*bare[:1], *words[1:]])


def _note(text: str, article: str, seen: dict[str, _Seen]) -> None:
    found = list(phrases(text))
    for phrase in found:
        entry = seen.setdefault(_key(phrase.text), _Seen(phrase))
        entry.count += 1
        entry.free += not any(o.start <= phrase.start and phrase.end <= o.end and o is not phrase for o in found)
        entry.surfaces[phrase.text] += 1
        entry.articles[article] = None
        entry.quoted += phrase.in_quotes
        if phrase.acronym:
            entry.acronyms[phrase.acronym] = None
        if len(entry.evidence) < EVIDENCE:
            entry.evidence.append(Evidence(article, _around(text, phrase.start, phrase.end)))


def _around(text: str, start: int, end: int) -> str:
    """A short text whole; of a long one whole words, up to 90 code points before and after a place."""
    if len(text) <= 220:
        return text
    first = 0 if start <= 90 else text.find(" ", start - 91, start) + 1 or start
    last = len(text) if len(text) - end <= 90 else text.rfind(" ", end, end + 91)
    return text[first : last if last >= 0 else end].strip()


def _surface(entry: _Seen) -> str:
    """The commonest form, of equals the definite one."""
    return max(entry.surfaces, key=lambda s: (entry.surfaces[s], s.startswith(ARTICLE), s))


def _score(entry: _Seen) -> float:
    words = entry.phrase.words
    shape = _SHAPES[entry.phrase.shape]
    rare = sum(w.rarity for w in words) / len(words)
    if entry.phrase.shape in ("name", "person"):
        listed = sum(w.kind == "name" for w in words) / len(words)
        base = shape + 0.35 * (rare - 4) + 0.8 * listed
        if len(words) == 1 and not place_name(words[0].text):
            base -= 1.0 if entry.free > 1 or entry.quoted else 2.0
    else:
        lexical = sum(_LEXICAL.get(w.kind, 0.0) for w in words) / len(words)
        base = shape + 1.6 * lexical + 0.15 * (rare - 3) - 0.45 * max(0, len(words) - 4)
        if words[0].kind not in ("h", "n"):
            base -= 1.0
        if len(words) == 1:
            base = max(0.2, base - 2.4)
    if _is_listed(entry.phrase.text):
        base = max(base, 3.0) + 0.5 if len(words) > 1 else max(base, 2.0)
    free = entry.free + 0.25 * (entry.count - entry.free)
    weight = math.log2(1 + free) ** 0.5 if entry.free else 0.5
    bonus = 2.0 * bool(entry.acronyms) + (0.8 if entry.quoted and len(words) <= 3 else 0)
    return round(base * weight + bonus + 0.35 * (len(entry.articles) - 1), 4)


def _is_listed(text: str) -> bool:
    """Whether a table knows the phrase for a name or a term."""
    return place_name(text) is not None or settled(text) is not None or fold_key(text) in people()


def _candidate(score: float, entry: _Seen, english: tuple[Suggestion, ...], status: str) -> Candidate:
    best = _surface(entry)
    return Candidate(
        ar=best,
        en=english,
        kind=_guess_kind(entry.phrase),
        score=score,
        count=entry.count,
        articles=tuple(entry.articles),
        variants=tuple(sorted(s for s in entry.surfaces if fold_key(s) != fold_key(best))),
        evidence=tuple(entry.evidence),
        status=status,
    )


def _guess_kind(phrase: Phrase) -> str | None:
    usage = settled(phrase.text)
    if usage:
        return usage.kind
    if phrase.shape == "person":
        return "person"
    head = fold_key(phrase.words[0].bare)
    kind = next((kind for kind, heads in _KINDS.items() if head in heads.split()), None)
    if kind is None and phrase.shape == "name":
        return "place" if phrase.words[0].kind == "name" and len(phrase.words) == 1 else None
    return kind or ("concept" if head in entries() else None)
