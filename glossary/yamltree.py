"""A YAML text as a tree of values that know their place in it, so that one value can be changed and no other byte.

Built from libyaml's events without recursion. It reads what a glossary needs and refuses the rest: anchors and aliases
(bombs), tags, several documents, nesting deeper than a glossary has. Scalars stay text (YAML 1.1 would make `no` a
boolean); a plain `~`, `null` or nothing is None. Places are code-point offsets, lines and columns count from 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeAlias

import yaml

from glossary.errors import MidanError

MAX_DEPTH = 12
MAX_LINE = 2**20  # characters
UNWRITTEN = "mend that line; nothing was written"
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SAFE_PLAIN = re.compile(r"[^\W\d_](?:[\w \-'’.,()/&+]*[\w.)])?")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """A text, or None for a null, at text[start:end]."""

    value: str | None
    start: int
    end: int
    line: int
    column: int


@dataclass(slots=True)
class Sequence:
    """A list; `flow` where it is written in brackets."""

    start: int
    line: int
    column: int
    flow: bool
    end: int = 0
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values; `flow` where it is written in braces, whose closing one is at text[end - 1]."""

    start: int
    line: int
    column: int
    flow: bool
    end: int = 0
    keys: list[Scalar] = field(default_factory=list)
    values: list[Node] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[Scalar, Node]]:
        """Each key with its value."""
        return zip(self.keys, self.values, strict=True)

    def get(self, key: str) -> Node | None:
        """The value of a key."""
        return next((v for k, v in self.pairs() if k.value == key), None)


Node: TypeAlias = "Scalar | Sequence | Mapping"


def is_null(node: Node | None) -> bool:
    """Whether there is no value: no node, or a null."""
    return node is None or (isinstance(node, Scalar) and node.value is None)


def content_end(node: Node) -> int:
    """Where the last character of a value stands, comments and blank lines after it not counted."""
    while not isinstance(node, Scalar):
        children = node.items if isinstance(node, Sequence) else node.values
        if node.flow or not children:
            return node.end
        node = children[-1]
    return node.end


def fault(what: str, where: str, node: Node | None = None) -> MidanError:
    """The error for something wrong at a node of the file `where`."""
    return MidanError(what, f"{where}:{node.line}:{node.column}" if node is not None else where, UNWRITTEN)


def parse(text: str, where: str, each: Callable[[Node], None] | None = None, of: str = "") -> Node | None:
    """The tree of a YAML text, None for an empty one. Raises MidanError with line, column and what is wrong.

    With `each`, the items of the list that is the root's key `of` are handed over one by one and not kept.
    """
    _bound_lines(text, where)
    try:
        return _tree(text, where, each, of)
    except yaml.MarkedYAMLError as error:
        problem = " ".join(filter(None, (error.problem, error.context and f"({error.context})")))
        _refuse(problem or "not YAML", where, error.problem_mark or error.context_mark)
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes here; a control character is found again by its value
        place = text.find(chr(error.character)) if isinstance(error.character, int) else -1
        line = f":{text.count(chr(10), 0, place) + 1}:{place - text.rfind(chr(10), 0, place)}" if place >= 0 else ""
        raise MidanError("a character that no YAML file may hold", f"{where}{line}", UNWRITTEN) from None
    except yaml.YAMLError as error:
        raise MidanError(f"not YAML: {error}", where, "nothing was written") from None


def _bound_lines(text: str, where: str) -> None:
    """Refuse a line of MAX_LINE characters, over which libyaml would take minutes."""
    start = 0
    while len(text) - start >= MAX_LINE:
        end = text.rfind("\n", start, start + MAX_LINE)
        if end < 0:
            line = text.count("\n", 0, start) + 1
            raise MidanError(f"a line of more than {MAX_LINE:,} characters", f"{where}:{line}", UNWRITTEN)
        start = end + 1


def _refuse(what: str, where: str, mark: Any) -> NoReturn:
    place = f"{where}:{mark.line + 1}:{mark.column + 1}" if mark is not None else where
    raise MidanError(what, place, UNWRITTEN) from None


def _tree(text: str, where: str, each: Callable[[Node], None] | None, of: str) -> Node | None:
    root: Node | None = None
    parents: list[Sequence | Mapping] = []
    keys: list[Scalar | None] = []  # the key that waits for its value, one a level
    documents = 0
    event: Any
    for event in yaml.parse(text, Loader=_LOADER):
        kind = type(event)
        mark = event.start_mark
        node: Node
        if kind is yaml.ScalarEvent:
            if event.anchor is not None or event.tag not in (None, "!"):
                _refuse("anchors and tags are not used here", where, mark)
            value, style = event.value, event.style
            if event.implicit[0] and not style and value in _NULLS:
                value = None
            end = event.end_mark.index
            if style in ("|", ">"):
                end = len(text[:end].rstrip())
            node = Scalar(value, mark.index, end, mark.line + 1, mark.column + 1)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.anchor is not None or event.tag not in (None, "!"):
                _refuse("anchors and tags are not used here", where, mark)
            made = Mapping if kind is yaml.MappingStartEvent else Sequence
            node = made(mark.index, mark.line + 1, mark.column + 1, bool(event.flow_style))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            node = parents.pop()
            node.end = event.end_mark.index
            keys.pop()
            if each is not None and len(parents) == 2 and _is_list_of(parents, of):
                parents[1].items.pop()  # type: ignore[union-attr]
                each(node)
            continue
        elif kind is yaml.AliasEvent:
            _refuse("anchors and aliases are not used here", where, mark)
        else:
            documents += kind is yaml.DocumentStartEvent
            if documents > 1:
                _refuse("a second YAML document begins here", where, mark)
            continue
        if not parents:
            root = node
        elif isinstance(parent := parents[-1], Sequence):
            parent.items.append(node)
        elif (key := keys[-1]) is not None:
            parent.keys.append(key)
            parent.values.append(node)
            keys[-1] = None
        else:
            if not isinstance(node, Scalar) or node.value is None:
                _refuse("a key must be a word", where, mark)
            if any(k.value == node.value for k in parent.keys):
                _refuse(f"the key {node.value!r} stands twice", where, mark)
            keys[-1] = node
        if not isinstance(node, Scalar):
            parents.append(node)
            keys.append(None)
            if len(parents) > MAX_DEPTH:
                _refuse("nested too deeply", where, mark)
    return root


def _is_list_of(parents: list[Sequence | Mapping], of: str) -> bool:
    root, inner = parents
    return isinstance(root, Mapping) and isinstance(inner, Sequence) and root.keys[-1].value == of


def written(value: str | list[str] | tuple[str, ...] | int | None, flow: bool = False) -> str:
    """A value as YAML on one line: plain where that is safe, double-quoted otherwise, lists in brackets.

    `flow` says that it is to stand inside brackets or braces.
    """
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(written(v, flow=True) for v in value)}]"
    if value is None:
        return "null"
    if isinstance(value, int):
        return str(value)
    if _SAFE_PLAIN.fullmatch(value) and not (flow and "," in value) and value.lower() not in _WORDS:
        return value
    return quoted(value)


def quoted(text: str) -> str:
    """A text in double quotes, what is invisible escaped."""
    return '"' + "".join(_ESCAPES.get(c, c) if c.isprintable() else _escape(c) for c in text) + '"'


_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_ESCAPES = {'"': '\\"', "\\": "\\\\"}


def _escape(ch: str) -> str:
    code = ord(ch)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
