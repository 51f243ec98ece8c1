"""A YAML text as a tree of values that know their place in it, so that one value can be changed and no other byte.

Built from libyaml's events without recursion. It reads what a glossary needs and refuses the rest: anchors and aliases
(bombs), tags, several documents, nesting deeper than a glossary has. Scalars stay text (YAML 1.1 would make `no` a
boolean); a plain `~`, `null` or nothing is None. Places are code-point offsets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import yaml

from glossary.errors import MidanError

MAX_DEPTH = 12
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_SAFE_PLAIN = re.compile(r"[^\W\d_][\w \-'’.,()/&+]*(?<![ ])")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """A text, or None for a null, at text[start:end]."""

    value: str | None
    start: int
    end: int
    line: int


@dataclass(slots=True)
class Sequence:
    """A list; `flow` where it is written in brackets."""

    start: int
    line: int
    flow: bool
    end: int = 0
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys and values; `flow` where it is written in braces, whose closing one is at text[end - 1]."""

    start: int
    line: int
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


def content_end(node: Node) -> int:
    """Where the last character of a value stands, comments and blank lines after it not counted."""
    while not isinstance(node, Scalar):
        children = node.items if isinstance(node, Sequence) else node.values
        if node.flow or not children:
            return node.end
        node = children[-1]
    return node.end


def parse(text: str, where: str) -> Node | None:
    """The tree of a YAML text, None for an empty one. Raises MidanError with line, column and what is wrong."""
    starts = [0, *(m.end() for m in _BREAK.finditer(text))]

    def fault(what: str, mark: Any) -> MidanError:
        place = f"{where}:{mark.line + 1}:{mark.column + 1}" if mark is not None else where
        return MidanError(what, place, "mend that line; nothing was written")

    def offset(mark: Any) -> int:
        return min(starts[mark.line] + mark.column, len(text)) if mark.line < len(starts) else len(text)

    root: Node | None = None
    open_nodes: list[Sequence | Mapping] = []
    pending: list[Scalar | None] = []  # the key that waits for its value, one a level
    documents = 0
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            mark: Any = event.start_mark
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise fault("a second YAML document begins here", mark)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise fault("anchors and aliases are not used in a glossary", mark)
            if getattr(event, "tag", None) not in (None, "!"):
                raise fault(f"the tag {getattr(event, 'tag', None)} is not used in a glossary", mark)
            node: Node | None = None
            if isinstance(event, yaml.ScalarEvent):
                null = event.implicit[0] and event.style in (None, "") and event.value in _NULLS
                end_mark: Any = event.end_mark
                end = offset(end_mark)
                if event.style in ("|", ">"):
                    end = len(text[:end].rstrip())
                node = Scalar(None if null else event.value, offset(mark), end, mark.line + 1)
            elif isinstance(event, yaml.SequenceStartEvent):
                node = Sequence(offset(mark), mark.line + 1, bool(event.flow_style))
            elif isinstance(event, yaml.MappingStartEvent):
                node = Mapping(offset(mark), mark.line + 1, bool(event.flow_style))
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                open_nodes.pop().end = offset(event.end_mark)
                pending.pop()
            if node is None:
                continue
            if not open_nodes:
                root = node
            else:
                parent = open_nodes[-1]
                if isinstance(parent, Sequence):
                    parent.items.append(node)
                elif pending[-1] is None:
                    if not isinstance(node, Scalar) or node.value is None:
                        raise fault("a key must be a word", mark)
                    if any(k.value == node.value for k in parent.keys):
                        raise fault(f"the key {node.value!r} stands twice", mark)
                    pending[-1] = node
                else:
                    parent.keys.append(pending[-1])
                    parent.values.append(node)
                    pending[-1] = None
            if not isinstance(node, Scalar):
                open_nodes.append(node)
                pending.append(None)
                if len(open_nodes) > MAX_DEPTH:
                    raise fault("nested too deeply for a glossary", mark)
    except yaml.MarkedYAMLError as error:
        problem = " ".join(filter(None, (error.problem, error.context and f"({error.context})")))
        raise fault(problem or "not YAML", error.problem_mark or error.context_mark) from None
    except yaml.YAMLError as error:
        raise MidanError(f"not YAML: {error}", where, "nothing was written") from None
    return root


def written(value: str | list[str] | tuple[str, ...] | int | None) -> str:
    """A value as YAML on one line: plain where that is safe, double-quoted otherwise, lists in brackets."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_quoted(str(v), flow=True) for v in value)}]"
    if value is None:
        return "null"
    return str(value) if isinstance(value, int) else _quoted(value)


def _quoted(text: str, flow: bool = False) -> str:
    plain = _SAFE_PLAIN.fullmatch(text) and not (flow and "," in text) and text.lower() not in _WORDS
    if plain:
        return text
    return '"' + "".join(_ESCAPES.get(c, c) if c.isprintable() or c == " " else _escape(c) for c in text) + '"'


_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_ESCAPES = {'"': '\\"', "\\": "\\\\"}


def _escape(ch: str) -> str:
    code = ord(ch)
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
