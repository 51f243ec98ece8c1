"""Dates as the Arabic press writes them, and the lines that date an article.

Months by their Maghrebi (جانفي, غشت, دجنبر), Levantine (كانون الثاني, آب), Egyptian and Gulf, English and French names,
also in pairs (سبتمبر/أيلول); numbers in Western or Arabic-Indic digits, day first unless the year is. Results are
ISO 8601 calendar dates. Only full Gregorian dates count: a Hijri date, "last month" and "three hours ago" give none.
"""

from __future__ import annotations

import datetime
import re
from typing import NamedTuple

from glossary.arabic import fold, fold_with_offsets

# months in order, each with the names it goes by; written here as people write them, compared folded
_MONTHS = (
    "يناير جانفي كانون_الثاني january jan janvier",
    "فبراير فيفري شباط february feb février fevrier",
    "مارس آذار march mar mars",
    "أبريل إبريل أفريل نيسان april apr avril",
    "مايو ماي أيار may mai",
    "يونيو يونيه جوان حزيران june jun juin",
    "يوليو يوليه يوليوز جويلية تموز july jul juillet",
    "أغسطس غشت أوت آب august aug août aout",
    "سبتمبر شتنبر أيلول september sept sep septembre",
    "أكتوبر تشرين_الأول october oct octobre",
    "نوفمبر نونبر نوفمبير تشرين_الثاني november nov novembre",
    "ديسمبر دجنبر دسمبر كانون_الأول december dec décembre decembre",
)
_NUMBER_OF = {fold(name).replace("_", " "): n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMES = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(_NUMBER_OF, key=len, reverse=True))
_MONTH = rf"(?<!\w)(?P<month>{_NAMES})(?!\w)(?:\s*[/\\(-]\s*(?:{_NAMES})(?!\w)\)?)?"
_GAP = r"\s*[-–—/\\.,،]?\s*"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<![\d:./])(?P<day>0?[1-9]|[12]\d|3[01]|فاتح)"

_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY}(?:st|nd|rd|th|er)?{_GAP}(?:(?:من|شهر|of)\s+){{0,2}}{_MONTH}{_GAP}(?:(?:من|سنه|عام|لعام)\s+){{0,2}}{_YEAR}",
        rf"{_MONTH}\.?\s*[-/]?\s*{_DAY}(?:st|nd|rd|th)?{_GAP}{_YEAR}",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:\s*(?P<s>[-–/.])\s*)(?P<month>\d\d?)(?:\s*(?P=s)\s*)(?P<day>\d\d?)(?!\d)",
        rf"(?<!\d)(?P<day>\d\d?)(?:\s*(?P<s>[-–/.])\s*)(?P<month>\d\d?)(?:\s*(?P=s)\s*){_YEAR}",
    )
)

_HIJRI_MONTHS = (
    "محرم|صفر|ربيع (?:ال)?(?:اول|ثاني|اخر)|جماد[يه] (?:ال)?(?:اول[يه]|ثاني[هي]|اخر[هي]?)|رجب|شعبان|رمضان|شوال|"
    "ذ[وي] ?(?:ال)?قعده|ذ[وي] ?(?:ال)?حجه"
)
_HIJRI = re.compile(rf"\d{{1,2}}\s*[-/،]?\s*(?:{_HIJRI_MONTHS})\s*[-/،]?\s*(?:1[34]\d\d)?\s*(?:ه(?!\w))?")
_WEEKDAY = re.compile(
    r"(?<!\w)(?:يوم\s+)?(?:ال)?(?:احد|اثنين|اتنين|ثلاثاء|ثلثاء|اربعاء|خميس|جمعه|سبت)(?!\w)"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
)
_TIME = re.compile(
    r"(?<!\d)(?:الساعه\s+)?\d{1,2}\s*[:.h]\s*\d{2}(?::\d{2})?(?!\d)(?:\s*(?:صباحا|مساء|ص|م|am|pm|ظهرا)(?!\w))?"
    r"|(?<!\w)(?:الساعه\s+)\d{1,2}\s*(?:صباحا|مساء|ظهرا)?"
)
_ZONE = re.compile(r"بتوقيت\s+\w+(?:\s+\w+)?|(?<!\w)(?:غرينتش|جرينتش|ت\.?غ|gmt|utc|توقيت مكه(?: المكرمه)?)(?!\w)")
# words that announce a date of publication, most telling first
_PUBLISHED = re.compile(
    r"(?<!\w)(?:تاريخ\s+(?:ال)?(?:نشر|اضافه|مقال|خبر)|(?:تم\s+)?(?:ال)?نشر(?:ت|ه|ها)?|اضيفت?(?:\s+(?:في|بتاريخ))|"
    r"حررت?\s+(?:في|يوم|بتاريخ)|بتاريخ|التاريخ|كتب\s+(?:في|يوم)|published|posted|publi[eé]e?)(?!\w)"
)
_UPDATED = re.compile(r"(?<!\w)(?:(?:اخر|تم ال)\s*(?:تحديث|تعديل)|تحديث|حدثت?|updated|modified|mis à jour)(?!\w)")
_SMALL = re.compile(r"(?<!\w)(?:في|يوم|اليوم|على|من|ال|الموافق|لـ?|ه|م|هـ|بتاريخ|ساعه|الساعه|on|at|le|à)(?!\w)")
_RELATIVE = re.compile(
    r"(?:(?:تم ال)?نشرت?|اخر تحديث)?[\s:]*(?:منذ|قبل)\s+(?:\d+\s+)?"
    r"(?:ثوان|ثانيه|دقائق|دقيقه|دقيقتين|ساع(?:ات|ه|تين)|يوم(?:ين)?|ايام|اسبوع(?:ين)?|اسابيع|شهر(?:ين)?|ا?شهور|اشهر|سن(?:ه|وات|تين)|عام(?:ين)?)"
    r"(?:\s+واحده?)?[\s.]*"
)
_CITY_DATELINE = re.compile(r"\s*(?:[^\W\d_]+[\s.،,(/-]*){1,5}")
_IN_PROSE = re.compile(r"(?<!\w)(?:في|يوم|منذ|حتي|بتاريخ|من)\s*$")
_HOLE = "\0"  # what stands for a date that was taken out of its line
_MAX_LINE = 300
_MAX_WORDS = 22


