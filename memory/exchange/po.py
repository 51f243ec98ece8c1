"""PO out and in, by polib: an article for Poedit and its like (GNU gettext's format; `msgfmt --check` accepts it).

Machine output is fuzzy, `#.` notes name the terms of the segment and what became of them, `#:` is article:segment, and
msgctxt is the segment's place, so that a text that stands twice is two entries and comes back to its place. What comes
back without the fuzzy flag was reviewed; what is still fuzzy stays machine output.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from glossary.errors import MidanError
from glossary.files import read_bytes, write_text
from glossary.term import Term
from memory.unit import Origin, TermOutcome, TranslationUnit

if TYPE_CHECKING:
    import polib

_NEVER = "1970-01-01T00:00:00Z"


def write(
    units: Sequence[TranslationUnit],
    path: str | os.PathLike[str],
    *,
    document: str,
    terms: Mapping[str, Term] | None = None,
    alternatives: Mapping[str, Sequence[tuple[str, str, float]]] | None = None,
) -> None:
    """Write one document. `alternatives` are fuzzy matches (source, target, score) for a source, shown as notes."""
    import polib

    from memory.commands import VERSION

    file = polib.POFile(wrapwidth=0)
    changed = max((u.changed or _NEVER for u in units), default=_NEVER)
    created = min((u.created or _NEVER for u in units), default=_NEVER)
    file.metadata = {
        "Project-Id-Version": document,
        "Report-Msgid-Bugs-To": "",
        "POT-Creation-Date": _date(created),
        "PO-Revision-Date": _date(changed),
        "Last-Translator": "midan",
        "Language-Team": "English",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Generator": f"midan {VERSION}",
        "X-Source-Language": "ar",
        "X-Document": document,
    }
    for number, unit in enumerate(units, 1):
        file.append(_entry(number, unit, document, terms or {}, (alternatives or {}).get(unit.source, ())))
    write_text(path, str(file) + "\n")


def _entry(
    number: int,
    unit: TranslationUnit,
    document: str,
    terms: Mapping[str, Term],
    alternatives: Sequence[tuple[str, str, float]],
) -> polib.POEntry:
    import polib

    place = f"{unit.origin.paragraph}.{unit.origin.segment}" if unit.origin else str(number)
    notes = [_note(outcome, terms.get(outcome.ar)) for outcome in unit.audit]
    notes += [f"memory {score:.0f} %: {source} = {target}" for source, target, score in alternatives]
    who = f"{unit.status}: {unit.engine} {unit.model}" if unit.engine else unit.status
    if unit.attention:
        who += "; the glossary has changed since this was reviewed"
    return polib.POEntry(
        msgctxt=f"{document} {place}",
        msgid=unit.source,
        msgstr=unit.target,
        comment="\n".join(dict.fromkeys(" ".join(note.split()) for note in notes)),
        tcomment=who,
        occurrences=[(document.replace(" ", "_"), str(number))],
        flags=["fuzzy"] if unit.status == "machine" and unit.target else [],
    )


def _note(outcome: TermOutcome, term: Term | None) -> str:
    how = f" ({outcome.how})" if outcome.how else ""
    text = f"term: {outcome.ar} = {outcome.en}: {outcome.outcome}{how}"
    if term is not None and term.abbreviation:
        text += f"; also {term.abbreviation}"
    if term is not None and term.forbidden:
        text += f"; never {', '.join(term.forbidden)}"
    return text


def _date(iso: str) -> str:
    """2021-01-11T08:00:00Z as gettext writes it, 2021-01-11 08:00+0000."""
    return f"{iso[:10]} {iso[11:16]}+0000"


def read(
    path: str | os.PathLike[str],
    source_lang: str = "ar",
    target_lang: str = "en",
    skipped: Callable[[str], None] = lambda why: None,
) -> Iterator[TranslationUnit]:
    """The translated entries of a PO file; `skipped` is told why another is not given. Raises MidanError."""
    import polib

    where = os.fspath(path)
    data = read_bytes(path)
    charset = re.search(rb"charset=([\w-]+)", data[:4096])
    try:
        text = data.decode(charset[1].decode() if charset else "utf-8")
        file = polib.pofile(text.lstrip("\ufeff") if "\n" in text else text + "\n")
    except (OSError, ValueError, LookupError, IndexError, AttributeError) as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{where}:{line[1]}" if line else where
        raise MidanError("not a sound PO file", place, "mend it; nothing was imported") from None
    for entry in file:
        if entry.obsolete or not entry.msgid.strip():
            skipped("obsolete" if entry.obsolete else "an empty text")
        elif not entry.msgstr.strip():
            skipped("not translated")
        else:
            yield TranslationUnit(
                entry.msgid,
                entry.msgstr,
                source_lang,
                target_lang,
                "machine" if entry.fuzzy else "reviewed",
                _place(entry.msgctxt),
            )


def _place(context: str | None) -> Origin | None:
    found = re.fullmatch(r"(.+) (-?\d{1,9})\.(\d{1,9})", context or "")
    return Origin(found[1], int(found[2]), int(found[3])) if found else None
