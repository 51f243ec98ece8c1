"""`midan translate`: lines in, lines out, terms a line, and why a candidate won; whatever the lines hold."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from memory.commands import main
from memory.enforcement import LONGEST

YAML = """\
format: 1
terms:
  - {ar: برخان, en: Barkhane, status: approved, case: keep, kind: operation}
  - {ar: دول الميدان, en: field countries, status: approved}
"""
SOURCE = "انسحبت قوة برخان من دول الميدان."


class Ran:
    """What a run printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "terms.yaml").write_text(YAML, encoding="utf-8")

    def translate(text: str, *options: str) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        code = main(["translate", *options])
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return translate


def asked(*rows: dict[str, Any]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_a_line_gives_a_line(run: Any) -> None:
    ran = run(f"{SOURCE}\n\nCEMOC met.\n \nنعم\n")
    lines = ran.out.split("\n")[:-1]
    assert ran.code == 0 and len(lines) == 5 and lines[1:4] == ["", "CEMOC met.", ""]
    assert "Barkhane" in lines[0] and re.search("field countries", lines[0], re.IGNORECASE) and lines[4]


def test_terms_of_a_line_take_the_place_of_the_glossary(run: Any) -> None:
    (row,) = run(asked({"source": SOURCE, "terms": [{"ar": "قوة", "en": "task force"}]}), "--jsonl").rows
    assert [(t["ar"], t["en"]) for t in row["terms"]] == [("قوة", "task force")]
    assert set(row) == {"source", "target", "engine", "model", "terms"} and row["source"] == SOURCE
    assert re.search(r"\btask forces?\b", row["target"], re.IGNORECASE)
    (row,) = run(asked({"source": SOURCE}), "--jsonl").rows
    assert {t["en"] for t in row["terms"]} == {"Barkhane", "field countries"}
    (row,) = run(asked({"source": SOURCE, "terms": []}), "--jsonl").rows
    assert row["terms"] == []


def test_plain_enforces_nothing(run: Any) -> None:
    (row,) = run(asked({"source": SOURCE}), "--jsonl", "--plain").rows
    assert row["terms"] == [] and row["target"]


def test_a_term_given_twice_is_answered_twice(run: Any) -> None:
    term = {"ar": "قوة", "en": "task force"}
    (row,) = run(asked({"source": SOURCE, "terms": [term, term]}), "--jsonl").rows
    assert [t["outcome"] for t in row["terms"]] == ["repaired", "repaired"]


def test_a_term_in_a_line_that_is_not_arabic_is_unmet_and_said(run: Any) -> None:
    ran = run(asked({"source": "Le ministre a dit.", "terms": [{"ar": "وزير", "en": "minister"}]}), "--jsonl")
    assert ran.code == 3 and ran.rows[0]["target"] == "Le ministre a dit."
    assert ran.rows[0]["terms"][0]["outcome"] == "unmet"


def test_explain_shows_every_candidate_and_why_one_won(run: Any) -> None:
    ran = run(f"{SOURCE}\n", "--explain")
    assert ran.out.count("\n") == 1
    head, *rest = ran.err.splitlines()
    assert [name for name in ("score", "how", "unmet", "faults", "candidate") if name in head] == [
        "score", "how", "unmet", "faults", "candidate",
    ]  # fmt: skip
    assert sum(line.startswith("won ") for line in rest) == 1
    assert re.match(r"won: (fewest|the engine scores|the only|the others)", rest[-1])
    assert ran.out.strip() in ran.err


def test_explain_shows_each_piece_of_a_long_line(run: Any) -> None:
    ran = run("، ".join([SOURCE[:-1]] * 30) + "\n", "--explain")
    whys = [line for line in ran.err.splitlines() if line.startswith("won: ")]
    assert len(whys) > 1


def test_a_line_longer_than_any_paragraph_is_reported(run: Any) -> None:
    ran = run(f"{'برخان ' * (LONGEST // 5)}\nنعم\n")
    assert ran.code == 3 and ran.out.split("\n")[0] == "" and ran.out.split("\n")[1]
    assert "1 of 2 lines left untranslated: longer than 100,000 characters" in ran.err
    row = {"source": "برخان " * (LONGEST // 5), "terms": [{"ar": "برخان", "en": "Barkhane"}]}
    ran = run(asked(row), "--jsonl")
    assert ran.rows[0]["terms"][0]["outcome"] == "unmet" and "longer than" in ran.rows[0]["terms"][0]["how"]


@pytest.mark.parametrize(
    "line",
    ["", "[]", "7", "null", "{}", '{"source": 7}', '{"source": "x", "terms": 7}', '{"source": "x", "terms": [7]}',
     '{"source": "x", "terms": [{"ar": "x"}]}', '{"source": "x", "terms": [{"ar": "", "en": "x"}]}',
     '{"source": "x", "terms": [{"ar": "x", "en": null}]}', '{"source": "x"', "[" * 5000],
)  # fmt: skip
def test_what_is_no_request_is_one_line_with_its_place(line: str, run: Any) -> None:
    ran = run(f'{{"source": "نعم"}}\n{line}\n', "--jsonl")
    assert ran.code == 2 and ran.err.startswith("midan: -:2: not a translation request; a line is {")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "source",
    ["\x00 نعم", "\u202eنعم\u202c", "ن" * 3000, "نعم\ud800", "!؟…", "()[]{}«»", "٣,٥ ٪", "\ufeffنعم", "ﷺ ﻻ", "نـــعم",
     "XTERM0 نعم", "<b>نعم</b> &amp; \\n"],
)  # fmt: skip
def test_odd_lines_come_through(source: str, run: Any) -> None:
    ran = run(json.dumps({"source": source, "terms": [{"ar": "نعم", "en": "yes"}]}) + "\n", "--jsonl")
    (row,) = ran.rows
    assert row["source"] == source and ran.code in (0, 3)
    met = re.search(r"(?<!\w)yes(?:s|es|'s|’s)?(?!\w)", row["target"], re.IGNORECASE) is not None
    assert (row["terms"][0]["outcome"] != "unmet") == met
