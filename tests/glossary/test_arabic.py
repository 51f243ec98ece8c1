"""Folding: spellings of one word become equal, offsets lead back, and nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.arabic import fold, fold_key, fold_with_offsets, has_arabic, is_arabic_letter, isolate

ARABIC = st.text(st.characters(min_codepoint=0x600, max_codepoint=0x6FF) | st.sampled_from(" ﻻﷲ\u200fab.، "))


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("أإآٱ", "اااا"),
        ("إفريقيا", "افريقيا"),
        ("مصطفى", "مصطفي"),
        ("لجنة", "لجنه"),
        ("مسؤول", "مسوول"),
        ("طوارئ", "طواري"),
        ("النِّيجَرُ", "النيجر"),
        ("بـــرخـــان", "برخان"),
        ("ما\u200cلي\u200f", "مالي"),
        ("مالی", "مالي"),
        ("کیدال", "كيدال"),
        ("ﻻجئ", "لاجي"),
        ("٢٠٢١", "2021"),
        ("۲۰۲۱", "2021"),
        ("CEMOC (بالساحل)", "CEMOC (بالساحل)"),
        ("هٰذا", "هذا"),
    ],
)
def test_spellings_fold_to_one_key(written: str, key: str) -> None:
    assert fold(written) == key


def test_a_key_has_single_spaces() -> None:
    assert fold_key("  دول\u00a0 الميدان\n") == "دول الميدان"


@given(ARABIC)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ARABIC)
def test_offsets_lead_back(text: str) -> None:
    folded = fold_with_offsets(text)
    assert folded.text == fold(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert folded.offsets == sorted(folded.offsets)
    for i, letter in enumerate(folded.text):
        assert letter in fold(text[folded.offsets[i]])
    start, end = folded.span(0, len(folded.text))
    assert fold(text[start:end]) == folded.text


def test_marks_on_the_last_letter_belong_to_the_span() -> None:
    text = "قوة برخانُ."
    folded = fold_with_offsets(text)
    start = folded.text.index("برخان")
    assert text[slice(*folded.span(start, start + 5))] == "برخانُ"


def test_letters_are_letters_and_marks_are_not() -> None:
    assert all(map(is_arabic_letter, "ابپچیکةىﻻ"))
    assert not any(map(is_arabic_letter, "َّ،؟٣ aé"))
    assert has_arabic("G5 الساحل") and not has_arabic("G5 Sahel ٣")


def test_isolates_stand_around() -> None:
    assert isolate("مالي") == "\u2068مالي\u2069"
