"""`midan memory` as it is typed: what it prints, in which order, and what it leaves behind."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from memory.commands import main
from memory.store import Memory
from memory.unit import Origin, TranslationUnit

UNITS = [
    TranslationUnit(
        "غادرت قوة برخان شمال مالي.",
        "Barkhane left northern Mali.",
        origin=Origin("a", 0, 0),
        engine="argos",
        model="m 1",
    ),
    TranslationUnit("غادرت القوة مالي.", "The force left Mali.", status="imported", created_by="somebody"),
    TranslationUnit(
        "رحب الجيش بالقرار.", "The army welcomed the decision.", status="reviewed", origin=Origin("a", 0, 1)
    ),
    TranslationUnit("قال للجيش ذلك.", "He said so to the army.", status="approved"),
    TranslationUnit("غادرت القوة مالي.", "The force has left Mali.", status="imported"),
    TranslationUnit("لم يترجم بعد", "", status="untranslated", origin=Origin("a", 0, 2)),
]
Midan = Callable[..., tuple[int, str, str]]


@pytest.fixture
def midan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Midan:
    """`midan memory …` in a folder whose memory holds UNITS; exit code, output, errors."""
    monkeypatch.chdir(tmp_path)
    times = iter(f"2026-0{n}-02T03:04:05Z" for n in range(1, 9))
    with Memory.open("memory.db", clock=lambda: next(times)) as memory:
        for unit in UNITS:
            memory.add([unit])

    def run(*args: str) -> tuple[int, str, str]:
        try:
            code = main(["memory", *args])
        except SystemExit as stop:
            code = int(stop.code or 0)
        return code, *capsys.readouterr()

    return run


def test_search_marks_what_differs(midan: Midan) -> None:
    code, out, err = midan("search", "غادرت قوة تاكوبا مالي.", "--threshold", "50", "--no-bidi")
    assert (code, err) == (0, "")
    assert [line.split("  ")[0] for line in out.splitlines()[2:]] == [
        "69",
        "59",
        "59",
    ]  # 8 edits in 26 letters, 9 in 22
    assert [" ".join(re.split(" {2,}", line)[1:3]) for line in out.splitlines()[2:]] == [
        "غادرت قوة {تاكوبا} [برخان شمال] مالي. Barkhane left northern Mali.",
        "غادرت {قوة تاكوبا} [القوة] مالي. The force left Mali.",
        "غادرت {قوة تاكوبا} [القوة] مالي. The force has left Mali.",
    ]


def test_search_for_programs(midan: Midan, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = midan("search", "غادرت قوه برخان شمال مالى.", "--format", "json")
    origin = {"document": "a", "paragraph": 0, "segment": 0}
    assert json.loads(out) == [
        {"source": UNITS[0].source, "target": UNITS[0].target, "score": 100.0, "status": "machine", "origin": origin}
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("غادرت القوة مالي.\nلا شيء مثل هذا\n\n"))
    code, out, err = midan("search", "--batch", "--limit", "1")
    first, second, third = map(json.loads, out.splitlines())
    assert (code, len(first), second, third) == (0, 1, [], [])
    assert re.fullmatch(r"search: 3 queries p50=\d+\.\d p95=\d+\.\d ms\n", err)
    assert midan("search")[0] == 2
    assert midan("search", "x", "--threshold", "0.4")[0] == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("الجيش", ["رحب [الجيش] بالقرار.", "قال [للجيش] ذلك."]),
        ("قرار", ["رحب الجيش [بالقرار]."]),
        ("the ARMY", ["[The army] welcomed the decision.", "He said so to [the army]."]),
        ("arm", []),
        ("غادرت القوّة", ["[غادرت القوة] مالي.", "[غادرت القوة] مالي."]),
    ],
)
def test_concordance_finds_words_in_whatever_dress(midan: Midan, words: str, found: list[str]) -> None:
    code, out, err = midan("concordance", words, "--format", "json")
    lines = [f"{row['before']}[{row['found']}]{row['after']}" for row in json.loads(out)]
    assert (code, lines) == (0, found)
    assert bool(err) == (not found)


def test_concordance_shows_as_much_as_a_line_holds(midan: Midan) -> None:
    midan("add", f"{'كلمة ' * 40}الجيش {'أخرى ' * 40}", "Words and words.")
    _, out, _ = midan("concordance", "الجيش", "--no-bidi", "--format", "plain")
    assert f"\n… {'كلمة ' * 11}[الجيش] {'أخرى ' * 11}…  Words" in out


def test_add_is_a_persons_word(midan: Midan) -> None:
    assert midan("add", "غادرت القوة مالي.", "The force left Mali.") == (0, "", "added\n")
    assert midan("add", "غادرت القوة مالي.", "The force left Mali.") == (0, "", "known already\n")
    assert midan("add", "رحب الجيش بالقرار.", "The army welcomed the decision.")[2] == "known already\n"
    assert midan("add", "x", " ")[0] == 2
    assert midan("add", "The army", "الجيش")[0] == 2


def test_stats_count_everything(midan: Midan) -> None:
    code, out, err = midan("stats", "--format", "tsv")
    assert (code, err) == (0, "")
    assert out.splitlines()[1:] == [
        "units\tall\t6",
        "status\tapproved\t1",
        "status\timported\t2",
        "status\tmachine\t1",
        "status\treviewed\t1",
        "status\tuntranslated\t1",
        "engine\targos m 1\t1",
        "engine\tnone\t5",
        "languages\tar → en\t6",
        "document\ta\t3",
        "document\tnone\t3",
        "attention\tneeded\t0",
        "sources\tthe same pair more than once\t0",
        "sources\tdifferent targets\t1",
    ]


def test_prune_shows_before_it_removes(midan: Midan) -> None:
    with Memory.open("memory.db") as memory:
        # what a person said outlives its repetitions; what a machine said outside of any article does not outlive prune
        memory.add(
            [
                TranslationUnit("غادرت القوة مالي.", "The force left Mali.", status="approved"),
                TranslationUnit("قيل", "It was said", status="machine", engine="argos"),
            ]
        )
    code, out, err = midan("prune", "--format", "jsonl")
    doomed = [(row["target"], row["status"]) for row in map(json.loads, out.splitlines())]
    assert doomed == [("The force left Mali.", "imported"), ("It was said", "machine")]
    assert (code, err) == (0, "2 units would be removed; --yes removes them\n")
    assert midan("stats", "--format", "tsv")[1].splitlines()[1] == "units\tall\t8"
    assert midan("prune", "--yes")[2] == "2 units removed\n"
    assert midan("prune", "--yes") == (0, "", "0 units removed\n")
    assert midan("stats", "--format", "tsv")[1].splitlines()[1] == "units\tall\t6"
    assert midan("prune", "--status", "imported")[2] == "1 units would be removed; --yes removes them\n"


def test_a_long_preview_is_cut(midan: Midan) -> None:
    with Memory.open("memory.db") as memory:
        memory.add([TranslationUnit(f"نص {n}", "x") for n in range(50)])
    _, out, err = midan("prune")
    assert len(out.splitlines()) == 22 and err == "50 units (30 not shown) would be removed; --yes removes them\n"


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ([], 5),
        (["--document", "a"], 2),
        (["--status", "imported"], 2),
        (["--engine", "argos"], 1),
        (["--since", "2026-03-02"], 3),
        (["--until", "2026-02-02"], 1),
        (["--document", "a", "--status", "reviewed", "--since", "2026-01-01"], 1),
    ],
)
@pytest.mark.parametrize("name", ["x.tmx", "x.xlf", "x.po", "x.csv", "x.txt"])
def test_export_of_what_fits(midan: Midan, name: str, filters: list[str], count: int) -> None:
    code, out, err = midan("export", name, *filters)
    written = "x.ar.txt and x.en.txt" if name == "x.txt" else name
    assert (code, out, err) == (0, "", f"{count} units in {written}\n")
    first = {path.name: path.read_bytes() for path in Path.cwd().glob("x*")}
    midan("export", name, *filters)
    assert {path.name: path.read_bytes() for path in Path.cwd().glob("x*")} == first


def test_the_parallel_pair_has_a_unit_a_line(midan: Midan) -> None:
    midan("add", "سطر\nآخر", "Another\r\nline")
    midan("export", "out/x.txt", "--status", "approved")
    assert Path("out/x.ar.txt").read_text(encoding="utf-8") == "قال للجيش ذلك.\nسطر آخر\n"
    assert Path("out/x.en.txt").read_text(encoding="utf-8") == "He said so to the army.\nAnother line\n"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["export", "x.docx"], "can't be told"),
        (["export", "x.tmx", "--since", "yesterday"], "not a date"),
        (["export", "x.tmx", "--status", "good"], "invalid choice"),
        (["export", "x.tmx", "--memory", "none.db"], "no such memory"),
        (["export", "x.xlf", "--document", "none"], "no unit to write"),
        (["import", "none.tmx"], "none.tmx"),
        (["stats", "--memory", "none.db"], "no such memory"),
    ],
)
def test_bad_usage_is_one_line_and_writes_nothing(midan: Midan, args: list[str], words: str) -> None:
    before = sorted(Path.cwd().iterdir())
    code, out, err = midan(*args)
    assert (code, out) == (2, "") and words in err and len(err.strip().splitlines()) == 1
    assert sorted(Path.cwd().iterdir()) == before
