"""`midan check`: what it reads, how rules are chosen, what it prints, and what it exits with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from memory.checks.reading import read_segments
from memory.commands import main
from memory.store import Memory
from memory.unit import Origin, TranslationUnit

TERMS = "format: 1\nterms:\n  - {ar: الساحل, en: Sahel, status: approved}\n"
ROWS = (
    ("وقتل ٢٣ جنديا في الساحل.", "Twenty-three soldiers were killed in the Sahel."),
    ("وقتل ٢٤ جنديا في الساحل.", "Twenty-three soldiers were killed in the Sahel."),
    ("وانسحبت القوات.", ""),
    ("وعادت إلى الساحل.", "They returned to the coast,"),
)
FOUND = [(2, "number"), (3, "untranslated"), (4, "term-missing"), (4, "punctuation")]


def po(folder: Path) -> Path:
    entries = "".join(f'\nmsgctxt "{i}"\nmsgid "{ar}"\nmsgstr "{en}"\n' for i, (ar, en) in enumerate(ROWS))
    path = folder / "a.po"
    path.write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n{entries}', encoding="utf-8")
    return path


def tmx(folder: Path) -> Path:
    units = "".join(
        f'<tu tuid="{i}"><tuv xml:lang="AR-DZ"><seg>{ar}</seg></tuv><tuv xml:lang="en"><seg>{en}</seg></tuv></tu>\n'
        for i, (ar, en) in enumerate(ROWS)
    )
    path = folder / "a.tmx"
    path.write_text(
        f'<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="ar"/><body>\n{units}</body></tmx>', "utf-8"
    )
    return path


def xliff(folder: Path) -> Path:
    units = "".join(
        f'<trans-unit id="{i}"><source>{ar}</source><target>{en}</target></trans-unit>\n'
        for i, (ar, en) in enumerate(ROWS)
    )
    path = folder / "a.xlf"
    path.write_text(
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'
        f'<file source-language="ar" target-language="en"><body>\n{units}</body></file></xliff>',
        "utf-8",
    )
    return path


def xliff2(folder: Path) -> Path:
    units = "".join(
        f'<unit id="u{i}"><segment><source>{ar}</source><target>{en}</target></segment></unit>\n'
        for i, (ar, en) in enumerate(ROWS)
    )
    path = folder / "b.xlf"
    path.write_text(
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ar" trgLang="en">'
        f'<file id="f">\n{units}</file></xliff>',
        "utf-8",
    )
    return path


def memory(folder: Path) -> Path:
    path = folder / "memory.db"
    with Memory.open(path) as opened:
        units = [
            TranslationUnit(ar, en, status="machine" if en else "untranslated", origin=Origin("doc", i, 0))
            for i, (ar, en) in enumerate(ROWS)
        ]
        opened.put_document("doc", units)
    return path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "terms.yaml").write_text(TERMS, encoding="utf-8")
    return tmp_path


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    code = main(["check", *arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("make", [po, tmx, xliff, xliff2, memory])
def test_every_input_gives_the_same_findings(make: Any, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make(folder)
    code, rows = checked(capsys, path.name)
    assert code == 1
    assert [(row["segment"], row["rule"]) for row in rows] == FOUND
    assert all(row["file"] == path.name and row["source"] == ROWS[row["segment"] - 1][0] for row in rows)
    number = rows[0]
    assert number["place"]["text"] == "Twenty-three" and number["suggestion"] == "24"
    assert number["severity"] == "error"
    if make is not memory:
        line = path.read_text(encoding="utf-8").splitlines()[number["line"] - 1]
        assert ROWS[1][0] in line or 'msgctxt "1"' in line


def test_a_document_of_the_memory(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    memory(folder)
    assert [r["rule"] for r in checked(capsys, "--document", "doc")[1]] == [rule for _, rule in FOUND]
    assert main(["check", "--document", "another"]) == 2
    assert "no document another" in capsys.readouterr().err


def test_inline_tags_are_held_against_each_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "t.tmx"
    path.write_text(
        '<tmx version="1.4"><header/><body>'
        '<tu><tuv xml:lang="ar"><seg>قرأ <bpt i="1">&lt;b&gt;</bpt>الخبر<ept i="1"/> أمس</seg></tuv>'
        '<tuv xml:lang="en"><seg>He read <bpt i="1">&lt;b&gt;</bpt>the news<ept i="1"/> yesterday</seg></tuv></tu>'
        '<tu><tuv xml:lang="ar"><seg>قرأ <ph x="2">{0}</ph> أمس</seg></tuv>'
        '<tuv xml:lang="en"><seg>He read it yesterday</seg></tuv></tu>'
        "</body></tmx>",
        "utf-8",
    )
    _, rows = checked(capsys, path.name)
    assert [(row["segment"], row["rule"], row["message"]) for row in rows] == [(2, "tags", "<ph 2> is missing")]


def test_segments_of_a_segmented_unit_are_looked_at_one_by_one(folder: Path) -> None:
    path = folder / "s.xlf"
    path.write_text(
        '<xliff version="1.2"><file source-language="ar" target-language="en"><body><trans-unit id="7">'
        "<source>واحد. اثنان.</source>"
        '<seg-source><mrk mtype="seg" mid="1">واحد.</mrk> <mrk mtype="seg" mid="2">اثنان.</mrk></seg-source>'
        '<target><mrk mtype="seg" mid="1">One.</mrk> <mrk mtype="seg" mid="2"></mrk></target>'
        '</trans-unit><trans-unit id="8" translate="no"><source>x</source></trans-unit></body></file></xliff>',
        "utf-8",
    )
    assert [(s.source, s.target, s.id) for s in read_segments(path)] == [
        ("واحد.", "One.", "7/1"),
        ("اثنان.", "", "7/2"),
    ]


def test_rules_are_chosen_here_and_in_a_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = po(folder).name
    assert [r["rule"] for r in checked(capsys, name, "--rules", "terms,number")[1]] == ["number", "term-missing"]
    assert "number" not in [r["rule"] for r in checked(capsys, name, "--skip", "numbers")[1]]
    (folder / "rules.yaml").write_text("rules: [numbers, punctuation]\nseverity: {number: note}\n", encoding="utf-8")
    _, rows = checked(capsys, name, "--config", "rules.yaml")
    assert [(r["rule"], r["severity"]) for r in rows] == [("number", "note"), ("punctuation", "warning")]
    _, rows = checked(capsys, name, "--config", "rules.yaml", "--severity", "number=off")
    assert [r["rule"] for r in rows] == ["punctuation"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.po", "--rules", "nunber"], "no rule 'nunber'"),
        (["a.po", "--severity", "number=loud"], "no severity 'loud'"),
        (["a.po", "--severity", "number"], "no level in 'number'"),
        (["a.po", "--config", "bad.yaml"], "unknown setting 'rule'"),
        (["nowhere.po"], "nowhere.po"),
        (["terms.yaml"], "neither PO, TMX, XLIFF nor a memory"),
        (["broken.tmx"], "broken.tmx:2"),
        (["turned.xlf"], "no segments from ar to en"),
        ([], "nothing to check"),
        (["--list-rules", "--format", "sarif"], "not listed as SARIF"),
    ],
)
def test_what_can_not_be_checked_is_one_line(
    arguments: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    po(folder)
    (folder / "bad.yaml").write_text("rule: [terms]\n", encoding="utf-8")
    (folder / "broken.tmx").write_text("<tmx><body>\n<tu>", encoding="utf-8")
    (folder / "turned.xlf").write_text(
        '<xliff version="1.2"><file source-language="en" target-language="ar"><body>'
        "<trans-unit><source>One</source><target>واحد</target></trans-unit></body></file></xliff>",
        encoding="utf-8",
    )
    assert main(["check", *arguments]) == 2
    captured = capsys.readouterr()
    assert said in captured.err and captured.err.count("\n") == 1 and not captured.out


def test_nothing_found_is_exit_0(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "good.po").write_text('msgid "وعاد إلى الساحل."\nmsgstr "He returned to the Sahel."\n', "utf-8")
    assert main(["check", "good.po"]) == 0
    captured = capsys.readouterr()
    assert captured.out == "" and "nothing found in 1 segment" in captured.err


def test_the_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    po(folder)
    assert main(["check", "a.po", "--no-bidi"]) == 1
    captured = capsys.readouterr()
    assert captured.out.splitlines() == [
        "where                 rule          severity    finding                  suggestion",
        "--------------------  ------------  ----------  -----------------------  ------------",
        "a.po:8 #2 target 0    number        error       ٢٤ became Twenty-three   24",
        "a.po:12 #3            untranslated  error       there is no translation  translate it",
        "a.po:16 #4 source 10  term-missing  error       الساحل is to be Sahel    Sahel",
        "a.po:16 #4 target 26  punctuation   warning     it ends in ,             .",
    ]
    assert captured.err == "4 findings in 4 segments: 3 errors, 1 warning\n"
    main(["check", "a.po"])
    assert "\u2068" in capsys.readouterr().out


def test_sarif(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    po(folder)
    assert main(["check", "a.po", "--format", "sarif"]) == 1
    log = json.loads(capsys.readouterr().out)
    run = log["runs"][0]
    assert log["version"] == "2.1.0" and run["tool"]["driver"]["name"] == "midan"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [(r["ruleId"], rules[r["ruleIndex"]]) for r in run["results"]] == [(rule, rule) for _, rule in FOUND]
    first = run["results"][0]
    assert first["level"] == "error" and first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "a.po"},
        "region": {"startLine": 8},
    }
    assert len({r["partialFingerprints"]["finding/v1"] for r in run["results"]}) == len(FOUND)


def test_flat_formats_have_the_place_in_columns(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    po(folder)
    main(["check", "a.po", "--format", "csv"])
    head, first, *_ = capsys.readouterr().out.splitlines()
    assert head.startswith("file,segment,id,line,rule,severity,message,side,start,end,text,suggestion")
    assert first.startswith("a.po,2,1,8,number,error,٢٤ became Twenty-three,target,0,12,Twenty-three,24,")


def test_the_rules_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--list-rules", "--skip", "spacing", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["rule"]: row["runs"] for row in rows}["spacing"] is False
    assert all(row["about"] and row["why"] and row["severity"] for row in rows)


def test_without_a_glossary_terms_are_not_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    po(folder)
    (folder / "terms.yaml").unlink()
    assert main(["check", "a.po", "--format", "json"]) == 1
    captured = capsys.readouterr()
    assert "no terms.yaml here" in captured.err
    assert "term-missing" not in [row["rule"] for row in json.loads(captured.out)]