class FoundDate(NamedTuple):
    """A date in a text: ISO 8601, and where it stands (code points)."""

    date: str
    start: int
    end: int


class Dateline(NamedTuple):
    """A line that dates the article: the date if it has a full one, and how much it says that it does.

    `rank` is 3 for a date of publication, 2 for a bare date, 1 for a date of change, 0 where no date could be read.
    """

    date: str | None
    rank: int


def find_dates(text: str) -> list[FoundDate]:
    """Every full Gregorian date in a text, in order."""
    folded = fold_with_offsets(text)
    spans = ((date, folded.span(start, end)) for start, end, date in _matches(_lower(folded.text)))
    return [FoundDate(date, first, last) for date, (first, last) in spans]


def _lower(text: str) -> str:
    """The text in lower case, every letter in its place (İ has two letters in lower case)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _matches(low: str) -> list[tuple[int, int, str]]:
    taken: list[tuple[int, int, str]] = []
    for form in _FORMS:
        for m in form.finditer(low):
            date = _iso(m["year"], m["month"], m["day"])
            if date and not any(s < m.end() and m.start() < e for s, e, _ in taken):
                taken.append((m.start(), m.end(), date))
    return sorted(taken)


def _iso(year: str, month: str, day: str) -> str | None:
    """The ISO date, or None where there is no such day; day and month change places where only that makes sense."""
    m = _NUMBER_OF.get(re.sub(r"\s+", " ", month)) or (int(month) if month.isdigit() else 0)
    d = 1 if day == "فاتح" else int(day)
    if m > 12 and d <= 12 and month.isdigit():
        m, d = d, m
    try:
        return datetime.date(int(year), m, d).isoformat()
    except ValueError:
        return None


def dateline(line: str) -> Dateline | None:
    """What a line says about the date of its article, or None where it is no dateline.

    A dateline announces a publication (نشر في … يوم …), or is a date and little else. A date in prose is none.
    """
    words = len(line.split()) if len(line) <= _MAX_LINE else _MAX_LINE
    if words > (_MAX_WORDS if any(c.isdigit() for c in line) else 6):
        return None
    low = " ".join(_lower(fold(line)).split())
    if _RELATIVE.fullmatch(low):
        return Dateline(None, 0)
    matches = _matches(low)
    if not matches:
        clock = _TIME.sub(" ", _ZONE.sub(" ", _WEEKDAY.sub(" ", _HIJRI.sub(" ", low))))
        bare = clock != low and not re.search(r"\w", _SMALL.sub(" ", _PUBLISHED.sub(" ", _UPDATED.sub(" ", clock))))
        return Dateline(None, 0) if bare else None
    published, updated = _PUBLISHED.search(low), _UPDATED.search(low)
    start, end, date = matches[0]
    if published:
        start, end, date = next((m for m in matches if m[0] >= published.start()), matches[0])
        # the announcement stands right before its date: a source and a weekday may come between, no clause
        if start >= published.start() and len(low[published.end() : start].split()) <= 6 and not _ends_prose(line):
            return Dateline(date, 3)
    rest = low
    for s, e, _ in reversed(matches):
        rest = f"{rest[:s]}{_HOLE}{rest[e:]}"
    for known in (_HIJRI, _ZONE, _WEEKDAY, _TIME, _UPDATED, _PUBLISHED):
        rest = known.sub(" ", rest)
    before, _, after = rest.partition(_HOLE)
    numeric = low[start:end][-1:].isdigit() and not re.search(r"[^\W\d]", low[start:end])
    if not _detached(before.rstrip(), after.lstrip(), numeric):
        return None
    if len(re.findall(r"\w+", _SMALL.sub(" ", rest))) > 6 or _ends_prose(line):
        return None
    return Dateline(date, 1 if updated and not published else 2)


def _detached(before: str, after: str, numeric: bool) -> bool:
    """Whether what stands around a date is set apart from it: by a mark, or by a numeric date's own form."""
    small = _SMALL.sub(" ", before).strip()
    if small and not re.search(r"[-–—|/،,:.)•]$", small) and not (numeric and before == small):
        return False
    words = re.findall(r"\w+", _SMALL.sub(" ", after))
    return not words or bool(re.match(r"[-–—|/،,:.(•]", _SMALL.sub(" ", after).strip())) or len(words) <= 2


def _ends_prose(line: str) -> bool:
    return len(line.split()) > 8 and line.rstrip().endswith((".", "؟", "!"))


def opening_date(paragraph: str) -> str | None:
    """The date in an agency's opening, such as نواكشوط 11 يناير 2021 (واج) - …, or None."""
    head = paragraph[:90]
    for found in find_dates(head):
        after = head[found.end :]
        city = head[: found.start]
        opens = not city or (_CITY_DATELINE.fullmatch(city) and not _IN_PROSE.search(fold(city)))
        if opens and re.match(r"\s*(?:\([^()]{1,30}\)|/?\s*[^\W\d_]+\s*/)?\s*[-–—:]+\s", after):
            return found.date
    return None
