"""The main job: articles to units of the memory, resumable at any moment.

What is to do is worked out anew on each run from what the memory holds, so a run that was stopped goes on where it
was and a second run does nothing. The segments of a hundred articles are translated together, shortest first, in
batches that are each one transaction; of thousands, no more are held than that. A stopped run leaves a whole number of
batches behind, so the next one cuts the rest into the same batches and comes to the same units as a run that was never
stopped.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import islice

from glossary.arabic import fold_key
from glossary.article import Article
from glossary.matching import TermMatcher
from glossary.term import Glossary
from memory.documents import DocumentSegment, matched_terms, segment_article
from memory.enforcement import Segment, enforce
from memory.engines.base import Ability, Engine
from memory.examples import Examples
from memory.store import Memory
from memory.unit import HUMAN, Origin, TranslationUnit

PART = 100  # articles whose segments are translated together
BATCH = 16  # segments a transaction: at most this much work is lost by a crash

# which of several units with the same text is reused
_PREFERENCE = {"approved": 0, "reviewed": 1, "imported": 2, "machine": 3}


@dataclass(slots=True)
class Tally:
    """What a run did, for its closing table."""

    articles: int = 0
    segments: int = 0
    translated: int = 0
    reused: int = 0
    untranslated: int = 0
    terms: int = 0
    satisfied: int = 0
    repaired: int = 0
    unmet: int = 0
    attention: int = 0
    other_model: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    documents: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """What the memory already answers and what is left to translate."""

    kept: list[TranslationUnit]
    pending: list[DocumentSegment]
    other_model: int


def run_articles(
    articles: Iterable[tuple[str, Article]],
    glossary: Glossary,
    memory: Memory,
    engine: Engine | None,
    *,
    again: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Tally:
    """Bring the memory up to date with these (name, article) pairs and say what was done.

    With `engine` None every segment is stored, and those that the memory can't answer stay untranslated. With `again`
    machine units of another model are translated anew. `progress` is called with the segments done and to do.
    """
    matcher = TermMatcher(glossary.enforced())
    tally = Tally()
    left = iter(articles)
    done = 0
    while part := list(islice(left, PART)):
        pending: list[DocumentSegment] = []
        answered: set[Origin] = set()
        for name, article in part:
            segments = segment_article(article, name, matcher)
            plan = plan_document(name, segments, memory, engine, again)
            memory.put_document(name, plan.kept)
            pending += plan.pending
            answered |= {unit.origin for unit in plan.kept if unit.target and unit.origin}
            tally.articles += 1
            tally.segments += len(segments)
            tally.terms += matched_terms(segments)
            tally.reused += len(segments) - len(plan.pending)
            tally.other_model += plan.other_model
            tally.documents.append(name)
        if engine is not None:
            told = _after(done, progress) if progress is not None else None
            tally.translated += _translate(pending, memory, engine, told, answered, tally.faults)
            done += len(pending)
    _count_outcomes(tally, memory)
    return tally


def _after(before: int, progress: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """Progress of a part, as progress of the parts before it and this one."""
    return lambda done, total: progress(before + done, before + total)


def has_changed(name: str, article: Article, memory: Memory) -> bool:
    """Whether an article has other segments than the document of that name, which may not be there yet."""
    segments = segment_article(article, name, TermMatcher(()))
    return [s.source for s in segments] != [u.source for u in memory.document(name)]


def plan_document(
    name: str, segments: Sequence[DocumentSegment], memory: Memory, engine: Engine | None, again: bool = False
) -> Plan:
    """Every segment of a document as the unit that stands for it now, and the segments to be translated."""
    own: defaultdict[str, list[TranslationUnit]] = defaultdict(list)
    for unit in memory.document(name):
        own[unit.source].append(unit)
    missing = [s.source for s in segments if s.source not in own]
    elsewhere = memory.exact(list(dict.fromkeys(missing))) if missing else {}
    kept: list[TranslationUnit] = []
    pending: list[DocumentSegment] = []
    other_model = 0
    for segment in segments:
        here = own[segment.source].pop(0) if own[segment.source] else None
        found = here or _reusable(segment, elsewhere.get(segment.source, ()))
        unit = _placeholder(segment) if found is None else replace(found, origin=segment.origin)
        if unit.status in HUMAN:
            unit = replace(unit, attention=unit.attention or unit.digest not in (None, segment.digest))
        elif unit.status == "untranslated" or (unit.status == "machine" and unit.digest != segment.digest):
            pending.append(segment)
        elif unit.status == "machine" and engine is not None and unit.model != engine.model:
            other_model += 1
            if again:
                pending.append(segment)
        kept.append(unit)
    return Plan(kept, pending, other_model)


def _placeholder(segment: DocumentSegment) -> TranslationUnit:
    return TranslationUnit(segment.source, "", status="untranslated", origin=segment.origin)


def _reusable(segment: DocumentSegment, units: Iterable[TranslationUnit]) -> TranslationUnit | None:
    """The best unit of other documents with the same text: equal neighbours first (a 101 match), then the status."""
    usable = [u for u in units if u.target and (u.status != "machine" or u.digest == segment.digest)]
    if not usable:
        return None

    def rank(unit: TranslationUnit) -> tuple[bool, int, int]:
        return not same_neighbours(segment, unit), _PREFERENCE.get(unit.status, 9), unit.id or 0

    best = min(usable, key=rank)
    return replace(best, origin=segment.origin, id=None)


def same_neighbours(segment: DocumentSegment, unit: TranslationUnit) -> bool:
    """Whether the segments before and after are the same too, as folded text."""
    if unit.origin is None:
        return False
    here = (segment.origin.previous, segment.origin.next)
    there = (unit.origin.previous, unit.origin.next)
    return [fold_key(x or "") for x in here] == [fold_key(x or "") for x in there]


def _translate(
    pending: Sequence[DocumentSegment],
    memory: Memory,
    engine: Engine,
    progress: Callable[[int, int], None] | None,
    answered: Set[Origin],
    faults: Counter[str],
) -> int:
    """Translate and save batch by batch; the number of segments that got a translation.

    What can't be translated now is counted in `faults` by the reason. Where it is `answered` by an older translation,
    that stays.
    """
    examples = Examples(memory) if Ability.PROMPT in engine.abilities else None
    groups: defaultdict[tuple[str, str], list[DocumentSegment]] = defaultdict(list)
    for segment in pending:
        groups[segment.source, segment.digest].append(segment)
    order = sorted(groups, key=lambda key: (len(key[0]), key))
    done = translated = 0
    for start in range(0, len(order), BATCH):
        batch = [groups[key] for key in order[start : start + BATCH]]
        asked = [
            Segment(s.source, s.matches, examples=examples.nearest(s.source) if examples else ()) for s, *_ in batch
        ]
        results = enforce(asked, engine)
        units = [
            TranslationUnit(
                segment.source,
                result.target,
                status="machine" if result.target else "untranslated",
                origin=segment.origin,
                engine=result.engine,
                model=result.model,
                digest=segment.digest,
                audit=result.audit,
            )
            for group, result in zip(batch, results, strict=True)
            for segment in group
            if result.target or segment.origin not in answered
        ]
        memory.save_batch(units)
        for group, result in zip(batch, results, strict=True):
            faults.update([result.fault] * len(group) if result.fault else [])
            done += len(group)
        translated += sum(bool(unit.target) for unit in units)
        if progress is not None:
            progress(done, len(pending))
    return translated


def _count_outcomes(tally: Tally, memory: Memory) -> None:
    for name in tally.documents:
        for unit in memory.document(name):
            tally.untranslated += unit.status == "untranslated"
            tally.attention += unit.attention
            for outcome in unit.audit:
                tally.satisfied += outcome.outcome == "satisfied"
                tally.repaired += outcome.outcome == "repaired"
                tally.unmet += outcome.outcome == "unmet"
