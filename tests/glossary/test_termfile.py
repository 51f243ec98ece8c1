"""terms.yaml: what is read, what is refused and where, and that a change touches nothing but what it changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary import termcache, termfile
from glossary.errors import MidanError
from glossary.term import Evidence, Glossary, Term
from glossary.termfile import TermFile, load_glossary, read_glossary

FULL = """\
# our house glossary
format: 1
source: ar
target: en
terms:
  # — the field
  - ar: دول الميدان   # as the ministers write it
    en: field countries
    house: {owner: [desk, "north"]}    # a key of our own
    kind: organisation
    status: candidate
    variants:
      - بلدان الميدان   # of 2010
      # and the group
      - 'مجموعة دول الميدان'
    also: ["core countries", pays du champ]
    note: |
      Calque of French.
      Not "square states".

  - {ar: مالي, en: Mali, kind: place, status: approved}   # short

  - ar: "غاو"
    status: rejected
    seen: {count: 3, articles: [a, b]}
    evidence: [{article: a, text: "وصل إلى غاو: أمس"}]
# the end
"""


def saved(path: Path, text: str, ar: str, changes: dict[str, Any]) -> str:
    path.write_bytes(text.encode())
    file = TermFile.open(path)
    file.update(ar, changes)
    file.save()
    return path.read_bytes().decode()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "terms.yaml"


def test_everything_is_read() -> None:
    glossary = read_glossary(FULL)
    assert glossary.terms == [
        Term(
            "دول الميدان",
            "field countries",
            kind="organisation",
            variants=("بلدان الميدان", "مجموعة دول الميدان"),
            also=("core countries", "pays du champ"),
            note='Calque of French.\nNot "square states".',
        ),
        Term("مالي", "Mali", kind="place", status="approved"),
        Term("غاو", status="rejected", count=3, articles=("a", "b"), evidence=(Evidence("a", "وصل إلى غاو: أمس"),)),
    ]


@pytest.mark.parametrize(
    "text", ["", "\n", "# nothing yet\n", "format: 1\nterms:\n", "terms: []\n", "terms: ~\n", "\ufeff"]
)
def test_an_empty_file_is_an_empty_glossary(text: str) -> None:
    assert read_glossary(text) == Glossary()


def test_a_missing_file_is_an_empty_glossary(path: Path) -> None:
    assert load_glossary(path) == Glossary()
    assert not path.exists()


def test_scalars_stay_text() -> None:
    text = "terms:\n- ar: مالي\n  en: no\n  note: 2010\n  abbreviation: ~\n  variants: ماليه\n  also: [1.0, yes]\n"
    assert read_glossary(text).terms == [Term("مالي", "no", note="2010", variants=("ماليه",), also=("1.0", "yes"))]


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("terms:\n  - en: Mali\n", "2:5", "no `ar`"),
        ("terms:\n  - ar: '!'\n    ar2: x\n  - ar:\n", "4:5", "no `ar`"),
        ("terms:\n  - ar: مالي\n    status: aproved\n", "3:13", "aproved"),
        ("terms:\n  - ar: مالي\n    match: [a]\n", "3:12", "`match` must be a text"),
        ("terms:\n  - ar: مالي\n    also: {a: b}\n", "3:11", "`also` must be a list"),
        ("terms:\n  - ar: مالي\n    also: [[a]]\n", "3:12", "`also` must be a text"),
        ("terms:\n  - ar: مالي\n    seen: 3\n", "3:11", "`seen`"),
        ("terms:\n  - ar: مالي\n    seen: {count: many}\n", "3:19", "whole number"),
        ("terms:\n  - ar: مالي\n    evidence: [a]\n", "3:16", "`evidence`"),
        ("terms:\n  - مالي\n", "2:5", "keys"),
        ("terms:\n  ar: مالي\n", "2:3", "must be a list"),
        ("- ar: مالي\n", "1:1", "begins with"),
        ("terms:\n  - ar: مالي\n  - ar: غاو\n  - ar: مَالي\n", "4:5", "lines 2 and 4"),
        ("terms: [{ar: مالي}, {ar: مالي}]\n", "1:21", "twice"),
        ("terms:\n  - ar: مالي\n    en: a\n    en: b\n", "4:5", "'en' stands twice"),
        ("terms:\n  - ar: مالي\n\ten: a\n", "3:1", "tab"),
        ("terms:\n  - ar: [مالي\n", "3:1", "expected"),
        ("terms:\n  - ar: 'مالي\n", "3:1", "quoted scalar"),
        ("terms:\n  - &a {ar: مالي}\n", "2:5", "anchors"),
        ("terms:\n  - *a\n", "2:5", "aliases"),
        ("terms:\n  - ar: !!python/name:os.system x\n", "2:9", "tags"),
        ("terms:\n  - ar: " + "[" * 30 + "\n", "2:18", "deeply"),
        ("terms:\n  - ar: مالي\n---\nterms:\n", "3:1", "second"),
        ("terms:\n  - ? [a]\n    : b\n", "2:7", "key"),
        ("terms:\n  - ar: ما\x07لي\n", "2:11", "character"),
        ("format: 2\nterms:\n", "", "format 2"),
        ("format: {a: 1}\n", "1:9", "must be a text"),
        ("a: " + "x: " * 2000, "1:", "mapping"),
    ],
)
def test_a_broken_file_is_refused_with_its_place(path: Path, text: str, place: str, what: str) -> None:
    path.write_bytes(text.encode())
    with pytest.raises(MidanError) as caught:
        load_glossary(path)
    assert what in caught.value.what
    assert caught.value.where.startswith(f"{path}:{place}" if place else str(path))
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize(
    ("data", "what"), [(b"terms:\n- ar: \xc7\n", "not UTF-8"), ("terms:\n".encode("utf-16"), "UTF-16")]
)
def test_other_encodings_are_refused(path: Path, data: bytes, what: str) -> None:
    path.write_bytes(data)
    with pytest.raises(MidanError, match=what):
        load_glossary(path)


def test_billions_of_laughs_are_not_heard() -> None:
    bomb = "a: &a [x,x]\n" + "".join(f"{b}: &{b} [*{a},*{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    with pytest.raises(MidanError, match="anchors"):
        read_glossary(bomb)


def test_a_slip_of_a_key_is_reported() -> None:
    text = "terms:\n- ar: مالي\n  varients: [a]\n  house: b\n"
    path = Path("terms.yaml")
    from glossary.termfile import _read

    assert _read(text, str(path)).warnings == [
        "terms.yaml:3: the key `varients` is not known and is ignored; `variants` is"
    ]


CHANGES: list[tuple[str, dict[str, Any], list[tuple[str, str]]]] = [
    ("دول الميدان", {"status": "approved"}, [("status: candidate", "status: approved")]),
    ("دُول  الميدان", {"en": "field: states"}, [("en: field countries", 'en: "field: states"')]),
    ("دول الميدان", {"abbreviation": "FC"}, [("en: field countries\n", "en: field countries\n    abbreviation: FC\n")]),
    ("دول الميدان", {"kind": None}, [("    kind: organisation\n", "")]),
    (
        "دول الميدان",
        {"variants": ("بلدان الميدان", "مجموعة دول الميدان", "الميدان")},
        [("'مجموعة دول الميدان'\n", "'مجموعة دول الميدان'\n      - الميدان\n")],
    ),
    ("دول الميدان", {"variants": ("مجموعة دول الميدان",)}, [("      - بلدان الميدان   # of 2010\n", "")]),
    (
        "دول الميدان",
        {"variants": ()},
        [(FULL[FULL.index("    variants:") : FULL.index("    also:")], "")],
    ),
    (
        "دول الميدان",
        {"also": ("core countries", "pays du champ", "x: y")},
        [("pays du champ]", 'pays du champ, "x: y"]')],
    ),
    ("دول الميدان", {"also": ("pays du champ",)}, [('["core countries", pays du champ]', "[pays du champ]")]),
    ("دول الميدان", {"also": ("new",)}, [('["core countries", pays du champ]', "[new]")]),
    (
        "دول الميدان",
        {"forbidden": ("square states",)},
        [("du champ]\n", "du champ]\n    forbidden: [square states]\n")],
    ),
    (
        "دول الميدان",
        {"note": "short"},
        [('|\n      Calque of French.\n      Not "square states".\n', "short\n")],
    ),
    ("مالي", {"en": None}, [("en: Mali, ", "")]),
    ("مالي", {"status": "rejected"}, [("status: approved}", "status: rejected}")]),
    ("مالي", {"note": "a, b"}, [("status: approved}", 'status: approved, note: "a, b"}')]),
    ("مالي", {"kind": None, "status": "candidate"}, [("kind: place, status: approved}", "status: candidate}")]),
    ("غاو", {"en": "Gao"}, [('ar: "غاو"\n', 'ar: "غاو"\n    en: Gao\n')]),
    ("غاو", {"status": "approved"}, [("status: rejected", "status: approved")]),
    ("غاو", {"count": 4}, [("count: 3", "count: 4")]),
    ("غاو", {"ar": "كاو"}, [('"غاو"', "كاو")]),
    ("غاو", {"evidence": ()}, [('    evidence: [{article: a, text: "وصل إلى غاو: أمس"}]\n', "")]),
    ("غاو", {"status": "rejected"}, []),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize(("ar", "changes", "replaced"), CHANGES)
def test_a_change_touches_nothing_else(
    path: Path, newline: str, mark: str, ar: str, changes: dict[str, Any], replaced: list[tuple[str, str]]
) -> None:
    before = mark + FULL.replace("\n", newline)
    expected = before
    for old, new in replaced:
        assert expected.count(old.replace("\n", newline)) == 1
        expected = expected.replace(old.replace("\n", newline), new.replace("\n", newline))
    assert saved(path, before, ar, changes) == expected


HEAD = "format: 1\nsource: ar\ntarget: en\nterms:\n"
NEW = "- ar: غاو\n  en: Gao\n  status: candidate\n"
NEW_2 = "  - ar: غاو\n    en: Gao\n    status: candidate\n"
NEW_4 = "    - ar: غاو\r\n      en: Gao\r\n      status: candidate\r\n"
NEW_FLOW = "{ar: غاو, en: Gao, status: candidate}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", HEAD + NEW_2),
        ("# mine\n", "# mine\n" + HEAD + NEW_2),
        ("format: 1", "format: 1\nterms:\n" + NEW_2),
        ("terms:   # none\n", "terms:   # none\n" + NEW_2),
        ("terms: [] # none\nx: 1\n", f"terms:  # none\n{NEW_2}x: 1\n"),
        ("terms:\n- ar: مالي\n# end", f"terms:\n- ar: مالي\n{NEW}# end"),
        ("terms:\n- ar: مالي", f"terms:\n- ar: مالي\n{NEW}"),
        ("terms:\r\n    - ar: مالي\r\n", f"terms:\r\n    - ar: مالي\r\n{NEW_4}"),
        ("terms: [{ar: مالي}]\n", f"terms: [{{ar: مالي}}, {NEW_FLOW}]\n"),
        ("terms: [{ar: مالي},\n]\n", f"terms: [{{ar: مالي}}, {NEW_FLOW},\n]\n"),
        (
            "terms:\n- ar: ب\n  note: |\n    x\n\n\nother: y\n",
            f"terms:\n- ar: ب\n  note: |\n    x\n{NEW}\n\nother: y\n",
        ),
    ],
)
@pytest.mark.parametrize("large", [False, True])
def test_new_entries_go_to_the_end(
    path: Path, before: str, after: str, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(termfile, "_SMALL", 0)
    path.write_bytes(before.encode())
    file = TermFile.open(path)
    assert file.add([Term("غاو", "Gao"), Term("غَاو")]) == 1
    file.save()
    assert path.read_bytes().decode() == after
    assert file.glossary == load_glossary(path)


def test_what_is_there_under_any_form_is_not_added(path: Path) -> None:
    path.write_text(FULL, encoding="utf-8")
    file = TermFile.open(path)
    assert file.add([Term("بلدان الميدان"), Term("غاو"), Term("مالى")]) == 0
    file.save()
    assert path.read_text(encoding="utf-8") == FULL


@pytest.mark.parametrize(
    ("ar", "changes"),
    [
        ("لا شيء", {"en": "x"}),
        ("مالي", {"colour": "red"}),
        ("مالي", {"status": "fine"}),
        ("مالي", {"kind": "thing"}),
        ("مالي", {"en": ["a"]}),
        ("مالي", {"also": [1]}),
        ("مالي", {"ar": " "}),
        ("مالي", {"ar": "غَاو"}),
    ],
)
def test_a_change_that_can_not_be_is_refused(path: Path, ar: str, changes: dict[str, Any]) -> None:
    with pytest.raises(MidanError):
        saved(path, FULL, ar, changes)
    assert path.read_text(encoding="utf-8") == FULL


def test_a_file_that_was_broken_meanwhile_is_left_alone(path: Path) -> None:
    path.write_text(FULL, encoding="utf-8")
    file = TermFile.open(path)
    file.update("مالي", {"en": "Mali!"})
    path.write_text("terms: [", encoding="utf-8")
    with pytest.raises(MidanError):
        file.save()
    assert path.read_text(encoding="utf-8") == "terms: ["


def test_two_writers_lose_nothing_of_one_another(path: Path) -> None:
    path.write_text(FULL, encoding="utf-8")
    one, other = TermFile.open(path), TermFile.open(path)
    one.update("مالي", {"status": "rejected"})
    other.update("دول الميدان", {"status": "approved"})
    other.add([Term("كيدال", "Kidal"), Term("تيسيت")])
    one.add([Term("كيدال", "Kidal"), Term("نواكشوط")])
    one.save()
    other.save()
    glossary = load_glossary(path)
    assert [t.ar for t in glossary] == ["دول الميدان", "مالي", "غاو", "كيدال", "نواكشوط", "تيسيت"]
    assert [t.status for t in glossary][:2] == ["approved", "rejected"]
    assert other.glossary == glossary


WRITER = """
import sys
from glossary.term import Term
from glossary.termfile import TermFile
for number in range(15):
    file = TermFile.open(sys.argv[1])
    file.add([Term(f"كلمة{sys.argv[2]}{number}")])
    file.save()
