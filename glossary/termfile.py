"""terms.yaml in and out: comments, order, unknown keys and every byte that a change does not concern are kept.

Reading checks each entry and names the line of what is wrong. Changing replaces one value in the text; adding appends
entries in a fixed style; the result is read again and compared before it takes the place of the file. `save` works on
what the file holds at that moment, under a lock, so that two writers lose nothing of one another.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from glossary.arabic import fold_key
from glossary.errors import MidanError
from glossary.files import explain, read_bytes, write_text
from glossary.term import KINDS, STATUSES, Evidence, Glossary, Term

_LISTS = ("variants", "also", "forbidden", "not_before", "not_after", "context", "not_context")
_TEXTS = ("ar", "en", "abbreviation", "kind", "status", "match", "article", "case", "note")
_CHOICES: dict[str, tuple[str, ...]] = {
    "status": STATUSES,
    "match": ("inflected", "exact"),
    "article": ("fixed", "free"),
    "case": ("keep", "sentence"),
    "kind": KINDS,
}
EDITABLE = (*_TEXTS[1:], *_LISTS)
_HEADER = "format: 1\nsource: ar\ntarget: en\nterms:\n"


def load_glossary(path: str | os.PathLike[str]) -> Glossary:
    """The glossary of a file; an empty one where there is no file. Raises MidanError with line and column."""
    return TermFile.open(path).glossary


class TermFile:
    """One terms.yaml: its glossary, and the changes that `save` will write."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._text = text
        self._changes: list[Callable[[str], str]] = []
        self.glossary = read_glossary(text, os.fspath(path))

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> TermFile:
        """Read a file; a missing one is an empty glossary. Raises MidanError for what can't be read."""
        return cls(Path(path), _read(path))

    def add(self, terms: Iterable[Term]) -> int:
        """Append the terms whose Arabic no entry has yet, under any of its forms; how many were new."""
        known = {fold_key(form) for term in self.glossary for form in term.forms}
        new: list[Term] = []
        for term in terms:
            key = fold_key(term.ar)
            if key and key not in known:
                known |= {fold_key(form) for form in term.forms}
                new.append(term)
        if new:
            self._change(lambda text: _append(text, new, os.fspath(self.path)))
        return len(new)

    def update(self, ar: str, changes: Mapping[str, Any]) -> None:
        """Set keys of the entry whose `ar` folds to the same key; None removes a key. Raises MidanError."""
        for key, value in changes.items():
            if key not in EDITABLE:
                raise MidanError(f"no key {key!r} to set", os.fspath(self.path), f"keys: {', '.join(EDITABLE)}")
            if key in _CHOICES and value is not None and value not in _CHOICES[key]:
                raise MidanError(f"{key} can't be {value!r}", os.fspath(self.path), f"use {', '.join(_CHOICES[key])}")
        self._change(lambda text: _update(text, ar, changes, os.fspath(self.path)))

    def _change(self, change: Callable[[str], str]) -> None:
        self._text = change(self._text)
        self.glossary = read_glossary(self._text, os.fspath(self.path))
        self._changes.append(change)

    def save(self) -> None:
        """Write the changes into what the file holds now. Raises MidanError; the file is then as it was."""
        if not self._changes:
            return
        with _locked(self.path):
            text = _read(self.path)
            for change in self._changes:
                text = change(text)
            self.glossary = read_glossary(text, os.fspath(self.path))
            write_text(self.path, text)
        self._text = text
        self._changes.clear()


def read_glossary(text: str, where: str = "terms.yaml") -> Glossary:
    """The glossary that a YAML text holds. Raises MidanError with line and what is wrong."""
    from glossary import yamltree

    root = yamltree.parse(text.removeprefix("\ufeff"), where)
    if root is None or (isinstance(root, yamltree.Scalar) and root.value is None):
        return Glossary()
    if not isinstance(root, yamltree.Mapping):
        raise MidanError("a glossary begins with `format: 1` and `terms:`", f"{where}:{root.line}", "nothing was read")
    head = {k.value: v.value for k, v in root.pairs() if isinstance(v, yamltree.Scalar)}
    if head.get("format", "1") != "1":
        raise MidanError(f"glossary format {head['format']} is newer than this midan knows", where, "upgrade midan")
    glossary = Glossary(source=head.get("source") or "ar", target=head.get("target") or "en")
    entries = root.get("terms")
    if entries is None or (isinstance(entries, yamltree.Scalar) and entries.value is None):
        return glossary
    if not isinstance(entries, yamltree.Sequence):
        raise MidanError("`terms` must be a list", f"{where}:{entries.line}", "begin each entry with `- ar:`")
    lines: dict[str, int] = {}
    for node in entries.items:
        term = _term(node, where)
        key = fold_key(term.ar)
        if key in lines:
            raise MidanError(
                f"{term.ar} stands twice, in lines {lines[key]} and {node.line}", f"{where}:{node.line}", "join the two"
            )
        lines[key] = node.line
        glossary.terms.append(term)
    return glossary


