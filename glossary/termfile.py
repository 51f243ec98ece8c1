"""terms.yaml in and out: comments, order, unknown keys and every byte that a change does not concern are kept.

Reading checks each entry and names line and column of what is wrong. Saving works on what the file holds at that
moment, under a lock, so that two writers lose nothing of one another; every entry that it writes is read back and
compared before the file is replaced. Large files are remembered (`glossary.termcache`).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from glossary.arabic import fold_key
from glossary.collector import paused
from glossary.errors import MidanError
from glossary.files import read_bytes, write_text
from glossary.term import MAX_TERMS, Glossary, Term
from glossary.words import unmarked

MAX_BYTES = 128 * 2**20
_SMALL = 2**20  # characters up to which a file is read back whole after adding to it
_HEADER = ("format: 1", "source: ar", "target: en", "terms:")
_SPLIT = "keep a glossary for each field"
_BOM = "\ufeff"


def load_glossary(path: str | os.PathLike[str]) -> Glossary:
    """The glossary of a file; an empty one where there is no file. Raises MidanError with line and column."""
    return TermFile.open(path).glossary


def read_glossary(text: str, where: str = "terms.yaml") -> Glossary:
    """The glossary that a YAML text holds. Raises MidanError with line, column and what is wrong."""
    return _read(text, where).glossary


@dataclass(slots=True)
class _Content:
    """A text, what it was read as, and where the text of each entry stands in it."""

    text: str
    glossary: Glossary
    spans: list[tuple[int, int]]
    warnings: list[str]


class TermFile:
    """One terms.yaml: its glossary with the changes made here, and the changes that `save` will write.

    `warnings` are lines about keys that are probably slips of known ones.
    """

    def __init__(self, path: str | os.PathLike[str], content: _Content) -> None:
        self.path = Path(path)
        self._begin(content)

    def _begin(self, content: _Content) -> None:
        self.glossary = content.glossary
        self.warnings = content.warnings
        self._updates: dict[str, dict[str, Any]] = {}  # by the exact `ar` that the entry has in the file
        self._names: dict[str, str] = {}  # the `ar` in the file of an entry that was given another one here
        self._added: dict[str, None] = {}  # the `ar` of each new entry
        self._places: dict[str, int] | None = None
        self._forms: set[str] | None = None

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> TermFile:
        """Read a file; a missing one is an empty glossary. Raises MidanError for what can't be read."""
        return cls(path, _load(path))

    def find(self, ar: str) -> Term | None:
        """The entry with this Arabic: the same letters first, then the same folded ones."""
        place = self._place(ar)
        return None if place is None else self.glossary.terms[place]

    def add(self, terms: Iterable[Term]) -> int:
        """Append the terms whose Arabic no entry has yet, under any of its forms; how many were new."""
        if self._forms is None:
            self._forms = {fold_key(form) for term in self.glossary for form in term.forms}
        new = 0
        for term in terms:
            key = fold_key(term.ar)
            if key and key not in self._forms:
                self._forms |= {fold_key(form) for form in term.forms}
                self._note_place(term.ar, len(self.glossary.terms))
                if len(self.glossary.terms) == MAX_TERMS:
                    raise MidanError(f"it would hold more than {MAX_TERMS:,} entries", os.fspath(self.path), _SPLIT)
                self.glossary.terms.append(term)
                self._added[term.ar] = None
                new += 1
        return new

    def update(self, ar: str, changes: Mapping[str, Any]) -> None:
        """Set fields of the entry with this Arabic; None is a field's default, which removes its key.

        Raises MidanError for an entry that is not there and for a field or value that an entry can't have.
        """
        from glossary.termentry import check_changes

        checked = check_changes(changes, os.fspath(self.path))
        place = self._place(ar)
        if place is None:
            raise MidanError(f"no entry {ar}", os.fspath(self.path), "`midan terms list` shows them")
        old = self.glossary.terms[place]
        new = replace(old, **checked)
        if new.ar != old.ar:
            other = self._place(new.ar)
            if other is not None and other != place:
                taken = self.glossary.terms[other].ar
                raise MidanError(f"there is an entry {taken} already", os.fspath(self.path), "join the two by hand")
        if new == old:
            return
        self.glossary.terms[place] = new
        self._note_place(new.ar, place)
        if self._forms is not None and new.forms != old.forms:
            grown = set(old.forms) <= set(new.forms)
            if grown:
                self._forms.update(map(fold_key, new.forms))
            else:
                self._forms = None
        if old.ar in self._added:
            self._added = {new.ar if name == old.ar else name: None for name in self._added}
        else:
            name = self._names.pop(old.ar, old.ar)
            self._names[new.ar] = name
            self._updates.setdefault(name, {}).update(checked)

    def save(self) -> None:
        """Write the changes into what the file holds now. Raises MidanError; the file is then as it was."""
        from glossary.locking import locked
        from glossary.termcache import remember

        if not self._updates and not self._added:
            return
        new = {ar: self.find(ar) for ar in self._added}
        with locked(self.path):
            content = _load(self.path)
            current = TermFile(self.path, content)
            edits: dict[int, Term] = {}
            before = list(content.glossary.terms)
            for ar, changes in self._updates.items():
                place = current._place(ar)
                current.update(ar, changes)
                if place is not None:
                    edits[place] = current.glossary.terms[place]
            if new:
                current.add(term for term in new.values() if term is not None)
            added = content.glossary.terms[len(before) :]
            written = _write(content, before, edits, added, os.fspath(self.path))
            write_text(self.path, written.text)
            data = written.text.encode("utf-8")
            remember(self.path, data, (written.glossary, written.spans, written.warnings))
        self._begin(written)

    def _place(self, ar: str) -> int | None:
        if self._places is None:
            self._places = {}
            for number, term in enumerate(self.glossary.terms):
                self._note_place(term.ar, number)
        exact = self._places.get(_exact_key(ar))
        place = self._places.get(fold_key(ar)) if exact is None else exact
        if place is None:
            return None
        # an entry that was renamed here is no longer found under its old name
        return place if fold_key(self.glossary.terms[place].ar) == fold_key(ar) else None

    def _note_place(self, ar: str, place: int) -> None:
        if self._places is not None:
            self._places[_exact_key(ar)] = place
            self._places.setdefault(fold_key(ar), place)


