"""Reading articles: pages of many sites, encodings, web pages, and files that are no article."""

from __future__ import annotations

import io
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import article as reading
from glossary.article import Article, read_article
from glossary.errors import MidanError
from glossary.reading.decoding import decode, split_lines
from glossary.reading.layout import read_lines
from glossary.reading.page import Line, Reading

FIXTURES = Path(__file__).parent.parent / "fixtures"
SAMPLES = FIXTURES.parent.parent / "samples"
PAGES = sorted((FIXTURES / "pages").glob("*.page"))
BODY = "قال مسؤول عسكري إن الجيش المالي استعاد السيطرة على البلدة، وأضاف أن العملية مستمرة في محيط غاو."
NEXT = "وأكد المتحدث باسم القوة المشتركة أن دول الميدان ستواصل التنسيق عبر لجنة الأركان العملياتية المشتركة."


@dataclass(frozen=True)
class Page:
    """A page of `fixtures/pages` and what is to be read in it."""

    text: str
    title: str | None
    date: str | None
    body: list[str]
    headings: set[str]  # may be kept or dropped


def load(path: Path) -> Page:
    """Read a page fixture; its README says how it is written."""
    rows: list[tuple[str, str]] = []
    date = None
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("#"):
            date = line.removeprefix("# date:").strip()
        else:
            rows.append((line[0], line[2:]) if line[1:2] == "|" else ("", line))
    of = {kind: [text.strip() for k, text in rows if k == kind] for kind in "TPSX"}
    title = of["T"][0] if of["T"] else None
    return Page("\n".join(text for _, text in rows), title, date, of["P"], {*of["S"], *of["T"]})


def read(text: str) -> Reading:
    """Read the lines of a text."""
    return read_lines([Line(n, line) for n, line in enumerate(split_lines(text), 1)])


def kept(found: Reading, page: Page) -> list[str]:
    """The paragraphs that were read, headings that may go either way left out."""
    return [p for p in found.paragraphs if p not in page.headings]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_pages_of_many_sites(path: Path) -> None:
    page = load(path)
    found = read(page.text)
    assert kept(found, page) == page.body
    assert (found.title, found.date) == (page.title, page.date)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
@pytest.mark.parametrize("change", ["no blank lines", "blank lines", "spaces"])
def test_white_space_makes_no_difference(path: Path, change: str) -> None:
    page = load(path)
    lines = [line for line in page.text.split("\n") if line.strip()]
    text = {
        "no blank lines": "\n".join(lines),
        "blank lines": "\n\n\n".join(lines),
        "spaces": "\n".join(f" \u00a0{line}  " for line in lines),
    }[change]
    found = read(text)
    assert kept(found, page) == page.body
    assert (found.title, found.date) == (page.title, page.date)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.stem)
def test_every_line_is_the_title_a_paragraph_or_dropped(path: Path) -> None:
    page = load(path)
    found = read(page.text)
    lines = [line.strip() for line in page.text.split("\n")]
    assert all(lines[d.line - 1] == d.text and d.reason for d in found.dropped)
    seen = [*found.paragraphs, *(d.text for d in found.dropped), *([found.title] if found.title else [])]
    assert sorted(seen) == sorted(line for line in lines if line)


@pytest.mark.parametrize("head", ["{0} - صوت الساحل", "{0} | صوت الساحل", "{0}"])
def test_a_title_that_comes_again_is_the_title(head: str) -> None:
    title = "دول الميدان تعود إلى طاولة تمنراست"
    lines = [
        head.format(title),
        "أمطار غزيرة في ولايات الشمال الشرقي",
        "افتتاح معرض الكتاب في العاصمة غدا",
        title,
        BODY,
        NEXT,
    ]
    assert read("\n".join(lines)).title == title


