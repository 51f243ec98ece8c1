"""The numbers that a text mentions, for comparing a translation with its source: what they are, and those in digits.

Western, Arabic-Indic and Persian digits, ٬ . , and spaces between thousands, ٫ . , before decimals. A number has every
value that its writing may mean (1.000 is a thousand or one), because a check that cries wolf is switched off. It is not
known which noun a number counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = re.compile(
    r"\d{1,3}(?:[\u00a0\u202f\u2009]\d{3})+(?:[.,٫]\d+)?(?!\d)"
    r"|\d+(?:[.,٬٫'’،](?=\d)\d+)*"
)
# what makes 9.30 a time
_CLOCK_BEFORE = re.compile(
    r"(?:\b(?:at|by|from|to|until|till|since|between|and|around|about|before|after)|[-–—]|ساعه)\s*$", re.IGNORECASE
)
_CLOCK_AFTER = re.compile(
    r"(?:\s?[-–—]\s?\d{1,2}(?:[.:]\d\d)?)?\s?(?:[ap]\.?m\b|hours?\b|h\b|GMT|UTC|local)", re.IGNORECASE
)
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,])")


@dataclass(frozen=True, slots=True)
class Number:
    """One number in a text: what it may be worth, and where it stands (code points)."""

    values: frozenset[Fraction]
    start: int
    end: int
    digits: bool
    name: bool = False  # part of a name, as in G5 or COVID-19
    parts: tuple[Fraction, ...] = ()  # what it is read as apart, where a space may be a thousands mark or not


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a text, and every value that may answer for one of the other text."""

    found: tuple[Number, ...]
    pool: frozenset[Fraction]


def values_of(text: str) -> frozenset[Fraction]:
    """What digits with marks may be worth; empty where they are no single number (a date, a version)."""
    text = re.sub(r"[\u00a0\u202f\u2009'’٬،]", "\u066c", text)
    marks = re.findall(r"\D", text)
    if not marks:
        return frozenset({Fraction(int(text))})
    groups = re.split(r"\D", text)
    found: set[Fraction] = set()
    grouped = all(len(g) == 3 for g in groups[1:]) and 0 < len(groups[0]) <= 3
    if grouped and len(set(marks)) == 1 and marks[0] != "٫":
        found.add(Fraction(int("".join(groups))))
        if set(groups[-1]) == {"0"}:
            return frozenset(found)  # nobody writes 1 as 1.000
    whole, last = groups[:-1], groups[-1]
    if marks[-1] != "\u066c" and (
        len(marks) == 1
        or (len(set(marks[:-1])) == 1 and marks[-1] not in marks[:-1] and all(len(g) == 3 for g in whole[1:]))
    ):
        found.add(Fraction(int("".join(whole))) + Fraction(int(last), 10 ** len(last)))
    return frozenset(found)


def digit_numbers(key: str) -> list[Number]:
    found: list[Number] = []
    spaced = {m.start(): m for m in _SPACED.finditer(key)}
    place = 0
    while (m := _DIGITS.search(key, place)) is not None:
        wide = spaced.get(m.start())
        name = re.search(r"[A-Za-z][-‑–]?$|[^\W\d_]{2}[-‑]$", key[: m.start()]) is not None
        name = name or re.match(r"[A-WYZa-zA-Z]*[A-Z]", key[m.end() :]) is not None
        if wide is not None and wide.end() > m.end():
            parts = tuple(Fraction(int(p)) for p in wide.group().split())
            joined = Fraction(int(wide.group().replace(" ", "")))
            found.append(Number(frozenset({joined}), wide.start(), wide.end(), True, name, parts))
            place = wide.end()
            continue
        values = values_of(m.group())
        since = re.search(r"(?<!\d)(\d{4})\s?[-–—/]\s?$", key[: m.start()])
        if since and re.fullmatch(r"\d{1,2}", m.group()):
            # 2001–02 is 2001–2002
            values |= {Fraction(int(since[1][: -len(m.group())] + m.group()))}
        clock = re.fullmatch(r"([01]?\d|2[0-4])\.([0-5]\d)", m.group())
        if values:
            timed = clock and (_CLOCK_BEFORE.search(key[: m.start()]) or _CLOCK_AFTER.match(key[m.end() :]))
            parts = (Fraction(int(clock[1])), Fraction(int(clock[2]))) if clock and timed else ()
            found.append(Number(values, m.start(), m.end(), True, name, parts))
        else:
            found += [
                Number(frozenset({Fraction(int(p.group()))}), m.start() + p.start(), m.start() + p.end(), True, name)
                for p in re.finditer(r"\d+", m.group())
            ]
        place = m.end()
    return found


_VAGUE = frozenset(map(Fraction, (0, 1, 2, 100, 1000, 10**6, 10**9, 10**12)))


def orphans(these: Numbers, others: Numbers, digits: bool) -> list[Number]:
    """The numbers in digits (or in words) of one text that nothing in the other answers for.

    In words, one and two, fractions and bare thousands and millions are left out: they say too little.
    """
    found = []
    for number in these.found:
        if number.digits != digits or number.values & others.pool or number.values == {0}:
            continue
        if not digits and (number.values & _VAGUE or min(number.values) < 3):
            continue
        if number.parts and all(p in others.pool for p in number.parts):
            continue
        found.append(number)
    return found
