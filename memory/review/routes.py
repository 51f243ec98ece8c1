"""What the review page may ask for and change: a name in the address, and the function that answers.

The functions check the types of what they are given and raise BadRequestError; meaning is checked where it is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from memory.review import segments, terms
from memory.review.desk import Desk

_MOST_IDS = 100  # items in one answer


class BadRequestError(Exception):
    """A request that no page of ours makes."""


def _text(values: Mapping[str, Any], name: str, default: str | None = None) -> str:
    value = values.get(name, default)
    if not isinstance(value, str):
        raise BadRequestError(f"{name} must be a text")
    return value


def overview(desk: Desk, asked: Mapping[str, str]) -> Any:
    """What there is to do."""
    return {"terms": terms.counts(desk), "documents": segments.documents(desk)}


def stale(desk: Desk, asked: Mapping[str, str]) -> Any:
    """How many segments are to be translated again."""
    return {"stale": sum(1 for _ in segments.stale_units(desk))}


def ids(desk: Desk, asked: Mapping[str, str]) -> Any:
    """The ids of the items that fit."""
    listed = terms.listed if _view(asked) == "terms" else segments.listed
    given = (asked.get("status", ""), asked.get("document", ""), asked.get("query", ""))
    return {"ids": listed(desk, *given)}


def items(desk: Desk, asked: Mapping[str, str]) -> Any:
    """Items, ready to be shown."""
    wanted = _text(asked, "ids", "").split(",")
    if len(wanted) > _MOST_IDS:
        raise BadRequestError(f"at most {_MOST_IDS} items")
    return {"items": (terms.items if _view(asked) == "terms" else segments.items)(desk, wanted)}


def _view(asked: Mapping[str, str]) -> str:
    view = _text(asked, "view")
    if view not in ("terms", "segments"):
        raise BadRequestError("view is terms or segments")
    return view


def contexts(desk: Desk, asked: Mapping[str, str]) -> Any:
    """Where an entry stands."""
    return {"html": terms.contexts_html(desk, _text(asked, "id"))}


def matches(desk: Desk, asked: Mapping[str, str]) -> Any:
    """What the memory holds that is like a segment."""
    return {"html": segments.matches_html(desk, _text(asked, "id"))}


def change_term(desk: Desk, given: Mapping[str, Any]) -> Any:
    """Change an entry."""
    changes = given.get("changes")
    if not isinstance(changes, dict) or not all(isinstance(v, str) for v in changes.values()):
        raise BadRequestError("changes must be texts by their keys")
    return terms.change(desk, _text(given, "id"), _text(given, "version"), changes)


def correct(desk: Desk, given: Mapping[str, Any]) -> Any:
    """Correct a segment, or mark it as reviewed."""
    target, session = _text(given, "target"), _text(given, "session", "")
    return segments.correct(
        desk, _text(given, "id"), _text(given, "version"), target, given.get("done") is True, session
    )


def verify(desk: Desk, given: Mapping[str, Any]) -> Any:
    """What is to be said of a target that is being typed."""
    return {"html": segments.verify_html(desk, _text(given, "id"), _text(given, "target"))}


def undo(desk: Desk, given: Mapping[str, Any]) -> Any:
    """Take back the last change."""
    return desk.undo() or {"said": "", "item": None, "left": 0}


def again(desk: Desk, given: Mapping[str, Any]) -> Any:
    """Translate a few stale segments again."""
    return segments.translate_again(desk)


GET: Mapping[str, Callable[[Desk, Mapping[str, str]], Any]] = {
    "api/overview": overview,
    "api/stale": stale,
    "api/ids": ids,
    "api/items": items,
    "api/contexts": contexts,
    "api/matches": matches,
}
POST: Mapping[str, Callable[[Desk, Mapping[str, Any]], Any]] = {
    "api/term": change_term,
    "api/segment": correct,
    "api/verify": verify,
    "api/undo": undo,
    "api/again": again,
}