RELATED = [
    ["اقرأ أيضا", "الجزائر تستضيف اجتماعا لدول الجوار", "هل ينجح الحوار في باماكو؟"],
    ["اقرأ أيضا: مالي تطرد السفير الفرنسي من باماكو"],
    ["إعلان"],
    ["مواضيع ذات صلة", "قمة نواكشوط تقر خطة جديدة"],
    ["تابعونا على تويتر"],
    ["سوق في مدينة غاو شمال مالي (أ ف ب/أرشيف)"],
    ["الرئيس المالي خلال استقباله وفدا إفريقيا في باماكو"],
]


@pytest.mark.parametrize("block", RELATED, ids=lambda b: b[0][:20])
def test_what_interrupts_a_body_does_not_end_it(block: list[str]) -> None:
    paragraphs = [
        BODY,
        NEXT,
        "وختم بالقول: «لن نتراجع».",
        "ولم يصدر تعليق من باماكو.",
        NEXT.replace("ستواصل", "لن توقف"),
    ]
    for at in range(1, len(paragraphs)):
        found = read("\n".join([*paragraphs[:at], *block, *paragraphs[at:]]))
        assert list(found.paragraphs) == paragraphs


@pytest.mark.parametrize(
    "line",
    [
        "شكرا على الإبلاغ!",
        "انقر هنا لقراءة الخبر من مصدره.",
        "جميع الحقوق محفوظة © 2021",
        "الكلمات المفتاحية: مالي، الساحل",
        "بقلم: محمد ولد أحمد",
        "صدر الصورة، Getty Images",
        "جنود من القوة المشتركة في سيفاري (رويترز)",
        "5 تعليقات",
        "عدد القراءات: 3201",
        "مدة القراءة: 5 دقائق",
        "شارك الخبر",
        "فيسبوك | تويتر | واتساب",
        "الرئيسية > أخبار > الساحل",
        "اشترك في النشرة البريدية لتصلك آخر الأخبار",
        "نستخدم ملفات تعريف الارتباط لتحسين تجربتك على موقعنا.",
        "المقالات المنشورة تعبر عن رأي أصحابها ولا تعبر بالضرورة عن رأي الموقع.",
        "حمل تطبيق الصحراء الآن",
        "المصدر: وكالات",
        "ص 3",
        "https://example.org/sahel/1",
        "#مالي #الساحل",
        "(يتبع)",
        "// انتهى //",
    ],
)
def test_the_page_s_own_talk_is_dropped_wherever_it_stands(line: str) -> None:
    for text in (f"{line}\n{BODY}\n{NEXT}", f"{BODY}\n{NEXT}\n{line}"):
        found = read(text)
        assert found.paragraphs == (BODY, NEXT)
        assert [d.text for d in found.dropped] == [line]
        assert found.title is None


def test_prose_about_the_press_is_no_boilerplate() -> None:
    paragraphs = [
        "المصدر ذاته أكد أن المفاوضات ستستأنف الأسبوع المقبل في الجزائر.",
        "تجاوز عدد النازحين عتبة مئة ألف شخص.",
        "نشرت الصحيفة صورا قالت إنها لمقاتلين أجانب شمالي البلاد.",
        "تابع الوزير زيارته إلى موقع الهجوم، ثم عاد إلى نيامي.",
        "التعليقات على القرار لم تتأخر، إذ وصفته باريس بالمؤسف.",
        "حقوق النشر ليست أولوية في بلد يعيش الحرب، يقول ناشر في تمبكتو.",
    ]
    assert list(read("\n".join(paragraphs)).paragraphs) == paragraphs


def test_wrapped_text_is_joined_and_a_page_is_not(tmp_path: Path) -> None:
    words = f"{BODY} {NEXT}".split()
    wrapped, line = [], ""
    for word in words:
        line = f"{line} {word}".strip()
        if len(line) > 60:
            wrapped.append(line)
            line = ""
    wrapped.append(line)
    file = tmp_path / "wrapped.txt"
    file.write_text("\n".join([*wrapped, "", *wrapped, ""]), encoding="utf-8")
    assert set(read_article(file).paragraphs) == {" ".join(words)}
    file.write_text("\n".join([BODY, NEXT, "", BODY.replace("غاو", "كيدال"), NEXT.replace("غاو", "كيدال")]), "utf-8")
    assert len(read_article(file).paragraphs) == 3


