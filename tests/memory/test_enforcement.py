"""An approved term is in the English, every time, and the audit says how; with the real built-in package."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.matching import TermMatcher
from glossary.term import Term
from memory.clauses import split_clauses
from memory.enforcement import Enforced, Segment, enforce
from memory.engines.argos import ArgosEngine
from memory.engines.base import Ability, Hypothesis
from memory.engines.packages import builtin_package
from memory.locating import locate
from memory.repairs import Candidate, Demand, inline
from memory.verification import places, satisfied_at

TERMS = [
    Term("دول الميدان", "field countries", status="approved"),
    Term("لجنة الأركان العملياتية المشتركة", "Joint Operational General Staff Committee", "CEMOC", status="approved"),
    Term("برخان", "Barkhane", status="approved", case="keep", kind="operation"),
    Term("طائرات بدون طيار", "drones", status="approved", also=("unmanned aircraft",)),
    Term("مكافحة الإرهاب", "counter-terrorism", status="approved", forbidden=("combat of terrorism",)),
]
SOURCES = [
    "قررت دول الميدان تعزيز التعاون في مكافحة الإرهاب.",
    "وستشارك لجنة الأركان العملياتية المشتركة وبرخان في العملية.",
    "أسقطت القوات طائرات بدون طيار قرب الحدود، وقال الوزير إن 12 جنديا قتلوا.",
    "الطقس جميل اليوم.",
    "برخان",
]


@pytest.fixture(scope="module")
def engine() -> ArgosEngine:
    return ArgosEngine(builtin_package())


@pytest.fixture(scope="module")
def results(engine: ArgosEngine) -> list[Enforced]:
    matcher = TermMatcher(TERMS)
    return enforce([Segment(s, tuple(matcher.find(s))) for s in SOURCES], engine)


def test_every_term_is_in_the_english(results: list[Enforced]) -> None:
    for result in results:
        for outcome in result.audit:
            term = next(t for t in TERMS if t.ar == outcome.ar)
            assert outcome.outcome in ("satisfied", "repaired"), (result.target, outcome)
            assert satisfied_at(term, result.target)


def test_the_audit_names_each_term_of_the_source_and_its_places(results: list[Enforced]) -> None:
    matcher = TermMatcher(TERMS)
    for result in results:
        assert [(o.start, o.end) for o in result.audit] == [(m.start, m.end) for m in matcher.find(result.source)]
        for outcome in result.audit:
            assert outcome.surface == result.source[outcome.start : outcome.end]
            assert outcome.target_start is not None and outcome.target_end is not None
            words = result.target[outcome.target_start : outcome.target_end]
            term = next(t for t in TERMS if t.ar == outcome.ar)
            assert any(places(words, form) for form in term.accepted)
            assert (outcome.outcome == "repaired") == bool(outcome.how)


def test_a_segment_without_terms_is_the_plain_translation(results: list[Enforced], engine: ArgosEngine) -> None:
    assert results[3].target == engine.translate([SOURCES[3]])[0][0].text
    assert results[3].audit == ()


def test_the_order_and_company_of_segments_do_not_matter(results: list[Enforced], engine: ArgosEngine) -> None:
    matcher = TermMatcher(TERMS)
    backwards = enforce([Segment(s, tuple(matcher.find(s))) for s in reversed(SOURCES)], engine)
    assert [r.target for r in reversed(backwards)] == [r.target for r in results]


def test_plain_enforces_nothing(engine: ArgosEngine) -> None:
    matcher = TermMatcher(TERMS)
    (result,) = enforce([Segment(SOURCES[0], tuple(matcher.find(SOURCES[0])))], engine, plain=True)
    assert result.audit == () and result.target == engine.translate([SOURCES[0]])[0][0].text


def test_a_long_segment_is_cut_at_clauses_and_loses_no_term(engine: ArgosEngine) -> None:
    source = "، ".join(SOURCES[:3] * 8)
    matches = tuple(TermMatcher(TERMS).find(source))
    (result,) = enforce([Segment(source, matches)], engine)
    assert len(result.audit) == len(matches)
    assert all(o.outcome != "unmet" for o in result.audit)


@pytest.mark.parametrize("source", ["", "   ", "CEMOC met.", "CEMOC  met met ( ) .", "١٢"])
def test_what_is_not_arabic_is_left_alone(source: str, engine: ArgosEngine) -> None:
    (result,) = enforce([Segment(source)], engine)
    assert result.target.strip() == source.strip()


class Stubborn:
    """An engine that says the same whatever it is asked, and can do nothing else."""

    name, model, draft = "stubborn", "1", False
    abilities: frozenset[Ability] = frozenset()

    def __init__(self, text: str) -> None:
        self.text = text

    def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
        return [[Hypothesis(self.text)] for _ in batch]


def test_numbers_are_mended_where_no_term_stands_too() -> None:
    (result,) = enforce([Segment("باع 4523 كتابا في 1987.")], Stubborn("He sold sold 4253 books in 1978."))
    assert result.target == "He sold 4523 books in 1987."


def segment(source: str, *terms: Term) -> Segment:
    return Segment(source, tuple(TermMatcher(terms).find(source)))


def test_even_a_stubborn_engine_gives_the_term() -> None:
    (result,) = enforce([segment("غادرت برخان", TERMS[2])], Stubborn("The force has left."))
    assert satisfied_at(TERMS[2], result.target)
    assert result.audit[0].how == "inserted"


def test_many_long_terms_are_more_than_a_model_takes_and_all_there(engine: ArgosEngine) -> None:
    words = ["أعلنت", "وزارة", "الدفاع", "اليوم", "وصول", "قوة", "جديدة", "إلى", "مدينة", "غاو"]
    terms = [Term(w, " ".join([f"Term{chr(65 + i)}"] * 40), status="approved") for i, w in enumerate(words)]
    (result,) = enforce([segment(" ".join(words), *terms)], engine)
    assert len(result.audit) == len(words) and all(o.outcome == "repaired" for o in result.audit)


def test_forbidden_english_gives_way() -> None:
    (result,) = enforce([segment("مكافحة الإرهاب", TERMS[4])], Stubborn("The combat of terrorism goes on."))
    assert result.target == "The counter-terrorism goes on."


def test_no_translation_is_said_and_not_dressed_up() -> None:
    (result,) = enforce([segment("غادرت برخان", TERMS[2])], Stubborn(""))
    assert result.target == "" and result.audit[0].outcome == "unmet"


def test_a_term_that_stands_twice_is_audited_twice() -> None:
    (result,) = enforce([segment("برخان وبرخان", TERMS[2])], Stubborn("Barkhane and Barkhane"))
    assert [(o.target_start, o.target_end) for o in result.audit] == [(0, 8), (13, 21)]


def test_inlining_detaches_proclitics() -> None:
    source = "وبرخان بدول الميدان، وللجنة الأركان العملياتية المشتركة"
    demands = [Demand(m.term, m.surface, m.start, m.end, m.proclitic) for m in TermMatcher(TERMS).find(source)]
    assert inline(source, demands).text == "و Barkhane ب field countries، ول Joint Operational General Staff Committee"


def test_terms_given_with_a_line_are_placed_by_likeness() -> None:
    terms = [("أعداد", "numbers"), ("ولايات متحدة", "United States"), ("برخان", "Barkhane")]
    matches, nowhere = locate("سيسمح بأعدادٍ هائلة من المهاجرين في الولايات المتحدة", terms)
    assert [m.surface for m in matches] == ["بأعدادٍ", "الولايات المتحدة"]
    assert [t.en for t in nowhere] == ["Barkhane"]


@settings(max_examples=60)
@given(st.text(st.sampled_from("ابتل ،.؛و "), max_size=120), st.integers(5, 40), st.integers(0, 100))
def test_clauses_cover_the_text_and_cut_no_term(text: str, size: int, place: int) -> None:
    keep = [(place, min(place + 4, len(text)))] if place < len(text) else []
    spans = split_clauses(text, lambda piece: len(piece) <= size, keep)
    assert "".join(text[a:b] for a, b in spans).split() == text.split() or all(b - a <= size for a, b in spans)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    for a, b in keep:
        assert not any(a < end < b for _, end in spans)


def test_terms_have_places_of_their_own() -> None:
    terms = [Term("عملية برخان", "Operation Barkhane", status="approved"), TERMS[2]]
    (result,) = enforce([segment("عملية برخان وبرخان", *terms)], Stubborn("Operation Barkhane and Barkhane"))
    assert [(o.en, o.target_start, o.target_end) for o in result.audit] == [
        ("Operation Barkhane", 0, 18),
        ("Barkhane", 23, 31),
    ]


def test_an_abbreviation_satisfies_after_the_first_mention() -> None:
    text = "The Joint Operational General Staff Committee met, and CEMOC decided."
    (result,) = enforce([segment(f"{TERMS[1].ar} و{TERMS[1].ar}", TERMS[1])], Stubborn(text))
    assert [(o.outcome, text[o.target_start : o.target_end]) for o in result.audit] == [
        ("satisfied", "Joint Operational General Staff Committee"),
        ("satisfied", "CEMOC"),
    ]


def test_a_clause_that_gets_no_translation_is_not_dropped_in_silence(engine: ArgosEngine) -> None:
    class Forgetful(Stubborn):
        def fits(self, source: str) -> bool:
            return len(source) < 30

        def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
            return [[Hypothesis("" if "برخان" in source else "The force left.")] for source in batch]

    (result,) = enforce([segment("غادرت القوة البلاد، وغادرت برخان أيضا.", TERMS[2])], Forgetful(""))
    assert result.target == "" and result.fault == "an empty translation" == result.audit[0].how


def test_the_nearest_to_what_the_engine_said_comes_first() -> None:
    order = [
        Candidate("a", "inline"),
        Candidate("b", "prefix"),
        Candidate("c", "inline+span", edits=1),
        Candidate("d", "span", edits=4),
        Candidate("e", "inserted", edits=4),
        Candidate("f", "inline+span", edits=4),
    ]
    distances = [candidate.distance for candidate in order]
    assert distances == sorted(set(distances))