def _exact_key(ar: str) -> str:
    """What two entries can't share: the letters as they are written. Never equal to a folded key."""
    return "=" + " ".join(unmarked(ar).split())


def _load(path: str | os.PathLike[str]) -> _Content:
    from glossary.termcache import recall, remember

    where = os.fspath(path)
    if not os.path.lexists(where):
        return _Content("", Glossary(), [], [])
    data = read_bytes(path, MAX_BYTES)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise MidanError("this is UTF-16", where, "save it as UTF-8; nothing was written")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MidanError("not UTF-8", f"{where}:{line}", "save it as UTF-8; nothing was written") from None
    with paused():
        known = recall(path, data)
        if known is not None:
            return _Content(text, *known)
        content = _read(text, where)
    remember(path, data, (content.glossary, content.spans, content.warnings))
    return content


def _read(text: str, where: str) -> _Content:
    """Check and read a whole file."""
    from glossary import yamltree
    from glossary.termedit import line_end
    from glossary.termentry import read_entry

    shift = len(text) - len(text.removeprefix(_BOM))
    body = text[shift:]
    content = _Content(text, Glossary(), [], [])
    lines: dict[str, int] = {}

    def each(node: yamltree.Node) -> None:
        term = read_entry(node, where, content.warnings.append)
        first = lines.setdefault(_exact_key(term.ar), node.line)
        if len(lines) == len(content.glossary.terms):
            raise MidanError(
                f"{term.ar} stands twice, in lines {first} and {node.line}",
                f"{where}:{node.line}:{node.column}",
                "join the two; nothing was written",
            )
        content.glossary.terms.append(term)
        if len(content.glossary.terms) > MAX_TERMS:
            raise MidanError(f"more than {MAX_TERMS:,} entries", where, _SPLIT)
        end = node.end if node.flow else line_end(body, yamltree.content_end(node))  # type: ignore[union-attr]
        content.spans.append((node.start + shift, end + shift))

    root = yamltree.parse(body, where, each, "terms")
    if yamltree.is_null(root):
        return content
    if not isinstance(root, yamltree.Mapping):
        raise yamltree.fault("a glossary begins with `format: 1` and `terms:`", where, root)
    for key in ("format", "source", "target"):
        node = root.get(key)
        if yamltree.is_null(node):
            continue
        if not isinstance(node, yamltree.Scalar):
            raise yamltree.fault(f"`{key}` must be a text", where, node)
        if key == "format" and node.value != "1":
            raise MidanError(f"glossary format {node.value} is not one that this midan reads", where, "upgrade midan")
        if key != "format":
            setattr(content.glossary, key, node.value)
    entries = root.get("terms")
    if not (yamltree.is_null(entries) or isinstance(entries, yamltree.Sequence)):
        raise yamltree.fault("`terms` must be a list, each entry beginning with `- ar:`", where, entries)
    if isinstance(entries, yamltree.Sequence) and entries.items:
        read_entry(entries.items[0], where)  # no mapping, or it would have been handed over
    return content


