"""Repairs that need no engine: what is put in, taken out and set right in a target, and what is left alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.term import Term
from memory.english import splice, widened
from memory.mending import balanced, edited, finished, insert_all, without_surplus
from memory.repairs import Demand
from memory.verification import faults


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ('He said: "Yes.', "He said: Yes."),
        ('Yes," he said.', "Yes, he said."),
        ('the "army" and the "police said', 'the "army" and the police said'),
        ('the "army and the "police" said', 'the army and the "police" said'),
        (
            'the "Now" and a new "pround" in the North America" in',
            'the "Now" and a new "pround" in the North America in',
        ),
        ("the army (the force", "the army the force"),
        ("the army) and (the force)", "the army and (the force)"),
        ("((a)", "(a)"),
        ("“a «b”", "“a b”"),
        ('all "is (well)" here', 'all "is (well)" here'),
    ],
)
def test_a_mark_without_counterpart_goes(text: str, result: str) -> None:
    assert balanced(text) == result


def test_a_mark_of_a_term_stays() -> None:
    assert balanced("the 5) option", ((4, 6),)) == "the 5) option"


@given(st.text(st.sampled_from('ab "()[]«»“”.,'), max_size=40))
def test_what_is_balanced_has_no_such_fault_and_lost_no_word(text: str) -> None:
    result = balanced(text)
    assert "unbalanced" not in faults("نعم", result, {})
    assert "".join(ch for ch in result if ch.isalnum()) == "".join(ch for ch in text if ch.isalnum())


@pytest.mark.parametrize(
    ("text", "span", "words", "result"),
    [
        ("the force - the army", (4, 9), "drone", "the drone - the army"),
        ("the Franco-Malian army", (4, 10), "German", "the German-Malian army"),
        ("about 5 % of it", (6, 7), "ten", "about ten % of it"),
        ("the army , it said", (4, 8), "drone", "the drone, it said"),
        ("the army fell", (8, 8), "-x", "the army -x fell"),
        ("the army -x fell", (8, 8), "base", "the army base -x fell"),
    ],
)
def test_marks_stay_where_they_stood(text: str, span: tuple[int, int], words: str, result: str) -> None:
    assert splice(text, *span, words)[0] == result


def test_several_edits_at_one_place_stay_in_order() -> None:
    assert edited("left.", [(4, 4, "one"), (4, 4, "two")]) == "left one two."


@given(st.data())
def test_edits_touch_nothing_but_their_places(data: st.DataObject) -> None:
    words = [f"w{i}" for i in range(data.draw(st.integers(1, 9)))]
    gaps = [data.draw(st.sampled_from([" ", "  ", ", ", " the ", " (", ") "])) for _ in words]
    text = "".join(gap + word for gap, word in zip(gaps, words, strict=True)).strip()
    edits, expected = [], list(words)
    for i, word in enumerate(words):
        start = text.index(word)
        if data.draw(st.booleans()):
            expected[i] = new = data.draw(st.sampled_from(["", "new", "the new", "two words"]))
            edits.append((start, start + len(word), new))
        if data.draw(st.integers(0, 4)) == 0:
            expected[i] += " more"
            edits.append((start + len(word), start + len(word), "more"))
    result = re.findall(r"\w+", edited(text, data.draw(st.permutations(edits))).lower())
    assert [w for w in result if w != "the"] == [w for w in " ".join(expected).split() if w != "the"]


@pytest.mark.parametrize(
    ("text", "forbidden", "result"),
    [
        ("There's no answer.", (("no", "There's no"), ()), "One answer two."),
        ("He tried to be French.", (("French",), ("French",)), "He tried to be one two."),
        ("This is a positive test.", (("is", "a"), ("is a", "test")), "This one positive two."),
        ("The army of the north", (("army",), ("army of",)), "The one of the north two"),
        ("one army", (("army",), ()), "one two"),
    ],
)
def test_forbidden_english_gives_way_once(text: str, forbidden: tuple[tuple[str, ...], ...], result: str) -> None:
    terms = [Term(ar, en, forbidden=bad) for ar, en, bad in zip("أب", ("one", "two"), forbidden, strict=True)]
    assert insert_all(text, [Demand(term) for term in terms], None, 0) == result


@pytest.mark.parametrize(
    ("text", "allowed", "result"),
    [
        ("the army and the army left", {"army": 1}, "the army left"),
        ("Barkhane, Operation Barkhane and Barkhane", {"Operation Barkhane": 1, "Barkhane": 2},
         "Barkhane, Operation Barkhane"),
        ("Operation Barkhane and Barkhane", {"Operation Barkhane": 1, "Barkhane": 1}, "Operation Barkhane"),
        ("Operation Barkhane", {"Operation Barkhane": 1, "Barkhane": 0}, "Operation Barkhane"),
    ],
)  # fmt: skip
def test_what_stands_too_often_goes(text: str, allowed: dict[str, int], result: str) -> None:
    assert without_surplus(text, allowed) == result


@pytest.mark.parametrize(
    ("text", "replaced", "words", "result"),
    [
        ("he is chief of army of Mali", "army", "Chief of Staff", "he is Chief of Staff of Mali"),
        ("the US forces Command", "forces", "US Africa Command", "the US Africa Command"),
        ("drugs and weapons crime today", "weapons", "organized crime", "drugs and organized crime today"),
        ("the chiefs of it met", "it", "Chief of Staff", "the Chief of Staff met"),
        ("one of it", "it", "of course", "one of of course"),  # small words alone prove nothing
        ("crime, it grows", "it", "crime syndicate", "crime, crime syndicate grows"),  # a comma parts them
    ],
)
def test_a_term_takes_with_it_what_it_would_say_twice(text: str, replaced: str, words: str, result: str) -> None:
    start = text.index(replaced)
    span = widened(text, start, start + len(replaced), words)
    assert edited(text, [(*span, words)]) == result


@pytest.mark.parametrize(
    ("source", "text", "result"),
    [
        ("آخر استطلاعات الرأي", "the late late opinion polls", "the late opinion polls"),
        ("قطار سريع", "a fast rail Rail RAIL line", "a fast rail line"),
        ("قال إنه كان", "he said that that had had an end", "he said that that had had an end"),
        ("جزيرة بورا بورا", "the island of Bora Bora", "the island of Bora Bora"),  # the source says it twice
        ("عام ٢٠١٠", "in 2010 2010", "in 2010 2010"),  # a number may stand beside itself
    ],
)
def test_no_word_is_stammered(source: str, text: str, result: str) -> None:
    assert finished(source, text) == result


def test_a_term_that_says_a_word_twice_keeps_both() -> None:
    demand = Demand(Term("جزيرة", "Bora Bora", status="approved"))
    assert finished("جزيرة بعيدة", "the distant Bora Bora", [demand]) == "the distant Bora Bora"
