"""Articles to ranked term candidates: noun phrases, names and quoted names, by termhood against common Arabic.

A candidate is a chain of an idafa and its adjectives (لجنة الأركان العملياتية المشتركة), a definite phrase
(الوضع الأمني), an indefinite noun with a relational adjective (قاعدة جوية), a quoted name, a name before a Latin
acronym, or a word that common Arabic hardly knows (`wordfreq`). The score grows with count, spread over articles,
length and rarity; a phrase that only stands inside longer ones is discounted (C-value, Frantzi et al. 2000). A
proclitic is taken off where the bare word is the commoner one. Kinds are guesses from head words.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from glossary.arabic import fold, fold_key, has_arabic
from glossary.article import Article
from glossary.matching import TermMatcher
from glossary.proclitics import ARTICLE, is_definite, readings
from glossary.sentences import split_sentences
from glossary.term import Evidence, Glossary, Term

LONGEST = 6
EVIDENCE = 3
_TOKEN = re.compile(r"[^\W_]+(?:[’'\u064b-\u0652\u0640]+[^\W_]*)*|[^\w\s]")
_QUOTED = re.compile(r'["«“”„]\s*([^"«»“”„]{2,60}?)\s*["»”“]')
_ACRONYM = re.compile(r"\(?\b([A-Z][A-Z0-9-]{1,11})\b\)?")
_KINDS = {
    "organisation": "لجنة وزارة منظمة مجلس هيئة اتحاد حزب مؤسسة رابطة محكمة وكالة مركز جمعية قيادة جيش قوات "
    "برلمان حكومة شركة",
    "group": "جماعة تنظيم حركة جبهة جماعات تنظيمات ميليشيا كتيبة مجموعة تحالف تكتل",
    "operation": "عملية حملة",
    "post": "رئيس قائد وزير مبعوث سفير مدير أمين ممثل رؤساء قادة",
    "place": "منطقة مدينة ولاية شمال جنوب شرق غرب بحيرة جبال صحراء إقليم محافظة",
    "event": "اتفاق مؤتمر قمة اجتماع معاهدة مذكرة انقلاب نزاع حرب أزمة",
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An English for a candidate, and where it comes from."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mined term. `kind` is a guess; `variants` are other forms it was seen in."""

    ar: str
    en: tuple[Suggestion, ...]
    kind: str | None
    score: float
    count: int
    articles: tuple[str, ...]
    variants: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    def as_term(self) -> Term:
        """The candidate as an entry of the glossary, its first suggestion as English."""
        return Term(
            self.ar,
            self.en[0].text if self.en else None,
            kind=self.kind,
            variants=self.variants,
            count=self.count,
            articles=self.articles,
            evidence=self.evidence,
        )


@dataclass(slots=True)
class _Seen:
    surfaces: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    articles: dict[str, None] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    bonus: float = 0.0
    nested: int = 0
    count: int = 0
    acronyms: dict[str, None] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _function_words() -> frozenset[str]:
    text = (resources.files("glossary") / "data" / "function_words.txt").read_text(encoding="utf-8")
    return frozenset(fold(line.strip()) for line in text.splitlines() if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=200_000)
def rarity(word: str) -> float:
    """How rare a written word is in common Arabic: 0 for the commonest, about 8 for one that is not known."""
    from wordfreq import zipf_frequency

    return 8.0 - float(zipf_frequency(word, "ar"))


def undress(word: str) -> str:
    """The word without the proclitics that it carries, where the bare word is the commoner one."""
    key = fold(word)
    options = [(n, rest) for n, rest in readings(key) if n]
    if not options:
        return word
    bare = [(rarity(rest), n, rest) for n, rest in options if len(rest) > 2]
    if not bare:
        return word
    best = min(bare)
    if best[0] < rarity(key) - 0.3 and best[0] < 6.5:
        n, rest = best[1:]
        plain = "".join(ch for ch in word if fold(ch))
        return (
            ARTICLE + plain[n + 1 :]
            if rest.startswith(ARTICLE) and not fold(plain[n:]).startswith(ARTICLE)
            else plain[n:]
        )
    return word


