"""The glossary's commands as a person types them: find, lookup, and all of `terms` but `mine`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from memory.commands import main

GLOSSARY = """\
format: 1
terms:
  # kept
  - ar: دول الميدان
    en: field countries
    kind: group
    status: approved
    seen: {count: 2, articles: [summit]}
  - ar: برخان
    en: Barkhane
    kind: operation
    status: candidate
    evidence: [{article: summit, text: "انسحاب قوة برخان"}]
  - ar: الميدان
    status: rejected
  - ar: مالي
    en: Mali
    kind: place
    status: approved
"""
TEXT = "عقد بدول الميدان اجتماع حول مالي وبرخان.\nوغاب عنه الدعم المالي.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "terms.yaml").write_text(GLOSSARY, encoding="utf-8")
    (tmp_path / "text.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(*args: str) -> int:
    return main(list(args))


def rows(capsys: pytest.CaptureFixture[str], *args: str) -> Any:
    assert run(*args, "--format", "json") == 0
    return json.loads(capsys.readouterr().out)


def glossary(here: Path) -> str:
    return (here / "terms.yaml").read_text(encoding="utf-8")


def test_find(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = rows(capsys, "find", "text.txt", "--raw")
    assert [(f["paragraph"], f["surface"], f["ar"], f["en"]) for f in found] == [
        (0, "بدول الميدان", "دول الميدان", "field countries"),
        (0, "مالي", "مالي", "Mali"),
        (0, "وبرخان", "برخان", "Barkhane"),
    ]
    line = TEXT.splitlines()[0]
    assert all(line[f["start"] : f["end"]] == f["surface"] for f in found)
    assert list(found[0]) == ["path", "paragraph", "start", "end", "surface", "ar", "en"]


def test_find_by_status_and_nested(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [f["ar"] for f in rows(capsys, "find", "text.txt", "--raw", "--status", "candidate")] == ["برخان"]
    every = rows(capsys, "find", "text.txt", "--raw", "--nested", "--status", "rejected", "--status", "approved")
    assert [f["ar"] for f in every] == ["دول الميدان", "الميدان", "مالي"]


def test_find_from_standard_input(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("وبرخان\n".encode())))
    assert [f["surface"] for f in rows(capsys, "find", "-", "--raw")] == ["وبرخان"]


def test_lookup(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (best, *_) = rows(capsys, "lookup", "وبرخان")
    assert {k: best[k] for k in ("ar", "en", "kind", "status", "match", "score")} == {
        "ar": "برخان",
        "en": "Barkhane",
        "kind": "operation",
        "status": "candidate",
        "match": "inflected",
        "score": 95.0,
    }
    assert rows(capsys, "lookup", "field", "country")[0]["ar"] == "دول الميدان"


def test_lookup_shows_a_table_with_isolates_and_what_else_is_known(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("lookup", "برخان") == 0
    shown = capsys.readouterr().out
    assert "\u2068برخان\u2069" in shown
    assert "انسحاب قوة برخان" in shown
    assert run("lookup", "برخان", "--no-bidi") == 0
    assert "\u2068" not in capsys.readouterr().out


def test_a_lookup_in_vain_says_so_and_is_no_fault(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rows(capsys, "lookup", "ظظظظظ") == []
    run("lookup", "ظظظظظ")
    assert "nothing found" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["دول الميدان", "برخان", "الميدان", "مالي"]),
        (["--status", "approved"], ["دول الميدان", "مالي"]),
        (["--status", "candidate", "--status", "rejected"], ["برخان", "الميدان"]),
        (["--kind", "place"], ["مالي"]),
        (["--article", "summit"], ["دول الميدان"]),
        (["--without-en"], ["الميدان"]),
        (["--kind", "event"], []),
    ],
)
def test_list(here: Path, capsys: pytest.CaptureFixture[str], options: list[str], expected: list[str]) -> None:
    assert [row["ar"] for row in rows(capsys, "terms", "list", *options)] == expected


def test_show(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = rows(capsys, "terms", "show", "بَرخان")
    assert row["evidence"] == [{"article": "summit", "text": "انسحاب قوة برخان"}]
    assert run("terms", "show", "برخان", "مالي") == 0
    assert "en: Mali" in capsys.readouterr().out


def test_approve_and_reject_several(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("terms", "approve", "برخان", "الميدان", "مالي") == 0
    assert "2 of 3 terms approved" in (said := capsys.readouterr().err)
    assert "no English yet for الميدان" in said
    assert run("terms", "reject", "مالي") == 0
    expected = GLOSSARY.replace("candidate", "approved").replace("rejected", "approved")
    assert glossary(here) == expected.replace("place\n    status: approved", "place\n    status: rejected")


def test_approve_from_standard_input_with_english(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("برخان\n\n"))
    assert run("terms", "approve", "-", "--en", "Operation Barkhane") == 0
    expected = GLOSSARY.replace("en: Barkhane", "en: Operation Barkhane").replace("candidate", "approved")
    assert glossary(here) == expected


def test_set(here: Path) -> None:
    assert (
        run("terms", "set", "برخان", "en=Operation Barkhane", "also=A; B", "also+=C", "also-=A", "kind=", "case=keep")
        == 0
    )
    assert glossary(here) == GLOSSARY.replace(
        "    en: Barkhane\n    kind: operation\n    status: candidate\n",
        "    en: Operation Barkhane\n    status: candidate\n    also: [B, C]\n    case: keep\n",
    )


@pytest.mark.parametrize(
    "args",
    [
        ["approve", "مالي", "ملي"],
        ["approve", "مالي", "برخان", "--en", "x"],
        ["set", "مالي", "en"],
        ["set", "مالي", "colour=red"],
        ["set", "مالي", "status=fine"],
        ["set", "مالي", "en+=x"],
        ["set", "لا", "en=x"],
        ["list", "--terms", "none.yaml"],
        ["export", "out.docx"],
        ["export", "none/../out.tbx", "--kind", "event"],
        ["import", "none.tbx"],
        ["import", "text.txt"],
    ],
)
def test_what_can_not_be_done_is_one_line(here: Path, capsys: pytest.CaptureFixture[str], args: list[str]) -> None:
    assert run("terms", *args) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert glossary(here) == GLOSSARY
    assert not (here / "out.tbx").exists()


@pytest.mark.parametrize("name", ["x.tbx", "x.csv", "x.tsv", "x.txt", "deepl.csv", "deepl.tsv"])
@pytest.mark.parametrize("reverse", [[], ["--reverse"]])
def test_an_import_of_our_export_changes_nothing(here: Path, name: str, reverse: list[str]) -> None:
    how = ["--format", "deepl"] if name.startswith("deepl") else []
    statuses = ["--status", "approved", "--status", "candidate", "--status", "rejected"]
    assert run("terms", "export", name, *how, *statuses, *reverse) == 0
    assert run("terms", "import", name) == 0
    assert glossary(here) == GLOSSARY


def test_import_adds_fills_and_reports(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "x.csv").write_text("Arabic,English\nغاو,Gao\nالميدان,the field\nمالي,Fiscal\n", encoding="utf-8")
    assert run("terms", "import", "x.csv", "--status", "candidate", "--dry-run") == 1
    assert glossary(here) == GLOSSARY
    assert run("terms", "import", "x.csv", "--status", "candidate") == 1
    said = capsys.readouterr().err
    assert "1 terms added, 1 completed, 1 as they were, 1 conflicts" in said
    assert "'Fiscal'" in said
    once = glossary(here)
    assert once == GLOSSARY.replace("- ar: الميدان\n", "- ar: الميدان\n    en: the field\n") + (
        "  - ar: غاو\n    en: Gao\n    status: candidate\n"
    )
    assert run("terms", "import", "x.csv") == 1
    assert glossary(here) == once


def test_import_begins_a_glossary(here: Path) -> None:
    assert run("terms", "export", "x.tbx") == 0
    assert run("terms", "import", "x.tbx", "--terms", "new.yaml") == 0
    assert "field countries" in (here / "new.yaml").read_text(encoding="utf-8")


def test_an_empty_glossary_is_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "empty.yaml").write_text("", encoding="utf-8")
    assert rows(capsys, "find", "text.txt", "--terms", "empty.yaml") == []
    run("find", "text.txt", "--terms", "empty.yaml")
    assert "no terms" in capsys.readouterr().err
