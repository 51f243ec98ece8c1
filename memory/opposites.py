"""English for glossary terms that have none, from what stands opposite them in a translation again and again.

For each term the phrases of one to seven words in the target sides of its beads are weighed by how exclusively they
keep company with it (the Dice coefficient over beads) and by how much of the term and of the phrase the lexicon and the
sound of names explain. One occurrence proves nothing: a phrase must stand opposite the term at least twice. What is
found is offered, never approved.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from glossary.matching import TermMatcher
from glossary.term import Term

LONGEST = 7  # words of a phrase
LEAST_BEADS = 2
LEAST_SCORE = 0.35
_SOUND = 0.6  # how much of a name its sound explains
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
# words that neither begin nor end a term's English
_FUNCTION = """a an the of and or but nor so yet in on at to for from by with as into onto over under about after before
since until between among through during against without within is are was were be been being am do does did
have has had having will would shall should can could may might must not no it its he she they we you i his her
their our your my him them us me this that these those which who whom whose what when where why how there here
also very more most such than then than too only just said says say told added noted s than if because while
although though whether both each every all any some one other another last next new first second year years day
days week month today yesterday monday tuesday wednesday thursday friday saturday sunday"""
_FUNCTION_WORDS = frozenset(_FUNCTION.split())


@dataclass(frozen=True, slots=True)
class Opposite:
    """English that stands opposite a term in `count` of the `of` beads that hold the term; `score` from 0 to 1."""

    ar: str
    en: str
    count: int
    of: int
    score: float


def find_opposites(pairs: Sequence[tuple[str, str]], terms: Iterable[Term]) -> list[Opposite]:
    """The best English for each term without one, surest first; `pairs` are the two sides of trusted beads."""
    open_terms = {term.ar: term for term in terms if not term.en and term.status != "rejected"}
    if not open_terms:
        return []
    matcher = TermMatcher(open_terms.values())
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for number, (source, _) in enumerate(pairs):
        for ar in dict.fromkeys(match.term.ar for match in matcher.find(source, nested=True)):
            holding[ar].append(number)
    phrases = _Phrases([target for _, target in pairs])
    found = []
    for ar, beads in holding.items():
        best = _best(ar, beads, phrases) if len(beads) >= LEAST_BEADS else None
        if best:
            found.append(best)
    return sorted(found, key=lambda o: (-o.score, -o.count, o.ar))


class _Phrases:
    """The phrases of each target, and in how many targets each stands."""

    def __init__(self, targets: Sequence[str]) -> None:
        self.words = [_WORD.findall(target) for target in targets]
        self.keys = [[word.lower().removesuffix("'s").removesuffix("’s") for word in words] for words in self.words]
        self._standing: dict[str, set[int]] = defaultdict(set)
        for number, keys in enumerate(self.keys):
            for key in keys:
                self._standing[key].add(number)

    def of(self, number: int) -> dict[tuple[str, ...], str]:
        """The phrases of one target, each as it is first written."""
        keys, words = self.keys[number], self.words[number]
        found: dict[tuple[str, ...], str] = {}
        for start, first in enumerate(keys):
            if first in _FUNCTION_WORDS or first.isdigit():
                continue
            for end in range(start + 1, min(start + LONGEST, len(keys)) + 1):
                if keys[end - 1] not in _FUNCTION_WORDS:
                    found.setdefault(tuple(keys[start:end]), " ".join(words[start:end]))
        return found

    def count(self, phrase: tuple[str, ...]) -> int:
        """In how many targets the phrase stands."""
        candidates = set.intersection(*(self._standing[word] for word in phrase))
        size = len(phrase)
        return sum(
            any(tuple(self.keys[n][i : i + size]) == phrase for i in range(len(self.keys[n]) - size + 1))
            for n in candidates
        )


def _best(ar: str, beads: Sequence[int], phrases: _Phrases) -> Opposite | None:
    counts: Counter[tuple[str, ...]] = Counter()
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for number in beads:
        for phrase, text in phrases.of(number).items():
            counts[phrase] += 1
            written[phrase][text] += 1
    best: Opposite | None = None
    for phrase, count in sorted(counts.items(), key=lambda item: (-len(item[0]), item[0])):
        # a term may be left out or replaced by a pronoun now and then, not most of the time
        if count < LEAST_BEADS or 2 * count < len(beads):
            continue
        explained = _explained(ar, phrase)
        if explained == 0:
            continue
        dice = 2 * count / (len(beads) + phrases.count(phrase))
        score = round(dice * (0.3 + 0.7 * explained), 3)
        if score >= LEAST_SCORE and (best is None or score > best.score):
            text = min(written[phrase].items(), key=lambda item: (-item[1], item[0]))[0]
            best = Opposite(ar, text, count, len(beads), score)
    return best


def _explained(ar: str, phrase: Sequence[str]) -> float:
    """How much of the term's words and of the phrase's the lexicon or their sound explains, from 0 to 1."""
    from memory.lexicon import load_lexicon
    from memory.stems import skeleton, words

    lexicon = load_lexicon()
    sources = list(dict.fromkeys(words(ar)))
    targets = list(dict.fromkeys(w for word in phrase if word not in _FUNCTION_WORDS for w in words(word)))
    if not sources or not targets:
        return 0.0

    def tie(source: str, target: str) -> float:
        shares = [
            lexicon.forward.get(source, {}).get(target, 0.0),
            lexicon.backward.get(target, {}).get(source, 0.0),
        ]
        heard = skeleton(source)
        if source == target:
            shares.append(1.0)
        elif len(heard) > 1 and heard == skeleton(target):
            shares.append(_SOUND)
        return min(1.0, 2 * max(shares))

    there = sum(max(tie(s, t) for t in targets) for s in sources) / len(sources)
    back = sum(max(tie(s, t) for s in sources) for t in targets) / len(targets)
    return (there + back) / 2
