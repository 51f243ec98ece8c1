"""A file made a little or much worse, by a seeded generator of random numbers."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

TOKENS: tuple[bytes, ...] = (
    *(b"\0", b"\xff", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b[2J", b"\r", b"\n", b"\t", b"\x85", b"\x0b"),
    *(b"\xed\xa0\x80", b"\xed\xb0\x80\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80", b"\xef\xbf\xbf", b"\xe2\x80\xa8"),
    *("\u202e".encode(), "\u2066".encode(), "\u200f".encode(), "\u0640".encode() * 40, "\u064b".encode() * 200),
    *(b"&lol;", b"&amp;", b"&#0;", b"&#xD800;", b"&#x202e;", b"<!-- ", b"-->", b"<![CDATA[", b"]]>", b"<?pi ", b"?>"),
    b'<!DOCTYPE x [<!ENTITY lol "lol"><!ENTITY e SYSTEM "file:///etc/passwd">]>',
    b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    *(b"&anchor ", b"*anchor", b"!!python/object/apply:os.system [id]", b"!!binary ", b"<<: ", b"--- ", b"...", b"? "),
    *(b"- ", b": ", b"[", b"]", b"{", b"}", b'"', b"'", b"|", b">", b"#", b"%YAML 9.9\n", b"\\u0000", b"\\ud800"),
    *(b"../../../../tmp/climbed", b"/etc/passwd", b"..\\..\\x", b"file:///etc/passwd", b"C:\\x", b"CON", b"."),
    *(b'=cmd|"/C calc"!A0', b"+1+1", b"-2+3", b"@SUM(A1)", b"%s%n", b"{0}", b"${x}", b"<script>alert(1)</script>"),
    *(
        b"-1",
        b"0",
        b"99999999999999999999",
        b"1e999",
        b"NaN",
        b"0x",
        b"true",
        b"null",
        b"\xd9\xa1\xd9\xa2",
        b"\xc2\xb2",
    ),
    *(b"fuzzy", b"msgid", b"msgstr", b"msgctxt", b"#~ ", b"#| ", b"#, ", b"xml:lang", b"xmlns:x='y'", b"x:"),
    *("القاعدة".encode(), "و".encode(), "ال".encode(), "مالي".encode() * 30, b"A" * 5000, b" " * 3000, b"<a>" * 300),
    *(b"[" * 400, b"(" * 400, b"a: " * 100, b"<b " + b"c='d' " * 200 + b">", b'"' * 101, b"\\" * 101, b"\n" * 500),
)
ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "cp1256", "iso8859_6", "latin-1", "utf-7", "cp037")

Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def _place(rng: random.Random, data: bytes) -> int:
    return rng.randrange(len(data) + 1)


def _stretch(rng: random.Random, data: bytes, longest: int = 200) -> tuple[int, int]:
    start = _place(rng, data)
    return start, min(len(data), start + rng.randint(1, longest))


def _flip(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    out = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        if out:
            out[rng.randrange(len(out))] = rng.randrange(256)
    return bytes(out)


def _insert(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    at = _place(rng, data)
    return data[:at] + rng.choice(TOKENS) + data[at:]


def _replace(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, data, 30)
    return data[:start] + rng.choice(TOKENS) + data[end:]


def _delete(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, data)
    return data[:start] + data[end:]


def _truncate(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return data[: _place(rng, data)]


def _repeat(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, data)
    return data[:start] + data[start:end] * rng.choice((2, 3, 20, 300)) + data[end:]


def _move(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _stretch(rng, data)
    rest = data[:start] + data[end:]
    at = _place(rng, rest)
    return rest[:at] + data[start:end] + rest[at:]


def _splice(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    other = rng.choice(others)
    return data[: _place(rng, data)] + other[_place(rng, other) :]


def _lines(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    lines = data.splitlines(keepends=True)
    for _ in range(rng.randint(1, 3)):
        if len(lines) > 1:
            a, b = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def _words(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """One word of the file in the place of another: names and values where they do not belong."""
    words = [w for w in data.split() if len(w) < 60]
    if not words:
        return data
    return data.replace(rng.choice(words), rng.choice(words), rng.choice((1, -1)))


def _recode(rng: random.Random, data: bytes, others: Sequence[bytes]) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


MUTATIONS: tuple[Mutation, ...] = (
    *(_flip, _insert, _insert, _replace, _replace, _delete, _truncate, _repeat, _move, _splice, _lines, _words, _words),
    _recode,
)


def mutated(rng: random.Random, data: bytes, others: Sequence[bytes], largest: int = 200_000) -> bytes:
    """A file after one to six mutations; `others` are files whose parts may get into it."""
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        data = rng.choice(MUTATIONS)(rng, data, others)[:largest]
    return data
