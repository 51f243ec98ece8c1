"""The bilingual page: what it marks and says, that nothing from outside becomes markup, that it needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.term import Glossary, Term
from memory.commands import main
from memory.commands.report import file_names
from memory.report.markup import escaped, marked
from memory.report.page import render
from memory.report.view import Mark, Shown, Viewer, merged, standings, words
from memory.store import Memory
from memory.unit import Origin, TermOutcome, TranslationUnit

BARKHANE = Term("برخان", "Barkhane", "OB", "operation", "approved", also=("Operation Barkhane",), forbidden=("Barkan",))
SAHEL = Term("الساحل", "the Sahel", kind="place", status="approved")
COUP = Term("انقلاب", "coup", status="candidate")
GLOSSARY = Glossary([BARKHANE, SAHEL, COUP, Term("جيش", "army", status="rejected")])
REPAIRED = TermOutcome("برخان", "Barkhane", "وبرخان", "repaired", "span", 0, 6, 0, 8)


def unit(source: str, target: str, place: tuple[int, int] = (0, 0), **more: object) -> TranslationUnit:
    return TranslationUnit(source, target, origin=Origin("a", *place), engine="argos", model="m 1", **more)  # type: ignore[arg-type]


UNITS = [
    unit("برخان في الساحل", "Barkhane in the Sahel", (-1, 0), digest="x"),
    unit("وبرخان غادرت بعد انقلاب.", "Barkhane left after a coup.", (0, 0), audit=(REPAIRED,)),
    unit("غادرت برخان.", "The Barkan left.", (0, 1)),
    unit("غادر الساحل.", "", (1, 0), status="untranslated"),
]

VOID = {"meta", "path", "circle", "rect", "link", "br", "input"}


class Page(HTMLParser):
    """Every tag of a page with its attributes; fails where one is not closed in its turn."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page(units: list[TranslationUnit] = UNITS, name: str = "a", glossary: Glossary = GLOSSARY) -> str:
    return render(name, units, Viewer(glossary))


def test_outcomes_are_judged_on_the_target_as_it_stands() -> None:
    viewer = Viewer(GLOSSARY)
    views = [viewer.segment(u) for u in UNITS]
    assert [[s.standing for s in v.terms] for v in views] == [
        ["satisfied", "satisfied"],
        ["repaired"],
        ["unmet"],
        ["unmet"],
    ]
    assert views[1].terms[0].how == "span"
    assert [m.standing for m in views[1].source_marks] == ["repaired", "candidate"]
    assert [m.standing for m in views[2].target_marks] == ["forbidden"]
    assert standings(views) == {"satisfied": 2, "repaired": 1, "unmet": 2}
    assert words(views).approved == 5 and words(views).candidate == 1


def test_what_a_person_saw_is_no_repair() -> None:
    view = Viewer(GLOSSARY).segment(replace(UNITS[1], status="reviewed"))
    assert [s.standing for s in view.terms] == ["satisfied"]


def test_a_target_made_under_another_glossary_is_stale() -> None:
    viewer = Viewer(GLOSSARY)
    fresh = replace(UNITS[0], digest=viewer.digest(UNITS[0].source))
    assert [viewer.stale(u) for u in (UNITS[0], fresh, UNITS[3])] == [True, False, False]
    assert viewer.stale(replace(UNITS[0], status="reviewed"))
    assert not viewer.stale(replace(UNITS[0], status="reviewed", digest=None))


def test_marks_that_overlap_are_one() -> None:
    one, two = Shown(BARKHANE, "satisfied"), Shown(SAHEL, "unmet")
    assert merged([(4, 9, two), (0, 6, one), (9, 12, one)]) == (Mark(0, 9, (one, two)), Mark(9, 12, (one,)))
    assert merged([(0, 9, one), (4, 5, two)])[0].standing == "unmet"
    assert merged([(3, 3, one)]) == ()


def test_the_page_shows_both_texts_with_entries_on_each_term() -> None:
    parsed = Page(page())
    marks = parsed.named("mark")
    assert len(marks) == 5 + 1 + 4
    tips = {a["id"] for a in parsed.named("span") if a.get("role") == "tooltip"}
    assert len(tips) == len(marks) and {m["aria-describedby"] for m in marks} == tips
    assert all(m["tabindex"] == "0" for m in marks)
    assert {m["class"] for m in marks} == {
        f"term {s}" for s in ("satisfied", "repaired", "unmet", "forbidden", "candidate")
    }
    text = "".join(parsed.texts)
    for said in (
        "Operation Barkhane",
        "argos m 1",
        "not translated",
        "the glossary changed since",
        "repaired: replaced in place",
    ):
        assert said in text
    ids = [a["id"] for _, a in parsed.tags if "id" in a]
    assert len(ids) == len(set(ids))