# -- encodings ---------------------------------------------------------------------------------------------------

ENCODINGS = [
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "cp1256",
    "iso8859_6",
]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(end.join([BODY, "", NEXT, ""]).encode(encoding))
    assert read_article(file).paragraphs == (BODY, NEXT)


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85", "\v", "\f"])
def test_rarer_line_ends(tmp_path: Path, end: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(f"{BODY}{end}{NEXT}\r\n".encode())
    assert read_article(file).paragraphs == (BODY, NEXT)


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("سلا".encode() + b"\0" + "م".encode() + b" abcdefghijklmnop", "سلام abcdefghijklmnop"),
        (f"{BODY}".encode()[:-1], f"{BODY[:-1]}"),
        (BODY.encode() + b"\xff", f"{BODY}\ufffd"),
        (BODY.encode() + b"\xed\xa0\x80", f"{BODY}\ufffd\ufffd\ufffd"),
        ("\ufeff\ufeffنص".encode(), "نص"),
        ("\u202bنص\u202c \u200fآخر".encode(), "\u202bنص\u202c \u200fآخر"),
    ],
)
def test_what_becomes_of_damaged_bytes(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"PK\x03\x04", b"\x89PNG\r\n", bytes(range(256)) * 40, b"\0" * 1000])
def test_what_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    with pytest.raises(MidanError, match=r"a\.txt: is .*; save it as plain text"):
        read_article(file)


@given(st.binary(max_size=300))
def test_any_bytes_are_text_without_surrogates_or_refused(data: bytes) -> None:
    try:
        text = decode(data)
    except MidanError:
        return
    text.encode("utf-8")
    assert not re.search("[\0-\x08]", text)


TYPICAL = (BODY, NEXT, "اقرأ أيضا", "المصدر: وكالات", "برخان", "11 يناير 2021", "", "- بند", "التعليقات", "س: لماذا؟")


@settings(max_examples=60)
@given(st.lists(st.one_of(st.sampled_from(TYPICAL), st.text(max_size=30)), max_size=15))
def test_no_line_is_lost_or_doubled(lines: list[str]) -> None:
    text = "\n".join(" ".join(split_lines(line)) for line in lines)
    found = read(text)
    seen = [*found.paragraphs, *(d.text for d in found.dropped), *([found.title] if found.title else [])]
    assert sorted(seen) == sorted(line.strip() for line in split_lines(text) if line.strip())


# -- files that are no article -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [("", ()), ("\n \t\n\u00a0\n", ()), ("برخان", ("برخان",)), ("برخان\nدول الميدان\n", ("برخان", "دول الميدان"))],
)
def test_small_files(tmp_path: Path, text: str, paragraphs: tuple[str, ...]) -> None:
    file = tmp_path / "a.txt"
    file.write_text(text, encoding="utf-8")
    assert read_article(file) == Article(str(file), None, None, paragraphs, ())


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.txt"
    file.write_text("كلمة " * 300_000, encoding="utf-8")
    with pytest.raises(MidanError, match="line 1 has 1,500,000 characters"):
        read_article(file)
    file.write_text("كلمة\n" * (reading.MAX_LINES + 1), encoding="utf-8")
    with pytest.raises(MidanError, match="lines, more than any article"):
        read_article(file)
    assert len(read_article(file, raw=True).paragraphs) == reading.MAX_LINES + 1
    monkeypatch.setattr(reading, "MAX_BYTES", 1000)
    with pytest.raises(MidanError, match="larger than"):
        read_article(file)


