"""Rows for people isolate Arabic and show no control character raw; rows for programs hold everything."""

from __future__ import annotations

import csv
import io
import json

import pytest

from glossary.tables import FORMATS, render, spreadsheet_cell
from glossary.terminal import visible

ROWS = [{"ar": "دول الميدان", "en": "field countries", "score": 87.5}, {"ar": "برخان", "en": None, "score": 100.0}]


def test_a_table_isolates_arabic_cells() -> None:
    assert render(ROWS) == (
        "ar           en               score\n"
        "-----------  ---------------  -------\n"
        "\u2068دول الميدان\u2069  field countries  87.5\n"
        "\u2068برخان\u2069                         100\n"
    )


def test_isolates_can_be_left_out() -> None:
    assert "\u2068" not in render(ROWS, bidi=False)


def test_json_holds_what_was_given() -> None:
    assert json.loads(render(ROWS, "json")) == ROWS
    assert [json.loads(line) for line in render(ROWS, "jsonl").splitlines()] == ROWS


@pytest.mark.parametrize("fmt", FORMATS)
def test_no_rows_is_no_fault(fmt: str) -> None:
    render([], fmt)


def test_columns_choose_and_order() -> None:
    assert render(ROWS, "tsv", ["en", "ar"]).splitlines()[0] == "en\tar"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1"])
def test_a_spreadsheet_runs_no_formula(text: str) -> None:
    assert spreadsheet_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["-12", "+3.5", "a=b", "", "دول"])
def test_numbers_and_words_stay_as_they_are(text: str) -> None:
    assert spreadsheet_cell(text) == text


def test_csv_is_read_back_by_any_reader() -> None:
    rows = [{"a": 'x,"y"', "b": "one\ntwo"}]
    assert list(csv.DictReader(io.StringIO(render(rows, "csv")))) == rows


def test_control_and_bidi_characters_are_shown_escaped() -> None:
    assert visible("a\x1b[31m\u202eb\r\nc\ud800") == "a\\u001b[31m\\u202eb\\u000d c\\ud800"
