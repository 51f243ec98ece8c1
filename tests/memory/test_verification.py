"""Verification speaks English: whole words, plurals, case of names, forbidden forms, and sound sentences."""

from __future__ import annotations

import pytest

from glossary.term import Term
from memory.english import mend_articles, splice, takes_an
from memory.verification import allowed_counts, faults, satisfied_at

BASE = Term("قاعدة جوية", "air base", also=("airbase",))
NAME = Term("برخان", "Barkhane", case="keep")
CEMOC = Term("لجنة", "Joint Committee", abbreviation="CEMOC", forbidden=("Joint Chiefs", "Committee of Staffs"))


@pytest.mark.parametrize(
    ("term", "target", "met"),
    [
        (BASE, "The air base was attacked.", True),
        (BASE, "Air bases were attacked.", True),
        (BASE, "The air base's runway", True),
        (BASE, "the air base’s runway", True),
        (BASE, "an airbase", True),
        (BASE, "air baseline", False),
        (BASE, "fair base", False),
        (BASE, "air  base", False),
        (BASE, "", False),
        (NAME, "Operation Barkhane ended", True),
        (NAME, "operation barkhane ended", False),
        (NAME, "Barkhane's end", True),
        (CEMOC, "CEMOC met", True),
        (CEMOC, "the joint committee met", True),
        (CEMOC, "CEMOC and the Joint Chiefs met", False),
        (Term("x", "U.S."), "the U.S. said", True),
        (Term("x", "C++ (group)"), "a C++ (group) said", True),
    ],
)
def test_a_term_is_satisfied_as_whole_words(term: Term, target: str, met: bool) -> None:
    assert (satisfied_at(term, target) is not None) == met


def test_forbidden_english_inside_an_accepted_form_is_no_fault() -> None:
    term = Term("x", "Joint Chiefs of Staff", forbidden=("Joint Chiefs",))
    assert satisfied_at(term, "The Joint Chiefs of Staff met.") is not None
    assert satisfied_at(term, "The Joint Chiefs of Staff met the Joint Chiefs.") is None


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [
        ("وصل 45 جنديا", "45 soldiers arrived", []),
        ("وصل ٤٥ جنديا", "45 soldiers arrived", []),
        ("وصل 45 جنديا", "Soldiers arrived", ["number"]),
        ("نحو 5100 جندي", "about 5,100 soldiers", []),
        ("قال (نعم)", "he said (yes", ["unbalanced"]),
        ("قال", "the the minister", ["article"]),
        ("قال", "XTERM1 said", ["placeholder"]),
        ("قال", "word " * 60, ["length"]),
    ],
)
def test_what_is_unsound_is_named(source: str, target: str, codes: list[str]) -> None:
    assert faults(source, target, {}) == codes


def test_a_term_stands_as_often_as_in_the_source() -> None:
    allowed = allowed_counts([NAME])
    assert faults("برخان", "Barkhane and Barkhane", allowed) == ["doubled"]
    both = allowed_counts([NAME, Term("عملية برخان", "Operation Barkhane")])
    assert faults("برخان", "Barkhane, Operation Barkhane", both) == []


@pytest.mark.parametrize(
    ("word", "an"),
    [("air", True), ("base", False), ("hour", True), ("European", False), ("AU", True), ("UN", False), ("US", False),
     ("MNLA", True), ("FLN", True), ("CEMOC", False), ("one-off", False), ("unit", False), ("unknown", True),
     ("umbrella", True), ("NATO", False), ("honour", True), ("house", False)],
)  # fmt: skip
def test_the_indefinite_article_goes_by_sound(word: str, an: bool) -> None:
    assert takes_an(word) == an


@pytest.mark.parametrize(
    ("text", "span", "words", "result"),
    [
        ("an army base fell.", (3, 12), "drone", "a drone fell."),
        ("a field fell.", (2, 7), "air base", "an air base fell."),
        ("the army left.", (4, 8), "the Sahel", "the Sahel left."),
        ("army left.", (0, 4), "air base", "Air base left."),
        ("He left. army came.", (9, 13), "air base", "He left. Air base came."),
        ('said "army" fell', (6, 10), "air base", 'said "air base" fell'),
        ("left.", (4, 4), "air base", "left air base."),
        ("", (0, 0), "air base", "Air base"),
    ],
)
def test_words_are_put_in_with_their_articles_and_capitals(
    text: str, span: tuple[int, int], words: str, result: str
) -> None:
    joined, start, end = splice(text, *span, words)
    assert joined == result
    assert joined[start:end].lower() == words.lower()


def test_articles_are_not_doubled() -> None:
    assert mend_articles("the the Sahel", 4, 13)[0] == "the Sahel"
