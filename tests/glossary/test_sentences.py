"""Sentences of Arabic and English paragraphs, and their offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.sentences import split_sentences

# sentences of each paragraph, joined by one space
PARAGRAPHS = [
    ["قال الوزير ذلك.", "ثم غادر القاعة."],
    ["قال د. محمد إن أ.د. علي وصل.", "ثم غادر."],
    ["انظر ص. 5 من التقرير.", "انتهى."],
    ["ولد جون ف. كينيدي سنة 1917 م.", "وقتل سنة 1963."],
    ["وقعت المعركة سنة 1442 هـ.", "ثم عقد الصلح."],
    ["كانت النسبة 3.5 في المئة.", "وبلغت 4."],
    ["الجزائر وأمريكا.. علاقة تتجدد."],
    ["لم يتغير شيء...", "أو هكذا يقولون."],
    ["ماذا بعد؟", "لا أحد يعلم!", "حقا؟!", "نعم…", "ربما."],
    ["“سنعود قريبا.”", "وأضاف: «لن ننسى.»", "ثم صمت."],
    ['"هل تنسحب فرنسا؟" قال الخبير.', "لا جواب."],
    ["وسأل: «من يحكم؟»", "وأضاف أن الجواب صعب."],
    ["She told me.", "Then she asked the gov.", "He left."],
    ["أكد العقيد (وهو قائد القطاع.)", "ونفى غيره."],
    ["1. تنسيق العمليات على الحدود.", "2. تبادل المعلومات."],
    ["التقى J. Peter Pham بالوزير.", "وزار لجنة CEMOC."],
    ["قالت وكالة أ.ف.ب. إن الوضع هادئ."],
    ["وصل أقل من الربع.[2]", "وبقي الباقي وعودا.[3]"],
    ["Lt. Gen. Meguett met Mr. Pham at the U.S. Army base.", "He left at 5 p.m.", "The visit was short."],
    ["It was the answer of the U.S.", "The talks went on."],
    ["No. 5 is ready.", "The answer is No.", "He left."],
    ['He said: "This is so.', 'It will be."', "Then he left."],
    ['"Why?" he asked.', '"No idea!" said Gen. Lecointre.'],
    ["Growth was 3.5 per cent in Jan. 2014, vs. 2.1 in 2013.", "(See p. 5.)", "It fell later, e.g. in Mali."],
    ["Roch Kaboré was sworn in.", "Éric Dupont was there."],
    ["The Joint Force (JF-G5S) has 5,000 men.", "France has 5,100."],
]


@pytest.mark.parametrize("sentences", PARAGRAPHS, ids=lambda s: s[0][:20])
def test_where_sentences_end(sentences: list[str]) -> None:
    assert [s.text for s in split_sentences(" ".join(sentences))] == sentences


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("من الجيش الوطني.وكان هذا أول لقاء.", ["من الجيش الوطني.", "وكان هذا أول لقاء."]),  # the space was forgotten
        ("قال ذلك . وأضاف", ["قال ذلك .", "وأضاف"]),
        ("قال ذلك. » وأضاف", ["قال ذلك. »", "وأضاف"]),
        ("قال ذلك.\u00a0وأضاف\n\nثم", ["قال ذلك.", "وأضاف\n\nثم"]),
        ("نعم . . . ثم خرج", ["نعم . . .", "ثم خرج"]),
        ("... نعم.", ["... نعم."]),
        ("  كلمة  ", ["كلمة"]),
        ("…", ["…"]),
        ("", []),
        (" \n\u2003", []),
    ],
)
def test_odd_paragraphs(paragraph: str, sentences: list[str]) -> None:
    assert [s.text for s in split_sentences(paragraph)] == sentences


def test_commas_and_semicolons_end_nothing() -> None:
    period = "، ".join(["وقد زار الوفد المدينة"] * 60) + "؛ " + "وكان الجو هادئا."
    assert [s.text for s in split_sentences(period)] == [period]


words = st.sampled_from(
    ["كلمة", "مالي", "د", "أ.د", "U.S", "Mr", "J", "5", "3.5", "he", "The", "قال", "و", "!", "»", "("]
)
marks = st.sampled_from([" ", "  ", "\n", "\u00a0", ". ", "؟ ", '." ', "... ", ".. ", "! ", "… ", ".", '"', "،", ") "])
paragraphs = st.one_of(
    st.lists(st.one_of(words, marks), max_size=40).map("".join),
    st.text(max_size=80),
)


@given(paragraphs)
def test_slices_reproduce_the_text_and_only_white_space_is_outside(paragraph: str) -> None:
    at = 0
    for sentence in split_sentences(paragraph):
        assert paragraph[at : sentence.start].strip() == ""
        assert sentence.text == paragraph[sentence.start : sentence.end] == sentence.text.strip() != ""
        at = sentence.end
    assert paragraph[at:].strip() == ""


@given(paragraphs)
def test_every_sentence_has_a_word_where_the_paragraph_has(paragraph: str) -> None:
    sentences = split_sentences(paragraph)
    if any(c.isalnum() for c in paragraph):
        assert all(any(c.isalnum() for c in s.text) for s in sentences)
    else:
        assert len(sentences) <= 1


@pytest.mark.parametrize(
    "paragraph", [". " * 50_000, "." * 100_000, '."' * 50_000, "د. " * 50_000, " " * 100_000 + "د. د. د."]
)
def test_long_runs_of_marks_are_no_trap(paragraph: str) -> None:
    sentences = split_sentences(paragraph)
    assert sum(len("".join(s.text.split())) for s in sentences) == len("".join(paragraph.split()))
