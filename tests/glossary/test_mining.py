"""Mining: what a terminologist would sign stands near the top, and nothing rejected comes back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from glossary.article import Article, read_article
from glossary.equivalents import Suggestion, compose, suggest
from glossary.gazetteer import place_name
from glossary.lexicon import read_word
from glossary.mining import Candidate, mine
from glossary.phrases import phrases
from glossary.romanisation import romanise
from glossary.term import Glossary, Term

SUDAN = Article(
    "sudan",
    None,
    None,
    (
        "أعلنت قوات الدعم السريع (RSF) سيطرتها على مدينة الفاشر في إقليم دارفور، فيما نفى الجيش السوداني ذلك.",
        'وقال المتحدث باسم الجيش السوداني إن "قوات الدعم السريع" قصفت مخيم النازحين، ودعا مجلس الأمن إلى التدخل.',
        "وطالبت الأمم المتحدة بوقف إطلاق النار وبفتح ممرات إنسانية، وحذر مبعوث الاتحاد الإفريقي من جرائم الحرب.",
        "ووصل الفريق عبد الفتاح البرهان إلى بورتسودان، وأكد أن القوات المسلحة ستواصل عملياتها العسكرية.",
    ),
    (),
)


def mined(*paragraphs: str, glossary: Glossary | None = None) -> list[Candidate]:
    return mine([Article("a", None, None, paragraphs, ())], glossary or Glossary())


def test_terms_of_the_field_come_first() -> None:
    best = [c.ar for c in mine([SUDAN], Glossary())[:14]]
    for wanted in (
        "قوات الدعم السريع",
        "الجيش السوداني",
        "مجلس الأمن",
        "الأمم المتحدة",
        "القوات المسلحة",
        "جرائم الحرب",
    ):
        assert wanted in best, best


def test_every_candidate_names_its_evidence() -> None:
    for candidate in mine([SUDAN], Glossary()):
        assert candidate.articles == ("sudan",)
        assert candidate.count >= 1 and candidate.evidence and candidate.score > 0
        assert candidate.evidence[0].text in SUDAN.paragraphs or candidate.evidence[0].text


def test_evidence_of_a_long_paragraph_is_whole_words() -> None:
    long = " ".join([SUDAN.paragraphs[0], SUDAN.paragraphs[1], SUDAN.paragraphs[2]])
    words = set(long.split())
    found = [e.text for c in mined(long) for e in c.evidence]
    assert found and all(text in long and len(text) < 260 and set(text.split()) <= words for text in found)


def test_the_order_is_always_the_same() -> None:
    assert mine([SUDAN], Glossary()) == mine([SUDAN], Glossary())


def test_what_was_rejected_or_approved_is_not_proposed_again() -> None:
    rejected = Glossary(
        [Term("الجيش السوداني", status="rejected"), Term("مجلس الأمن", "Security Council", status="approved")]
    )
    found = {c.ar for c in mine([SUDAN], rejected)}
    assert "الجيش السوداني" not in found and "مجلس الأمن" not in found
    assert "قوات الدعم السريع" in found


def test_a_candidate_that_waits_is_still_proposed() -> None:
    waiting = Glossary([Term("الجيش السوداني", status="candidate")])
    assert "الجيش السوداني" in {c.ar for c in mine([SUDAN], waiting)}


def test_forms_of_one_term_are_one_candidate() -> None:
    candidates = mined("وقع هجوم إرهابي في الشمال.", "أدان الهجوم الإرهابي، وهدد بهجوم إرهابي جديد.")
    (one,) = [c for c in candidates if "إرهابي" in c.ar]
    assert one.count == 3 and len(one.variants) == 1


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("وللجنة العسكرية المشتركة دور كبير.", "لجنة العسكرية المشتركة"),
        ("وصلت طائرات بدون طيار إلى القاعدة.", "طائرات بدون طيار"),
        ("التقى وزير الدفاع الموريتاني أمس نظيره.", "وزير الدفاع الموريتاني"),
        ("قصفت قاعدة جوية قرب الحدود.", "قاعدة جوية"),
        ("وقع الطرفان مذكرة التعاون في باماكو.", "باماكو"),
    ],
)
def test_a_noun_phrase_ends_where_it_ends(text: str, term: str) -> None:
    assert term in {p.text for p in phrases(text)}


@pytest.mark.parametrize("text", ["قال إن ذلك لا يعني شيئا", "في إطار ما تم من قبل", "", "hello world 2021", "و"])
def test_there_is_not_always_a_term(text: str) -> None:
    assert list(phrases(text)) == []


def test_no_candidate_begins_or_ends_with_a_function_word() -> None:
    for candidate in mine([SUDAN], Glossary()):
        first, *_, last = [*candidate.ar.split(), candidate.ar.split()[-1]]
        assert read_word(first).kind not in "fvp" and read_word(last).kind not in "vp"


def test_latin_and_empty_articles_give_nothing() -> None:
    assert mined("The G5 Sahel met in Nouakchott.", "") == []
    assert mine([], Glossary()) == []


def test_every_suggestion_names_its_source() -> None:
    (latin, country, composed, name, approved) = suggest(
        ["قوات الدعم السريع", "موريتانيا", "الحوار العسكري", "شنقريط", "برخان"],
        [("RSF",), (), (), (), ()],
        [Term("برخان", "Barkhane", status="approved")],
    )
    assert ("RSF", "the article") in [(s.text, s.source) for s in latin]
    assert (country[0].text, country[0].source) == ("Mauritania", "CLDR")
    assert (composed[0].text, composed[0].source) == ("military dialogue", "composition")
    assert name[0].source == "romanisation"
    assert (approved[0].text, approved[0].source) == ("Barkhane", "approved entry")


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("التعاون الأمني المشترك", "joint security cooperation"),
        ("الجيش الموريتاني", "Mauritanian army"),
        ("رئيس أركان الجيش", "army chief of staff"),
        ("شمال مالي", "northern Mali"),
        ("تهريب الأسلحة", "weapons trafficking"),
        ("مجلس الأمن الدولي", "international Security Council"),
        ("دول المنطقة", "countries of the region"),
    ],
)
def test_parts_make_english(ar: str, en: str) -> None:
    assert en in compose([read_word(w) for w in ar.split()], {})


def test_what_a_caller_knows_comes_first() -> None:
    asked = []

    def more(candidates: Sequence[str], bare: Sequence[bool]) -> list[list[Suggestion]]:
        asked.extend(zip(candidates, bare, strict=True))
        return [[Suggestion(f"known {n}", "a caller")] for n, _ in enumerate(candidates)]

    candidates = ["فزاعة ورقية", "الجيش الموريتاني", "موريتانيا"]
    scarecrow, army, country = suggest(candidates, [(), (), ()], more=more)
    assert scarecrow[0] == Suggestion("known 0", "a caller")
    assert [s.source for s in army][:2] == ["a caller", "composition"]
    assert [s.text for s in country][:2] == ["known 2", "Mauritania"]
    assert asked == list(zip(candidates, (True, True, False), strict=True))


def test_an_engine_is_heard_third_and_writes_nothing() -> None:
    def guess(candidates: Sequence[str], bare: Sequence[bool]) -> list[list[Suggestion]]:
        return [[Suggestion("Paper scarecrow", "engine")] for _ in candidates]

    (name,) = suggest(["شنقريط"], [()], more=guess)
    assert [s.source for s in name] == ["romanisation", "engine"]
    (composed,) = suggest(["وزير الدفاع"], [("MOD", "MDN")], more=guess)
    assert [s.source for s in composed].index("engine") == 2
    article = Article("a", None, None, ("وصلت قبائل الفزاعة.",), ())
    (tribe,) = [c for c in mine([article], Glossary(), more=guess) if c.ar == "قبائل الفزاعة"]
    assert [s.source for s in tribe.en] == ["engine"]
    assert tribe.as_term().en is None


def test_what_the_glossary_holds_is_listed_only_when_asked_for() -> None:
    glossary = Glossary(terms=[Term("قوات الدعم السريع", "Rapid Support Forces", status="approved")])
    assert "قوات الدعم السريع" not in {c.ar for c in mine([SUDAN], glossary)}
    status = {c.ar: c.status for c in mine([SUDAN], glossary, known=True)}
    assert status["قوات الدعم السريع"] == "approved"
    assert status["الجيش السوداني"] == "new"


def test_a_lone_tatweel_is_no_word() -> None:
    assert read_word("ـ").kind == "f"
    assert {c.ar for c in mined("ـ زار وزير الدفاع ـ أمس ـ قاعدة جوية في نيامي.")} >= {"وزير الدفاع", "قاعدة جوية"}


def test_an_adverbial_accusative_is_no_name() -> None:
    names = {c.ar for c in mined("أجرى الرئيس أحمد تينوبو تغييرا واسعا في قيادة الجيش.")}
    assert not any("تغيير" in name for name in names), names


def test_tables_are_sound() -> None:
    from glossary.gazetteer import people
    from glossary.term import KINDS
    from glossary.usage import settled

    usage = settled("قوات الدعم السريع")
    assert usage is not None
    assert usage.kind in KINDS
    assert (settled("وقف إطلاق النار"), settled("وَقْف إطلاق النّار")) == (settled("وقف إطلاق النار"),) * 2
    assert settled("القاعدة") is not None
    assert settled("قاعدة") is None  # a base
    assert people()["معمر القذافي"] == "Muammar Gaddafi"


@pytest.mark.parametrize(
    ("ar", "latin"),
    [
        ("شنقريحة", "Chengriha"), ("بوتفليقة", "Bouteflika"), ("زروال", "Zeroual"), ("غزواني", "Ghazouani"),
        ("لعمامرة", "Lamamra"), ("حمروش", "Hamrouche"), ("زيدان", "Zidane"), ("شاكر", "Chaker"),
        ("بوسعادة", "Boussada"), ("حفتر", "Hafter"), ("أويحيى", "Ouyahi"), ("إيسوفو", "Issoufou"), ("يمينة", "Yamina"),
        ("و", "Ou"), ("ا", "A"),
    ],
)  # fmt: skip
def test_names_are_spelt_as_in_the_maghreb(ar: str, latin: str) -> None:
    assert romanise(ar) == latin


def test_places_and_names() -> None:
    assert place_name("بوركينا فاسو") == ("Burkina Faso", "CLDR")
    assert place_name("تنبكتو") == ("Timbuktu", "table of places")
    assert place_name("بنغازي") is not None
    assert place_name("زيارة") is None
    assert romanise("محمد ولد سيدي") == "Mohamed Ould Sidi"


def test_the_samples_give_their_terms() -> None:
    samples = sorted((Path(__file__).parent.parent.parent / "samples").glob("*.txt"))
    best = {c.ar for c in mine([read_article(p) for p in samples], Glossary())[:40]}
    assert {"لجنة الأركان العملياتية المشتركة", "دول الميدان", "عملية برخان", "الاتحاد الإفريقي"} <= best, best


@pytest.mark.parametrize(
    ("surface", "text"),
    [
        ("للأسماك", "الأسماك"),
        ("وللأمن", "الأمن"),
        ("بثورة", "ثورة"),
        ("ثورها", "ثورها"),
        ("مبعوثا", "مبعوث"),
        ("ا", "ا"),
    ],
)
def test_a_word_without_its_proclitics_is_spelt_as_it_was_written(surface: str, text: str) -> None:
    assert read_word(surface).text == text
