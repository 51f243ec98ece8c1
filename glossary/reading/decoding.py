"""Bytes of an unknown encoding into text, and text into lines.

Knows UTF-8, UTF-16 and UTF-32 in either byte order with or without a mark, and the two eight-bit encodings of old
Arabic pages, Windows-1256 and ISO 8859-6. A declared charset (HTML) is believed only where the bytes agree.
Decisions: a mark decides; bytes that are valid UTF-8 are UTF-8; nearly valid UTF-8 is UTF-8 with U+FFFD for each
broken byte; surrogate halves become U+FFFD; NUL and other control characters are dropped. What is no text at all
(an archive, an image, a PDF) is refused.
"""

from __future__ import annotations

import codecs
import re

from glossary.errors import MidanError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "a zip archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_OLD_CHARSETS = re.compile(r"cp\d+|iso8859-\d+|koi8-\w|mac-\w+|utf-16(-[lb]e)?")
_REMEDY = "save it as plain text (.txt) or as a web page (.html)"
_SAMPLE = 2**16

# all that ends a line somewhere: CR LF, LF, CR, VT, FF, NEL, LINE and PARAGRAPH SEPARATOR
_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]")
_CONTROL_BYTES = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ARABIC = re.compile("[\u0621-\u064a]")


def decode(data: bytes, where: str = "", declared: str | None = None) -> str:
    """The text of a file.

    Raises MidanError, with `where` as its place, for bytes that are no text.
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise MidanError(f"is {what}, not text", where, _REMEDY)
    text = _decode(data, declared)
    if text is None:
        raise MidanError("is not text in any encoding that is known here", where, _REMEDY)
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def split_lines(text: str) -> list[str]:
    """The lines of a text, whatever ends them, without their ends; the empty piece after a last line end is none."""
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    return lines


def _decode(data: bytes, declared: str | None) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    sample = data[:_SAMPLE]
    # 00 is the high byte of ASCII in UTF-16, 06 that of Arabic
    if b"\0" in sample or b"\x06" in sample:
        wide = _wide(data)
        if wide:
            return data.decode(wide, "replace")
    if len(_CONTROL_BYTES.findall(sample)) * 10 > len(sample):
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _looks_utf8(sample):
        return data.decode("utf-8", "replace")
    return _eight_bit(data, declared)


def _wide(data: bytes) -> str | None:
    """The UTF-16 or UTF-32 form that makes a sample read as text, where there is no byte order mark."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    best, score = None, 0.8
    for encoding, width in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        text = sample[: len(sample) - len(sample) % width].decode(encoding, "replace")
        if not text:
            continue
        plain = sum(c.isascii() and (c.isprintable() or c in "\r\n\t") for c in text) + len(_ARABIC.findall(text))
        if plain / len(text) > score:
            best, score = encoding, plain / len(text)
    return best


def _looks_utf8(sample: bytes) -> bool:
    """Whether most of what is not ASCII in a sample is well-formed UTF-8: damaged, not in another encoding."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not c.isascii() for c in text) - broken > 4 * broken


def _eight_bit(data: bytes, declared: str | None) -> str | None:
    """Windows-1256, ISO 8859-6 or what the page declares, whichever reads as Arabic; None for what is no text."""
    sample = data[:_SAMPLE]
    if len(_CONTROL_BYTES.findall(sample)) * 100 > len(sample):
        return None
    candidates = ["cp1256", "iso8859_6"]
    if declared and _is_plain(declared):
        candidates.insert(0, declared)
    best, score = "cp1256", -1.0
    for encoding in candidates:
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        # the article ال is a tenth of Arabic text; decoded wrongly, its two letters fall apart
        reading = text.count("ال") + (0.5 if encoding == declared else 0)
        if reading > score:
            best, score = encoding, reading
    return data.decode(best, "replace")


def _is_plain(charset: str) -> bool:
    """Whether a declared charset is one of the old ones that pages are in.

    Python has codecs besides that are no charsets, or that take hours over a large page.
    """
    try:
        return _OLD_CHARSETS.fullmatch(codecs.lookup(charset).name) is not None
    except LookupError:
        return False