def _term(node: Any, where: str) -> Term:
    from glossary.yamltree import Mapping as Map
    from glossary.yamltree import Scalar, Sequence

    def fault(what: str, line: int) -> MidanError:
        return MidanError(what, f"{where}:{line}", "mend that line; nothing was written")

    def text(key: str, value: Any) -> str | None:
        if not isinstance(value, Scalar):
            raise fault(f"`{key}` must be a text", value.line)
        return value.value.strip() if value.value is not None else None

    if not isinstance(node, Map):
        raise fault("an entry must have keys, as in `- ar: …`", node.line)
    values: dict[str, Any] = {}
    for key_node, value in node.pairs():
        key = key_node.value or ""
        if key in _TEXTS:
            values[key] = text(key, value)
            if key in _CHOICES and key != "kind" and values[key] not in (None, *_CHOICES[key]):
                raise fault(f"`{key}` can't be {values[key]!r}: use {', '.join(_CHOICES[key])}", value.line)
        elif key in _LISTS:
            items = value.items if isinstance(value, Sequence) else [value]
            values[key] = tuple(t for t in (text(key, item) for item in items) if t)
        elif key == "seen" and isinstance(value, Map):
            count, articles = value.get("count"), value.get("articles")
            with contextlib.suppress(TypeError, ValueError):
                values["count"] = int(count.value) if isinstance(count, Scalar) and count.value else 0
            if isinstance(articles, Sequence):
                values["articles"] = tuple(text(key, item) or "" for item in articles.items)
        elif key == "evidence" and isinstance(value, Sequence):
            values["evidence"] = tuple(
                Evidence(text(key, a) or "", text(key, t) or "")
                for a, t in ((i.get("article"), i.get("text")) for i in value.items if isinstance(i, Map))
                if a is not None and t is not None
            )
    if not values.get("ar") or not fold_key(values["ar"]):
        raise fault("an entry has no `ar`", node.line)
    return Term(**{k: v for k, v in values.items() if v is not None})


def _append(text: str, terms: Iterable[Term], where: str) -> str:
    from glossary import yamltree

    newline = "\r\n" if "\r\n" in text else "\n"
    bom, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    root = yamltree.parse(body, where)
    entries = root.get("terms") if isinstance(root, yamltree.Mapping) else None
    indent = 2
    if root is None or (isinstance(root, yamltree.Scalar) and root.value is None):
        at, before = len(body), "" if not body or body.endswith(("\n", "\r")) else newline
        before += _HEADER.replace("\n", newline)
    elif entries is None:
        at, before = len(body), ("" if body.endswith(("\n", "\r")) else newline) + "terms:" + newline
    elif isinstance(entries, yamltree.Sequence) and entries.items and not entries.flow:
        indent = entries.start - max(body.rfind("\n", 0, entries.start), body.rfind("\r", 0, entries.start)) - 1
        at, before = _line_end(body, yamltree.content_end(entries)), ""
        if not body[:at].endswith(("\n", "\r")):
            before = newline
    elif isinstance(entries, yamltree.Sequence) and entries.items:
        inside = ", ".join("{" + ", ".join(_flow_pairs(t)) + "}" for t in terms)
        at = len(body[: entries.end - 1].rstrip().rstrip(","))
        return bom + body[:at] + ", " + inside + body[at:].lstrip(",")
    else:
        body = body[: entries.start] + body[yamltree.content_end(entries) :]
        at = _line_end(body, entries.start)
        before = "" if body[:at].endswith(("\n", "\r")) else newline
    added = "".join(line + newline for term in terms for line in _entry_lines(term, " " * indent))
    return bom + body[:at] + before + added + body[at:]


def _line_end(text: str, place: int) -> int:
    found = re.compile("\r\n|\n|\r").search(text, place)
    return found.end() if found else len(text)


def _flow_pairs(term: Term) -> Iterator[str]:
    from glossary.yamltree import written

    for key in (*_TEXTS, *_LISTS):
        value = getattr(term, key)
        if value and (key in ("ar", "status") or value != _default(key)):
            yield f"{key}: {written([value])[1:-1] if isinstance(value, str) else written(value)}"


