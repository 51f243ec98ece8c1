"""What the review page works on: the glossary file and the memory, always as they are on disk.

Nothing is held back: a change is on disk before it is answered, and what another program changed is seen with the next
request. Every item carries a version; a change that names another one than the item has now is a Conflict. Changes are
made one at a time. What they undid is kept, so that they can be taken back for as long as the server runs.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from glossary.arabic import fold_key
from glossary.matching import TermMatcher
from glossary.term import Glossary, Term
from glossary.termfile import TermFile
from memory.report.view import Viewer
from memory.store import Memory
from memory.unit import TranslationUnit

_UNDO = 1000  # changes that can be taken back
_CARRY = 40  # changed entries up to which what was found before is carried over
_WORD = re.compile(r"[^\W_]+")
_BATCH = 400  # units read at a time

Item = dict[str, Any]


class ConflictError(Exception):
    """Somebody changed the item meanwhile; `current` is the item as it stands, ready to be shown."""

    def __init__(self, current: Item) -> None:
        super().__init__("changed meanwhile")
        self.current = current


class MissingError(Exception):
    """There is no such item any more."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The glossary as it was read, its terms by their ids, and the viewer of its segments."""

    signature: tuple[int, ...]
    glossary: Glossary
    by_id: dict[str, Term]
    viewer: Viewer


@dataclass(slots=True)
class Change:
    """What can be taken back: what it was, the version that it led to, how it is taken back from that version, and by
    which session of an editor it was made (empty: none)."""

    said: str
    key: str
    version: str
    take_back: Callable[[str], Item]
    session: str


def term_id(ar: str) -> str:
    """A short name for an entry, safe in addresses and in the page."""
    return hashlib.blake2b(ar.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def term_version(term: Term) -> str:
    """A name for all that an entry says."""
    return _digest(asdict(term))


def unit_version(unit: TranslationUnit) -> str:
    """A name for all that a person may change of a unit."""
    return _digest([unit.target, unit.status, unit.attention, unit.note])


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True)
    return hashlib.blake2b(text.encode("ascii"), digest_size=8).hexdigest()


class Desk:
    """The state that all requests share. Its methods may be called from any thread."""

    def __init__(self, terms: str, memory: str, engine: str | None = None, author: str = "reviewer") -> None:
        self.terms, self.memory_path, self.engine_name, self.author = terms, memory, engine, author
        self.writing = threading.RLock()
        self._reading = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._undo: deque[Change] = deque(maxlen=_UNDO)
        self._engine: Any = None

    @contextlib.contextmanager
    def memory(self) -> Iterator[Memory]:
        """The memory, open for one request."""
        with Memory.open(self.memory_path) as memory:
            yield memory

    def snapshot(self) -> Snapshot:
        """The glossary as it is on disk. Raises MidanError where it can't be read."""
        with self._reading:
            signature = self._signature()
            old = self._snapshot
            if old is None or old.signature != signature:
                glossary = TermFile.open(self.terms).glossary
                known = self._still_known(old, glossary) if old is not None else {}
                by_id = {term_id(term.ar): term for term in glossary}
                self._snapshot = Snapshot(signature, glossary, by_id, Viewer(glossary, known))
            assert self._snapshot is not None
            return self._snapshot

    def _signature(self) -> tuple[int, ...]:
        try:
            stat = os.stat(self.terms)
        except OSError:
            return ()
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def _still_known(self, old: Snapshot, glossary: Glossary) -> dict[str, Any]:
        """What was found in sources that no changed entry can stand in."""
        before, after = {t.ar: t for t in old.glossary}, {t.ar: t for t in glossary}
        changed = [t for ar, t in before.items() if after.get(ar) != t]
        changed += [t for ar, t in after.items() if before.get(ar) != t]
        if len(changed) > _CARRY:
            return {}
        hints = cores(changed)
        return {s: found for s, found in list(old.viewer.known.items()) if not may_hold(fold_key(s), hints)}

    def holding(self, terms: Sequence[Term]) -> Iterator[TranslationUnit]:
        """The units in whose source one of these terms stands, as the matcher finds them, in the memory's order."""
        hints, probe = cores(terms), TermMatcher(terms)
        with self.memory() as memory:
            numbers = [number for number, key in memory.keys(0) if may_hold(key, hints)]
            for start in range(0, len(numbers), _BATCH):
                part = numbers[start : start + _BATCH]
                units = memory.numbered(part)
                yield from (units[n] for n in part if n in units and probe.find(units[n].source, nested=True))

    def keep(self, change: Change) -> None:
        """Remember how a change is taken back. Changes of one item by one session of an editor are one."""
        last = self._undo[-1] if self._undo else None
        if last is not None and change.session and (last.key, last.session) == (change.key, change.session):
            last.said, last.version = change.said, change.version
        else:
            self._undo.append(change)

    def made_by(self, session: str, key: str) -> str | None:
        """The version to which a session of an editor has brought an item, where it was the last to change anything."""
        last = self._undo[-1] if self._undo else None
        return last.version if last is not None and session and (last.key, last.session) == (key, session) else None

    def undo(self) -> Item | None:
        """Take back the last change; what it was and the item as it stands now. None where there is none.

        Raises ConflictError where the item was changed by somebody else since; the change is then kept as it is.
        """
        with self.writing:
            if not self._undo:
                return None
            change = self._undo.pop()
            return {"said": change.said, "item": change.take_back(change.version), "left": len(self._undo)}

    def engine(self) -> Any:
        """The engine for translating again, opened when it is first needed. None for `none`."""
        if self._engine is None and self.engine_name != "none":
            from memory.engines.choose import open_engine

            self._engine = open_engine(self.engine_name)
        return self._engine


def cores(terms: Iterable[Term]) -> frozenset[str]:
    """A few letters of each form that no inflection takes away: what holds none of them holds none of the terms."""
    return frozenset(
        max((w.removeprefix("ال") for w in _WORD.findall(fold_key(form))), key=len, default="")[:4]
        for term in terms
        for form in term.forms
    )


def may_hold(key: str, hints: Iterable[str]) -> bool:
    """Whether a folded source may hold a term with one of these letters."""
    text = key.replace(" ", "")
    return any(hint in text for hint in hints)
