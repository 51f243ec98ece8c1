"""TBX out and in: what is written is read back the same, other tools' files are read, hostile ones do no harm."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from glossary.errors import MidanError
from glossary.exchange import tbx
from glossary.exchange.merging import as_term
from glossary.term import Evidence, Term

SCHEMA = Path(__file__).parents[3] / "shared" / "schemas" / "tbx-basic-dca.rng"
TERMS = [
    Term(
        "دول الميدان",
        "field countries",
        kind="organisation",
        status="approved",
        variants=("بلدان الميدان",),
        also=("core countries",),
        forbidden=("square states",),
        note='from Fr. <pays du champ> & "so on"',
        evidence=(Evidence("a.txt", "عقدت دول الميدان اجتماعا"), Evidence("b.txt", "دول الميدان")),
    ),
    Term("لجنة الأركان", "Staff Committee", abbreviation="CEMOC", status="approved"),
    Term("تنظيم", None, forbidden=("organisation",)),
    Term("عبارة", "phrase"),
]

V3_DCT = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
     xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic">
 <tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>
 <text><body>
  <conceptEntry id="1"><min:subjectField>Place</min:subjectField><basic:definition>a country</basic:definition>
   <langSec xml:lang="ar-SA"><termSec><term>مالي</term>
     <min:administrativeStatus>preferredTerm-admn-sts</min:administrativeStatus></termSec></langSec>
   <langSec xml:lang="en-GB">
    <termSec><term>Mali</term></termSec>
    <termSec><term>RM</term><basic:termType>acronym</basic:termType></termSec>
    <termSec><term>Soudan</term>
     <min:administrativeStatus>supersededTerm-admn-sts</min:administrativeStatus></termSec>
   </langSec></conceptEntry>
 </body></text></tbx>"""

V2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body>
 <termEntry id="t1"><descrip type="subjectField">politics</descrip><note>seen</note>
  <langSet xml:lang="en"><tig><term>Gao</term></tig></langSet>
  <langSet xml:lang="ar"><ntig><termGrp><term>غاو</term><termNote type="termType">fullForm</termNote></termGrp></ntig>
   <tig><term>قاو</term><termNote type="administrativeStatus">admittedTerm-admn-sts</termNote></tig></langSet>
 </termEntry>
 <termEntry><langSet xml:lang="fr"><tig><term>Tombouctou</term></tig></langSet></termEntry>
</body></text></martif>"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "x.tbx"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    assert tbx.write(TERMS, path) == []
    records, skipped = tbx.read(path)
    assert skipped == []
    assert [as_term(record, "candidate") for record in records] == TERMS


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schema is not part of this repository")
def test_what_is_written_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    tbx.write(TERMS, path)
    schema = etree.RelaxNG(etree.parse(str(SCHEMA)))
    assert schema.validate(etree.parse(str(path))), schema.error_log


def test_what_it_can_not_hold_is_said(tmp_path: Path) -> None:
    terms = [Term("مالي", "Mali", case="keep", not_after=("دعم",), count=3), Term("لا", status="rejected")]
    assert tbx.write(terms, tmp_path / "x.tbx") == [
        "1 rejected terms",
        "case: keep of 1 terms",
        "not_after of 1 terms",
        "counts and articles of 1 terms",
    ]


def test_the_same_terms_give_the_same_bytes(tmp_path: Path) -> None:
    tbx.write(TERMS, tmp_path / "a.tbx")
    tbx.write(TERMS, tmp_path / "b.tbx")
    assert (tmp_path / "a.tbx").read_bytes() == (tmp_path / "b.tbx").read_bytes()


def test_no_terms_make_no_file(tmp_path: Path) -> None:
    with pytest.raises(MidanError):
        tbx.write([], tmp_path / "x.tbx")
    assert not (tmp_path / "x.tbx").exists()


def test_version_3_in_dct_style(tmp_path: Path) -> None:
    (record,), skipped = tbx.read(written(tmp_path, V3_DCT))
    assert skipped == []
    assert as_term(record, "candidate") == Term(
        "مالي", "Mali", abbreviation="RM", kind="place", status="approved", forbidden=("Soudan",), note="a country"
    )


def test_version_2(tmp_path: Path) -> None:
    (record,), skipped = tbx.read(written(tmp_path, V2))
    assert skipped == ["concept 2: no Arabic term"]
    assert as_term(record, "candidate") == Term("غاو", "Gao", variants=("قاو",), note="seen")


BODY = '<tbx type="TBX-Basic"><text><body><conceptEntry id="c"><langSec xml:lang="ar"><termSec><term>{}</term></termSec></langSec></conceptEntry></body></text></tbx>'  # noqa: E501


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden", encoding="utf-8")
    dtd = f'<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file://{secret}">]>'
    records, _ = tbx.read(written(tmp_path, dtd + BODY.format("مالي &b; &c;")))
    assert records[0]["ar"] == "مالي"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "broken XML"),
        ("not xml", "broken XML"),
        ("<tbx><text>", "broken XML"),
        ("<tmx/>", "not tbx"),
        ("<tbx>" + "<a>" * 5000, "broken XML"),
        ("<tbx>\x01</tbx>", "broken XML"),
    ],
)
def test_what_is_no_tbx_is_refused(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(MidanError, match=what):
        tbx.read(written(tmp_path, text))


legal = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
clean = legal.map(lambda s: " ".join(tbx._ILLEGAL.sub("", s).split())).filter(bool)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(clean, clean, legal), min_size=1, max_size=4))
def test_any_text_makes_well_formed_xml(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("tbx") / "x.tbx"
    tbx.write([Term(ar, en, note=note) for ar, en, note in rows], path)
    records, _ = tbx.read(path)
    assert [(r["ar"], r["en"]) for r in records] == [(ar, en) for ar, en, _ in rows]
