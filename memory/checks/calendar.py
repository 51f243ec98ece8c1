"""Months and days of the week by their Arabic and English names, for comparing a translation with its source.

Arabic months by their Maghrebi (جانفي, غشت), Levantine (كانون الثاني, آب) and Egyptian names, folded. Names that are
also common words (مارس, آب, ماي; May, March) count as months only beside a number, a year or a word for the month.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from glossary.arabic import fold, fold_with_offsets

_ARABIC = (
    "يناير جانفي كانون_الثاني كانون_ثاني",
    "فبراير فيفري شباط",
    "مارس آذار",
    "أبريل إبريل أفريل نيسان",
    "مايو ماي أيار",
    "يونيو يونيه جوان حزيران",
    "يوليو يوليه يوليوز جويلية تموز",
    "أغسطس غشت أوت آب",
    "سبتمبر شتنبر أيلول",
    "أكتوبر تشرين_الأول تشرين_أول",
    "نوفمبر نونبر نوفمبير تشرين_الثاني تشرين_ثاني",
    "ديسمبر دجنبر دسمبر دجمبر كانون_الأول كانون_أول",
)
_ENGLISH = (
    "January Jan",
    "February Feb",
    "March Mar",
    "April Apr",
    "May",
    "June Jun",
    "July Jul",
    "August Aug",
    "September Sept Sep",
    "October Oct",
    "November Nov",
    "December Dec",
)
_ARABIC_DAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
_ENGLISH_DAYS = (
    "Monday Mon",
    "Tuesday Tue Tues",
    "Wednesday Wed",
    "Thursday Thu Thurs",
    "Friday Fri",
    "Saturday Sat",
    "Sunday Sun",
)

ARABIC_MONTHS = {fold(n.replace("_", " ")): i for i, names in enumerate(_ARABIC, 1) for n in names.split()}
ENGLISH_MONTHS = {n: i for i, names in enumerate(_ENGLISH, 1) for n in names.split()}
MONTH_NAMES = tuple(names.split()[0] for names in _ENGLISH)
DAY_NAMES = tuple(names.split()[0] for names in _ENGLISH_DAYS)

# months that are common words or names too: he practised, he returned, Augustus, di Maio, Mayo-Kebbi, Jean
_DOUBTFUL = frozenset(map(fold, ("مارس", "آب", "ماي", "مايو", "أوت", "جوان", "أغسطس")))
_MONTH = "|".join(sorted(map(re.escape, ARABIC_MONTHS), key=len, reverse=True)).replace("\\ ", r"\s+")
_AR_MONTH = re.compile(rf"(?<!\w)(?P<clitic>[وفبلك]{{0,2}})(?P<month>{_MONTH})(?!\w)")
_AR_CUE_AFTER = re.compile(
    r"^\s*(?:/|-|,|،)?\s*(?:\d|من\s+(?:ال)?(?:عام|سنه)|عام|سنه|الماضي|المقبل|الجاري|القادم|المنصرم|الفارط|الاخير)"
)
_EN_MONTH = re.compile(rf"(?<!\w)({'|'.join(ENGLISH_MONTHS)})(?!\w)\.?")
_EN_DOUBTFUL = frozenset({"May", "March", "Mar", "August", "Dec", "Jan", "Sep", "Jun"})
_EN_CUE_BEFORE = re.compile(
    r"(?:\d(?:st|nd|rd|th)?(?:\s+of)?|(?i:\b(?:in|since|of|by|until|till|from|to|and|last|next|this|early|late|mid|during|"
    r"before|after|between|on|mid-|through|or|for)))[\s-]*$"
)
_EN_CUE_AFTER = re.compile(r"^\.?,?\s*(?:\d|of\s+(?:last|this|next|that))")
_DATE = re.compile(
    r"(?<!\d)(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(?:\d{4}|\d{2})(?!\d)|(?<!\d)\d{4}[-/.](\d{1,2})[-/.]\d{1,2}(?!\d)"
)


_DAY_STEMS = {fold(d)[2:]: i for i, d in enumerate(_ARABIC_DAYS, 1)}
_AR_DAY = re.compile(rf"(?<!\w)(?:[وفبك]{{0,2}}ال|[وف]?لل|(?<=كل ))(?P<day>{'|'.join(_DAY_STEMS)})(?!\w)")
_AR_ANY_DAY = re.compile(rf"(?<!\w)[وفبلك]{{0,2}}(?:ال|ل)?(?P<day>{'|'.join(_DAY_STEMS)})(?!\w)")


class Mention(NamedTuple):
    """A month or a day of the week in a text: its number (from 1), and where it stands (code points)."""

    number: int
    start: int
    end: int


def arabic_months(text: str) -> list[Mention]:
    """The months that an Arabic text names for certain."""
    folded = fold_with_offsets(text)
    found = []
    for m in _AR_MONTH.finditer(folded.text):
        name = re.sub(r"\s+", " ", m["month"])
        before, after = folded.text[: m.start()], folded.text[m.end() :]
        if name in _DOUBTFUL or m["clitic"]:
            near = _AR_CUE_AFTER.search(after) or re.search(
                r"(?:\d|شهر|شهري|فاتح|غره|مطلع|منتصف|اواخر|اوايل|اواسط)\s*$", before
            )
            if not near:
                continue
        found.append(Mention(ARABIC_MONTHS[name], *folded.span(m.start("month"), m.end())))
    return found


def english_months(text: str) -> list[Mention]:
    """The months that an English text names for certain."""
    found = []
    for m in _EN_MONTH.finditer(text):
        if m[1] in _EN_DOUBTFUL and not (
            _EN_CUE_BEFORE.search(text[: m.start()]) or _EN_CUE_AFTER.search(text[m.end(1) :])
        ):
            continue
        found.append(Mention(ENGLISH_MONTHS[m[1]], m.start(1), m.end(1)))
    return found


def months_possible(text: str) -> set[int]:
    """Every month that a text, in either language, may name: in words or in a date of numbers."""
    folded = fold(text)
    found = {ENGLISH_MONTHS[m[1]] for m in _EN_MONTH.finditer(text)}
    found |= {ARABIC_MONTHS[re.sub(r"\s+", " ", m["month"])] for m in _AR_MONTH.finditer(folded)}
    for m in _DATE.finditer(folded):
        found |= {int(n) for n in m.groups() if n and 1 <= int(n) <= 12}
    return found


def arabic_days(text: str) -> list[Mention]:
    """The days of the week that an Arabic text may name; some of them are other words too (الأحد, الاثنين)."""
    folded = fold_with_offsets(text)
    found = []
    for m in _AR_DAY.finditer(folded.text):
        number = _DAY_STEMS[m["day"]]
        start = m.start("day")
        start -= 2 if folded.text[start - 2 : start] == "ال" else 0
        found.append(Mention(number, *folded.span(start, m.end())))
    return found


def english_days(text: str) -> list[Mention]:
    """The days of the week that an English text names in full."""
    order = {d: i for i, d in enumerate(DAY_NAMES, 1)}
    return [Mention(order[m[1]], m.start(1), m.end(1)) for m in re.finditer(rf"\b({'|'.join(order)})s?\b", text)]


def days_possible(text: str) -> set[int]:
    """Every day of the week that a text, in either language, may name."""
    folded = fold(text)
    found = {_DAY_STEMS[m["day"]] for m in _AR_ANY_DAY.finditer(folded)}
    for i, names in enumerate(_ENGLISH_DAYS, 1):
        if re.search(rf"\b(?:{'|'.join(names.split())})s?\b", text):
            found.add(i)
    return found
