"""The checks are right when they speak: what is planted is found, and what only looks like a fault is let pass."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.term import Term
from glossary.termfile import load_glossary
from memory.checks import check_segments
from memory.checks.finding import Finding, Segment
from memory.checks.rules import table

FIXTURES = Path(__file__).parents[1] / "fixtures" / "checks"
DESK = FIXTURES / "desk.tsv"


@lru_cache(maxsize=1)
def terms() -> tuple[Term, ...]:
    return tuple(load_glossary(FIXTURES / "terms.yaml"))


def read(path: Path) -> list[tuple[frozenset[str], Segment]]:
    """Segments with the rules that are to speak of each."""
    rows: list[tuple[frozenset[str], Segment]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rules, source, target = (cell.replace("\\n", "\n") for cell in line.split("\t"))
            wanted = frozenset(rules.split(",")) - {"-"}
            rows.append((wanted, Segment(path.name, len(rows) + 1, source, target)))
    return rows


def judged(path: Path) -> tuple[list[str], list[str], int]:
    """What was wrongly found in a fixture, what was not found, and how much was rightly found."""
    rows = read(path)
    found: dict[int, list[Finding]] = {}
    for finding in check_segments([segment for _, segment in rows], terms()):
        found.setdefault(finding.segment.number, []).append(finding)
    wrong, lacking, right = [], [], 0
    for wanted, segment in rows:
        here = found.get(segment.number, [])
        right += sum(f.rule in wanted for f in here)
        wrong += [f"{f.rule} ({f.message}): {segment.target}" for f in here if f.rule not in wanted]
        lacking += [f"{rule}: {segment.target}" for rule in sorted(wanted - {f.rule for f in here})]
    return wrong, lacking, right


@pytest.mark.parametrize("name", ["desk", "newsroom", "wire"])
def test_precision_and_recall(name: str) -> None:
    wrong, lacking, right = judged(FIXTURES / f"{name}.tsv")
    told = "\n".join(["wrongly found:", *wrong, "not found:", *lacking])
    assert right / (right + len(wrong)) >= 0.95, told
    assert right / (right + len(lacking)) >= 0.95, told


def test_the_fixture_plants_a_hundred_faults_of_all_rules_among_a_hundred_sound_segments() -> None:
    rows = read(DESK)
    planted = [wanted for wanted, _ in rows if wanted]
    assert len(planted) == 100 and len(rows) == 200
    assert frozenset().union(*planted) == set(table())


def test_every_finding_has_a_suggestion() -> None:
    segments = [segment for name in ("desk", "newsroom", "wire") for _, segment in read(FIXTURES / f"{name}.tsv")]
    assert [f.message for f in check_segments(segments, terms()) if not f.suggestion] == []


def suggested(source: str, target: str) -> str:
    (finding,) = check_segments([Segment("f", 1, source, target)], terms())
    return finding.suggestion


def test_suggestions() -> None:
    assert suggested("وقُتل ٢٣ جنديا", "It killed 32 soldiers") == "23"
    assert suggested("وقُتل مليون ونصف", "It killed 15,000 people") == "1,500,000"
    assert suggested("حماية حقوق الإنسان أولا", "The protection of حقوق الإنسان comes first") == "human rights"
    assert suggested("في 12 جانفي", "on 12 June") == "January"
    assert suggested("في يوم الثلاثاء", "on Thursday") == "Tuesday"
    assert suggested("ووصلت إلى مدينة كيدال", "It reached the town") == "Kidal"


def rules(source: str, target: str, only: Collection[str] | None = None) -> set[str]:
    return {f.rule for f in check_segments([Segment("f", 1, source, target)], terms(), only)}


@pytest.mark.parametrize(
    ("source", "target", "same"),
    [
        ("٢٣ شخصا", "23 people", True),
        ("۲۳ شخصا", "23 people", True),
        ("1.250 شخصا", "1,250 people", True),
        ("١٬٢٥٠ شخصا", "1 250 people", True),
        ("30،000 شخص", "30,000 people", True),
        ("1,5 مليون", "1.5 million", True),
        ("1,5 مليون", "15 million", False),
        ("مليون ومئتا ألف", "1.2 million", True),
        ("مليون ومئتا ألف", "1.02 million", False),
        ("مليوني دولار ونصف المليون", "2.5 million dollars", True),
        ("نصف مليار", "500 million", True),
        ("نصف مليار", "50 million", False),
        ("خمسة وعشرون", "25", True),
        ("خمسة وعشرون", "52", False),
        ("في الساعة 14:30", "at 2.30 p.m.", True),
        ("في الساعة 14:30", "at 2:30 pm", True),
        ("من 6:30 إلى 10:00 صباحا", "6.30-10am", True),
        ("القمة الثانية والثلاثون", "the 32nd summit", True),
        ("القمة الثانية والثلاثون", "the 31st summit", False),
        ("سنة 2001-2002", "in 2001–02", True),
        ("في التسعينيات", "in the 1990s", True),
        ("ثلاثة أرباع مليار", "750 million", True),
        ("ثلاثة أرباع السكان", "75% of the people", True),
        ("ثلاثة أرباع السكان", "four fifths of the people", False),
        ("أمهله 72 ساعة", "gave him three days", True),
        ("سنة ونصف السنة", "eighteen months", True),
        ("18 شهرا", "a year and a half", True),
        ("18 شهرا", "two years", False),
        ("خلال يومين", "within 48 hours", True),
        ("5 من كل 10 أطفال", "half of all children", True),
        ("5 من كل 10 أطفال", "a third of all children", False),
        ("24 جائزة", "two dozen awards", True),
        ("5 % من السكان", "5 per cent of the people", True),
        ("5 % من السكان", "5 of the people", False),
        ("جنديان", "2 soldiers", True),
        ("3 سوخوي 24", "three Su-24s", True),
        ("بتاريخ 03/07/2020", "on 3 July 2020", True),
    ],
)
def test_numbers(source: str, target: str, same: bool) -> None:
    assert (rules(source, target, ["number"]) == set()) is same


@pytest.mark.parametrize(
    ("source", "target", "same"),
    [
        ("في 12 جانفي", "on 12 January", True),
        ("في 12 جانفي", "on 12 June", False),
        ("في 30 جوان", "on 30 June", True),
        ("في كانون الأول الماضي", "last December", True),
        ("في كانون الثاني الماضي", "last December", False),
        ("في 3 غشت", "on 3 August", True),
        ("في 9 دجنبر", "on 9 December", True),
        ("في ديسمبر/كانون الأول", "in December", True),
        ("ومارس الضغط", "He put pressure on him", True),
        ("يوم الأربعاء", "on Wednesday", True),
        ("يوم الأربعاء", "on Thursday", False),
        ("أحد الوزراء", "one of the ministers", True),
        ("في ذي القعدة 1442", "in Dhu al-Qa'dah 1442", True),
    ],
)
def test_dates(source: str, target: str, same: bool) -> None:
    assert (rules(source, target, ["date"]) == set()) is same


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("He had had enough.", False),
        ("He said that that position was final.", False),
        ("He said that that the position was final.", True),
        ("What it is is a war.", False),
        ("All that there was was dust.", False),
        ("They came in in May.", False),
        ("It was in in May.", True),
        ("The International Monetary Monetary Fund agreed.", True),
        ("It was the the end.", True),
        ("It was a the end.", True),
        ("Again and again it failed.", False),
        ("They were taken to to hospital.", True),
    ],
)
def test_doubled_words(target: str, found: bool) -> None:
    assert (rules("قال ذلك مساء اليوم", target, ["doubled"]) != set()) is found


def test_a_doubled_word_of_the_source_may_be_doubled() -> None:
    assert not rules("مدينة بادن-بادن الألمانية", "The German town of Baden Baden", ["doubled"])
    assert not rules("بطرس بطرس غالي", "Boutros Boutros Ghali", ["doubled"])


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("شركات مثل Total وENI", "Companies such as Total", True),
        ("شركات مثل Total وENI", "Companies such as Total and ENI", False),
        ("وصلت إلى مدينة كيدال", "It reached the town of Gao", True),
        ("التقى فرانسوا هولاند بنظيره", "Nicolas Sarkozy met his counterpart", True),
        ("دار كامبل على الكنائس", "In 2013, Campbell went around to churches", False),
        ("سقطت مدينة بحر دار", "The city of Gondar fell", True),
        ("حكومة النيجر", "The government of Nigeria", True),
        ("حكومة نيجيريا", "The government of Niger", True),
        ("حكومة النيجر", "The Nigerien government", False),
        ("زار النمسا", "A visit to Australia", True),
        ("زارت موريتانيا", "A visit to Mauritius", True),
        ("قمة باريس للمناخ", "The climate summit in Berlin", True),
        ("قمة باريس للمناخ", "The French climate summit", False),
        ("التصويت لصالح ترامب", "They might vote for Merkel", True),
        ("زوجة ترامب", "The wife of the candidate, Trump", False),
        ("نشرت الإنترنت صور لينا غيل", "The pictures of Lena Gale were published", False),
        ("وصل الوفد إلى باماكو", "The delegation has arrived", True),
        ("وصل الوفد إلى العاصمة باماكو", "The delegation has arrived in Mali's capital, Bamako", False),
        ("رد الكرملين", "The answer came from Moscow", False),
        ("الموقع: www.midan.example", "Website: www.median.example", False),  # `tags` says so
        ("نص الاتفاق بين باريس ودكار", "The text agreed between France and Senegal", False),
    ],
)
def test_names(source: str, target: str, found: bool) -> None:
    assert (rules(source, target, ["name"]) != set()) is found


def test_a_name_is_spelled_as_it_was_before() -> None:
    def spelled(*names: str) -> list[str]:
        segments = [Segment("f", i, "وقال خليفة حفتر كلمته", f"So said Khalifa {n}.") for i, n in enumerate(names, 1)]
        return [f"{f.segment.number} {f.suggestion}" for f in check_segments(segments, rules=["name"])]

    assert spelled("Haftar", "Haftar", "Hifter") == ["3 Haftar"]
    assert spelled("Hifter", "Haftar", "Haftar") == ["1 Haftar"]
    assert spelled("Haftar", "Hiftar") == ["2 Haftar"]
    assert spelled("Haftar", "Haftar") == []


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("He called it كارثة at last.", True),
        ("The word الصحوة (awakening) is old.", False),
        ("The hashtag #أنقذوا_حلب (Save Aleppo) spread.", False),
        ("Its name is “Victory Front” (جبهة النصر).", False),
        ("It will ⟦T1⟧ enter into force.", True),
        ("It is the <unk> of the year.", True),
    ],
)
def test_leftovers(target: str, found: bool) -> None:
    assert (rules("وصفه في نهاية المطاف بالكارثة الكبرى", target, ["leftover"]) != set()) is found


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("عاجل: زلزال", "BREAKING: Earthquake", False),
        ("رئيس الحكومة يستقبل وفدا برلمانيا", "PM receives MPs", False),
        ("وقال المتحدث إن القوات استعادت السيطرة على المدينة بعد معارك عنيفة استمرت أياما.", "He spoke.", True),
        ("ورفض التعليق على الحكم الصادر.", "He declined. " * 12, True),
    ],
)
def test_lengths(source: str, target: str, found: bool) -> None:
    assert (rules(source, target, ["length"]) != set()) is found


def test_a_repetition_is_reported_where_nothing_else_explains_it() -> None:
    def of(*targets: str) -> list[tuple[int, str]]:
        segments = [Segment("f", i, "وقتل 12 جنديا", target) for i, target in enumerate(targets, 1)]
        return [(f.segment.number, f.rule) for f in check_segments(segments)]

    assert of("Twelve soldiers died", "Twelve soldiers fell") == [(2, "repeated")]
    assert of("Twelve soldiers died", "12 soldiers fell", "12 soldiers fell") == [(1, "repeated")]
    assert of("Twelve soldiers died", "Thirteen soldiers died") == [(2, "number")]
    assert of("13 soldiers died", "12 soldiers died") == [(1, "number")]


@pytest.mark.parametrize("target", ["", " ", "…", "."])
def test_marks_alone_are_no_translation(target: str) -> None:
    assert rules("ورفضت المعارضة.", target) == {"untranslated"}


def test_hopeless_segments_are_asked_about_nothing_else() -> None:
    assert rules("وقتل 12 جنديا في باماكو.", "") == {"untranslated"}
    assert rules("وقتل 12 جنديا في باماكو.", "وقتل 12 جنديا في باماكو.") == {"copied"}


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("وبوقف إطلاق النار تعود الحياة", "With the truce, life returns", set()),
        ("ولوقف إطلاق النار شروط", "Peace has conditions", {"term-missing"}),
        ("وقف الجنود على إطلاق النار", "The soldiers witnessed shooting", set()),
        ("حظر التجول", "A roaming ban", {"term-forbidden"}),
        ("قوات الدعم السريع", "RAPID SUPPORT FORCES", set()),
        ("قوات الدعم السريع", "rapid support forces", {"term-missing"}),
        ("لجنة الأركان العملياتية المشتركة", "The CEMOC’s seat", set()),
    ],
)
def test_terms(source: str, target: str, found: set[str]) -> None:
    assert rules(source, target, ["term-missing", "term-forbidden"]) == found


# letters, digits and marks of both scripts, and what markup is made of
TEXTS = st.text(
    alphabet="ابتةىئلا وفبك٠١٣٥،؛؟«»٪abcTHE 0123.,;:!?()[]{}<>/%$&\"'“”’-\n\u00a0\u200f\u202e\U0001f600", max_size=60
)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_nothing_makes_a_check_fail_and_every_place_is_in_its_text(pairs: Iterable[tuple[str, str]]) -> None:
    segments = [Segment("f", i, source, target) for i, (source, target) in enumerate(pairs, 1)]
    found = check_segments(segments, terms())
    assert found == check_segments(segments, terms())
    for finding in found:
        assert finding.rule in table() and finding.message and finding.suggestion
        json.dumps(finding.as_row())
        if finding.place:
            whole = finding.segment.source if finding.place.side == "source" else finding.segment.target
            assert 0 <= finding.place.start <= finding.place.end <= len(whole)
