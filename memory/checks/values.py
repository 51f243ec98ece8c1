"""Numbers and dates that one side has and the other has not.

Numbers in digits must be answered by digits or words on the other side, whatever digits and marks they are written in
(see `memory.checks.numerals`); so must numbers in words from three on. Months and days of the week must not be others
than the source's, nor be dropped or added.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from glossary.arabic import fold, has_arabic
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
from memory.checks.numerals import Number, Numbers, orphans, values_of
from memory.checks.rules import Context, Rule
from memory.checks.tags import masked

_HUNDREDTH = r"(?:ب|في\s+)ال(?:مائة|مئة|مية|ماية|ميه)(?!\w)"
_PERCENT_AR = re.compile(rf"[%٪]|(?<!\w){_HUNDREDTH}")
_PERCENT_EN = re.compile(r"[%٪]|(?i:\bper\s?cent\b|\bpercent\w*|\bpct\b|\bpoints?\b|\bpp\b)")
_PERCENT_NUMBER = re.compile(rf"([\d٠-٩][\d٠-٩.,٫]*)\s*(?:[%٪]|{_HUNDREDTH})|[%٪]([\d٠-٩][\d٠-٩.,٫]*)")
_SHARE_AR = re.compile(r"نسب|نقط|ربع|نصف|ثلث|أرباع|أخماس|خمس|عشر")
_LATIN_BEFORE = re.compile(r"[A-Za-z][-‑–]?$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# per cent after a number, or after the last of a list or range of them
_PERCENT_AFTER = re.compile(
    r"(?:\s?(?:-|–|—|to|and|or|,|/|of|points?|plus)+\s?\D{0,20}?\d+(?:[.,]\d+)*){0,4}[\s-]?"
    r"(?:[%٪]|per\s?cent|percent|pct|points?\b|pp\b)",
    re.IGNORECASE,
)
_HIJRI = re.compile(r"(?<!\w)(?:محرم|صفر|ربيع ال|جماد[يه]|رجب|شعبان|رمضان|شوال|ذي ال|ذو ال|هجري)")
_NUMBER_DAYS = (1, 7)  # الاثنين and الأحد are two and one as well
_DAY_BEFORE = re.compile(r"(?:يوم|صباح|مساء|ليله|ليل|ظهر|فجر|امس|غد)\s*(?:ال)?$")
_TITLE = re.compile(r"\s+(?:[A-Z]|night\b|prayers?\b)")
_SHARE_OF = re.compile(r"\s+من\s+(?:كل|أصل|بين)\s+")
_SCALE_NAMES = ((10**6, "million"), (10**9, "billion"), (10**12, "trillion"))


def numbers(segment: Segment, context: Context) -> Iterator[Finding]:
    """Numbers that were lost, changed or added."""
    if not segment.comparable:
        return
    source, target = arabic_numbers(masked(segment.source)), english_numbers(masked(segment.target))
    if has_arabic(segment.target):  # what is left in Arabic is for `leftover` to say
        target = Numbers(target.found, target.pool | arabic_numbers(segment.target).pool)
    # of a Latin name (MiG-29) that went, `name` speaks
    lost = [n for n in orphans(source, target, digits=True) if not _LATIN_BEFORE.search(segment.source[: n.start])]
    lost = _without_shares(lost, segment.source, target)
    added = [n for n in orphans(target, source, digits=True) if not n.name]
    if not lost or not added:
        lost += [n for n in orphans(source, target, digits=False) if not _is_a_name_too(segment.source, n)]
        added += orphans(target, source, digits=False)
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
            "take it out",
        )
    if lost or added:
        return
    yield from _scales(segment, source, target)
    yield from _per_cent(segment)


def _without_shares(lost: list[Number], source: str, target: Numbers) -> list[Number]:
    """The numbers without those of a share that the target has as a fraction: 5 من كل 10, half."""
    kept = list(lost)
    for a, b in itertools.pairwise(lost):
        if _SHARE_OF.fullmatch(source[a.end : b.start]) and any(
            x / y in target.pool for x in a.values for y in b.values if y
        ):
            kept = [n for n in kept if n not in (a, b)]
    return kept


def _is_a_name_too(text: str, number: Number) -> bool:
    """Whether a number word may be a foreign name as well: وست (West), ميتي (Metti)."""
    return fold(text[number.start : number.end]) in ("ست", "وست", "ميتي", "ميتا")


def _scales(segment: Segment, source: Numbers, target: Numbers) -> Iterator[Finding]:
    """A bare million that became a billion, or the like; bare scales are no numbers of their own."""
    for scale, name in _SCALE_NAMES:
        said = [n for n in source.found if n.values == {scale} and not n.digits]
        if not said or scale in target.pool or name in segment.target.lower():
            continue
        for other, other_name in _SCALE_NAMES:
            put = re.search(rf"\b{other_name}s?\b", segment.target, re.IGNORECASE)
            if put and other != scale and not any(v >= other and v % other == 0 for v in source.pool):
                written = segment.source[said[0].start : said[0].end]
                place = Place("target", put.start(), put.end())
                yield Finding("number", segment, f"{written} became {put.group()}", place, name)
                return


def _per_cent(segment: Segment) -> Iterator[Finding]:
    """A per cent that went, or one that was put."""
    source, target = masked(segment.source), masked(segment.target)
    for found in _PERCENT_NUMBER.finditer(source):
        worth = values_of(fold(found[1] or found[2]).strip(".,"))
        same = [m for m in _NUMBER.finditer(target) if worth & values_of(m.group())]
        gone = same and not any(_PERCENT_AFTER.match(target, m.end()) for m in same)
        if gone or (not same and not _PERCENT_EN.search(target) and re.search(r"\d", target)):
            place = Place("target", *same[0].span()) if same else Place("source", *found.span())
            written = segment.source[found.start() : found.end()]
            yield Finding("number", segment, f"the per cent of {written} is missing", place, "per cent")
            return
    put = re.search(r"\d\s?%", target)
    if put and not _PERCENT_AR.search(source) and not _SHARE_AR.search(source):
        yield Finding("number", segment, "the source has no per cent", Place("target", *put.span()), "take it out")


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
    elif wrong and (possible_here or not _HIJRI.search(fold(source))):
        for month in wrong:
            yield Finding(
                "date",
                segment,
                f"{target[month.start : month.end]} is not in the source",
                Place("target", month.start, month.end),
                "take it out",
            )
    yield from _days(segment)


def _days(segment: Segment) -> Iterator[Finding]:
    source, target = segment.source, segment.target
    there, here = days_possible(target), days_possible(source)
    # a capital after it makes it a name: Sunday Times
    wrong = [d for d in english_days(target) if d.number not in here and not _TITLE.match(target, d.end)]
    lost = [d for d in arabic_days(source) if d.number not in there]
    if wrong and lost:
        message = f"{source[lost[0].start : lost[0].end]} became {target[wrong[0].start : wrong[0].end]}"
        place = Place("target", wrong[0].start, wrong[0].end)
        yield Finding("date", segment, message, place, DAY_NAMES[lost[0].number - 1])
    elif wrong:
        message = f"{target[wrong[0].start : wrong[0].end]} is not in the source"
        yield Finding("date", segment, message, Place("target", wrong[0].start, wrong[0].end), "take it out")
    else:
        sure = [d for d in lost if _DAY_BEFORE.search(fold(source[: d.start])) or d.number not in _NUMBER_DAYS]
        if sure:
            place = Place("source", sure[0].start, sure[0].end)
            message = f"{source[sure[0].start : sure[0].end]} is missing"
            yield Finding("date", segment, message, place, DAY_NAMES[sure[0].number - 1])


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
