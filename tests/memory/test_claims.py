"""What is claimed as met is met: the claim and a count that knows nothing of midan agree, whatever the terms are.

The count is the one that the field uses: the English as whole words in any case, the last one plural by -s or -es, or
possessive.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from memory.commands.translate import demanded_segment
from memory.enforcement import Enforced, enforce
from memory.engines.argos import ArgosEngine
from memory.engines.base import Ability, Hypothesis
from memory.engines.packages import builtin_package

SOURCES = (
    "انسحبت قوة برخان من دول الميدان بعد تسع سنوات، وقالت الوزيرة إن 12 جنديا قتلوا في الهجوم.",
    "قال الوزير (أحمد ولد محمد): «إن الوضع خطير» في 3.5 % من البلاد.",
    "دعا الاتحاد الإفريقي الأطراف إلى الحوار، ودعا الاتحاد الأوروبي إلى الحوار أيضا.",
    "برخان",
    "",
    "CEMOC met.",
)
ARABIC = (
    "برخان", "قوة برخان", "قوة", "دول الميدان", "الميدان", "سنوات", "وزيرة", "جندي", "هجوم", "أحمد ولد محمد", "اتحاد",
    "الاتحاد الإفريقي", "حوار", "الحوار", "غائبة", "سفينة فضائية", "12", "و", "CEMOC", "!", "في", "%",
)  # fmt: skip
ENGLISH = (
    "Barkhane", "Barkhane force", "field countries", "field country", "state", "states", "State's", "army", "armies",
    "the Sahel", "The Hague", "U.S.", "C++", "F-16", "AK-47", "5+5 Dialogue", "12", "1,000", "3.5 %", "al-Qa'ida",
    "Côte d'Ivoire", "MINUSMA", "EUROPEAN UNION", "European Union", "Union", "union", "hour", "an end", "a", "I", "of",
    "Nusrat al-Islam (JNIM)", '"Serval"', "«Takuba»", "(x", "x)", "What?", "end.", "comma, term", "-x", "x-", "...",
    "'s", "s", "es", "\\d", "[x]", "^$", "iPhone", "Москва", "日本", "½", " lead", "trail ", "a  b", "a\tb", "the the",
    "XTERM0", "Joint Operational General Staff Committee of the Countries of the Field in the Greater Sahara",
)  # fmt: skip
PAIRS = st.lists(st.tuples(st.sampled_from(ARABIC), st.sampled_from(ENGLISH)), min_size=1, max_size=6)


def stands(en: str, target: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(en)}(?:s|es|'s|’s)?(?!\w)", target, re.IGNORECASE) is not None


def assert_honest(source: str, terms: Sequence[tuple[str, str]], result: Enforced) -> None:
    assert sorted((o.ar, o.en) for o in result.audit) == sorted(terms)
    for outcome in result.audit:
        assert (outcome.outcome != "unmet") == stands(outcome.en, result.target), (result.target, outcome)
        assert (outcome.outcome == "satisfied") == (not outcome.how)
        if outcome.start is not None:
            assert source[outcome.start : outcome.end] == outcome.surface
        assert (outcome.target_start is None) == (outcome.outcome == "unmet")
        if outcome.target_start is not None:
            assert stands(outcome.en, result.target[outcome.target_start : outcome.target_end])


@lru_cache(maxsize=1)
def engine() -> ArgosEngine:
    return ArgosEngine(builtin_package())


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(SOURCES), PAIRS), min_size=4, max_size=8))
def test_the_claim_is_the_count(asked: list[tuple[str, list[tuple[str, str]]]]) -> None:
    results = enforce([demanded_segment(source, terms) for source, terms in asked], engine())
    for (source, terms), result in zip(asked, results, strict=True):
        assert_honest(source, terms, result)


class Says:
    """An engine that says what it is told to."""

    name, model, draft = "says", "1", False
    abilities: frozenset[Ability] = frozenset()

    def __init__(self, text: str) -> None:
        self.text = text

    def translate(self, batch: Sequence[str], n_best: int = 1, attention: bool = False) -> list[list[Hypothesis]]:
        return [[Hypothesis(self.text)] for _ in batch]


WORDS = st.lists(
    st.sampled_from([*ENGLISH, "the", "an", "and", "XTERM1", '"', "(", ")", ".", ",", "12", "said"]), max_size=12
).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SOURCES), PAIRS, WORDS)
@example("برخان", [("برخان", "a"), ("غائبة", "the Sahel")], "a the Sahel")
def test_the_claim_is_the_count_whatever_an_engine_says(source: str, terms: list[tuple[str, str]], text: str) -> None:
    (result,) = enforce([demanded_segment(source, terms)], Says(text))
    assert_honest(source, terms, result)


PLAIN = (
    "Barkhane",
    "field countries",
    "army",
    "European Union",
    "drone",
    "F-16",
    "Côte d'Ivoire",
    "air base",
    "MINUSMA",
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(SOURCES[:3]),
            st.lists(st.sampled_from(ARABIC[:15]), min_size=1, max_size=5, unique=True),
            st.permutations(PLAIN),
        ),
        min_size=4,
        max_size=6,
    )
)
def test_ordinary_terms_are_always_met_and_never_doubled(asked: list[tuple[str, list[str], list[str]]]) -> None:
    given_terms = [list(zip(arabic, english, strict=False)) for _, arabic, english in asked]
    segments = [demanded_segment(source, terms) for (source, _, _), terms in zip(asked, given_terms, strict=True)]
    for terms, result in zip(given_terms, enforce(segments, engine()), strict=True):
        assert all(o.outcome != "unmet" for o in result.audit), result
        for _, en in terms:
            assert len(re.findall(rf"(?<!\w){re.escape(en)}(?!\w)", result.target, re.IGNORECASE)) <= 1, result.target
        assert not re.search(r"\b(the|an?) (the|an?)\b|\ba air|XTERM", result.target, re.IGNORECASE)


@pytest.mark.parametrize("source", SOURCES[:4])
def test_the_same_question_has_the_same_answer(source: str) -> None:
    asked = [demanded_segment(source, [("برخان", "Barkhane"), ("غائبة", "field countries")])]
    assert enforce(asked, engine()) == enforce(asked, engine())
