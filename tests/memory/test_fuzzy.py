"""Fuzzy search returns exactly what comparing with every unit returns."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.arabic import fold_key
from memory import alphabet, fuzzy
from memory.fuzzy import FuzzyIndex, similarities
from memory.signatures import Signer, part
from memory.store import Memory
from memory.unit import TranslationUnit

WORDS = re.findall(r"\w+", "قال الوزير إن قوة برخان غادرت شمال مالي بعد تسع سنوات من الحضور في منطقة الساحل والصحراء")


def text(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randint(1, 20)))


def unit(source: str, target: str = "x") -> TranslationUnit:
    return TranslationUnit(source, target)


def found(index: FuzzyIndex, query: str, threshold: float) -> set[tuple[str, float]]:
    return {(m.unit.source, round(m.score, 6)) for m in index.search(query, threshold, limit=10_000)}


def wanted(sources: list[str], query: str, threshold: float) -> set[tuple[str, float]]:
    if not fold_key(query):
        return set()
    return {
        (s, round(100 * x, 6)) for s, x in zip(sources, similarities(query, sources), strict=True) if x >= threshold
    }


@pytest.mark.parametrize("threshold", [0.5, 0.6, 0.7, 0.75, 0.9, 1.0])
def test_recall_is_exact(threshold: float, tmp_path: Path) -> None:
    rng = random.Random(7)
    sources = sorted({text(rng) for _ in range(3000)})
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add(map(unit, sources))
        index = FuzzyIndex(memory)
        for query in [*rng.sample(sources, 10), *(text(rng) for _ in range(20)), "ق", "", "CEMOC"]:
            assert found(index, query, threshold) == wanted(sources, query, threshold)


LETTERS = st.text(st.sampled_from("ابت ةأ.١aé\U0001f600\ud800"), max_size=30)


@settings(max_examples=150, deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=40), LETTERS, st.floats(0.5, 1.0))
def test_the_bound_never_drops_a_match(texts: list[str], query: str, threshold: float) -> None:
    """The index on texts of few letters, counted however few they are, against the plain measure."""
    keys = [(i + 1, fold_key(t)) for i, t in enumerate(texts)]
    key = fold_key(query)
    if not key:
        return
    segment = fuzzy._Segment.make(0, keys)
    limit, fuzzy._BRUTE = fuzzy._BRUTE, 0
    try:
        got = {number for _, number in segment.search(key, threshold)}
    finally:
        fuzzy._BRUTE = limit
    assert got == {i + 1 for i, x in enumerate(similarities(query, texts)) if x >= threshold - 1e-12 and keys[i][1]}


@settings(max_examples=200, deadline=None)
@given(
    st.data(), st.text(st.sampled_from("ابت ج"), min_size=2, max_size=90), st.sampled_from([0.5, 0.6, 0.7, 0.75, 0.9])
)
def test_a_text_at_the_very_threshold_is_found(data: st.DataObject, query: str, threshold: float) -> None:
    """As many edits as are allowed, wherever they stand and however they shift the rest."""
    query = fold_key(query)
    texts = []
    for _ in range(4):
        edited = list(query)
        for _ in range(int((1 - threshold) * len(query))):
            place, letter = data.draw(st.tuples(st.integers(0, len(edited)), st.sampled_from(["", "ا", "ق", "اق"])))
            edited[place : place + (len(letter) < 2)] = letter
        texts.append("".join(edited))
    test_the_bound_never_drops_a_match.hypothesis.inner_test(texts, query, threshold)


@settings(max_examples=100, deadline=None)
@given(st.lists(LETTERS, min_size=1, max_size=200), LETTERS, st.integers(-5, 35))
def test_common_bigrams_are_never_undercounted(texts: list[str], query: str, reach: int) -> None:
    signer, reach = Signer.learn(texts[::2]), min(reach, len(query) // 2)
    counts = signer.common_bigrams(query, *signer.parts(texts), reach)
    for i, other in enumerate(texts):
        size, common = part(len(other)), 0
        start, end, anywhere = bigrams(other[:size]), bigrams(other[len(other) - size :]), bigrams(other)
        for j, pair in enumerate(bigrams(query)):
            there = start if j + 2 <= reach else end if j >= len(query) - reach else anywhere
            if pair in there:
                there.remove(pair)
                common += 1
        assert counts[i] >= common


def bigrams(text: str) -> list[str]:
    return [text[j : j + 2] for j in range(len(text) - 1)]


def test_the_index_follows_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzzy, "SEGMENT", 64)
    rng = random.Random(3)
    sources: list[str] = []
    for _ in range(8):
        more = sorted({text(rng) for _ in range(rng.choice((1, 5, 100)))} - set(sources))
        sources += more
        with Memory.open(tmp_path / "m.db") as memory:
            memory.add(map(unit, more))
            index = FuzzyIndex(memory)
            query = rng.choice(sources)
            assert found(index, query, 0.6) == wanted(sources, query, 0.6)
            assert sum(len(s.numbers) for s in index.segments) == len(sources)


def test_a_broken_or_foreign_index_is_made_anew(tmp_path: Path) -> None:
    sources = ["غادرت قوة برخان مالي", "غادرت قوة برخان شمال مالي"]
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add(map(unit, sources))
        FuzzyIndex(memory)
    for path in (tmp_path / "m.db.fuzzy").rglob("*.npy"):
        path.write_bytes(b"broken")
    with Memory.open(tmp_path / "m.db") as memory:
        assert len(found(FuzzyIndex(memory), sources[0], 0.5)) == 2
    (tmp_path / "m.db").unlink()
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add([unit("نص آخر تماما")])
        assert found(FuzzyIndex(memory), "نص آخر تماما", 0.9) == {("نص آخر تماما", 100.0)}


def test_characters_beyond_the_alphabet_are_compared_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alphabet, "SIZE", 4)
    sources = ["قوة برخان", "قوة سرفال", "قوة برخام", "xyz", "xyw", "abc"]
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add(map(unit, sources))
        index = FuzzyIndex(memory)
        for query in [*sources, "xbz", "قوة بركان"]:
            for threshold in (0.5, 0.6, 0.9, 1.0):
                assert found(index, query, threshold) == wanted(sources, query, threshold)


def test_a_memory_restored_from_a_copy_is_indexed_anew(tmp_path: Path) -> None:
    path, copy = tmp_path / "m.db", tmp_path / "copy.db"
    with Memory.open(path) as memory:
        memory.add([unit("غادرت قوة برخان مالي")])
        memory.connection.execute("VACUUM INTO ?", (str(copy),))
        memory.add([unit("رحب الجيش بالقرار")])
        FuzzyIndex(memory)
    for file in tmp_path.glob("m.db-*"):
        file.unlink()
    copy.replace(path)
    with Memory.open(path) as memory:
        memory.add([unit("نص آخر تماما"), unit("ونص بعده")])
        index = FuzzyIndex(memory)
        assert found(index, "نص آخر تماما", 0.9) == {("نص آخر تماما", 100.0)}
        assert found(index, "رحب الجيش بالقرار", 0.9) == set()


def test_removed_and_untranslated_units_are_not_found(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add([unit("غادرت قوة برخان"), unit("غادرت قوة برخان مالي", "")])
        index = FuzzyIndex(memory)
        assert found(index, "غادرت قوة برخان", 0.5) == {("غادرت قوة برخان", 100.0)}
        memory.connection.execute("DELETE FROM unit")
        assert found(index, "غادرت قوة برخان", 0.5) == set()


def test_spelling_does_not_matter(tmp_path: Path) -> None:
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add([unit("إفريقيا الوسطى")])
        (match,) = FuzzyIndex(memory).search("افريقيا  الوسطي", 0.99)
        assert match.score == 100


def test_without_a_place_for_the_index_search_goes_on(tmp_path: Path) -> None:
    (tmp_path / "m.db.fuzzy").write_text("a file stands where the folder should")
    with Memory.open(tmp_path / "m.db") as memory:
        memory.add([unit("غادرت قوة برخان")])
        assert len(FuzzyIndex(memory).search("غادرت قوة برخان")) == 1


def test_no_bits_are_lost_in_counting() -> None:
    signer = Signer(np.zeros(0, np.uint32))
    many = "اب" * 600
    counts = signer.common_bigrams(many, *signer.parts([many, "x"]), 600)
    assert counts[0] == len(many) - 1 and counts[1] == 0
