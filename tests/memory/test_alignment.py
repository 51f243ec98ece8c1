"""Alignment: the beads of hand-aligned articles are found, no sentence is lost, and the memory takes what was sure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.term import Term
from memory.alignment import align
from memory.commands import main
from memory.opposites import find_opposites
from memory.store import Memory

FIXTURES = Path(__file__).parent.parent / "fixtures" / "alignment"
Beads = list[tuple[tuple[str, ...], tuple[str, ...]]]


def gold(name: str) -> Beads:
    """The beads of a hand-aligned article."""
    lines = (FIXTURES / name).read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(_parts(pair[0]), _parts(pair[1] if len(pair) > 1 else "")) for pair in pairs]


def _parts(side: str) -> tuple[str, ...]:
    return tuple(part for part in side.split(" ¦ ") if part)


def running(beads: Beads) -> tuple[str, str]:
    """The two texts, each as one paragraph."""
    return " ".join(s for a, _ in beads for s in a), " ".join(t for _, e in beads for t in e)


def squeezed(beads: Sequence[tuple[Sequence[str], Sequence[str]]]) -> set[tuple[str, str]]:
    return {("".join("".join(a).split()), "".join("".join(e).split())) for a, e in beads}


def f1(beads: Beads) -> float:
    ar, en = running(beads)
    got = squeezed([([s.text for s in b.source], [t.text for t in b.target]) for b in align([ar], [en])])
    return 2 * len(got & squeezed(beads)) / (len(got) + len(beads))


@pytest.mark.parametrize(
    ("name", "least"), [("river-port.tsv", 0.95), ("doctor-interview.tsv", 0.95), ("water-opinion.tsv", 0.85)]
)
def test_beads_of_hand_aligned_articles_are_found(name: str, least: float) -> None:
    beads = gold(name)
    assert f1(beads) >= least


def test_the_long_article_holds_every_kind_of_bead() -> None:
    kinds = {(len(a), len(e)) for a, e in gold("river-port.tsv")}
    assert len(gold("river-port.tsv")) >= 60
    assert kinds >= {(1, 1), (1, 2), (2, 1), (1, 3), (1, 0), (0, 1), (2, 2)}


SENTENCE = st.sampled_from(
    [
        "وصل الوزير إلى باماكو.", "قال 12 شخصا إنهم رأوا الحادث!", "لا.", "AQIM", "…", "وأضاف المصدر أن الجيش انسحب.",
        "The minister arrived in Bamako.", "Twelve people saw it.", "No!", "12", "x",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(SENTENCE, max_size=8), st.lists(SENTENCE, max_size=8))
def test_no_sentence_is_lost_or_moved(source: list[str], target: list[str]) -> None:
    beads = align(source, target)
    assert "".join(s.text for b in beads for s in b.source).split() == "".join(source).split()
    assert "".join(t.text for b in beads for t in b.target).split() == "".join(target).split()
    assert all(0 <= b.confidence <= 1 and (b.source or b.target) for b in beads)


def test_texts_that_do_not_belong_together_are_doubted() -> None:
    ar, _ = running(gold("river-port.tsv"))
    _, en = running(gold("doctor-interview.tsv"))
    beads = align([ar], [en])
    assert sum(b.is_doubtful for b in beads) > 0.8 * len(beads)
    right = align(*([text] for text in running(gold("river-port.tsv"))))
    assert sum(b.is_doubtful for b in right) < 0.3 * len(right)


def test_what_stands_opposite_a_term_twice_is_offered() -> None:
    pairs = [
        ("اجتمعت لجنة الصيد في روصو.", "The fishing committee met in Rosso."),
        ("ورفضت لجنة الصيد القرار.", "The fishing committee rejected the decision."),
        ("عاد الصيادون إلى النهر.", "The fishermen went back to the river."),
    ]
    (found,) = find_opposites(pairs, [Term("لجنة الصيد"), Term("روصو", "Rosso"), Term("النهر")])
    assert (found.ar, found.en, found.count, found.of) == ("لجنة الصيد", "fishing committee", 2, 2)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article and its translation."""
    ar, en = running(gold("river-port.tsv"))
    (tmp_path / "port.ar.txt").write_text(ar, encoding="utf-8")
    (tmp_path / "port.en.txt").write_text(en, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_fills_the_memory_once(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["align", "port.ar.txt", "port.en.txt"]) == 0
    first = capsys.readouterr()
    assert "pairs" in first.err and " new) as " in first.err
    assert main(["align", "port.ar.txt", "port.en.txt"]) == 0
    assert "(0 new)" in capsys.readouterr().err
    assert main(["memory", "search", "وفي غياب الثلج، تفسد الأسماك قبل أن تصل إلى نواكشوط.", "--format", "json"]) == 0
    (found, *_) = json.loads(capsys.readouterr().out)
    assert found["target"].startswith("Without ice, the fish spoil") and found["status"] == "imported"


def test_doubtful_pairs_are_marked_in_the_table_and_in_the_memory(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["align", "port.ar.txt", "port.en.txt", "--memory", "m.db", "--no-bidi"]) == 0
    out, err = capsys.readouterr()
    marked = [line for line in out.splitlines() if re.match(r"\d-\d +0\.[0-4]\d \?", line)]
    with Memory.open("m.db") as memory:
        doubted = [unit for unit in memory.units() if unit.attention]
    assert f", {len(marked)} of them doubtful;" in err
    assert 0 < len(marked) == len(doubted)


def test_json_has_the_sentences_and_writes_nothing(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["align", "port.ar.txt", "port.en.txt", "--format", "json"]) == 0
    beads = json.loads(capsys.readouterr().out)
    assert all(set(bead) == {"source", "target", "confidence"} for bead in beads)
    assert not (files / "memory.db").exists() and not (files / "terms.yaml").exists()


def test_suggestions_become_candidates_never_approved(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "terms.yaml").write_text(
        "format: 1\nsource: ar\ntarget: en\nterms:\n  - ar: الصيادين # who?\n    status: candidate\n", encoding="utf-8"
    )
    assert main(["align", "port.ar.txt", "port.en.txt", "--suggest"]) == 0
    text = (files / "terms.yaml").read_text(encoding="utf-8")
    assert "# who?" in text and "approved" not in text
    assert "en: fishermen" in text
    before = text
    assert main(["align", "port.ar.txt", "port.en.txt", "--suggest"]) == 0
    assert (files / "terms.yaml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("ar", "en", "words"),
    [("missing.txt", "port.en.txt", "missing.txt"), ("port.en.txt", "port.ar.txt", "second file is the Arabic one")],
)
def test_bad_input_is_one_line(files: Path, capsys: pytest.CaptureFixture[str], ar: str, en: str, words: str) -> None:
    assert main(["align", ar, en]) == 2
    err = capsys.readouterr().err
    assert words in err and len(err.strip().splitlines()) == 1


def test_an_empty_text_leaves_the_other_alone(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (files / "empty.txt").write_text("", encoding="utf-8")
    assert main(["align", "port.ar.txt", "empty.txt", "--format", "json"]) == 0
    assert all(not bead["target"] for bead in json.loads(capsys.readouterr().out))
