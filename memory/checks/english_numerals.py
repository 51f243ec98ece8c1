"""The numbers of an English text, in digits (`memory.checks.numerals`) and in words.

Cardinals, ordinals, scales after digits (3.5 billion, 40k), decades, month names, and what else may answer for a number
(both, dozen, quarter, century). Of roman numerals, those up to L answer for a number and are none themselves.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from glossary.arabic import fold_with_offsets
from memory.checks.calendar import ENGLISH_MONTHS
from memory.checks.numerals import Number, Numbers, digit_numbers

_WORD = re.compile(r"[a-z]+")
_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_ORDINAL_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: n for n, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: 10 * n for n, word in enumerate(_TEN_WORDS.split(), 2)}
_WITH_NUMBER = re.compile(r"\b(three|four|five|six|seven|eight|nine|ten)(?:some|fold|ball|way)s?\b")
_MONTHS = re.compile(r"[\s-]months?\b")
_ORDINALS = {word: n for n, word in enumerate(_ORDINAL_WORDS.split(), 1)} | {
    word[:-1] + "ieth": n for word, n in _TENS.items()
}
_SCALES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "hundredth": 100,
    "thousandth": 1000, "mln": 10**6, "bln": 10**9,
}  # fmt: skip
_SHORT = {"k": 1000, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
# what else may answer for a number of the source
_ANSWERS: tuple[tuple[Fraction | int, str], ...] = (
    (0, "none nil no midnight"),
    (1, "once single sole"),
    (2, "twice both pair couple double doubled doubling dual bilateral twofold square fortnight"),
    (3, "thrice triple tripled tri trio tripartite trilateral threefold thirds"),
    (4, "quadruple quartet fourfold quarter"),
    (5, "fifths quinquennial"),
    (7, "week"),
    (10, "tenfold decade decades"),
    (12, "dozen midnight noon midday year"),
    (14, "fortnight"),
    (15, "fortnight"),
    (20, "score"),
    (24, "midnight day"),
    (100, "century centenary"),
    (Fraction(1, 2), "half halves"),
    (50, "half"),
    (Fraction(1, 4), "quarter"),
    (25, "quarter"),
    (Fraction(3, 4), "quarters"),
    (75, "quarters"),
    (Fraction(1, 3), "third"),
    (Fraction(2, 3), "thirds"),
    (Fraction(1, 5), "fifth"),
    (Fraction(1, 10), "tenth"),
    *((10 * n, ten[:-1] + "ies") for n, ten in enumerate(_TEN_WORDS.split(), 2)),
)
_OTHER: dict[str, frozenset[Fraction]] = {
    word: frozenset(Fraction(v) for v, others in _ANSWERS if word in others.split())
    for _, words in _ANSWERS
    for word in words.split()
}


def english_numbers(text: str) -> Numbers:
    """The numbers of an English text."""
    folded = fold_with_offsets(text)
    key = folded.text.lower() if len(folded.text.lower()) == len(folded.text) else folded.text
    pool: set[Fraction] = set()
    found: list[Number] = []
    for number in digit_numbers(folded.text):
        values, end = set(number.values), number.end
        pool |= values
        short = re.match(r"\s?(k|mn|m|bn|b|tn)\b", key[end:])
        scale = re.match(r"[\s-]*(hundred|thousand|million|billion|trillion|mln|bln)\b", key[end:])
        chain = re.match(r"[\s-]+thousand\s+(million|billion)\b", key[end:])
        if short:
            pool |= {v * _SHORT[short[1]] for v in values}
            values |= {v * _SHORT[short[1]] for v in values}
        elif chain:
            values, end = {v * 1000 * _SCALES[chain[1]] for v in values}, end + chain.end()
        elif scale:
            values, end = {v * _SCALES[scale[1]] for v in values}, end + scale.end()
        if re.match(r"(?:[:.]\d\d)?\s?p\.?m\b", key[end:]):
            if number.parts:  # 2.30 p.m.: an hour and its minutes
                found.append(Number(frozenset({number.parts[1]}), end - 2, end, True))
                values, end = {number.parts[0]}, end - 3
            values |= {v + 12 for v in values}
        decade = re.match(r"['’]?s\b", key[end:])
        if decade:
            pool |= {v % 100 for v in values}
        found.append(Number(frozenset(values), number.start, end, True, number.name, number.parts))
    found += _english_words(key, found, pool)
    found = [
        replace(n, values=n.values | {v / 12 for v in n.values}) if _MONTHS.match(key, n.end) else n for n in found
    ]
    if re.search(r"\band a half\b", key):
        pool |= {Fraction(3, 2)}
    for number in found:  # two dozen
        if re.match(r"[\s-]dozen\b", key[number.end :]):
            pool |= {12 * v for v in number.values}
    pool |= {Fraction(_UNITS[m[1]]) for m in _WITH_NUMBER.finditer(key)}
    for word in _WORD.findall(key):
        pool.update(_OTHER.get(word, ()))
    pool |= {_roman(word) for word in re.findall(r"\b[IVXL]+\b", text)}
    pool |= {_roman(word.upper()) for word in re.findall(r"(?<=\()[ivx]+(?=\))", text)}
    if re.search(r"(?<!\w)(?:an?|the|one)(?!\w)", key):
        pool.add(Fraction(1))
    if re.search(r"[½]", text):
        pool.add(Fraction(1, 2))
    pool |= {Fraction(n) for name, n in ENGLISH_MONTHS.items() if re.search(rf"(?<!\w){name}(?!\w)", folded.text)}
    for number in found:
        pool |= number.values
        pool.update(number.parts)
        if re.match(r"[\s-]days?\b", key[number.end :]):
            pool |= {24 * v for v in number.values}
        elif re.match(r"[\s-]hours?\b", key[number.end :]):
            pool |= {v / 24 for v in number.values}
    placed = [Number(n.values, *folded.span(n.start, n.end), n.digits, n.name, n.parts) for n in found]
    return Numbers(tuple(sorted(placed, key=lambda n: n.start)), frozenset(pool))


def _english_words(key: str, digits: list[Number], pool: set[Fraction]) -> list[Number]:
    found: list[Number] = []
    words = [m for m in _WORD.finditer(key) if not any(n.start <= m.start() < n.end for n in digits)]
    i = 0
    while i < len(words):
        total, group, last, j = 0, 0, i, i
        scale_last, group_start = 0, i
        started = ordinal = False
        while j < len(words) and not ordinal:
            word = words[j].group()
            if j > i and key[words[j - 1].end() : words[j].start()].strip(" -\n"):
                break
            if not group:
                group_start = j
            value = _UNITS.get(word, _TENS.get(word, _ORDINALS.get(word)))
            if value is not None and (group % 100 == 0 or (group % 100 >= 20 and group % 10 == 0 and value < 10)):
                group, started, last = group + value, True, j
                ordinal = word in _ORDINALS
            elif word in _SCALES and (started or _article_before(key, words[j].start())):
                scale = _SCALES[word]
                if scale == 100:
                    group = (group or 1) * 100
                elif scale_last and scale >= scale_last and group:
                    # three thousand and eight thousand are two numbers
                    last, group = group_start - 1, 0
                    if words[last].group() == "and":
                        last -= 1
                    break
                else:
                    total = total * scale if scale_last and not group else total + (group or 1) * scale
                    group, scale_last = 0, scale
                started, last = True, j
            elif word == "and" and started and j + 1 < len(words) and (group % 100 == 0):
                nxt = words[j + 1].group()
                if j + 2 < len(words) and words[j + 2].group() == "hundred" and group >= 100:
                    break  # three hundred and four hundred are two numbers
                if nxt not in _UNITS and nxt not in _TENS and nxt not in _ORDINALS:
                    break
                j += 1
                continue
            else:
                break
            j += 1
        if not started:
            i += 1
            continue
        values = {Fraction(total + group)}
        if ordinal and total + group:
            values.add(Fraction(1, total + group))
        rest = key[words[last].end() :]
        half = re.match(r"\s+and\s+a\s+half(?:\s+(hundred|thousand|million|billion))?", rest)
        if half:
            values.add((Fraction(total + group) + Fraction(1, 2)) * (_SCALES[half[1]] if half[1] else 1))
        before = re.search(r"half\s+(?:an?\s+)?$", key[: words[i].start()])
        if before:
            values.add(Fraction(total + group, 2))
        for k in range(i, last + 1):
            part = words[k].group()
            for table in (_UNITS, _TENS, _ORDINALS):
                if part in table:
                    pool.add(Fraction(table[part]))
        found.append(Number(frozenset(values), words[i].start(), words[last].end(), False))
        i = last + 1
    return found


def _roman(numeral: str) -> Fraction:
    worth = [{"I": 1, "V": 5, "X": 10, "L": 50}[c] for c in numeral]
    return Fraction(sum(-a if a < b else a for a, b in zip(worth, [*worth[1:], 0], strict=True)))


def _article_before(key: str, place: int) -> bool:
    return re.search(r"(?<!\w)(?:an?|several|half an?)\s+$", key[:place]) is not None
