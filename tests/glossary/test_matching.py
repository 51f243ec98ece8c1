"""Where terms stand in a text: a table of dresses and traps, and the fast matcher against a slow plain one."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.arabic import fold
from glossary.matching import TermMatch, TermMatcher
from glossary.proclitics import own_initials
from glossary.term import Term

ZWNJ, RLM, NBSP = "\u200c", "\u200f", "\u00a0"


def entry(ar: str, en: str | None = None, kind: str | None = None, **more: object) -> Term:
    return Term(ar, en or ar, kind=kind, status="approved", **more)  # type: ignore[arg-type]


GLOSSARY = [
    entry("دول الميدان", "field countries", "organisation"),
    entry("لجنة الأركان العملياتية المشتركة", "CEMOC", "organisation", variants=("اللجنة العملياتية المشتركة",)),
    entry("عملية برخان", "Operation Barkhane", "operation", variants=("برخان",)),
    entry("الجزائر", "Algeria", "place"),
    entry("الجزائر العاصمة", "Algiers", "place"),
    entry("مالي", "Mali", "place", not_after=("دعم", "مبلغ", "فراغ", "إداري", "اقتصادي", "وضع")),
    entry("النيجر", "Niger", "place"),
    entry("نيجيريا", "Nigeria", "place"),
    entry("تشاد", "Chad", "place"),
    entry("غاو", "Gao", "place"),
    entry("ليبيا", "Libya", "place"),
    entry("ألمانيا", "Germany", "place"),
    entry("بوركينا فاسو", "Burkina Faso", "place"),
    entry("تمبكتو", "Timbuktu", "place", variants=("تومبوكتو",)),
    entry("الساحل", "Sahel", "place", not_before=("الغربي", "الأطلسي", "العاجي")),
    entry("القاعدة", "al-Qaeda", "group", not_before=("الجوية", "العسكرية", "الشعبية")),
    entry("تنظيم الدولة الإسلامية", "Islamic State", "group"),
    entry("قاعدة جوية", "air base", "concept"),
    entry("تعاون عسكري", "military cooperation", "concept"),
    entry("التعاون الأمني", "security cooperation", "concept"),
    entry("مكافحة الإرهاب", "counter-terrorism", "concept"),
    entry("الإرهاب", "terrorism", "concept"),
    entry("طائرات بدون طيار", "drones", "concept", variants=("طائرة بدون طيار", "الدرون")),
    entry("رئيس الأركان", "chief of staff", "post"),
    entry("المبعوث الخاص", "special envoy", "post"),
    entry("الفريق", "Lieutenant General", "post", article="fixed"),
    entry("اللواء", "Major General", "post", article="fixed", not_before=("definite", "number", "end")),
    entry("علي", "Ali", "person"),
    entry("سعيد شنقريحة", "Saïd Chengriha", "person", variants=("شنقريحة",)),
    entry("عبد العزيز", "Abdelaziz", "person"),
    entry("المعلومات", "information", "concept"),
    entry("جنة", "paradise", "concept"),
    entry("كرة", "ball", "concept"),
    entry("حدة", "intensity", "concept"),
    entry("جيش", "army", "concept"),
    entry("لجنة", "committee", "concept"),
    entry("وزير الدفاع", "Minister of Defence", "post"),
    entry("وزير", "minister", "post"),
    entry("الجماعة السلفية للدعوة والقتال", "GSPC", "group"),
    entry("تعاون عسكري وأمني", "military and security cooperation", "concept"),
    entry("شنغن", "Schengen", "concept", match="exact"),
    entry("الحدود", "borders", "concept", context=("الجيش", "أمن*"), not_context=("الدنيا",)),
    entry("القوة المشتركة (FC)", "Joint Force", "organisation"),
    entry("أفغانستان", "Afghanistan", "place"),
    entry("بان", "Ban", "concept"),
    entry("هجوم", "attack", "concept"),
    entry("رأس المال", "capital", "concept"),
]
MATCHER = TermMatcher(GLOSSARY)

# text -> what is found in it, in order: `surface` alone, or `surface = entry` where the two differ beyond proclitics
FOUND = [
    # proclitics before a word without the article
    ("دول الميدان", ["دول الميدان"]),
    ("بدول الميدان", ["بدول الميدان"]),
    ("لدول الميدان", ["لدول الميدان"]),
    ("ودول الميدان", ["ودول الميدان"]),
    ("فدول الميدان", ["فدول الميدان"]),
    ("كدول الميدان", ["كدول الميدان"]),
    ("وبدول الميدان", ["وبدول الميدان"]),
    ("ولدول الميدان", ["ولدول الميدان"]),
    ("فبدول الميدان", ["فبدول الميدان"]),
    ("وكدول الميدان", ["وكدول الميدان"]),
    ("عقدت قمة بمالي", ["بمالي"]),
    ("من مالي ولمالي", ["مالي", "ولمالي"]),
    ("دول كمالي والنيجر", ["كمالي", "والنيجر"]),
    ("فمالي", ["فمالي"]),
    ("في غاو وبغاو ولغاو", ["غاو", "وبغاو", "ولغاو"]),
    ("إلى ليبيا ولليبيا وبليبيا", ["ليبيا", "ولليبيا", "وبليبيا"]),
    ("لتشاد وتشاد", ["لتشاد", "وتشاد"]),
    ("برخان وبرخان وببرخان", ["برخان", "وبرخان", "وببرخان"]),
    # and with it
    ("الجزائر", ["الجزائر"]),
    ("والجزائر", ["والجزائر"]),
    ("بالجزائر", ["بالجزائر"]),
    ("وبالجزائر", ["وبالجزائر"]),
    ("كالجزائر", ["كالجزائر"]),
    ("فالجزائر", ["فالجزائر"]),
    ("للجزائر", ["للجزائر"]),
    ("وللجزائر", ["وللجزائر"]),
    ("فللجزائر", ["فللجزائر"]),
    ("للنيجر", ["للنيجر"]),
    ("وبالقاعدة", ["وبالقاعدة"]),
    # ل before a word that begins with ل
    ("للجنة الأركان العملياتية المشتركة", ["للجنة الأركان العملياتية المشتركة"]),
    ("وللجنة الأركان العملياتية المشتركة", ["وللجنة الأركان العملياتية المشتركة"]),
    ("للجنة العملياتية المشتركة", ["للجنة العملياتية المشتركة"]),
    ("للجنة", ["للجنة = لجنة"]),
    ("لجنة", ["لجنة"]),
    ("اللجنة", ["اللجنة"]),
    ("للواء محمد", ["للواء"]),
    # the article of a common noun, and of its adjective
    ("تعاون عسكري", ["تعاون عسكري"]),
    ("التعاون العسكري", ["التعاون العسكري"]),
    ("بالتعاون العسكري", ["بالتعاون العسكري"]),
    ("للتعاون العسكري", ["للتعاون العسكري"]),
    ("وللتعاون العسكري", ["وللتعاون العسكري"]),
    ("لتعاون عسكري", ["لتعاون عسكري"]),
    ("تعاون أمني", ["تعاون أمني"]),
    ("بتعاون أمني", ["بتعاون أمني"]),
    ("والتعاون الأمني", ["والتعاون الأمني"]),
    ("إرهاب", ["إرهاب"]),
    ("بالإرهاب", ["بالإرهاب"]),
    ("لإرهاب", ["لإرهاب"]),
    ("للإرهاب", ["للإرهاب"]),
    ("معلومات", ["معلومات"]),
    ("للمعلومات", ["للمعلومات"]),
    ("جيش", ["جيش"]),
    ("الجيش", ["الجيش"]),
    ("وللجيش", ["وللجيش"]),
    ("مبعوث خاص", ["مبعوث خاص"]),
    ("للمبعوث الخاص", ["للمبعوث الخاص"]),
    ("القاعدة الجوية", ["القاعدة الجوية = قاعدة جوية"]),
    ("بقاعدة جوية", ["بقاعدة جوية"]),
    ("الطائرات بدون طيار", ["الطائرات بدون طيار"]),
    ("للطائرات بدون طيار", ["للطائرات بدون طيار"]),
    ("وطائرات بدون طيار", ["وطائرات بدون طيار"]),
    ("بطائرة بدون طيار", ["بطائرة بدون طيار"]),
    ("درون", ["درون"]),
    ("التعاون العسكري والأمني", ["التعاون العسكري والأمني"]),
    ("تعاون عسكري وأمني", ["تعاون عسكري وأمني"]),
    # the indefinite accusative
    ("تعاونا عسكريا", ["تعاونا عسكريا"]),
    ("تعاونًا عسكريًا", ["تعاونًا عسكريًا"]),
    ("مبعوثا خاصا", ["مبعوثا خاصا"]),
    ("شن هجوما", ["هجوما"]),
    ("وهجوماً", ["وهجوماً"]),
    # idafa: proclitics on its first noun, the article where it is
    ("مكافحة الإرهاب", ["مكافحة الإرهاب"]),
    ("لمكافحة الإرهاب", ["لمكافحة الإرهاب"]),
    ("وبمكافحة الإرهاب", ["وبمكافحة الإرهاب"]),
    ("رئيس الأركان", ["رئيس الأركان"]),
    ("لرئيس الأركان", ["لرئيس الأركان"]),
    ("ورئيس الأركان", ["ورئيس الأركان"]),
    ("وزير الدفاع", ["وزير الدفاع"]),
    ("ووزير الدفاع", ["ووزير الدفاع"]),
    ("بوزير الدفاع", ["بوزير الدفاع"]),
    ("ولرأس المال", ["ولرأس المال"]),
    # spelling: hamza, ى ي, ة ه, marks, tatweel, invisible characters, Persian letters, presentation forms
    ("مكافحه الارهاب", ["مكافحه الارهاب"]),
    ("مُكافَحَةُ الإرهابِ", ["مُكافَحَةُ الإرهابِ"]),
    ("مكافحـــة الإرهـاب", ["مكافحـــة الإرهـاب"]),
    ("لمالى", ["لمالى"]),
    ("وَمالي", ["وَمالي"]),
    ("المانيا", ["المانيا"]),
    ("لألمانيا", ["لألمانيا"]),
    ("وبألمانيا", ["وبألمانيا"]),
    ("تنظيم الدوله الاسلامیة", ["تنظيم الدوله الاسلامیة"]),
    ("مکافحة الإرهاب", ["مکافحة الإرهاب"]),
    (f"بوركينا{ZWNJ}فاسو", [f"بوركينا{ZWNJ}فاسو"]),
    (f"{RLM}مالي{RLM}", ["مالي"]),
    ("ﻣﺎﻟﻲ", ["ﻣﺎﻟﻲ"]),
    ("مَالِي", ["مَالِي"]),
    ("ا\u0655لإرهاب", ["ا\u0655لإرهاب"]),
    # one word or two, hyphens, quotation marks
    ("بوركينا فاسو", ["بوركينا فاسو"]),
    ("بوركينافاسو", ["بوركينافاسو"]),
    ("وبوركينافاسو", ["وبوركينافاسو"]),
    ("بوركينا-فاسو", ["بوركينا-فاسو"]),
    ("بوركينا - فاسو", ["بوركينا - فاسو"]),
    (f"وبوركينا{NBSP}فاسو", [f"وبوركينا{NBSP}فاسو"]),
    ("#بوركينا_فاسو", ["بوركينا_فاسو"]),
    ("بوركينا  فاسو", ["بوركينا  فاسو"]),
    ("بوركينا\nفاسو", ["بوركينا\nفاسو"]),
    ("عبدالعزيز", ["عبدالعزيز"]),
    ("أفغان ستان", ["أفغان ستان"]),
    ('عملية "برخان" الفرنسية', ['عملية "برخان"']),
    ("عملية «برخان»", ["عملية «برخان»"]),
    ("وعملية “برخان” العسكرية", ["وعملية “برخان”"]),
    ('"عملية برخان"', ["عملية برخان"]),
    ('"برخان"', ["برخان"]),
    ("لتنظيم «الدولة الإسلامية»", ["لتنظيم «الدولة الإسلامية»"]),
    ('تنظيم "الدولة" الإسلامية', ['تنظيم "الدولة" الإسلامية']),
    ("مالي-النيجر", ["مالي", "النيجر"]),
    ("مالي/النيجر", ["مالي", "النيجر"]),
    ("(مالي)", ["مالي"]),
    ("مالي،النيجر.", ["مالي", "النيجر"]),
    ("تعاون عسكري و أمني", ["تعاون عسكري و أمني"]),
    ("و مالي", ["مالي"]),
    ("لجنة الأركان العملياتية المشتركة (CEMOC)", ["لجنة الأركان العملياتية المشتركة"]),
    ("القوة المشتركة (FC)", ["القوة المشتركة (FC"]),
    # variants
    ("لتومبوكتو", ["لتومبوكتو"]),
    ("شنقريحة وسعيد شنقريحة", ["شنقريحة", "وسعيد شنقريحة"]),
    # the longest wins
    ("الجزائر العاصمة", ["الجزائر العاصمة"]),
    ("بالجزائر العاصمة", ["بالجزائر العاصمة"]),
    ("الجزائر عاصمة", ["الجزائر"]),
    ("عاصمة الجزائر", ["الجزائر"]),
    ("وزير الدفاع الجزائري", ["وزير الدفاع"]),
    ("وزير الخارجية", ["وزير"]),
    ("الجماعة السلفية للدعوة والقتال", ["الجماعة السلفية للدعوة والقتال"]),
    # conditions
    ("الدعم لمالي", ["لمالي"]),
    ("دعم، مالي", ["مالي"]),
    ("منطقة الساحل", ["الساحل"]),
    ("بالساحل الإفريقي", ["بالساحل"]),
    ("اللواء محمد قال", ["اللواء"]),
    ("قال اللواء أحمد.", ["اللواء"]),
    ("انتشر الجيش على الحدود", ["الجيش", "الحدود"]),
    ("الحدود مهمة أمنية", ["الحدود"]),
    ("القاعدة في المغرب", ["القاعدة"]),
    ("الفريق أحمد", ["الفريق"]),
    ("للفريق أحمد", ["للفريق"]),
    # exact
    ("شنغن", ["شنغن"]),
    ("شَنغن", ["شَنغن"]),
    # short words keep their letters
    ("علي", ["علي"]),
    ("وعلي", ["وعلي"]),
    ("لعلي", ["لعلي"]),
]

NOT_FOUND = [
    # parts of words
    "نيجيري",
    "نيجر",
    "برخانية",
    "الأموال",
    "أموالي",
    "ماليزيا",
    "مالية",
    "المالية",
    "بالمالية",
    "رأسمالي",
    "إجمالي",
    "شمالي",
    "تشاديون",
    "غاوي",
    "مالي2",
    "xمالي",
    "ليبية",
    "الجزائري",
    "جزائر",
    "الجزائرية",
    # a name neither takes nor drops the article
    "المالي",
    "الفراغ المالي",
    "والمالي",
    "للمالي",
    "التشاد",
    "البرخان",
    "قاعدة",
    "قاعدة بحرية",
    "ساحل العاج",
    "بساحل البحر",
    "فريق كبير",
    "لفريق",
    # conditions
    "دعم مالي",
    "دعما ماليا",
    "بفراغ مالي",
    "والدعم مالي",
    "إداري ومالي",
    "وضع مالي",
    "القاعدة العسكرية",
    "بالقاعدة الشعبية",
    "الساحل الغربي",
    "للساحل الأطلسي",
    "اللواء الأول",
    "اللواء 444",
    "اللواء ٤٤٤",
    "قتل اللواء.",
    "اللواء، محمد",
    "الحدود طويلة",
    "الحدود الدنيا والجيوش",
    # a preposition or conjunction that is a letter of the word
    "فكرة",
    "وحدة",
    "الوحدة",
    "بلبان",
    "ألبان",
    "الألبان",
    "لبنان",
    # hamza is no article, and short words keep their letters
    "على",
    "وعلى",
    "عُلى",
    "آلي",
    "إلى",
    # the article is where an idafa has it, and an adjective goes with its noun
    "رئيس أركان",
    "الرئيس الأركان",
    "مكافحة إرهابية",
    "تعاون العسكري",
    "التعاون عسكري",
    "القاعدة جوية",
    "القاعدة، الجوية",
    # proclitics on the second word, or others than these
    "دول بالميدان",
    "دول للميدان",
    "سمالي",
    "أمالي",
    "ستشاد",
    "بوبرخان",
    "لبمالي",
    # punctuation and distance
    "دول. الميدان",
    "دول، الميدان",
    "دول (الميدان)",
    "دول: الميدان",
    "دول\n\nالميدان",
    "دول – الميدان",
    "دول هذا الميدان",
    "الميدان دول",
    "ما لي",
    "بورك ينا فاسو",
    # exact
    "بشنغن",
    "الشنغن",
    "شنغان",
    # the possessed and the plural are variants
    "تعاوننا العسكري",
    "قواعد جوية",
]
# (only what a trap must not give; what else stands in the text is said here)
ALSO = {
    "رئيس أركان": [],
    "القاعدة جوية": ["القاعدة"],
    "القاعدة، الجوية": ["القاعدة"],
    "الحدود الدنيا والجيوش": [],
    "مكافحة إرهابية": [],
}


def found_in(text: str, matcher: TermMatcher = MATCHER, nested: bool = False) -> list[TermMatch]:
    matches = matcher.find(text, nested=nested)
    for match in matches:
        assert text[match.start : match.end] == match.surface
        assert 0 <= match.proclitic < len(match.surface)
        assert match.form in match.term.forms
    return matches


def test_the_table_is_large_enough() -> None:
    assert len(FOUND) + len(NOT_FOUND) >= 150


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_is_found(text: str, expected: list[str]) -> None:
    matches = found_in(text)
    assert [m.surface for m in matches] == [e.split(" = ")[0] for e in expected]
    assert all(m.term.ar == e.split(" = ")[1] for m, e in zip(matches, expected, strict=True) if " = " in e)


@pytest.mark.parametrize("text", NOT_FOUND)
def test_is_no_match(text: str) -> None:
    assert [m.surface for m in found_in(text)] == ALSO.get(text, [])


@pytest.mark.parametrize(
    ("text", "proclitic"),
    [
        ("مالي", 0),
        ("ومالي", 1),
        ("وبمالي", 2),
        ("وَمالي", 2),
        ("لـمالي", 2),
        ("الجزائر", 0),
        ("والجزائر", 1),
        ("للجزائر", 1),
        ("وللجزائر", 2),
        ("بالجزائر", 1),
        ("للجنة", 1),
        ("ولمكافحة الإرهاب", 2),
        ("ﻟﻠﺠﺰﺍﺋﺮ", 1),
    ],
)
def test_proclitics_are_counted_in_code_points(text: str, proclitic: int) -> None:
    (match,) = found_in(text)
    assert match.proclitic == proclitic


@pytest.mark.parametrize(
    ("ar", "en", "text", "found"),
    [
        # nobody said what it is: a capital makes it a name, which may have been written down without its article
        ("ولايات المتحدة", "United States", "في الولايات المتحدة وللولايات المتحدة", 2),
        ("حزب الجمهوري", "Republican Party", "الحزب الجمهوري", 1),
        ("تشاد", "Chad", "تشاد والتشاد", 2),
        ("أوسط", "Middle", "الأوسط", 1),
        ("جمهوري", "Republican", "الجمهوري", 1),
        ("مشتبه به", "suspect", "للمشتبه به", 1),
        ("مالي", "Mali", "المالي والمالي للمالي", 0),
        ("غزة", "Gaza", "الغزة", 0),
        ("القاعدة", "al-Qaeda", "قاعدة جوية", 0),
        ("القاعدة", "the Base", "قاعدة جوية", 0),
        ("رئيس الحكومة", "Prime Minister", "كلف الرئيس الحكومة بذلك", 0),
        ("شمال مالي", "northern Mali", "شمال مالي", 1),
        ("مانيا", "Mania", "ألمانيا", 0),
        ("المانيا", "Germany", "ألمانيا", 1),
        ("إرهاب", None, "الإرهاب", 1),
        ("الإرهاب", None, "إرهاب", 1),
    ],
)
def test_a_term_of_no_kind(ar: str, en: str | None, text: str, found: int) -> None:
    assert len(found_in(text, TermMatcher([Term(ar, en)]))) == found


def test_nested_terms_are_reported_when_asked_for() -> None:
    text = "لمكافحة الإرهاب بالجزائر العاصمة"
    assert [m.surface for m in found_in(text)] == ["لمكافحة الإرهاب", "بالجزائر العاصمة"]
    assert [m.surface for m in found_in(text, nested=True)] == [
        "لمكافحة الإرهاب",
        "الإرهاب",
        "بالجزائر العاصمة",
        "بالجزائر",
    ]


def test_a_long_match_that_a_condition_rules_out_leaves_its_parts() -> None:
    matcher = TermMatcher([entry("شمال مالي", kind="place", not_after=("أقصى",)), entry("مالي", kind="place")])
    assert [m.surface for m in found_in("في شمال مالي", matcher)] == ["شمال مالي"]
    assert [m.surface for m in found_in("أقصى شمال مالي", matcher)] == ["مالي"]


def test_conditions_stay_within_the_sentence() -> None:
    matcher = TermMatcher([entry("القاعدة", kind="group", context=("تنظيم",))])
    assert found_in("أعلن تنظيم مسلح ذلك. ضربت القاعدة.", matcher) == []
    assert len(found_in("أعلن تنظيم مسلح أن القاعدة ضربت.", matcher)) == 1


def test_overlapping_matches_cover_the_most() -> None:
    matcher = TermMatcher([entry("ا" * 4 + " ب ت"), entry("ت ج ح"), entry("اااا ب"), entry("ح خ")])
    assert [m.surface for m in found_in("اااا ب ت ج ح", matcher)] == ["اااا ب", "ت ج ح"]


@pytest.mark.parametrize(
    ("terms", "text", "ar"),
    [
        ([Term("القاعدة"), entry("قاعدة")], "القاعدة", "قاعدة"),  # approved before candidate
        ([entry("قاعدة"), Term("القاعدة")], "القاعدة", "قاعدة"),
        ([entry("النزاع", variants=("الصراع",)), entry("الصراع")], "الصراع", "الصراع"),  # its own `ar` first
        ([entry("حرب"), entry("الحرب")], "الحرب", "حرب"),  # the first of the file
        ([entry("نقل"), entry("ونقل")], "ونقل", "ونقل"),  # what takes off the least
    ],
)
def test_one_place_goes_to_one_entry(terms: list[Term], text: str, ar: str) -> None:
    assert [m.term.ar for m in found_in(text, TermMatcher(terms), nested=True)] == [ar]


@pytest.mark.parametrize("ar", ["", " ", "!؟", "\u064b", "\u200f", "ـ"])
def test_a_form_without_letters_matches_nothing(ar: str) -> None:
    assert TermMatcher([Term(ar)]).find(f"نص {ar} آخر") == []


# --- against a slow plain matcher ------------------------------------------------------------------------------------

LETTERS = "اأوبلفكمىيةت"
words = st.text(LETTERS, min_size=2, max_size=5)
forms = st.lists(words, min_size=1, max_size=3).map(" ".join)
names = st.builds(
    Term,
    ar=forms,
    kind=st.just("place"),
    status=st.sampled_from(["approved", "candidate"]),
    variants=st.lists(forms, max_size=1).map(tuple),
)
GLUE = [" ", " ", " ", "-", "، ", ' "', "\u064e ", "\u0640 ", "\u200c", " . ", "  ", ""]
DRESS = ["", "", "و", "ب", "ل", "ال", "لل", "وال", "ول", "فل", "ولل"]


@st.composite
def texts_with(draw: st.DrawFn, terms: list[Term]) -> str:
    """A text of words, of the terms and of their own words, in any dress."""
    own = [piece for t in terms for f in t.forms for piece in [f, *f.split()]]
    pieces = draw(st.lists(st.one_of(words, *[st.sampled_from(own)] * 2) if own else words, max_size=8))
    return "".join(draw(st.sampled_from(DRESS)) + piece + draw(st.sampled_from(GLUE)) for piece in pieces)


def dresses(word: str) -> dict[str, int]:
    """Every folded way to write the first word of a name, and how many of its letters are proclitics."""
    whole = fold(word)
    ways = {whole: 0}
    for conjunction, preposition in itertools.product(["", "و", "ف"], ["", "ب", "ل", "ك"]):
        front = conjunction + preposition
        if front and len(whole) >= 3:
            ways.setdefault(front + whole, len(front))
        if preposition == "ل" and word.startswith("ال") and len(whole) > 3:
            core = whole[2:]
            ways.setdefault(conjunction + "لل" + core, len(front))
            if core.startswith("ل"):
                ways.setdefault(conjunction + "ل" + core, len(front))
    return ways


def slow_matches(terms: list[Term], text: str) -> set[tuple[int, int]]:
    """Where names stand in a text: every dressed form of each is tried at every run of words."""
    tokens = list(re.finditer(r"\w+(?:[\u064e\u200c]+\w+)*\u064e*", text))
    found = set()
    for form in (form for term in terms for form in term.forms):
        first, *rest = form.split()
        for first_here, count in itertools.product(range(len(tokens)), range(1, len(rest) + 2)):
            here = tokens[first_here : first_here + count]
            gaps = [text[a.end() : b.start()] for a, b in itertools.pairwise(here)]
            if len(here) < count or any(re.search(r"[^\s\"-]", gap) for gap in gaps):
                continue
            folded = [fold(t.group()) for t in here]
            for dressed, taken in dresses(first).items():
                ends = set(itertools.accumulate(map(len, [dressed, *map(fold, rest)])))
                if "".join(folded) != "".join([dressed, *map(fold, rest)]):
                    continue
                if set(itertools.accumulate(map(len, folded))) <= ends and stands(here[0].group(), first, rest, taken):
                    found.add((here[0].start(), here[-1].end()))
    return found


def stands(surface: str, first: str, rest: list[str], taken: int) -> bool:
    """Whether a single word is neither another short word nor one with its own initial."""
    if rest:
        return True
    whole = fold(surface)
    core = fold(first)[2:] if first.startswith("ال") and len(first) > 3 else fold(first)
    elided = whole[taken:].startswith("ل") and core != fold(first) and whole[taken:] != core
    if taken and any(whole[k:] in own_initials() for k in range(taken + elided)):
        return False
    if len(core) > 3:
        return True
    pairs = zip(re.sub("[\u064e\u0640\u200c]", "", surface)[-len(core) :], first[-len(core) :], strict=True)
    return all(a == b or "ا" in (a, b) for a, b in pairs)


@settings(max_examples=500, deadline=None)
@given(st.data())
def test_names_are_found_as_a_slow_matcher_finds_them(data: st.DataObject) -> None:
    terms = data.draw(st.lists(names, max_size=4))
    text = data.draw(texts_with(terms))
    fast = {(m.start, m.end) for m in found_in(text, TermMatcher(terms), nested=True)}
    assert fast == slow_matches(terms, text)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_offsets_give_the_surface_and_matches_do_not_overlap(data: st.DataObject) -> None:
    terms = data.draw(st.lists(st.one_of(names, names.map(lambda t: replace(t, kind="concept"))), max_size=5))
    text = data.draw(st.one_of(texts_with(terms), st.text(max_size=60)))
    matcher = TermMatcher(terms)
    chosen, every = found_in(text, matcher), found_in(text, matcher, nested=True)
    assert all(a.end <= b.start for a, b in itertools.pairwise(chosen))
    assert {(m.start, m.end) for m in chosen} <= {(m.start, m.end) for m in every}
    assert len({(m.start, m.end) for m in every}) == len(every)
    # nothing that was left out stands free beside what was chosen
    for match in every:
        assert any(match.start < other.end and other.start < match.end for other in chosen)
    best = sum(m.end - m.start for m in best_cover(every))
    assert abs(sum(m.end - m.start for m in chosen) - best) <= 2 * len(chosen)  # closing quotation marks aside


def best_cover(matches: list[TermMatch]) -> list[TermMatch]:
    if len(matches) > 12:
        matches = matches[:12]
    best: list[TermMatch] = []
    for size in range(len(matches) + 1):
        for some in itertools.combinations(matches, size):
            free = all(a.end <= b.start for a, b in itertools.pairwise(some))
            if free and sum(m.end - m.start for m in some) > sum(m.end - m.start for m in best):
                best = list(some)
    return best