def mine(articles: Sequence[Article], glossary: Glossary) -> list[Candidate]:
    """The candidates of these articles, best first; none that the glossary holds as approved or rejected."""
    known = {fold_key(f) for t in glossary if t.status != "candidate" for f in t.forms}
    matcher = TermMatcher(t for t in glossary if t.status != "candidate")
    seen: defaultdict[str, _Seen] = defaultdict(_Seen)
    for article in articles:
        for paragraph in article.paragraphs:
            for sentence in split_sentences(paragraph):
                _note_phrases(sentence.text, article.path, seen)
    for key, entry in seen.items():
        words = key.split()
        for size in range(1, len(words)):
            for start in range(len(words) - size + 1):
                part = seen.get(" ".join(words[start : start + size]))
                if part is not None:
                    part.nested += entry.count
    candidates = [
        _candidate(key, entry)
        for key, entry in seen.items()
        if key not in known and not any(m.start == 0 and m.end == len(key) for m in matcher.find(key))
    ]
    return sorted((c for c in candidates if c.score > 0), key=lambda c: (-c.score, c.ar))


def _note_phrases(text: str, article: str, seen: defaultdict[str, _Seen]) -> None:
    quoted = {fold_key(m.group(1)) for m in _QUOTED.finditer(text) if len(m.group(1).split()) <= 4}
    for surface, follows in _phrases(text):
        key = fold_key(surface)
        entry = seen[key]
        entry.count += 1
        entry.surfaces[surface] += 1
        entry.articles[article] = None
        if len(entry.evidence) < EVIDENCE:
            entry.evidence.append(Evidence(article, text if len(text) <= 200 else _around(text, surface)))
        acronym = _ACRONYM.match(follows)
        if acronym:
            entry.acronyms[acronym.group(1)] = None
            entry.bonus = max(entry.bonus, 3.0)
        if key in quoted:
            entry.bonus = max(entry.bonus, 2.0)


def _around(text: str, surface: str) -> str:
    place = max(0, text.find(surface))
    start, end = max(0, place - 80), min(len(text), place + len(surface) + 80)
    return text[start:end].strip()


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    """Every phrase that has the shape of a term, and the text after it."""
    stops = _function_words()
    tokens = [(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
    for i, (first, _, _) in enumerate(tokens):
        if not has_arabic(first):
            continue
        head = undress(first)
        key = fold(head)
        if key in stops or fold(first) in stops or len(key) < 3:
            continue
        words = [head]
        for j in range(i, min(len(tokens), i + LONGEST)):
            if j > i:
                word = tokens[j][0]
                plain = fold(word)
                if not has_arabic(word) or plain in stops or undress(word) != word:
                    break
                words.append(word)
            if _is_term_shape(words):
                yield " ".join(words), text[tokens[j][2] :].lstrip()


def _is_term_shape(words: list[str]) -> bool:
    defined = [is_definite(fold(w)) for w in words]
    if len(words) == 1:
        return rarity(fold(words[0])) > 4.2
    if all(defined):
        return True
    turn = defined.index(True) if True in defined else len(words)
    if turn < len(words):
        return turn <= 3 and all(defined[turn:]) and not _verb_like(words[0])
    last = fold(words[-1])
    if len(words) == 2 and last.endswith(("يه", "ي")) and len(last) > 4:
        return not _verb_like(words[0])
    return all(rarity(fold(w)) > 4.6 for w in words)


def _verb_like(word: str) -> bool:
    key = fold(word)
    return (key[:1] in "يس" and len(key) > 3 and not key.endswith("ه")) or key in _function_words()


def _candidate(key: str, entry: _Seen) -> Candidate:
    best = max(entry.surfaces, key=lambda s: (entry.surfaces[s], s))
    words = key.split()
    rare = sum(rarity(w) for w in words) / len(words)
    free = entry.count - (entry.nested / 2 if entry.nested else 0)
    score = 0.0
    if free > 0 or entry.bonus:
        length = {1: 0.7, 2: 1.25, 3: 1.4}.get(len(words), 1.3)
        score = (rare - 2.2) * length * math.log2(1 + max(free, 0.5)) + entry.bonus + 0.5 * (len(entry.articles) - 1)
    return Candidate(
        ar=best,
        en=tuple(Suggestion(a, "the article") for a in entry.acronyms),
        kind=_guess_kind(words),
        score=round(score, 3),
        count=entry.count,
        articles=tuple(entry.articles),
        variants=tuple(sorted(s for s in entry.surfaces if fold_key(s) != fold_key(best))),
        evidence=tuple(entry.evidence),
    )


def _guess_kind(words: Iterable[str]) -> str | None:
    first = next(iter(words))
    head = first[len(ARTICLE) :] if is_definite(first) else first
    return next((kind for kind, heads in _KINDS.items() if head in {fold(h) for h in heads.split()}), None)
