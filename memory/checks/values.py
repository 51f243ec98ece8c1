"""Numbers and dates that one side has and the other has not.

Numbers in digits must be answered by digits or words on the other side, whatever digits and marks they are written in
(see `memory.checks.numerals`); numbers in words only where both sides hold one that nothing answers for. Months and
days of the week must not be others than the source's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from memory.checks.arabic_numerals import arabic_numbers
from memory.checks.calendar import (
    DAY_NAMES,
    MONTH_NAMES,
    arabic_days,
    arabic_months,
    days_possible,
    english_days,
    english_months,
    months_possible,
)
from memory.checks.english_numerals import english_numbers
from memory.checks.finding import Finding, Place, Segment
from memory.checks.numerals import Number, orphans
from memory.checks.rules import Context, Rule

_PERCENT_AR = re.compile(r"[%٪]|(?<!\w)(?:ب|في\s+)ال(?:مائة|مئة|مية|ماية|ميه)(?!\w)")
_PERCENT_EN = re.compile(r"[%٪]|(?i:\bper\s?cent\b|\bpercent\w*|\bpct\b|\bpoints?\b|\bpp\b)")
_PERCENT_NUMBER = re.compile(r"[\d٠-٩][\d٠-٩.,٫]*\s*(?:[%٪]|(?:ب|في\s+)ال(?:مائة|مئة|مية|ماية|ميه)(?!\w))")


def numbers(segment: Segment, context: Context) -> Iterator[Finding]:
    """Numbers that were lost, changed or added."""
    if not segment.comparable:
        return
    source, target = arabic_numbers(segment.source), english_numbers(segment.target)
    lost = orphans(source, target, digits=True)
    added = [n for n in orphans(target, source, digits=True) if not n.name]
    if not lost or not added:
        said, put = orphans(source, target, digits=False), orphans(target, source, digits=False)
        if said and (put or added):
            lost += said
        if put and (lost or said):
            added += put
    for i, number in enumerate(lost):
        written = segment.source[number.start : number.end]
        instead = _text(segment.target, added[i]) if i < len(added) else ""
        message = f"{written} became {instead}" if instead else f"{written} is missing"
        place = _target_place(added[i]) if i < len(added) else Place("source", number.start, number.end)
        yield Finding("number", segment, message, place, _shown(number))
    for number in added[len(lost) :]:
        yield Finding(
            "number",
            segment,
            f"{_text(segment.target, number)} is not in the source",
            _target_place(number),
        )
    if lost or added:
        return
    if _PERCENT_NUMBER.search(segment.source) and not _PERCENT_EN.search(segment.target):
        found = _PERCENT_NUMBER.search(segment.source)
        assert found is not None
        if re.search(r"\d", segment.target):
            yield Finding("number", segment, "the per cent is missing", Place("source", *found.span()), "per cent")
    elif re.search(r"\d\s?%", segment.target) and not _PERCENT_AR.search(segment.source):
        found = re.search(r"\d\s?%", segment.target)
        if found is not None and not re.search(r"نسب|نقط|ربع|نصف|ثلث", segment.source):
            yield Finding("number", segment, "the source has no per cent", Place("target", *found.span()))


def _text(text: str, number: Number) -> str:
    return text[number.start : number.end]


def _target_place(number: Number) -> Place:
    return Place("target", number.start, number.end)


def _shown(number: Number) -> str:
    """A number as English writes it."""
    value = max(number.values) if len(number.values) > 1 else next(iter(number.values))
    if value.denominator == 1:
        whole = int(value)
        return str(whole) if 1000 <= whole < 10000 else f"{whole:,}"
    return f"{float(value):,.10g}"


def dates(segment: Segment, context: Context) -> Iterator[Finding]:
    """Months and days of the week that are not those of the source."""
    if not segment.comparable:
        return
    source, target = segment.source, segment.target
    possible_there, possible_here = months_possible(target), months_possible(source)
    wrong = [m for m in english_months(target) if m.number not in possible_here]
    lost = [m for m in arabic_months(source) if m.number not in possible_there]
    if lost and (wrong or not possible_there):
        for i, month in enumerate(lost):
            written = source[month.start : month.end]
            if i < len(wrong):
                message = f"{written} became {target[wrong[i].start : wrong[i].end]}"
                place = Place("target", wrong[i].start, wrong[i].end)
            else:
                message, place = f"{written} is missing", Place("source", month.start, month.end)
            yield Finding("date", segment, message, place, MONTH_NAMES[month.number - 1])
    elif wrong and possible_here:
        for month in wrong:
            yield Finding(
                "date",
                segment,
                f"{target[month.start : month.end]} is not in the source",
                Place("target", month.start, month.end),
            )
    there, here = days_possible(target), days_possible(source)
    wrong = [d for d in english_days(target) if d.number not in here]
    lost = [d for d in arabic_days(source) if d.number not in there]
    if wrong and lost:
        yield Finding(
            "date",
            segment,
            f"{source[lost[0].start : lost[0].end]} became {target[wrong[0].start : wrong[0].end]}",
            Place("target", wrong[0].start, wrong[0].end),
            DAY_NAMES[lost[0].number - 1],
        )


RULES = (
    Rule(
        "number",
        "numbers",
        "error",
        "a number lost, changed or added",
        "Digits on one side that neither digits nor words answer for on the other; marks of thousands and decimals, "
        "Arabic-Indic digits, scales (million, مليار) and dates are understood.",
        check=numbers,
    ),
    Rule(
        "date",
        "numbers",
        "error",
        "a month or day of the week that is not the source's",
        "Months are known by their Maghrebi, Levantine and Egyptian names, and by their number in a date.",
        check=dates,
    ),
)