def _default(key: str) -> Any:
    return next(f.default for f in fields(Term) if f.name == key)


def _entry_lines(term: Term, indent: str) -> Iterator[str]:
    """An entry in the style of the file's design, keys with default values left out (status is always shown)."""
    from glossary.yamltree import written

    pairs: list[tuple[str, str]] = []
    for key in ("ar", "en", "abbreviation", "kind", "status", *_LISTS[:3], "match", "article", "case", *_LISTS[3:], "note"):
        value = getattr(term, key)
        if value and (key in ("ar", "status") or value != _default(key)):
            pairs.append((key, written(value)))
    if term.count:
        pairs.append(("seen", f"{{count: {term.count}, articles: {written(term.articles)}}}"))
    if term.evidence:
        shown = ", ".join(
            f"{{article: {written([e.article])[1:-1]}, text: {_always_quoted(e.text)}}}" for e in term.evidence
        )
        pairs.append(("evidence", f"[{shown}]"))
    for i, (key, value) in enumerate(pairs):
        yield f"{indent}{'- ' if i == 0 else '  '}{key}: {value}"


def _always_quoted(text: str) -> str:
    from glossary.yamltree import written

    shown = written([text])[1:-1]
    return shown if shown.startswith('"') else f'"{shown}"'


def _update(text: str, ar: str, changes: Mapping[str, Any], where: str) -> str:
    for key, value in changes.items():
        text = _set(text, ar, key, value, where)
    return text


def _set(text: str, ar: str, key: str, value: Any, where: str) -> str:
    """The text with one key of one entry set, or removed where the value is None."""
    from glossary import yamltree

    bom, body = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    root = yamltree.parse(body, where)
    entries = root.get("terms") if isinstance(root, yamltree.Mapping) else None
    items = entries.items if isinstance(entries, yamltree.Sequence) else []
    entry = next((n for n in items if isinstance(n, yamltree.Mapping) and _has_ar(n, ar)), None)
    if entry is None:
        raise MidanError(f"no entry {ar}", where, "see `midan terms list`")
    found = next(((k, v) for k, v in entry.pairs() if k.value == key), None)
    flow = entry.flow
    shown = yamltree.written([value])[1:-1] if flow and isinstance(value, str) else yamltree.written(value)
    if found is not None:
        old_key, old = found
        if value is not None:
            start, end = old.start, yamltree.content_end(old)
            gap = " " if body[start - 1 : start] == ":" else ""
            return bom + body[:start] + gap + shown + body[end:]
        if flow:
            start, end = old_key.start, yamltree.content_end(old)
            rest = body[end:].lstrip()
            if rest.startswith(","):
                return bom + body[:start] + rest[1:].lstrip()
            return bom + body[:start].rstrip().rstrip(",") + body[end:]
        start = max(body.rfind("\n", 0, old_key.start), body.rfind("\r", 0, old_key.start)) + 1
        return bom + body[:start] + body[_line_end(body, yamltree.content_end(old)) :]
    if value is None:
        return text
    if flow:
        at = len(body[: entry.end - 1].rstrip().rstrip(","))
        return f"{bom}{body[:at]}, {key}: {shown}{body[at:]}"
    newline = "\r\n" if "\r\n" in body else "\n"
    column = entry.start - max(body.rfind("\n", 0, entry.start), body.rfind("\r", 0, entry.start)) - 1
    after = entry.get("en") if key != "en" else None
    ar_value = after if after is not None else entry.get("ar")
    assert ar_value is not None
    at = _line_end(body, yamltree.content_end(ar_value))
    before = "" if body[:at].endswith(("\n", "\r")) else newline
    return f"{bom}{body[:at]}{before}{' ' * column}{key}: {shown}{newline}{body[at:]}"


def _has_ar(entry: Any, ar: str) -> bool:
    value = getattr(entry.get("ar"), "value", None)
    return isinstance(value, str) and fold_key(value) == fold_key(ar)


def _read(path: str | os.PathLike[str]) -> str:
    if not Path(path).exists():
        return ""
    data = read_bytes(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise MidanError("this is UTF-16", os.fspath(path), "save it as UTF-8; nothing was written")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise MidanError("not UTF-8", f"{os.fspath(path)}:{line}", "save it as UTF-8; nothing was written") from None


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold the file's lock, `.NAME.lock` beside it, while the block runs. Where there is no flock it does nothing."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    target = Path(os.path.realpath(path))
    lock = target.with_name(f".{target.name}.lock")
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise MidanError(explain(error), os.fspath(path), "nothing was written") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