def test_missing_file_and_directory(tmp_path: Path) -> None:
    with pytest.raises(MidanError, match="no such file"):
        read_article(tmp_path / "absent.txt")
    with pytest.raises(MidanError, match="is a directory"):
        read_article(tmp_path)


def test_raw_takes_every_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("اقرأ أيضا\n\n  برخان \nشكرا على الإبلاغ!\n", encoding="utf-8")
    assert read_article(file, raw=True) == Article(
        str(file), None, None, ("اقرأ أيضا", "برخان", "شكرا على الإبلاغ!"), ()
    )


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(f"{BODY}\r\n{NEXT}".encode("cp1256")))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert read_article("-") == Article("-", None, None, (BODY, NEXT), ())


# -- web pages ---------------------------------------------------------------------------------------------------

WEBPAGES = json.loads((FIXTURES / "webpages" / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(WEBPAGES))
def test_web_pages(name: str, tmp_path: Path) -> None:
    found = read_article(FIXTURES / "webpages" / name)
    expected = WEBPAGES[name]
    assert list(found.paragraphs) == expected["paragraphs"]
    assert (found.title, found.date) == (expected["title"], expected["date"])
    # a web page is known by what it holds, whatever it is called
    other = tmp_path / "page.txt"
    other.write_bytes((FIXTURES / "webpages" / name).read_bytes())
    assert read_article(other).paragraphs == found.paragraphs


def web(tmp_path: Path, html: str) -> Article:
    """Read a web page."""
    file = tmp_path / "a.html"
    file.write_text(html, encoding="utf-8")
    return read_article(file)


def test_odd_web_pages(tmp_path: Path) -> None:
    assert web(tmp_path, "<html></html>").paragraphs == ()
    assert web(tmp_path, "نص بلا وسوم").paragraphs == ("نص بلا وسوم",)
    assert web(tmp_path, f"<p>{BODY}</p><p>{NEXT}</p>").paragraphs == (BODY, NEXT)
    bomb = f'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><html><body><p>{BODY}</p><p>&b;</p>'
    assert BODY in web(tmp_path, bomb).paragraphs
    many = " ".join(f"a{i}=1" for i in range(50_000))
    assert web(tmp_path, f"<html><body><p {many}>{BODY}</p>").paragraphs == (BODY,)
    with pytest.raises(MidanError, match="nested too deep"):
        web(tmp_path, f"<html><body>{'<div>' * 5000}{BODY}")


def test_script_and_style_are_not_read(tmp_path: Path) -> None:
    html = f"<html><body><script>var a = '{NEXT}';</script><style>p{{}}</style><p>{BODY}</p><p>{NEXT}</p></body></html>"
    found = web(tmp_path, html)
    assert found.paragraphs == (BODY, NEXT)
    assert found.dropped == ()


def test_broken_declared_data_is_no_fault(tmp_path: Path) -> None:
    head = '<script type="application/ld+json">{"headline": 5, "datePublished": ["x"]}</script>'
    head += '<script type="application/ld+json">{broken</script><meta property="article:published_time" content="soon">'
    found = web(tmp_path, f"<html><head>{head}</head><body><p>{BODY}</p><p>{NEXT}</p></body></html>")
    assert (found.title, found.date) == (None, None)


# -- samples -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "date", "paragraphs", "dropped"),
    [
        (
            "tamanrasset-talks",
            "2022-03-14",
            7,
            {"headline ticker", "abuse-report widget", "caption", "link to the source", "date line"},
        ),
        ("after-barkhane", "2022-08-17", 7, {"caption", "related link", "source line", "date line"}),
        ("joint-force-funding", "2020-11-09", 10, {"breadcrumb or menu", "date line", "share button", "copyright"}),
    ],
)
def test_samples(name: str, date: str, paragraphs: int, dropped: set[str]) -> None:
    found = read_article(SAMPLES / f"{name}.txt")
    assert found.title
    assert found.date == date
    assert len(found.paragraphs) == paragraphs
    assert dropped <= {d.reason for d in found.dropped}
