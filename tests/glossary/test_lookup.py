"""Lookup in both directions: exact, inflected, partial, misspelt; and that nearness loses no neighbour."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from glossary.lookup import Lookup
from glossary.nearness import Nearness
from glossary.term import Term

TERMS = [
    Term("دول الميدان", "field countries", also=("core countries",), status="approved", variants=("بلدان الميدان",)),
    Term("لجنة الأركان العملياتية المشتركة", "Joint Operational General Staff Committee", "CEMOC", status="approved"),
    Term("عملية برخان", "Operation Barkhane", status="approved", variants=("برخان",)),
    Term("بوركينا فاسو", "Burkina Faso", status="approved"),
    Term("إدريس ديبي", "Idriss Déby", status="approved"),
    Term("تعاون عسكري", "military cooperation", status="approved"),
    Term("رئيس الأركان", "chief of staff", status="candidate"),
    Term("رؤساء الأركان", "chiefs of staff", status="approved"),
    Term("مكافحة الإرهاب", "counter-terrorism", status="approved"),
    Term("الجزائر", "Algeria", also=("Algiers",), status="candidate"),
    Term("الجزائر العاصمة", "Algiers", status="approved"),
    Term("حركة الشباب", "al-Shabaab", status="approved"),
    Term("غير مسمى", None),
]
LOOKUP = Lookup(TERMS)


@pytest.mark.parametrize(
    ("query", "ar", "match"),
    [
        ("دول الميدان", "دول الميدان", "exact"),
        ("دُوَل الميدان", "دول الميدان", "exact"),
        ("بلدان الميدان", "دول الميدان", "exact"),
        ("بدول الميدان", "دول الميدان", "inflected"),
        ("ولبلدان الميدان", "دول الميدان", "inflected"),
        ("وبرخان", "عملية برخان", "inflected"),
        ("التعاون العسكري", "تعاون عسكري", "inflected"),
        ("للتعاون العسكري", "تعاون عسكري", "inflected"),
        ("للجنة الأركان العملياتية المشتركة", "لجنة الأركان العملياتية المشتركة", "inflected"),
        ("مكافحه الارهاب", "مكافحة الإرهاب", "exact"),
        ("بوركينافاسو", "بوركينا فاسو", "exact"),
        ("الأركان العملياتية", "لجنة الأركان العملياتية المشتركة", "partial"),
        ("المشترك", "لجنة الأركان العملياتية المشتركة", "partial"),
        ("قمة دول الميدان في باماكو", "دول الميدان", "partial"),
        ("عملية بارخان", "عملية برخان", "misspelt"),
        ("مكافحة الإرعاب", "مكافحة الإرهاب", "misspelt"),
        ("بوركنا فاسو", "بوركينا فاسو", "misspelt"),
        ("field countries", "دول الميدان", "exact"),
        ("Field Countries", "دول الميدان", "exact"),
        ("field country", "دول الميدان", "inflected"),
        ("the field countries", "دول الميدان", "inflected"),
        ("core countries", "دول الميدان", "exact"),
        ("cemoc", "لجنة الأركان العملياتية المشتركة", "exact"),
        ("Deby", "إدريس ديبي", "partial"),
        ("idriss deby", "إدريس ديبي", "exact"),
        ("counterterrorism", "مكافحة الإرهاب", "inflected"),
        ("Barkhane", "عملية برخان", "partial"),
        ("Operation Barkane", "عملية برخان", "misspelt"),
        ("Burkena Faso", "بوركينا فاسو", "misspelt"),
        ("Algiers", "الجزائر العاصمة", "exact"),
        ("al shabaab", "حركة الشباب", "inflected"),
        ("الجزائر", "الجزائر", "exact"),
    ],
)
def test_the_best_answer(query: str, ar: str, match: str) -> None:
    best = LOOKUP.search(query)[0]
    assert (best.term.ar, best.match) == (ar, match)


@pytest.mark.parametrize("query", ["", " ", "؟", "...", "\u0640", "zzzzzz", "ظظظظظظ", "و", "x" * 10_000, "a " * 5000])
def test_nothing_is_found_where_nothing_is_near(query: str) -> None:
    assert LOOKUP.search(query) == []


def test_answers_are_ranked_and_not_repeated() -> None:
    answers = LOOKUP.search("الأركان")
    assert [a.term.ar for a in answers[:2]] == ["رئيس الأركان", "رؤساء الأركان"]
    assert [a.score for a in answers] == sorted((a.score for a in answers), reverse=True)
    assert len({a.term.ar for a in answers}) == len(answers)


def test_an_approved_term_comes_before_a_candidate() -> None:
    assert [a.term.status for a in LOOKUP.search("Algiers")][:2] == ["approved", "candidate"]


def test_the_limit() -> None:
    assert len(LOOKUP.search("الأركان", limit=1)) == 1


def test_an_empty_glossary() -> None:
    assert Lookup([]).search("مالي") == []
    assert Lookup([]).search("Mali") == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("abcdefشسيب ", max_size=9), max_size=30), st.text("abcdefشسيب ", max_size=9), st.integers(0, 3))
def test_nearness_loses_no_neighbour(strings: list[str], query: str, edits: int) -> None:
    expected = {(i, d) for i, s in enumerate(strings) if (d := Levenshtein.distance(query, s)) <= edits}
    assert set(Nearness(strings).within(query, edits)) == expected


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=30))
def test_any_query_is_answered(query: str) -> None:
    for found in LOOKUP.search(query):
        assert 0 < found.score <= 100
        assert found.form in (*found.term.forms, *found.term.accepted)
