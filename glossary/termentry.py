"""One entry of terms.yaml: from its node to a Term, from a Term to its lines, and one value changed in its text.

The keys are those of the file's design; unknown keys are kept and ignored, and one that looks like a slip of a known
one is reported. Changing a value replaces that value's bytes and no others; in a list, the items that stay keep theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from glossary.arabic import fold_key
from glossary.errors import MidanError
from glossary.term import KINDS, STATUSES, Evidence, Term
from glossary.yamltree import Mapping as Map
from glossary.yamltree import Node, Scalar, Sequence, fault, quoted, written

TEXTS = ("ar", "en", "abbreviation", "kind", "status", "match", "article", "case", "note")
LISTS = ("variants", "also", "forbidden", "not_before", "not_after", "context", "not_context")
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "status": STATUSES,
    "match": ("inflected", "exact"),
    "article": ("fixed", "free"),
    "case": ("keep", "sentence"),
}
# the order in which an entry is written
KEYS = (
    *("ar", "en", "abbreviation", "kind", "status", "variants", "also", "forbidden", "match", "article", "case"),
    *("not_before", "not_after", "context", "not_context", "note", "seen", "evidence"),
)
_DEFAULTS = {f.name: f.default for f in fields(Term)}


def read_entry(node: Node, where: str, warn: Callable[[str], None] | None = None) -> Term:
    """The term of one entry. Raises MidanError with line and column; `warn` is told of keys that look like slips."""
    if not isinstance(node, Map):
        raise fault("an entry must have keys, as in `- ar: …`", where, node)
    values: dict[str, Any] = {}
    for key_node, value in zip(node.keys, node.values, strict=True):
        key = key_node.value or ""
        if key in TEXTS:
            text = _text(key, value, where)
            if key in CHOICES and key != "kind" and text is not None and text not in CHOICES[key]:
                raise fault(f"`{key}` can't be {text!r}: use {', '.join(CHOICES[key])}", where, value)
            if text:
                values[key] = text
        elif key in LISTS:
            values[key] = tuple(_list(key, value, where))
        elif key == "seen":
            values |= _seen(value, where)
        elif key == "evidence":
            values["evidence"] = _evidence(value, where)
        elif warn is not None:
            _report_slip(key, key_node, where, warn)
    if not fold_key(values.get("ar", "")):
        raise fault("an entry has no `ar`", where, node)
    return Term(**values)


def _text(key: str, node: Node, where: str) -> str | None:
    if not isinstance(node, Scalar):
        raise fault(f"`{key}` must be a text", where, node)
    return node.value.strip() if node.value is not None else None


def _list(key: str, node: Node, where: str) -> list[str]:
    if isinstance(node, Map):
        raise fault(f"`{key}` must be a list of texts", where, node)
    items = node.items if isinstance(node, Sequence) else [node]
    return [text for text in (_text(key, item, where) for item in items) if text]


def _seen(node: Node, where: str) -> dict[str, Any]:
    if isinstance(node, Scalar) and node.value is None:
        return {}
    if not isinstance(node, Map):
        raise fault("`seen` must be written {count: …, articles: […]}", where, node)
    values: dict[str, Any] = {}
    for key_node, value in node.pairs():
        if key_node.value == "count":
            text = _text("count", value, where) or "0"
            if not (text.isascii() and text.isdigit() and len(text) < 16):
                raise fault("`count` must be a whole number", where, value)
            values["count"] = int(text)
        elif key_node.value == "articles":
            values["articles"] = tuple(_list("articles", value, where))
    return values


def _evidence(node: Node, where: str) -> tuple[Evidence, ...]:
    if isinstance(node, Scalar) and node.value is None:
        return ()
    if not isinstance(node, Sequence):
        raise fault("`evidence` must be a list of {article: …, text: …}", where, node)
    found = []
    for item in node.items:
        if not isinstance(item, Map):
            raise fault("`evidence` must be a list of {article: …, text: …}", where, item)
        parts = {
            k.value: _text(str(k.value), v, where) or "" for k, v in item.pairs() if k.value in ("article", "text")
        }
        found.append(Evidence(parts.get("article", ""), parts.get("text", "")))
    return tuple(found)


def _report_slip(key: str, node: Scalar, where: str, warn: Callable[[str], None]) -> None:
    from difflib import get_close_matches

    meant = get_close_matches(key, KEYS, 1, 0.75)
    if meant:
        warn(f"{where}:{node.line}: the key `{key}` is not known and is ignored; `{meant[0]}` is")


def check_changes(changes: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Changes to an entry, lists as tuples and texts stripped. Raises MidanError for a key or value it can't have."""
    checked: dict[str, Any] = {}
    for key, value in changes.items():
        if key not in _DEFAULTS:
            raise MidanError(f"no key {key!r} to set", where, f"keys: {', '.join(KEYS[:-2])}")
        if key in TEXTS and value is not None:
            if not isinstance(value, str):
                raise MidanError(f"{key} must be a text", where)
            value = value.strip() or None
        if key in CHOICES and value is not None and value not in CHOICES[key]:
            raise MidanError(f"{key} can't be {value!r}", where, f"use {', '.join(CHOICES[key])}")
        if key == "ar" and not fold_key(value or ""):
            raise MidanError("an entry must keep its `ar`", where)
        if key in LISTS or key == "articles":
            items = (value,) if isinstance(value, str) else tuple(value or ())
            if not all(isinstance(item, str) for item in items):
                raise MidanError(f"{key} must be a list of texts", where)
            value = tuple(stripped for item in items if (stripped := item.strip()))
        checked[key] = _DEFAULTS[key] if value is None and key != "ar" else value
    return checked


def entry_values(term: Term) -> dict[str, str]:
    """What each key of an entry is written as, defaults left out (the status is always shown)."""
    shown: dict[str, str] = {}
    for key in KEYS[:-2]:
        value = getattr(term, key)
        if value and (key in ("ar", "status") or value != _DEFAULTS[key]):
            shown[key] = written(value)
    if term.count or term.articles:
        shown["seen"] = f"{{count: {term.count}, articles: {written(term.articles)}}}"
    if term.evidence:
        pieces = (f"{{article: {written(e.article, flow=True)}, text: {quoted(e.text)}}}" for e in term.evidence)
        shown["evidence"] = f"[{', '.join(pieces)}]"
    return shown


def entry_lines(term: Term, indent: str) -> Iterator[str]:
    """An entry as the lines of a block list."""
    for i, (key, value) in enumerate(entry_values(term).items()):
        yield f"{indent}{'- ' if i == 0 else '  '}{key}: {value}"


def flow_entry(term: Term) -> str:
    """An entry in braces, for a list that is written in brackets."""
    pairs = entry_values(term)
    for key in TEXTS:
        if key in pairs:
            pairs[key] = written(getattr(term, key), flow=True)
    return "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
