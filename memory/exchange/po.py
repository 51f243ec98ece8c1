"""PO out, by polib: segments for Poedit and its like (GNU gettext's format; `msgfmt --check` accepts it).

Machine output is fuzzy; `#.` notes name the terms of the segment, what became of them and where they stand (code points
of msgid and msgstr); `#:` is article:segment; and msgctxt is the segment's place, so that a text that stands twice is
two entries and comes back to its place. What else is known of a unit stands in a last `#.` note, `midan {…}`, where it
is needed to take the file for what it was. Reading is the business of `memory.exchange.po_reading`.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from glossary.files import replacing
from glossary.term import Term
from memory.exchange.values import exportable, fingerprint, rest_of, values_of
from memory.unit import SOURCE_LANG, TARGET_LANG, TermOutcome, TranslationUnit

if TYPE_CHECKING:
    import polib

DATA = "midan "  # begins the note for programs
WHOLE = "memory"  # the document of a file that holds several
_NEVER = "1970-01-01T00:00:00Z"
_IN_CONTEXT = frozenset({"document", "place"})


def write(
    units: Iterable[TranslationUnit],
    path: str | os.PathLike[str],
    *,
    document: str | None = None,
    terms: Mapping[str, Term] | None = None,
    alternatives: Mapping[str, Sequence[tuple[str, str, float]]] | None = None,
) -> int:
    """Write units, with a `document` all of them, the untranslated too, and otherwise what an empty memory needs to
    be filled with them again. `alternatives` are fuzzy matches (source, target, score) for a source, shown as notes.
    Returns how many were written."""
    count = 0
    created = changed = ""
    with replacing(path) as stream, tempfile.TemporaryFile() as body:
        for unit in units:
            sayable = exportable(unit)
            if sayable is None and (document is None or unit.target.strip()):
                continue
            unit = sayable or unit
            count += 1
            entry = _entry(count, unit, document, terms or {}, (alternatives or {}).get(unit.source, ()))
            body.write(b"\n" + entry.__unicode__(wrapwidth=0).encode("utf-8", "replace"))
            created = min(created or unit.created or _NEVER, unit.created or _NEVER)
            changed = max(changed, unit.changed or _NEVER)
        head = _header(document or WHOLE, created or _NEVER, changed or _NEVER)
        stream.write(head.encode("utf-8", "replace"))
        body.seek(0)
        shutil.copyfileobj(body, stream)
    return count


def _header(document: str, created: str, changed: str) -> str:
    import polib

    from memory.commands import VERSION

    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": document,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": _date(created),
        "PO-Revision-Date": _date(changed),
        "Last-Translator": "midan",
        "Language-Team": "English",
        "Language": TARGET_LANG,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": f"midan {VERSION}",
        "X-Source-Language": SOURCE_LANG,
        "X-Document": document,
    }
    return str(file)


def _entry(
    number: int,
    unit: TranslationUnit,
    document: str | None,
    terms: Mapping[str, Term],
    alternatives: Sequence[tuple[str, str, float]],
) -> polib.POEntry:
    import polib

    origin = unit.origin
    name = document or (origin.document if origin else "") or WHOLE
    place = f"{origin.paragraph}.{origin.segment}" if origin and origin.segment is not None else str(number)
    notes = [_note(outcome, terms.get(outcome.ar)) for outcome in unit.audit]
    notes += [f"memory {score:.0f} %: {source} = {target}" for source, target, score in alternatives]
    notes = [*dict.fromkeys(" ".join(note.split()) for note in notes)]
    target = _fitted(unit.source, unit.target)
    data = _data(unit, target, document is None)
    if data:
        notes.append(DATA + json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return polib.POEntry(
        msgctxt=f"{name} {place}",
        msgid=unit.source,
        msgstr=target,
        comment="\n".join(notes),
        tcomment="\n".join([_standing(unit), *_lines(unit.note)]),
        occurrences=[("_".join(name.split()) or WHOLE, str(number))],
        flags=["fuzzy"] if unit.status == "machine" and unit.target else [],
    )


def _standing(unit: TranslationUnit) -> str:
    """The translator's first line on a unit: its status and who made it."""
    who = f"{unit.status}: {unit.engine} {unit.model}" if unit.engine else unit.status
    who += "; the glossary has changed since this was reviewed" if unit.attention else ""
    return " ".join(who.split())


def _lines(note: str | None) -> list[str]:
    return [" ".join(line.split()) for line in (note or "").split("\n") if line.strip()]


def _data(unit: TranslationUnit, target: str, whole: bool) -> dict[str, str]:
    """What the entry does not say itself. In a document's file only what tells whether a person has been at it."""
    data = dict(values_of(unit)) if whole or unit.status == "imported" else {}
    if not whole:
        return {name: data[name] for name in ("status", "fingerprint") if name in data}
    if unit.origin is not None and unit.origin.segment is not None and unit.origin.document.strip():
        data = {name: value for name, value in data.items() if name not in _IN_CONTEXT}
    data |= rest_of(unit, SOURCE_LANG, TARGET_LANG)
    if target != unit.target:
        data["target"] = unit.target
    if unit.note and "\n".join(_lines(unit.note)) != unit.note:
        data["note"] = unit.note
    return data


def _fitted(source: str, target: str) -> str:
    """The target with line feeds at its ends where the source has them, and only there, as msgfmt demands."""
    if not target:
        return target
    if source.startswith("\n") != target.startswith("\n"):
        target = f"\n{target}" if source.startswith("\n") else target.lstrip("\n")
    if source.endswith("\n") != target.endswith("\n"):
        target = f"{target}\n" if source.endswith("\n") else target.rstrip("\n")
    return target


def _note(outcome: TermOutcome, term: Term | None) -> str:
    how = f" ({outcome.how})" if outcome.how else ""
    text = f"term: {outcome.ar} = {outcome.en}: {outcome.outcome}{how}"
    if outcome.start is not None:
        text += f"; msgid {outcome.start}-{outcome.end}"
    if outcome.target_start is not None:
        text += f"; msgstr {outcome.target_start}-{outcome.target_end}"
    if term is not None and term.abbreviation:
        text += f"; also {term.abbreviation}"
    if term is not None and term.forbidden:
        text += f"; never {', '.join(term.forbidden)}"
    return text


def _date(iso: str) -> str:
    """2021-01-11T08:00:00Z as gettext writes it, 2021-01-11 08:00+0000."""
    return f"{iso[:10]} {iso[11:16]}+0000"


def same_text(data: Mapping[str, str], name: str, shown: str) -> str:
    """The text as it was before it was fitted into the entry, unless somebody has changed what was shown."""
    kept = data.get(name)
    return kept if kept is not None and fingerprint(kept) == fingerprint(shown) else shown
