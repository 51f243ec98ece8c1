"""CSV, TSV, OmegaT and DeepL: out and back, in either direction, other tools' headers, and what is said to be lost."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.errors import MidanError
from glossary.exchange import formats, pairs, table
from glossary.exchange.merging import as_term, merge
from glossary.term import Term
from glossary.termfile import TermFile

TERMS = [
    Term(
        "دول الميدان",
        "field countries",
        abbreviation="FC",
        kind="organisation",
        status="approved",
        variants=("بلدان الميدان", "الدول; المذكورة"),
        also=("core countries",),
        forbidden=("square states",),
        not_before=("definite",),
        note='=not a formula,\nbut "two lines"',
        count=3,
        articles=("a", "b"),
    ),
    Term("مالي", "Mali", kind="place", status="approved", article="fixed", case="keep", match="exact"),
    Term("غاو", "-Gao-"),
]


@pytest.mark.parametrize("fmt", ["csv", "tsv"])
def test_tables_hold_every_field_but_evidence(tmp_path: Path, fmt: str) -> None:
    path = tmp_path / f"x.{fmt}"
    assert formats.write(TERMS, str(path), fmt) == []
    records, skipped = formats.read(str(path))
    assert skipped == []
    assert [as_term(record, "candidate") for record in records] == TERMS


def test_formulas_are_defused(tmp_path: Path) -> None:
    table.write(TERMS, tmp_path / "x.csv")
    with open(tmp_path / "x.csv", encoding="utf-8", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert "'-Gao-" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Source,Target,Comment\nمالي,Mali,a country\n", Term("مالي", "Mali", note="a country")),
        ("English;Arabic\nMali;مالي\n", Term("مالي", "Mali")),
        ("\ufeffterm_en\tterm_ar\r\nMali\tمالي\r\n", Term("مالي", "Mali")),
        ("ar,en,status,kind\nمالي,Mali,Rejected,PLACE\n", Term("مالي", "Mali", status="rejected", kind="place")),
        ("ar,en,also\nمالي,Mali,A; B\\;C ;;\n", Term("مالي", "Mali", also=("A", "B;C"))),
        ('ar,en\n"مالي",\n', Term("مالي")),
        ("ar,en,en\nمالي,Mali,other\n", Term("مالي", "Mali")),
    ],
)
def test_headers_of_other_tools(tmp_path: Path, text: str, expected: Term) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8", newline="")
    (record,), _ = formats.read(str(path))
    assert as_term(record, "candidate") == expected


def test_what_is_passed_over_is_said() -> None:
    records, skipped = table.read("ar,en,colour,kind\nمالي,Mali,red,thing\n,x,,\n", "x.csv")
    assert records == [{"ar": "مالي", "en": "Mali"}]
    assert skipped == ["column colour", "row 2: kind 'thing'", "row 3: no Arabic"]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_a_table_needs_a_header(text: str) -> None:
    with pytest.raises(MidanError):
        table.read(text, "x.csv")


def test_broken_quoting_is_refused() -> None:
    with pytest.raises(MidanError, match="CSV"):
        table.read('ar,en\n"مالي,Mali', "x.csv")


# --- pairs -----------------------------------------------------------------------------------------------------------


def test_omegat(tmp_path: Path) -> None:
    path = tmp_path / "glossary.txt"
    missed = formats.write(TERMS, str(path), "omegat")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == 'دول الميدان\tfield countries\t=not a formula, but "two lines"'
    assert lines[1] == "بلدان الميدان\tfield countries\t→ دول الميدان"
    assert all(line.count("\t") <= 2 for line in lines)
    assert "forbidden English of 1 terms" in missed
    records, _ = formats.read(str(path))
    assert as_term(records[0], "approved").variants == ("بلدان الميدان", "الدول; المذكورة")
    assert as_term(records[0], "approved").also == ("core countries",)


def test_omegat_comments_are_no_entries(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    assert formats.write([Term("#مالي", "Mali")], str(path), "omegat")[0].startswith("#مالي")
    path.write_text("# Glossary\nمالي\tMali\n\n", encoding="utf-8")
    assert formats.read(str(path)) == ([{"ar": "مالي", "en": "Mali"}], [])


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("suffix", ["csv", "tsv"])
def test_deepl(tmp_path: Path, suffix: str, reverse: bool) -> None:
    terms = [
        *TERMS,
        Term("ميدان", "field countries"),
        Term("بلا", None),
        Term("سطر\tآخر", "a\nb\u0007"),
        Term("ط" * 600, "x"),
    ]
    path = tmp_path / f"x.{suffix}"
    missed = formats.write(terms, str(path), "deepl", reverse)
    with open(path, encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="," if suffix == "csv" else "\t"))
    assert all(len(row) == 2 and all(row) for row in rows)
    assert len({row[0] for row in rows}) == len(rows)
    assert all(cell.isprintable() and len(cell.encode()) <= 1024 for row in rows for cell in row)
    assert (["field countries", "دول الميدان"] if reverse else ["دول الميدان", "field countries"]) in rows
    assert (["سطر آخر", "a b"][::-1] if reverse else ["سطر آخر", "a b"]) in rows
    assert "1 terms without English" in missed
    assert any("longer than 1024" in line for line in missed)
    assert any(line.startswith("field countries as ميدان") for line in missed) == reverse
    records, _ = formats.read(str(path))
    assert {"ar": "مالي", "en": "Mali"} in records


def test_deepl_with_language_codes() -> None:
    assert pairs.read("Mali,مالي,EN,AR\n", "x.csv") == ([{"ar": "مالي", "en": "Mali"}], [])


@pytest.mark.parametrize("text", ["one\ntwo\n", "مالي\n"])
def test_what_holds_no_pairs_is_refused(text: str) -> None:
    with pytest.raises(MidanError, match="no pairs"):
        pairs.read(text, "x.txt")


def test_rows_without_a_pair_are_said() -> None:
    assert pairs.read("مالي\tMali\nغاو\n", "x.txt") == ([{"ar": "مالي", "en": "Mali"}], ["row 2: no pair"])


def test_the_format_is_told_by_the_name() -> None:
    assert [formats.by_suffix(n) for n in ("a.TBX", "a.xml", "a.csv", "a.tsv", "a.txt", "a.utf8")] == [
        *("tbx", "tbx", "csv", "tsv", "omegat", "omegat")
    ]
    with pytest.raises(MidanError):
        formats.by_suffix("a.docx")


# --- merging ---------------------------------------------------------------------------------------------------------

terms_drawn = st.builds(
    Term,
    ar=st.text("ابتمال", min_size=1, max_size=4),
    en=st.one_of(st.none(), st.text("abc", min_size=1, max_size=3)),
    kind=st.sampled_from([None, "place", "person"]),
    status=st.sampled_from(["candidate", "approved", "rejected"]),
    variants=st.lists(st.text("ابتمال", min_size=1, max_size=4), max_size=2, unique=True).map(tuple),
    also=st.lists(st.text("abc", min_size=1, max_size=2), max_size=2, unique=True).map(tuple),
    forbidden=st.lists(st.text("abc", min_size=1, max_size=2), max_size=2, unique=True).map(tuple),
)
records_drawn = st.lists(
    terms_drawn.map(lambda t: {k: v for k in Term.__slots__ if (v := getattr(t, k)) not in (None, ())}), max_size=5
)


@settings(max_examples=200, deadline=None)
@given(st.lists(terms_drawn, max_size=5), records_drawn)
def test_merging_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, terms: list[Term], records: list
) -> None:
    file = TermFile.open(tmp_path_factory.mktemp("merge") / "terms.yaml")
    file.add(terms)
    before = {t.ar: t for t in file.glossary}
    merge(file, records, "approved")
    once = list(file.glossary.terms)
    again = merge(file, records, "approved")
    assert (again.added, again.changed) == (0, 0)
    assert file.glossary.terms == once
    # nothing of ours was overwritten or taken away
    for ar, ours in before.items():
        now = file.find(ar)
        assert now is not None
        assert now.en == ours.en or ours.en is None
        assert now.kind == ours.kind or ours.kind is None
        assert all(set(getattr(ours, key)) <= set(getattr(now, key)) for key in ("variants", "also", "forbidden"))
        assert now.status == ours.status or ours.status == "candidate"


@pytest.mark.parametrize(
    ("ours", "record", "expected", "conflict"),
    [
        (Term("مالي"), {"ar": "مَالى", "en": "Mali"}, Term("مالي", "Mali"), ""),
        (Term("مالي", "Mali"), {"ar": "مالي", "en": "Malia"}, Term("مالي", "Mali"), "'Malia'"),
        (Term("مالي", "Mali", also=("RM",)), {"ar": "مالي", "en": "RM"}, Term("مالي", "Mali", also=("RM",)), ""),
        (
            Term("مالي", forbidden=("Fiscal",)),
            {"ar": "مالي", "en": "Fiscal"},
            Term("مالي", forbidden=("Fiscal",)),
            "Fiscal",
        ),
        (Term("مالي"), {"ar": "مالي", "status": "approved"}, Term("مالي", status="approved"), ""),
        (
            Term("مالي", status="rejected"),
            {"ar": "مالي", "status": "approved"},
            Term("مالي", status="rejected"),
            "rejected",
        ),
        (Term("مالي"), {"ar": "مالي", "variants": ("مالى", "مالية")}, Term("مالي", variants=("مالية",)), ""),
        (
            Term("مالي", "Mali", variants=("ملي",)),
            {"ar": "ملي", "en": "X"},
            Term("مالي", "Mali", variants=("ملي",)),
            "'X'",
        ),
        (Term("مالي", "Mali"), {"ar": "مالي", "also": ("Mali", "RM")}, Term("مالي", "Mali", also=("RM",)), ""),
        (Term("مالي", kind="place"), {"ar": "مالي", "kind": "person"}, Term("مالي", kind="place"), "person"),
    ],
)
def test_what_merging_does(tmp_path: Path, ours: Term, record: dict, expected: Term, conflict: str) -> None:
    file = TermFile.open(tmp_path / "terms.yaml")
    file.add([ours])
    merged = merge(file, [record], "approved")
    assert file.glossary.terms == [expected]
    assert [conflict in line for line in merged.conflicts] == ([True] if conflict else [])
