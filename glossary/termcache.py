"""What a large glossary file was read as, remembered for the next time.

One JSON file a glossary in the user's cache directory (`$XDG_CACHE_HOME/midan/terms`, `~/.cache`, `%LOCALAPPDATA%`),
named by the glossary's path and holding the digest of its content: a changed file is read anew. Nothing is lost without
it, so that every fault of the cache (a full disk, a read-only home, a damaged file) is silent. JSON and not pickle: a
cache must not be able to run anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any

from glossary.errors import MidanError
from glossary.files import replacing
from glossary.term import Evidence, Glossary, Term

VERSION = 1  # of the cache's own format: raise it when Term or the reading of a file changes
SMALLEST = 200_000  # bytes: a smaller file is read as fast as its cache
_KEPT = 8  # glossaries remembered
_FIELDS = tuple(f.name for f in fields(Term))
_ALL = attrgetter(*_FIELDS)
_LIST_PLACES = tuple(i for i, f in enumerate(fields(Term)) if f.default == ())

# the glossary, and for each entry where its text begins and ends
Content = tuple[Glossary, list[tuple[int, int]], list[str]]


def recall(path: str | os.PathLike[str], data: bytes) -> Content | None:
    """What the file with this content was read as, or None."""
    if len(data) < SMALLEST:
        return None
    try:
        stored = json.loads(_place(path).read_bytes())
        if stored["version"] != VERSION or stored["fields"] != list(_FIELDS) or stored["digest"] != _digest(data):
            return None
        glossary = Glossary([_term(values) for values in stored["terms"]], stored["source"], stored["target"])
        spans = [(start, end) for start, end in stored["spans"]]
        return glossary, spans, list(stored["warnings"])
    except (OSError, ValueError, KeyError, TypeError, RuntimeError):
        return None


def remember(path: str | os.PathLike[str], data: bytes, content: Content) -> None:
    """Keep what a file was read as; small files are not kept."""
    if len(data) < SMALLEST:
        return
    glossary, spans, warnings = content
    stored = {
        "version": VERSION,
        "fields": _FIELDS,
        "digest": _digest(data),
        "source": glossary.source,
        "target": glossary.target,
        "warnings": warnings,
        "terms": [_values(term) for term in glossary.terms],
        "spans": spans,
    }
    with contextlib.suppress(OSError, MidanError, ValueError, RuntimeError):
        place = _place(path)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(place) as stream:
            stream.write(json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode())
        for old in sorted(place.parent.glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)[_KEPT:]:
            old.unlink()


def _place(path: str | os.PathLike[str]) -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None)
    name = hashlib.blake2b(os.path.realpath(path).encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    return Path(home or Path.home() / ".cache") / "midan" / "terms" / f"{name}.json"


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def _values(term: Term) -> list[Any]:
    """The fields of a term, of which the last is its evidence."""
    values = list(_ALL(term))
    values[-1] = [[e.article, e.text] for e in term.evidence]
    return values


def _term(values: list[Any]) -> Term:
    for place in _LIST_PLACES:
        values[place] = tuple(values[place])
    values[-1] = tuple(Evidence(article, text) for article, text in values[-1])
    return Term(*values)