def test_arabic_and_english_carry_language_and_direction() -> None:
    parsed = Page(page())
    sides = [a for a in parsed.named("p") if a.get("class") in ("ar", "en")]
    assert {(a["class"], a["lang"], a["dir"]) for a in sides} == {("ar", "ar", "rtl"), ("en", "en", "ltr")}
    assert len(sides) == 2 * len(UNITS)


def test_the_charts_say_their_numbers() -> None:
    labels = [a["aria-label"] for a in Page(page()).named("svg") if a.get("role") == "img"]
    assert labels[0] == "Approved terms in the English: 2 satisfied, 1 repaired, 2 unmet"
    assert (
        labels[1] == "The glossary's reach, in words of the Arabic: 5 in approved terms, 1 in candidates, 5 in neither"
    )


def test_the_page_needs_nothing_else_and_allows_nothing_else() -> None:
    html = page()
    parsed = Page(html)
    style = re.search("<style>(.*?)</style>", html, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = parsed.named("meta")[1]["content"] or ""
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert not {"script", "link", "img", "iframe", "object"} & {tag for tag, _ in parsed.tags}
    assert not [a for _, a in parsed.tags if {"src", "style"} & set(a) or any(k.startswith("on") for k in a)]
    assert all((a["href"] or "").startswith("#") for a in parsed.named("a"))
    assert "url(" not in style[1] and "@import" not in style[1]


def test_the_same_memory_gives_the_same_bytes() -> None:
    assert page() == page()


SCRIPT = "<script>alert(1)</script>"
BREAKS = [SCRIPT, '"><img src=x onerror=alert(1)>', "</title></style>" + SCRIPT, "${title} $style", "--><b>",
          "&lt;b&gt;", "\u202eevil\u2066", "a\x00b\x1b[31m\ud800"]  # fmt: skip


@pytest.mark.parametrize("text", BREAKS)
def test_nothing_from_outside_becomes_markup(text: str) -> None:
    hostile = Term(
        "برخان" + text, text or "x", text, text, "approved", note=text, also=(text,), forbidden=("z" + text,)
    )
    plain = Term("برخان", text, status="approved", note=text, variants=("الجيش" + text,), forbidden=(text,))
    units = [
        unit(f"برخان {text} غادرت", f"Barkhane {text}", (-1, 0), note=text),
        unit(f"برخان{text}", text, (0, 0), audit=(replace(REPAIRED, how=text, ar="برخان"),)),
        replace(unit("x", "y", (1, 0)), engine=text, model=text, status=text),  # type: ignore[arg-type]
    ]
    html = page(units, name=text, glossary=Glossary([plain, hostile]))
    parsed = Page(html)
    assert not {"script", "img"} & {tag for tag, _ in parsed.tags}
    assert SCRIPT not in html and "<img" not in html and "onerror=alert(1)>" not in html
    assert not set(html) & set("\x00\x1b\u202e\u2066\ud800")
    html.encode("utf-8")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cf"])), st.data())
def test_the_text_is_whole_whatever_is_marked(text: str, data: st.DataObject) -> None:
    places = st.integers(0, len(text))
    spans = [sorted((data.draw(places), data.draw(places))) for _ in range(data.draw(st.integers(0, 4)))]
    html = marked(text, merged((a, b, Shown(Term("ا"), "satisfied")) for a, b in spans), "k")
    without = re.sub(r'<span class="tip".*?</span></mark>', "</mark>", html, flags=re.S)
    assert "".join(Page(without).texts) == text


@given(st.text())
def test_escaped_text_is_no_markup(text: str) -> None:
    assert not set("<>\"'") & set(escaped(text)) and escaped(text).isprintable() is not None
    escaped(text).encode("utf-8")


def test_imported_names_can_not_climb_out_of_the_folder() -> None:
    assert file_names(["a", "A", "../../x", "/etc/passwd", "...", "a b"]) == [
        "a.html",
        "A-2.html",
        "x.html",
        "etc-passwd.html",
        "article.html",
        "a-b.html",
    ]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    with Memory.open("memory.db") as memory:
        memory.put_document("a", UNITS)
        memory.put_document("b", [replace(u, origin=Origin("b", 0, i)) for i, u in enumerate(UNITS)])
    return tmp_path


def test_the_command_writes_a_page_an_article(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--all", "--out", "pages"]) == 0
    assert capsys.readouterr().out.split() == ["pages/a.html", "pages/b.html"]
    before = (folder / "pages/b.html").read_bytes()
    assert main(["report", "articles/b.txt", "--out", "pages"]) == 0
    assert capsys.readouterr().out.split() == ["pages/b.html"]
    assert (folder / "pages/b.html").read_bytes() == before


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "name the articles, or give --all"),
        (["a", "--all"], "name the articles, or give --all"),
        (["c.txt"], "the memory holds no article c.txt; it holds a, b"),
        (["--all", "--memory", "none.db"], "no such memory"),
    ],
)
def test_what_can_not_be_shown_is_one_line(
    folder: Path, args: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *args]) == 2
    error = capsys.readouterr().err
    assert said in error and len(error.splitlines()) == 1
