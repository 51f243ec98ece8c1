"""Files of other tools: whichever way they were translated, however they are encoded, whatever is wrong with them."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import polib
import pytest

from memory.commands import main
from memory.exchange import po_reading
from memory.exchange.formats import read
from memory.store import Memory
from memory.unit import TranslationUnit

AR, EN = "غادرت قوة برخان مالي.", "The Barkhane force left Mali."


def tmx(body: str, version: str = "1.4", srclang: str = "ar") -> str:
    return (
        f'<?xml version="1.0"?>\n<tmx version="{version}"><header creationtool="x" creationtoolversion="1" '
        f'segtype="sentence" o-tmf="x" adminlang="en" srclang="{srclang}" datatype="plaintext"/>\n<body>\n'
        f"{body}\n</body></tmx>\n"
    )


def tu(*tuvs: tuple[str, str], lang: str = "xml:lang") -> str:
    inner = "".join(f'<tuv {lang}="{code}"><seg>{seg}</seg></tuv>' for code, seg in tuvs)
    return f"<tu>{inner}</tu>"


XLIFF_1 = """\
<?xml version="1.0" encoding="utf-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.txt" source-language="{0}" target-language="{1}" datatype="plaintext"><header/><body><group>
{2}
</group></body></file></xliff>
"""
XLIFF_2 = """\
<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="{0}" trgLang="{1}">
<file id="f">{2}</file></xliff>
"""
PO = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: {0}\\n"\n\n'
    'msgid "{1}"\nmsgstr "{2}"\n'
)


# name, content: each holds the one pair
ONE_PAIR = {
    "plain.tmx": tmx(tu(("ar", AR), ("en", EN))),
    "english-source.tmx": tmx(tu(("EN-US", EN), ("AR-SA", AR)), srclang="EN-US"),
    "all.tmx": tmx(tu(("fr", "x"), ("en_GB", EN), ("ar_DZ", AR)), srclang="*all*"),
    "old.tmx": tmx(tu(("EN", EN), ("AR", AR), lang="lang"), "1.1"),
    "threeletters.tmx": tmx(tu(("ara", AR), ("eng", EN))),
    "tags.tmx": tmx(tu(("ar", f"<ut>{{\\b}}</ut>{AR}"), ("en", f"{EN}<ph x='1'>&lt;br&gt;</ph>")), "1.2"),
    "comments.tmx": tmx("<!-- a --><?b c?>" + tu(("ar", f"{AR}<!-- c -->"), ("en", EN))),
    "doctype.tmx": tmx(tu(("ar", AR), ("en", EN))).replace("<tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx', 1),
    "one.xlf": XLIFF_1.format(
        "ar", "en", f"<trans-unit id='1'><source>{AR}</source><target>{EN}</target></trans-unit>"
    ),
    "one-reverse.xliff": XLIFF_1.format(
        "en-US", "ar-SA", f"<trans-unit id='1'><source>{EN}</source><target>{AR}</target></trans-unit>"
    ),
    "one-tags.xlf": XLIFF_1.format(
        "ar",
        "en",
        f"<trans-unit id='1'><source><g id='1'>{AR}</g><x id='2'/></source><target>{EN}</target>"
        "<alt-trans><source>x</source><target>y</target></alt-trans></trans-unit>",
    ),
    "one-cut.sdlxliff": XLIFF_1.format(
        "ar",
        "en",
        f"<trans-unit id='1'><source>{AR} نعم</source><seg-source><mrk mtype='seg' mid='1'>{AR}</mrk> "
        f"<mrk mtype='seg' mid='2'>نعم</mrk></seg-source><target><mrk mtype='seg' mid='1'>{EN}</mrk></target>"
        "</trans-unit>",
    ),
    "two.xlf": XLIFF_2.format(
        "ar", "en", f"<unit id='1'><segment><source>{AR}</source><target>{EN}</target></segment></unit>"
    ),
    "two-reverse.xlf": XLIFF_2.format(
        "en", "ar", f"<unit id='1'><segment><source>{EN}</source><target>{AR}</target></segment></unit>"
    ),
    "two-tags.xlf": XLIFF_2.format(
        "ar",
        "en",
        f"<group id='g'><unit id='1'><originalData><data id='d'>&lt;b&gt;</data></originalData><ignorable><source> "
        f"</source></ignorable><segment><source><pc id='1' dataRefStart='d'>{AR}</pc></source><target>"
        f"<mrk id='2' type='term'>{EN}</mrk></target></segment><segment><source>نعم</source></segment></unit></group>",
    ),
    "plain.po": PO.format("en", AR, EN),
    "reverse.po": PO.format("ar", EN, AR),
    "header.csv": f"ar,en\n{AR},{EN}\n",
    "reverse.csv": f"comment;English;Arabic\nx;{EN};{AR}\n",
    "bare.csv": f"{AR},{EN}\n",
    "bare-reverse.tsv": f"{EN}\t{AR}\n",
    "source-is-english.csv": f'source,target\n"{EN}","{AR}"\n',
}


def taken(path: Path) -> list[tuple[str, str]]:
    return [(unit.source, unit.target) for unit in read(path, lambda why: None)]


@pytest.mark.parametrize("name", ONE_PAIR)
def test_the_pair_is_found_whichever_way_it_was_translated(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(ONE_PAIR[name], encoding="utf-8")
    assert taken(tmp_path / name) == [(AR, EN)]


@pytest.mark.parametrize("name", [n for n in ONE_PAIR if not n.endswith(".po")])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_encodings_and_windows_line_ends(name: str, encoding: str, tmp_path: Path) -> None:
    text = ONE_PAIR[name].replace("\n", "\r\n").replace(' encoding="utf-8"', "")
    (tmp_path / name).write_bytes(text.encode(encoding))
    assert taken(tmp_path / name) == [(AR, EN)]


def test_po_with_a_mark_and_windows_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.po").write_bytes(ONE_PAIR["plain.po"].replace("\n", "\r\n").encode("utf-8-sig"))
    assert taken(tmp_path / "a.po") == [(AR, EN)]


def test_tables_of_old_windows_programs(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(f"{AR};{EN}\r\n".encode("cp1256"))
    assert taken(tmp_path / "a.csv") == [(AR, EN)]


# what is wrong, and the line that must be named
BROKEN = {
    "cut.tmx": (tmx(tu(("ar", AR), ("en", EN))) + tu(("ar", AR)), 6),
    "unclosed.tmx": (tmx(tu(("ar", AR), ("en", EN)) + "\n<tu><tuv>"), 6),
    "entities.tmx": ('<!DOCTYPE tmx [<!ENTITY a "b">]>\n' + tmx(tu(("ar", "&a;"), ("en", EN))).split("\n", 1)[1], None),
    "other.tmx": ("<html/>", None),
    "empty.tmx": ("", 1),
    "mark.xlf": (XLIFF_2.format("ar", "en", f"<unit id='1'>\n<segment><source>{AR}</sourc></segment></unit>"), 3),
    "quote.po": (PO.format("en", AR, EN) + '\nmsgid "x\nmsgstr "y"\n', 9),
    "word.po": (PO.format("en", AR, EN) + '\nmsgfoo "x"\n', 9),
    "bytes.po": (PO.format("en", AR, EN) + '\nmsgid "\udcff"\n', None),
    "quote.csv": (f'ar,en\n{AR},{EN}\n{AR},"{EN}', 3),
    "one.csv": ("نص\nنص\n", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_names_the_line_and_leaves_the_memory_as_it_was(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, line = BROKEN[name]
    path, where = tmp_path / name, str(tmp_path / "m.db")
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with Memory.open(where) as memory:
        memory.add([TranslationUnit("نص", "text")])
    assert main(["memory", "import", str(path), "--memory", where]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"midan: {path}:{line}: " if line else f"midan: {path}") and err.count("\n") == 1
    with Memory.open(where) as memory:
        assert [u.target for u in memory.units()] == ["text"]


def test_import_says_what_became_of_the_units(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = [
        tu(("ar", AR), ("en", EN)),
        tu(("ar", AR), ("en", EN)),
        tu(("ar", AR), ("en", "Another rendering.")),
        tu(("fr", "x"), ("en", EN)),
        tu(("ar", " "), ("en", EN)),
        tu(("ar", "&nbsp;x"), ("en", EN)),
    ]
    path, where = str(tmp_path / "a.tmx"), str(tmp_path / "m.db")
    Path(path).write_text(
        tmx("\n".join(body)).replace("<tmx", '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx', 1), encoding="utf-8"
    )
    told = "1 skipped (an empty text), 1 skipped (an entity that is not declared), 1 skipped (not both ar and en)"
    assert main(["memory", "import", path, "--memory", where]) == 0
    assert capsys.readouterr().err == f"{path}: 6 read, 2 added, 0 updated, 1 known, {told}\n"
    assert main(["memory", "import", path, "--memory", where]) == 0
    assert capsys.readouterr().err == f"{path}: 6 read, 0 added, 0 updated, 3 known, {told}\n"


def test_tags_are_kept_and_matching_does_not_see_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where, out = str(tmp_path / "m.db"), tmp_path / "out.tmx"
    seg = 'غادرت <bpt i="1">&lt;b&gt;</bpt>قوة<ept i="1">&lt;/b&gt;</ept> برخان <hi type="x">مالي</hi>.'
    (tmp_path / "a.tmx").write_text(tmx(tu(("ar", seg), ("en", f"{EN}<it pos='begin'/>"))), encoding="utf-8")
    assert main(["memory", "import", str(tmp_path / "a.tmx"), "--memory", where]) == 0
    assert main(["memory", "search", AR, "--memory", where, "--format", "json"]) == 0
    assert '"score": 100' in capsys.readouterr().out
    assert main(["memory", "export", str(out), "--memory", where]) == 0
    text = out.read_text(encoding="utf-8")
    assert f"<seg>{seg}</seg>" in text and f'<seg>{EN}<it pos="begin"></it></seg>' in text


def test_who_reviewed_what_is_read_from_xliff(tmp_path: Path) -> None:
    units = "".join(
        f"<trans-unit id='{i}' {approved}><source>{AR} {i}</source><target {state}>x</target></trans-unit>"
        for i, (approved, state) in enumerate(
            [("", ""), ("approved='yes'", ""), ("", "state='final'"), ("", "state='needs-translation'")]
        )
    )
    (tmp_path / "a.xlf").write_text(XLIFF_1.format("ar", "en", units), encoding="utf-8")
    found = [unit.status for unit in read(tmp_path / "a.xlf", print)]
    assert found == ["imported", "approved", "approved", "imported"]


def test_a_long_po_is_read_in_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        f'# note {i}\n#. comment\n#| msgid "old"\nmsgctxt "x"\nmsgid ""\n"text \\"{i}\\"\\n"\n"more"\n'
        f'msgstr "target {i}"\n'
        for i in range(50)
    ]
    entries[10:10] = ['#~ msgid "gone"\n#~ msgstr ""\n#~ "lost"\n', 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\n']
    path = tmp_path / "a.po"
    path.write_text(PO.format("en", AR, EN) + "\n" + "\n".join(entries), encoding="utf-8")
    skipped: list[str] = []
    whole = list(po_reading.read(path, skipped=skipped.append))
    assert len(whole) == 51 and skipped == ["obsolete", "plural forms"]
    assert [(u.source, u.note) for u in whole[1:]] == [(f'text "{i}"\nmore', f"note {i}") for i in range(50)]
    monkeypatch.setattr(po_reading, "_CHUNK", 1)
    assert list(po_reading.read(path)) == whole
    path.write_text(path.read_text(encoding="utf-8") + "\nnonsense\n", encoding="utf-8")
    with pytest.raises(Exception, match=rf"a\.po:{len(path.read_text(encoding='utf-8').splitlines())}: "):
        list(po_reading.read(path))


def test_a_po_of_others_gives_what_was_translated(tmp_path: Path) -> None:
    file = polib.POFile()
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en"}
    file.append(polib.POEntry(msgid=AR, msgstr=EN, msgctxt="menu 1.2", tcomment="by ear"))
    file.append(polib.POEntry(msgid="نص", msgstr="text", flags=["fuzzy"]))
    file.append(polib.POEntry(msgid="نعم", msgstr=""))
    file.save(str(tmp_path / "a.po"))
    first, second = read(tmp_path / "a.po", print)
    assert (first.target, first.status, first.note, first.origin) == (EN, "reviewed", "by ear", None)
    assert (second.target, second.status) == ("text", "machine")


def test_a_formula_is_no_formula_in_a_table_and_comes_back(tmp_path: Path) -> None:
    where, out = str(tmp_path / "m.db"), tmp_path / "a.csv"
    assert main(["memory", "add", "=١+١", "'=cmd|' /C calc'!A0", "--memory", where]) == 0
    assert main(["memory", "export", str(out), "--memory", where]) == 0
    text = out.read_text(encoding="utf-8")
    assert "\n'=١+١,''=cmd" in text
    assert taken(out) == [("=١+١", "'=cmd|' /C calc'!A0")]


@pytest.mark.parametrize("name", ["a.docx", "a", "a.txt"])
def test_an_unknown_ending_is_bad_usage(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_text("x")
    assert main(["memory", "import", str(tmp_path / name), "--memory", str(tmp_path / "m.db")]) == 2
    assert "can't be told from the name" in capsys.readouterr().err
    assert not (tmp_path / "m.db").exists()


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = (
        dedent(
            """\
        <!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>
        """
        )
        + tmx(tu(("ar", "&b;"), ("en", "&c;"))).split("\n", 1)[1]
    )
    (tmp_path / "a.tmx").write_text(bomb, encoding="utf-8")
    with pytest.raises(Exception, match="entities"):
        list(read(tmp_path / "a.tmx", print))
