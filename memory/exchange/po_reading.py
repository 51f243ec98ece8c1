"""PO in, entry by entry, by polib: what a translator made of a file of ours, and the files of others.

What comes back without the fuzzy flag was reviewed; what is still fuzzy stays machine output, unless its text changed:
then somebody worked on it and did not finish, and it needs attention. The header says which of the two languages the
msgids are in. Plural forms are not for a translation memory and are passed over.
"""

from __future__ import annotations

import codecs
import io
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from glossary.errors import MidanError
from glossary.files import explain
from memory.exchange.po import DATA, same_text
from memory.exchange.values import fingerprint, with_values
from memory.exchange.xmlfile import same_language
from memory.unit import HUMAN, SOURCE_LANG, STATUSES, Status, TranslationUnit

if TYPE_CHECKING:
    import polib

_LONGEST = 4 * 2**20  # characters of a line
_CHUNK = 2**18  # characters that are parsed at once, and what is left of the entry that they end in
_LARGEST = 16 * 2**20  # characters of an entry
_STRING = re.compile(r'(?:msg[a-z_]+(?:\[\d+\])?\s*)?"[^"\\]*(?:\\.[^"\\]*)*"\s*')
_PLACE = re.compile(r"(.+) (-?[0-9]{1,9}\.[0-9]{1,9})", re.DOTALL)
_EMPTY_HEADER = 'msgid ""\nmsgstr ""\n\n'  # so that polib takes no comment for that of the file
_STANDING = re.compile(rf"(?:{'|'.join(STATUSES)})(?:: .*)?(?:; the glossary has changed since this was reviewed)?")


class _Lines(str):
    """A text whose lines end at line feeds and nowhere else: polib would cut strings at U+2028."""

    __slots__ = ()

    def splitlines(self, keepends: bool = False) -> list[str]:
        return self.split("\n")


def read(path: str | os.PathLike[str], skipped: Callable[[str], None] = lambda why: None) -> Iterator[TranslationUnit]:
    """The translated entries of a PO file; `skipped` is told why another is not given. Raises MidanError."""
    ours = reverse = False
    first = True
    for entries, metadata, _ in portions(os.fspath(path)):
        if first:
            first = False
            ours = "X-Document" in metadata
            reverse = same_language(metadata.get("Language", ""), SOURCE_LANG)
        for entry in entries:
            why = _why_not(entry)
            if why:
                skipped(why)
            elif ours:
                yield _ours(entry)
            else:
                source, target = (entry.msgstr, entry.msgid) if reverse else (entry.msgid, entry.msgstr)
                status: Status = "machine" if entry.fuzzy else "reviewed"
                note = entry.tcomment.strip() or None
                yield TranslationUnit(source, target, status=status, note=note)


def _why_not(entry: polib.POEntry) -> str | None:
    if entry.obsolete or not entry.msgid.strip():
        return "obsolete" if entry.obsolete else "an empty text"
    if entry.msgid_plural:
        return "plural forms"
    return None if entry.msgstr.strip() else "not translated"


def _ours(entry: polib.POEntry) -> TranslationUnit:
    """The unit of an entry that midan wrote, whatever a translator has done to it since."""
    data = _data(entry.comment)
    place = _PLACE.fullmatch(entry.msgctxt or "")
    if place and "document" not in data:
        data |= {"document": place[1], "place": place[2]}
    lines = entry.tcomment.split("\n") if entry.tcomment else []
    note = "\n".join(lines[1:] if lines and _STANDING.fullmatch(lines[0]) else lines)
    unit = TranslationUnit(
        entry.msgid,
        same_text(data, "target", entry.msgstr),
        note=same_text(data, "note", note) or None,
    )
    if "status" not in data:
        return with_values(unit, data, "machine" if entry.fuzzy else "reviewed")
    changed = data.get("fingerprint", fingerprint(unit.target)) != fingerprint(unit.target)
    unit = with_values(unit, data)
    if entry.fuzzy:
        # a person's unit that somebody called in question, or a machine's that somebody began to mend
        return replace(unit, attention=True) if unit.status in HUMAN or changed else unit
    return replace(unit, status="reviewed") if unit.status == "machine" else unit


def _data(comment: str) -> dict[str, str]:
    """What the note for programs says."""
    line = comment.rpartition("\n")[2]
    if not line.startswith(DATA):
        return {}
    try:
        data = json.loads(line.removeprefix(DATA))
    except (ValueError, RecursionError):
        return {}
    return {k: v for k, v in data.items() if isinstance(v, str)} if isinstance(data, dict) else {}


def portions(where: str) -> Iterator[tuple[list[polib.POEntry], Mapping[str, str], int]]:
    """The entries of a file, some at a time: with the header that stood before them (the first portion has it), and
    what is to be added to their line numbers. Raises MidanError for what is no sound PO file."""
    import polib

    for text, before in _texts(where):
        first = before == 0
        shift = before - (0 if first else _EMPTY_HEADER.count("\n"))
        try:
            file = polib.pofile(_Lines(text if first else _EMPTY_HEADER + text), encoding="utf-8")
        except (OSError, ValueError, LookupError, AttributeError) as error:
            line = re.search(r"line (\d+)", str(error))
            place = f"{where}:{int(line[1]) + shift}" if line else f"{where}:{before + 1}"
            raise MidanError("not a sound PO file", place, "mend it; nothing was imported") from None
        yield list(file), file.metadata, shift


def _texts(where: str) -> Iterator[tuple[str, int]]:
    """Whole entries as text, and the number of lines before them. Raises MidanError."""
    portion: list[str] = []
    number = start = size = 0
    translated = False
    try:
        with open(where, "rb") as binary:
            charset = re.search(rb"charset=([\w-]+)", binary.read(4096))
            binary.seek(0)
            encoding = _encoding(charset[1].decode() if charset else "utf-8")
            stream = io.TextIOWrapper(binary, encoding=encoding)
            while line := stream.readline(_LONGEST + 1):
                bare = line.removeprefix("#~").lstrip()
                begins = translated and bare.startswith(("#", "msgctxt", "msgid "))
                if begins:
                    translated = False
                    if size >= _CHUNK:
                        yield "".join(portion), start
                        portion, size, start = [], 0, number
                translated = translated or bare.startswith("msgstr")
                number += 1
                size += len(line)
                if len(line) > _LONGEST or size > _CHUNK + _LARGEST:
                    raise MidanError("no entry is that long", f"{where}:{number}", "mend it; nothing was imported")
                if bare.startswith(('"', "msg")) and not _STRING.fullmatch(bare):  # polib would cut it short
                    raise MidanError("a string without an end", f"{where}:{number}", "mend it; nothing was imported")
                portion.append(line)
    except UnicodeError:
        raise MidanError("not in its own charset", f"{where}:{number + 1}", "save it as UTF-8") from None
    except OSError as error:
        raise MidanError(explain(error), where, "check the path and its permissions") from None
    yield "".join(portion) or "\n", start


def _encoding(name: str) -> str:
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)  # some of Python's codecs are for other things than text
    except (LookupError, UnicodeError):
        codec = "utf-8"  # CHARSET, as in a template
    return "utf-8-sig" if codec == "utf-8" else codec
