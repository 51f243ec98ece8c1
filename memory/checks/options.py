"""Which rules run and how grave each is: from the command line, and from a small YAML file that a project keeps.

```yaml
rules: [terms, number]        # only these; rules or groups of rules
skip: [spacing]               # all but these
severity: {number: warning}   # error, warning, note or off
```

What the command line says comes before what the file says. The file is read as a glossary is, without anchors and tags,
and is bounded in size; a word that it does not know is an error, since a rule that silently does not run is worse.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from glossary.errors import MidanError
from glossary.files import read_bytes
from memory.checks.finding import SEVERITIES, Severity
from memory.checks.rules import Rule

if TYPE_CHECKING:
    from glossary.yamltree import Node

OFF = "off"
_MAX_BYTES = 2**16
_KEYS = ("rules", "skip", "severity")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a user chose: names of rules or groups to run (all where None) and to skip, and severities by name."""

    rules: tuple[str, ...] | None = None
    skip: tuple[str, ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)

    def over(self, other: Choice) -> Choice:
        """This choice where it says something, and the other where it does not; what either skips is skipped."""
        return Choice(
            self.rules if self.rules is not None else other.rules,
            (*other.skip, *self.skip) if self.rules is None else self.skip,
            {**other.severity, **self.severity},
        )


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rules that run, by name, and the severities that differ from the rules' own."""

    rules: frozenset[str]
    severities: Mapping[str, Severity]


def choose(choice: Choice, known: Mapping[str, Rule], where: str = "") -> Chosen:
    """The names of a choice resolved. Raises MidanError for a rule or a severity that there is not."""
    names = known if choice.rules is None else _resolve(choice.rules, known, where)
    left = set(names) - set(_resolve(choice.skip, known, where))
    severities: dict[str, Severity] = {}
    for name, level in choice.severity.items():
        if level not in (*SEVERITIES, OFF):
            raise MidanError(f"no severity {level!r}", where, f"it is one of {', '.join((*SEVERITIES, OFF))}")
        for rule in _resolve([name], known, where):
            if level == OFF:
                left.discard(rule)
            else:
                severities[rule] = cast(Severity, level)
    return Chosen(frozenset(left), severities)


def _resolve(names: Iterable[str], known: Mapping[str, Rule], where: str) -> list[str]:
    found: list[str] = []
    for name in names:
        rules = [rule.name for rule in known.values() if name in (rule.name, rule.group)]
        if not rules:
            raise MidanError(f"no rule {name!r}", where, "`midan check --list-rules` names them")
        found += rules
    return found


def read_config(path: str | os.PathLike[str]) -> Choice:
    """The choice that a file makes. Raises MidanError for what is no such file."""
    from glossary.yamltree import Mapping as Tree
    from glossary.yamltree import is_null, parse

    where = os.fspath(path)
    try:
        tree = parse(read_bytes(path, _MAX_BYTES).decode("utf-8-sig"), where)
    except UnicodeDecodeError:
        raise MidanError("not UTF-8", where, "save it as UTF-8") from None
    if tree is None or is_null(tree):
        return Choice()
    if not isinstance(tree, Tree):
        raise MidanError("not a list of settings", where, f"it holds {', '.join(_KEYS)}")
    values = {key.value or "": node for key, node in tree.pairs()}
    for key in values:
        if key not in _KEYS:
            raise MidanError(f"unknown setting {key[:40]!r}", where, f"it holds {', '.join(_KEYS)}")
    severity = values.get("severity")
    levels: dict[str, str] = {}
    if not is_null(severity):
        if not isinstance(severity, Tree):
            raise MidanError("severity is no mapping", where, "write severity: {number: warning}")
        for name, node in severity.pairs():
            levels[name.value or ""] = _text(node, "a severity", where)
    rules = values.get("rules")
    return Choice(
        None if is_null(rules) else _names(rules, "rules", where), _names(values.get("skip"), "skip", where), levels
    )


def _names(node: Node | None, key: str, where: str) -> tuple[str, ...]:
    from glossary.yamltree import Sequence, is_null

    if node is None or is_null(node):
        return ()
    if isinstance(node, Sequence):
        return tuple(_text(item, key, where) for item in node.items)
    return split_names(_text(node, key, where))


def _text(node: Node, what: str, where: str) -> str:
    from glossary.yamltree import Scalar

    if not isinstance(node, Scalar) or node.value is None:
        raise MidanError(f"{what} is no word", f"{where}:{node.line}", "write rules: [spacing, length]")
    return node.value[:40]


def split_names(text: str) -> tuple[str, ...]:
    """The names in `a,b, c`."""
    return tuple(name.strip() for name in text.split(",") if name.strip())
