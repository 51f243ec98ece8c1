"""One entry of terms.yaml changed in its text: the bytes of the value that changes, and no others.

Works on the text of one entry, indented as it is in the file, without the line break after it. A list keeps the items
that stay as they were written; a comment stays where its line stays.
"""

from __future__ import annotations

import re
from typing import Any

from glossary.errors import MidanError
from glossary.term import Term
from glossary.termentry import KEYS, LISTS, entry_values
from glossary.yamltree import Mapping, Scalar, Sequence, content_end, parse, written

_BREAK = re.compile("\r\n|\n|\r")
_ORDER = {name: place for place, name in enumerate(KEYS)}


def line_end(text: str, place: int) -> int:
    """Where the line of a place ends, its break not counted."""
    found = _BREAK.search(text, place)
    return found.start() if found else len(text)


def line_start(text: str, place: int) -> int:
    """Where the line of a place begins."""
    return max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1


def newline_of(text: str) -> str:
    """The line break that a text uses, by its first one."""
    found = _BREAK.search(text)
    return found.group() if found else "\n"


def edit_entry(text: str, old: Term, new: Term, where: str, newline: str) -> str:
    """The text of an entry that holds `old`, made to hold `new`."""
    was, shall = entry_values(old), entry_values(new)
    for key in KEYS:
        if was.get(key) == shall.get(key):
            continue
        if key in LISTS and key in was and key in shall:
            changed = _edit_list(text, key, getattr(new, key), where, newline)
            if changed is not None:
                text = changed
                continue
        text = _set(text, key, shall.get(key), getattr(new, key, None), where, newline)
    return text


def _entry(text: str, where: str) -> Mapping:
    node = parse(text, where)
    if not isinstance(node, Mapping):
        raise MidanError("an entry is written in a way that can't be changed in place", where, "edit it by hand")
    return node


def _set(text: str, key: str, shown: str | None, value: Any, where: str, newline: str) -> str:
    """One key with another value, a new key, or one key less."""
    entry = _entry(text, where)
    place = next((i for i, k in enumerate(entry.keys) if k.value == key), None)
    if shown is not None and entry.flow and isinstance(value, str):
        shown = written(value, flow=True)
    if place is None:
        return text if shown is None else _insert(text, entry, key, shown, newline)
    if shown is None:
        return _remove(text, entry, place)
    node = entry.values[place]
    start, end = node.start, content_end(node)
    if start == end or not (isinstance(node, Scalar) or node.flow):
        # nothing there yet, or lines of their own: the value goes right after the colon
        start = text.index(":", entry.keys[place].end) + 1
        return f"{text[:start]} {shown}{text[max(start, end) :]}"
    return text[:start] + shown + text[end:]


def _insert(text: str, entry: Mapping, key: str, shown: str, newline: str) -> str:
    """A new key after the nearest of those that are written before it."""
    before = [i for i, k in enumerate(entry.keys) if _ORDER.get(k.value or "", len(KEYS)) < _ORDER[key]]
    place = max(before, key=lambda i: _ORDER[entry.keys[i].value or ""]) if before else 0
    end = max(content_end(entry.values[place]), text.index(":", entry.keys[place].end) + 1)
    if entry.flow:
        return f"{text[:end]}, {key}: {shown}{text[end:]}"
    end = line_end(text, end)
    return f"{text[:end]}{newline}{' ' * (entry.column - 1)}{key}: {shown}{text[end:]}"


def _remove(text: str, entry: Mapping, place: int) -> str:
    start = entry.keys[place].start
    end = max(content_end(entry.values[place]), text.index(":", entry.keys[place].end) + 1)
    if place + 1 < len(entry.keys) and (entry.flow or place == 0):
        return text[:start] + text[entry.keys[place + 1].start :]
    if entry.flow:
        return text[: content_end(entry.values[place - 1])] + text[end:]
    return _without_lines(text, start, end)


def _without_lines(text: str, start: int, end: int) -> str:
    """The text without the lines from one place to another, and without the break before them."""
    first, last = line_start(text, start), line_end(text, end)
    before = text[:first]
    for newline in ("\r\n", "\n", "\r"):
        if before.endswith(newline):
            before = before.removesuffix(newline)
            break
    return before + text[last:]


def _edit_list(text: str, key: str, value: tuple[str, ...], where: str, newline: str) -> str | None:
    """A list with the items that stay as they were written; None where it must be written anew."""
    node = _entry(text, where).get(key)
    if not isinstance(node, Sequence):
        return None
    items = [item for item in node.items if isinstance(item, Scalar)]
    texts = [(item.value or "").strip() for item in items]
    kept = [t for t in texts if t in value]
    if not kept or kept != list(value[: len(kept)]) or len(set(texts)) < len(texts):
        return None
    added = [written(item, flow=node.flow) for item in value[len(kept) :]]
    if node.flow:
        if kept == texts:
            end = items[-1].end
            return text[:end] + "".join(f", {item}" for item in added) + text[end:]
        raw = [text[item.start : item.end] for item, t in zip(items, texts, strict=True) if t in value]
        return f"{text[: node.start]}[{', '.join([*raw, *added])}]{text[node.end :]}"
    bullet = text[line_start(text, node.start) : node.start]
    if bullet.strip():
        return None
    end = line_end(text, items[-1].end)
    text = text[:end] + "".join(f"{newline}{bullet}- {item}" for item in added) + text[end:]
    for item, t in reversed(list(zip(items, texts, strict=True))):
        if t not in value:
            text = _without_lines(text, item.start, item.end)
    return text