"""


def test_writers_at_the_same_time(path: Path) -> None:
    home = str(Path(termcache.__file__).parents[1])
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], cwd=home) for name in "ab"]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert sorted(t.ar for t in load_glossary(path)) == sorted(f"كلمة{name}{n}" for name in "ab" for n in range(15))


def test_links_and_modes_are_kept(path: Path) -> None:
    real = path.with_name("real.yaml")
    real.write_text(FULL, encoding="utf-8")
    real.chmod(0o640)
    path.symlink_to(real)
    file = TermFile.open(path)
    file.update("مالي", {"en": "the Republic of Mali"})
    file.save()
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert "the Republic of Mali" in real.read_text(encoding="utf-8")


# --- any text in any field comes back as it was ---------------------------------------------------------------------

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(str.strip)
arabic = st.text("ابتمالي ", min_size=1, max_size=10).map(lambda s: " ".join(s.split())).filter(bool)
some = st.lists(anything.filter(bool), max_size=3, unique=True).map(tuple)
optional = st.one_of(st.none(), anything.filter(bool))
terms_drawn = st.builds(
    Term,
    ar=arabic,
    en=optional,
    abbreviation=optional,
    kind=st.sampled_from([None, "place", "concept"]),
    status=st.sampled_from(["candidate", "approved", "rejected"]),
    variants=some,
    also=some,
    not_before=some,
    match=st.sampled_from(["inflected", "exact"]),
    article=st.sampled_from([None, "fixed"]),
    note=optional,
    count=st.integers(0, 99),
    articles=some,
    evidence=st.lists(st.builds(Evidence, anything, anything), max_size=2).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(terms_drawn, max_size=4, unique_by=lambda t: t.ar))
def test_what_is_added_is_read_back(tmp_path_factory: pytest.TempPathFactory, terms: list[Term]) -> None:
    path = tmp_path_factory.mktemp("added") / "terms.yaml"
    file = TermFile.open(path)
    added = file.add(terms)
    file.save()
    known = load_glossary(path).terms
    assert len(known) == added
    assert known == [t for t in terms if t in known]
    if added:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert [str(t["ar"]) for t in plain["terms"]] == [t.ar for t in known]


@settings(max_examples=150, deadline=None)
@given(terms_drawn, terms_drawn)
def test_an_entry_can_become_any_other(tmp_path_factory: pytest.TempPathFactory, old: Term, new: Term) -> None:
    path = tmp_path_factory.mktemp("changed") / "terms.yaml"
    file = TermFile.open(path)
    file.add([Term("قبل"), old, Term("بعد")])
    file.save()
    before = path.read_text(encoding="utf-8")
    names = [f for f in Term.__slots__ if f != "ar"]
    file.update(old.ar, {name: getattr(new, name) for name in names})
    file.save()
    assert [getattr(file.glossary.terms[1], name) for name in names] == [getattr(new, name) for name in names]
    assert load_glossary(path) == file.glossary
    file.update(old.ar, {name: getattr(old, name) for name in names})
    file.save()
    assert load_glossary(path).terms[1] == old
    assert path.read_text(encoding="utf-8").splitlines()[:7] == before.splitlines()[:7]


# --- the cache -------------------------------------------------------------------------------------------------------


@pytest.fixture
def cached(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(termcache, "SMALLEST", 10)
    path.write_text(FULL, encoding="utf-8")
    return path


def only_cache(path: Path) -> Path:
    (place,) = (path.parent / "cache" / "midan" / "terms").iterdir()
    return place


def test_a_large_file_is_remembered(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_glossary(cached)
    monkeypatch.setattr("glossary.yamltree.parse", lambda *_: pytest.fail("was read again"))
    assert load_glossary(cached) == first


def test_a_changed_file_is_read_again(cached: Path) -> None:
    load_glossary(cached)
    cached.write_text(FULL.replace("field countries", "field states"), encoding="utf-8")
    assert load_glossary(cached).terms[0].en == "field states"


def test_changes_go_through_the_cache(cached: Path) -> None:
    load_glossary(cached)
    for status in ("approved", "rejected"):
        file = TermFile.open(cached)
        file.update("دول الميدان", {"status": status, "note": f"now {status}"})
        file.add([Term(f"كلمة {status}")])
        file.save()
        remembered = load_glossary(cached)
        assert remembered == read_glossary(cached.read_text(encoding="utf-8"))
    assert "# and the group" in cached.read_text(encoding="utf-8")


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"version": 1}', "[" * 100_000])
def test_a_damaged_cache_is_no_harm(cached: Path, damage: str) -> None:
    first = load_glossary(cached)
    only_cache(cached).write_text(damage, encoding="utf-8")
    assert load_glossary(cached) == first


def test_a_cache_with_wrong_types_is_no_harm(cached: Path) -> None:
    first = load_glossary(cached)
    place = only_cache(cached)
    stored = json.loads(place.read_bytes())
    stored["terms"][0] = {"ar": 1}
    place.write_text(json.dumps(stored), encoding="utf-8")
    assert load_glossary(cached) == first


def test_nowhere_to_keep_a_cache_is_no_harm(cached: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    assert len(load_glossary(cached)) == 3