def _write(content: _Content, before: list[Term], edits: Mapping[int, Term], added: list[Term], where: str) -> _Content:
    """The text with some entries changed and others appended, and where its entries now stand."""
    from glossary.termedit import edit_entry, line_start, newline_of

    text, newline = content.text, newline_of(content.text)
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    place = moved = 0
    for number, (start, end) in enumerate(content.spans):
        if number not in edits:
            spans.append((start + moved, end + moved))
            continue
        indent = " " * (start - line_start(text, start))
        if text.startswith(_BOM) and line_start(text, start) == 0:
            indent = indent[1:]
        entry = edit_entry(indent + text[start:end], before[number], edits[number], where, newline)[len(indent) :]
        _compare(indent + entry, edits[number], where)
        pieces += text[place:start], entry
        place = end
        spans.append((start + moved, start + moved + len(entry)))
        moved += len(entry) - (end - start)
    changed = _Content("".join([*pieces, text[place:]]), content.glossary, spans, content.warnings)
    return _append(changed, added, newline, where) if added else changed


def _append(content: _Content, added: list[Term], newline: str, where: str) -> _Content:
    """The text with entries appended to its list, whose glossary holds them already."""
    from glossary import yamltree
    from glossary.termedit import line_end, line_start
    from glossary.termentry import entry_lines, flow_entry

    text, spans = content.text, content.spans
    shift = len(text) - len(text.removeprefix(_BOM))
    root = yamltree.parse(text[shift:], where, lambda node: None, "terms")
    entries = root.get("terms") if isinstance(root, yamltree.Mapping) else None
    indent = "  "
    before: tuple[str, ...] = ()
    if yamltree.is_null(root):
        at, before = len(text), _HEADER
    elif isinstance(root, yamltree.Mapping) and root.flow:
        raise yamltree.fault("the whole glossary stands in braces, where nothing can be added", where, root)
    elif entries is None:
        at, before = len(text), _HEADER[3:]
    elif isinstance(entries, yamltree.Sequence) and spans:
        at = spans[-1][1]
        if entries.flow:
            return _read(text[:at] + "".join(f", {flow_entry(term)}" for term in added) + text[at:], where)
        at = line_end(text, at)
        indent = " " * (entries.start - line_start(text[shift:], entries.start))
    else:
        # `terms:` or `terms: []`, perhaps with a comment
        text = text[: entries.start + shift] + text[yamltree.content_end(entries) + shift :]
        at = line_end(text, entries.start + shift)
    block = newline.join(line for term in added for line in entry_lines(term, indent))
    lead = newline.join([*before, ""])
    if at < len(text) or (text[shift:] and not text.endswith(("\n", "\r"))):
        lead = newline + lead
    tail = text[at:] or newline
    whole = f"{text[:at]}{lead}{block}{tail}"
    if len(whole) < _SMALL:
        return _read(whole, where)
    new = _read("terms:\n" + block, where)
    if new.glossary.terms != added:
        raise MidanError("the new entries can't be written so that they read the same", where, "nothing was written")
    moved = at + len(lead) - len("terms:\n")
    spans = [*spans, *((start + moved, end + moved) for start, end in new.spans)]
    return _Content(whole, content.glossary, spans, content.warnings)


def _compare(entry: str, wanted: Term, where: str) -> None:
    """Read back what is to be written; a difference stops it."""
    from glossary import yamltree
    from glossary.termentry import read_entry

    node = yamltree.parse(entry, where)
    if node is None or read_entry(node, where) != wanted:
        raise MidanError(f"the entry {wanted.ar} can't be changed in place", where, "edit it by hand")
