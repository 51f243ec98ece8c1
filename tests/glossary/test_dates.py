"""Dates of the Arabic press, and which lines date an article."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.reading.dates import dateline, find_dates, opening_date

MONTHS = (
    ("يناير", "جانفي", "كانون الثاني"),
    ("فبراير", "فيفري", "شباط"),
    ("مارس", "مارس", "آذار"),
    ("أبريل", "أفريل", "نيسان"),
    ("مايو", "ماي", "أيار"),
    ("يونيو", "جوان", "حزيران"),
    ("يوليوز", "جويلية", "تموز"),
    ("غشت", "أوت", "آب"),
    ("شتنبر", "سبتمبر", "أيلول"),
    ("أكتوبر", "أكتوبر", "تشرين الأول"),
    ("نونبر", "نوفمبر", "تشرين الثاني"),
    ("دجنبر", "ديسمبر", "كانون الأول"),
)


@pytest.mark.parametrize(("number", "name"), [(n, name) for n, names in enumerate(MONTHS, 1) for name in names])
def test_every_month_by_each_of_its_names(number: int, name: str) -> None:
    expected = f"2019-{number:02}-07"
    for written in (f"7 {name} 2019", f"07/{name}/2019", f"الأحد 7 {name} 2019", f"7 {name}، 2019"):
        assert [d.date for d in find_dates(written)] == [expected], written


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("نشر في لكم يوم 11 - 01 - 2021", "2021-01-11"),
        ("محمد ولد أحمد نشر في الخبر يوم 13 - 08 - 2009", "2009-08-13"),
        ("26/نوفمبر/2015", "2015-11-26"),
        ("الاثنين 11 يناير 2021", "2021-01-11"),
        ("2021-01-11", "2021-01-11"),
        ("11/1/2021", "2021-01-11"),
        ("١١/٠١/٢٠٢١", "2021-01-11"),
        ("13 أوت 2009", "2009-08-13"),
        ("الإثنين ٠٢ مارس ٢٠٢٠ - ٠٥:١٠ بتوقيت غرينتش", "2020-03-02"),
        ("05:07 م الإثنين 31 يوليو 2023", "2023-07-31"),
        ("السبت 27 أبريل 2024 12:21 صـ", "2024-04-27"),
        ("9 سبتمبر/أيلول 2023", "2023-09-09"),
        ("كانون الثاني/يناير 5, 2020", "2020-01-05"),
        ("تاريخ النشر: 1st, October 2023 GMT", "2023-10-01"),
        ("أكتوبر 05, 2022", "2022-10-05"),
        ("lundi 24 février 2025", "2025-02-24"),
        ("نشرت في: 11/01/2021 - 10:20آخر تحديث: 12/01/2021 - 08:00", "2021-01-11"),
        ("آخر تحديث: 3 تشرين الأول 2019", "2019-10-03"),
        ("الاثنين 27 جمادى الأولى 1442 هـ - 11 يناير 2021 م", "2021-01-11"),
        ("نواكشوط - محمد أحمد 11/01/2021", "2021-01-11"),
        ("الثلاثاء 25 مايو 2021 الساعة 03 مساءً / الساحل برس - وكالات", "2021-05-25"),
        ("فاتح نونبر 2018", "2018-11-01"),
        ("01/26/2021", "2021-01-26"),  # month first, where only that makes sense
        ("منذ 3 ساعات", None),
        ("قبل يومين", None),
        ("02:47", None),
        ("27 جمادى الأولى 1442", None),
    ],
)
def test_lines_that_date_an_article(line: str, date: str | None) -> None:
    found = dateline(line)
    assert found is not None
    assert found.date == date


@pytest.mark.parametrize(
    "line",
    [
        "وقع الاتفاق في 11 يناير 2021",
        "في 13 أوت 2009 وقعت الدول الأربع اتفاقا في تمنراست.",
        "قمة نواكشوط 30 يونيو 2020",
        "زيارة يوم 5/6/2019",
        "يومي 12 و13 أوت 2009",
        "الإثنين 11 يناير",
        "عادت الأمم المتحدة إلى الملف سنة 2021",
        "",
    ],
)
def test_lines_that_only_name_a_date_or_none(line: str) -> None:
    assert dateline(line) is None


def test_publication_ranks_above_a_bare_date_and_that_above_a_change() -> None:
    lines = ("نشر في 3 يونيو 2019", "3 يونيو 2019", "آخر تحديث: 4 يونيو 2019")
    ranks = [found.rank for line in lines if (found := dateline(line))]
    assert ranks == sorted(ranks, reverse=True)
    assert len(set(ranks)) == 3


@pytest.mark.parametrize(
    ("paragraph", "date"),
    [
        ("نواكشوط 11 يناير 2021 (واج) - قال وزير الدفاع إن الوضع مستقر.", "2021-01-11"),
        ("الجزائر، 5 ماي 2020 – أكد الوزير ذلك.", "2020-05-05"),
        ("قال الوزير يوم 11 يناير 2021 - حسب البيان - إن الوضع مستقر.", None),
        ("نواكشوط (وكالات) – وصل الوزير في 11 يناير 2021 إلى سيفاري.", None),
        ("", None),
    ],
)
def test_the_date_that_an_agency_opens_with(paragraph: str, date: str | None) -> None:
    assert opening_date(paragraph) == date


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(("-", "/", " - ", ".")))
def test_numeric_dates_are_read_day_first_and_year_first(day: datetime.date, mark: str) -> None:
    year_first = mark.join((f"{day.year}", f"{day.month:02}", f"{day.day:02}"))
    day_first = mark.join((f"{day.day:02}", f"{day.month:02}", f"{day.year}"))
    for written in (year_first, day_first):
        assert [d.date for d in find_dates(written)] == [day.isoformat()]


@given(st.text(st.sampled_from("0123456789/-. يناير نشرفوم،:İ\u200f"), max_size=60))
def test_any_line_gives_a_real_date_or_none(line: str) -> None:
    for found in find_dates(line):
        datetime.date.fromisoformat(found.date)
        assert 0 <= found.start < found.end <= len(line)
    dated = dateline(line)
    assert dated is None or dated.date is None or datetime.date.fromisoformat(dated.date)
