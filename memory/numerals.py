"""Numbers of a source and of its translation: which are lacking, and digits that came out wrong put right.

Numbers are compared as plain digits of either script. One that is written out in English (12 as twelve or twelfth), or
scaled (5 آلاف as 5,000), is not lacking. Arabic number words are not read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from glossary.arabic import fold

NUMBER = re.compile(r"\d+(?:[.,٫٬]\d+)*")
_DIGIT = re.compile(r"\d")
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen " \
    "seventeen eighteen nineteen"  # fmt: skip
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth " \
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"  # fmt: skip
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES = (3, 6, 9)
_ALIKE = 60.0  # per cent of digits that a wrong number must share with the right one


@lru_cache(maxsize=1)
def _written() -> dict[str, frozenset[str]]:
    words: dict[str, set[str]] = {}
    for i, (unit, ordinal) in enumerate(zip(_UNITS.split(), _ORDINALS.split(), strict=True)):
        words[str(i)] = {unit, ordinal}
    for i, ten in enumerate(_TENS.split(), 2):
        words[str(10 * i)] = {ten, ten[:-1] + "ieth"}
    words["2"] |= {"both", "double", "twice", "pair", "two"}
    words["1"] |= {"single", "once", "a", "an"}
    words["100"] = {"hundred", "hundredth", "century"}
    words["1000"] = {"thousand"}
    return {number: frozenset(names) for number, names in words.items()}


def digits(number: str) -> str:
    """A number as plain digits."""
    return re.sub(r"\D", "", number).lstrip("0") or "0"


def found(text: str) -> list[tuple[str, int, int]]:
    """The numbers of a text in order: plain digits and their place."""
    if not _DIGIT.search(text):
        return []
    # folding digits changes no place: they are single code points
    western = _DIGIT.sub(lambda digit: fold(digit.group()), text)
    return [(digits(m.group()), *m.span()) for m in NUMBER.finditer(western)]


def lacking(source: str, target: str) -> list[str]:
    """The numbers of the source that the target has neither in digits nor in words."""
    wanted = Counter(number for number, _, _ in found(source))
    if not wanted:
        return []
    there = Counter(number for number, _, _ in found(target))
    missing = list((wanted - there).elements())
    if not missing:
        return []
    spare = list((there - wanted).elements())
    words = set(re.findall(r"[a-z]+", target.lower()))
    left = []
    for number in missing:
        scaled = next((s for s in spare if any(s == number + "0" * zeros for zeros in _SCALES)), None)
        if scaled is not None:
            spare.remove(scaled)
        elif not words & _written().get(number, frozenset()):
            left.append(number)
    return left


def mended(source: str, target: str, kept: Sequence[tuple[int, int]] = ()) -> str:
    """The target with a number that the source does not have replaced by the one that it stands for.

    Only where it is plain which one that is: there is one of each, or they share most of their digits. Digits of a word
    (G5) and those inside the spans of `kept` are left alone.
    """
    missing = lacking(source, target)
    if not missing:
        return target
    wanted = Counter(number for number, _, _ in found(source))
    wrong = []
    for number, start, end in found(target):
        if wanted[number]:
            wanted[number] -= 1
        elif not (
            target[start - 1 : start].isalpha()
            or target[end : end + 1].isalpha()
            or any(a < end and start < b for a, b in kept)
        ):
            wrong.append((number, start, end))
    edits: list[tuple[int, int, str]] = []
    for number in missing:
        choice = _stand_in(number, wrong, alone=len(missing) == len(wrong) == 1)
        if choice is not None:
            wrong.remove(choice)
            edits.append((choice[1], choice[2], _as_written(number, source)))
    for start, end, text in sorted(edits, reverse=True):
        target = target[:start] + text + target[end:]
    return target


def _stand_in(number: str, wrong: list[tuple[str, int, int]], alone: bool) -> tuple[str, int, int] | None:
    from rapidfuzz.distance import Indel

    if alone and abs(len(wrong[0][0]) - len(number)) <= 1:
        return wrong[0]
    alike = [(100 * Indel.normalized_similarity(number, other[0]), -other[1], other) for other in wrong]
    best = max(alike, default=None)
    return best[2] if best and best[0] >= _ALIKE else None


def _as_written(number: str, source: str) -> str:
    for plain, start, end in found(source):
        if plain == number:
            return "".join(fold(c) for c in source[start:end]).replace("٫", ".").replace("٬", ",")
    return number
