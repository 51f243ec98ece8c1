"""Segments as the review page lists, shows, verifies, corrects and translates them again.

A correction that is being typed is kept as reviewed but in need of attention: no run overwrites it, and whoever opens
the page next sees that it was left unfinished. It becomes reviewed when the person says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from glossary.arabic import fold_key, has_arabic
from glossary.errors import MidanError
from memory.report.view import Viewer
from memory.review import fragments
from memory.review.desk import Change, ConflictError, Desk, Item, MissingError, unit_version
from memory.store import ConflictError as StoreConflict
from memory.store import Memory
from memory.unit import HUMAN, TranslationUnit

_MATCHES, _LIKE = 5, 0.6  # memory matches that are shown, and how alike they must be
_AGAIN = 8  # segments translated again in one request
_MOST = 20_000  # characters of a target

Fits = Callable[[TranslationUnit, Viewer], bool]

FILTERS: dict[str, Fits] = {
    "open": lambda unit, viewer: unit.status not in HUMAN or unit.attention,
    "attention": lambda unit, viewer: unit.attention or viewer.stale(unit),
    "unmet": lambda unit, viewer: any(o.outcome == "unmet" for o in viewer.audit(unit)),
    "untranslated": lambda unit, viewer: not unit.target.strip(),
    "reviewed": lambda unit, viewer: unit.status in HUMAN and not unit.attention,
    "all": lambda unit, viewer: True,
}


def listed(desk: Desk, status: str = "open", document: str = "", query: str = "") -> list[str]:
    """The ids of the segments that fit, documents in reading order and then what has no place in one."""
    viewer, fits = desk.snapshot().viewer, FILTERS.get(status, FILTERS["open"])
    with desk.memory() as memory:
        units = memory.units(document=document or None)
        return [str(u.id) for u in units if fits(u, viewer) and _holds(u, query)]


def _holds(unit: TranslationUnit, query: str) -> bool:
    if not query.strip():
        return True
    if has_arabic(query):
        return fold_key(query) in fold_key(unit.source)
    return query.casefold().strip() in unit.target.casefold()


def documents(desk: Desk) -> list[str]:
    """The names of all documents."""
    with desk.memory() as memory:
        return memory.documents()


def items(desk: Desk, ids: Sequence[str]) -> list[Item]:
    """The segments of these ids, ready to be shown; those that are gone are absent."""
    numbers = [int(i) for i in ids if i.isascii() and i.isdigit() and len(i) < 18]
    with desk.memory() as memory:
        units = memory.numbered(numbers)
    viewer = desk.snapshot().viewer
    return [item(units[n], viewer) for n in numbers if n in units]


def item(unit: TranslationUnit, viewer: Viewer) -> Item:
    """A segment with its version, its markup and its target."""
    return {
        "view": "segments",
        "id": str(unit.id),
        "version": unit_version(unit),
        "name": unit.source,
        "values": {"target": unit.target, "status": unit.status},
        "html": fragments.segment_html(viewer.segment(unit), str(unit.id)),
    }


def correct(desk: Desk, number: str, version: str, target: str, done: bool, session: str = "") -> Item:
    """Put a person's English into a segment, or mark it as reviewed (`done`); the item as it stands now.

    Raises ConflictError where it is no longer of that version, MissingError where it is gone, MidanError for a target
    that can't be.
    """
    target = target.strip()
    if not target:
        raise MidanError("there is no English to keep", remedy="write one, or leave the segment as it is")
    if len(target) > _MOST:
        raise MidanError(f"longer than {_MOST} characters", remedy="split the segment")
    viewer = desk.snapshot().viewer
    with desk.writing, desk.memory() as memory:
        old = _get(memory, number)
        if unit_version(old) != desk.made_by(session, number):
            _check(old, version, viewer)  # an editor's later change may overtake the answer to its earlier one
        if target == old.target and (not done or (old.status in HUMAN and not old.attention)):
            return {"item": item(old, viewer)}
        new = replace(
            old,
            target=target,
            status="reviewed",
            attention=not done,
            digest=viewer.digest(old.source),
            changed_by=desk.author,
        )
        new = _rewrite(memory, replace(new, audit=viewer.audit(new)), old.target, viewer)
        said = "reviewed" if done else "corrected"

        def take_back(expected: str) -> Item:
            with desk.memory() as memory:
                current = _get(memory, number)
                viewer = desk.snapshot().viewer
                _check(current, expected, viewer)
                return item(_rewrite(memory, old, current.target, viewer), viewer)

        desk.keep(Change(said, number, unit_version(new), take_back, session))
        return {"item": item(new, viewer), "said": said}


def _get(memory: Memory, number: str) -> TranslationUnit:
    unit = memory.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 18 else None
    if unit is None:
        raise MissingError
    return unit


def _check(unit: TranslationUnit, version: str, viewer: Viewer) -> None:
    if unit_version(unit) != version:
        raise ConflictError(item(unit, viewer))


def _rewrite(memory: Memory, unit: TranslationUnit, expected: str, viewer: Viewer) -> TranslationUnit:
    try:
        return memory.rewrite(unit, expected)
    except StoreConflict as conflict:
        raise ConflictError(item(conflict.current, viewer)) from None


def verify_html(desk: Desk, number: str, target: str) -> str:
    """What the glossary demands of a segment, whether this target obeys it, and what the checks find in it."""
    from memory.checks import check_segments
    from memory.checks.finding import Segment
    from memory.checks.rules import table

    with desk.memory() as memory:
        unit = _get(memory, number)
    viewer = desk.snapshot().viewer
    view = viewer.segment(replace(unit, target=target[:_MOST], status="reviewed"))
    rules = {name for name, rule in table().items() if rule.check is not None and rule.group != "terms"}
    segment = Segment("", 1, unit.source, view.unit.target, "", None, unit.source_lang, unit.target_lang)
    return fragments.verified_html(view, check_segments([segment], (), rules))


def matches_html(desk: Desk, number: str) -> str:
    """What the memory holds that is like a segment."""
    from memory.fuzzy import FuzzyIndex

    with desk.memory() as memory:
        unit = _get(memory, number)
        found = FuzzyIndex(memory).search(unit.source, _LIKE, _MATCHES + 1)
    return fragments.matches_html([m for m in found if m.unit.id != unit.id][:_MATCHES])


def stale_units(desk: Desk) -> Iterator[TranslationUnit]:
    """The segments that a machine translated when the glossary demanded something else."""
    viewer = desk.snapshot().viewer
    with desk.memory() as memory:
        for unit in memory.units(status="machine"):
            if unit.origin is not None and unit.origin.segment is not None and viewer.stale(unit):
                yield unit


def translate_again(desk: Desk) -> Item:
    """Translate the next few stale segments; which they are now and how many are left. One that a person takes up
    meanwhile stays as the person left it."""
    from memory.enforcement import Segment, enforce

    units = list(stale_units(desk))
    batch = units[:_AGAIN]
    engine = desk.engine()
    if engine is None:
        raise MidanError("no engine to translate with", remedy="start `midan review` without --engine none")
    if not batch:
        return {"items": [], "left": 0}
    viewer = desk.snapshot().viewer
    results = enforce([Segment(u.source, viewer.matches(u.source)) for u in batch], engine)
    made = [
        replace(
            unit,
            target=result.target,
            status="machine" if result.target else "untranslated",
            engine=result.engine,
            model=result.model,
            digest=viewer.digest(unit.source),
            audit=result.audit,
        )
        for unit, result in zip(batch, results, strict=True)
    ]
    with desk.writing, desk.memory() as memory:
        memory.save_batch(made)
    return {"items": items(desk, [str(u.id) for u in batch]), "left": len(units) - len(batch)}
