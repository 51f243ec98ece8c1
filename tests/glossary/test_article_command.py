"""`midan article`: the JSON that programs rely on, and the view for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from memory.commands import main

PAGE = """\
شكرا على الإبلاغ!
دول الميدان تجتمع في تمنراست
نشر في الخبر يوم 11 - 01 - 2021
قال بيان عسكري إن دول الميدان اتفقت على تنسيق الدوريات، وأكد أن اللجنة ستجتمع قريبا.
وأضاف البيان أن الحدود آمنة.
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text(PAGE, encoding="utf-8")
    return "a.txt"


def test_json_holds_what_programs_rely_on(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["article", file, "./a.txt", "--format", "json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    lines = PAGE.splitlines()
    assert first == {
        "path": "a.txt",
        "title": lines[1],
        "date": "2021-01-11",
        "paragraphs": lines[3:],
        "dropped": [
            {"line": 1, "text": lines[0], "reason": "abuse-report widget"},
            {"line": 3, "text": lines[2], "reason": "date line"},
        ],
    }
    assert second == {**first, "path": "./a.txt"}


def test_raw_drops_nothing(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["article", file, "--raw", "--format", "jsonl"]) == 0
    (found,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert found == {"path": file, "title": None, "date": None, "paragraphs": PAGE.splitlines(), "dropped": []}


def test_people_see_the_head_the_text_and_what_was_left_out(file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["article", file, "--no-bidi"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[:4] == ["a.txt", "title  دول الميدان تجتمع في تمنراست", "date   2021-01-11", ""]
    assert out[4].startswith("  0  قال بيان")
    assert any(line.startswith("1") and "abuse-report widget" in line for line in out)


@pytest.mark.parametrize("style", ["csv", "tsv", "github", "plain"])
def test_a_row_for_each_part(style: str, file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["article", file, "--format", style]) == 0
    out = capsys.readouterr().out
    assert sum(part in line for part in ("title", "date", "paragraph", "dropped") for line in out.splitlines()[1:]) >= 6


def test_an_empty_file_is_an_empty_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    assert main(["article", str(empty), "--format", "json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["title"], found["date"], found["paragraphs"], found["dropped"]) == (None, None, [], [])
    assert main(["article", str(empty)]) == 0
    assert "no paragraphs" in capsys.readouterr().out


def test_faults_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-1.4")
    for path in (pdf, tmp_path / "absent.txt"):
        assert main(["article", str(path)]) == 2
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.count("\n") == 1
        assert captured.err.startswith(f"midan: {path}: ")
