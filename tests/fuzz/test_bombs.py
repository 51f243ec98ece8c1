"""Files made to overwhelm: each is read safely or refused in one line, in bounded time and memory, and that is all.

Each runs as a process of its own (`measured`), so that its memory is its own and a hang is seen. Small relatives
of these are tried with every other file of a stranger (`fixtures/hostile/bombs`).
"""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from .guard import MEGABYTES
from .surfaces import NEIGHBOURS, package

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
MB = 2**20

TMX_HEAD = '<tmx version="1.4"><header srclang="ar"/><body><tu><tuv xml:lang="ar"><seg>'
TMX_TAIL = '</seg></tuv><tuv xml:lang="en"><seg>x</seg></tuv></tu></body></tmx>'
XLF_HEAD = (
    '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="ar" trgLang="en"><file id="f">'
    '<unit id="u"><segment><source>'
)
XLF_TAIL = "</source><target>x</target></segment></unit></file></xliff>"
TBX_HEAD = (
    '<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><text><body>'
    '<conceptEntry id="c"><langSec xml:lang="ar"><termSec><term>'
)
TBX_TAIL = "</term></termSec></langSec></conceptEntry></body></text></tbx>"
XML = {"in.tmx": (TMX_HEAD, TMX_TAIL), "in.xlf": (XLF_HEAD, XLF_TAIL), "in.tbx": (TBX_HEAD, TBX_TAIL)}

LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(12)
)
YAML_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{','.join([f'*{chr(97 + i)}'] * 9)}]\n" for i in range(20)
)
MERGE_BOMB = "a: &a {x: 1}\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} {{<<: [{','.join([f'*{chr(97 + i)}'] * 9)}]}}\n" for i in range(20)
)


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO(package())
    with zipfile.ZipFile(out, "a", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def _link() -> bytes:
    """A package with a symbolic link to /tmp, and a file that would be written through it."""
    out = io.BytesIO(package())
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("ar-en/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/tmp")
        archive.writestr("ar-en/link/climbed", "x")
    return out.getvalue()


def _zeros(name: str, megabytes: int) -> bytes:
    out = io.BytesIO(package())
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w") as member,
    ):
        for _ in range(megabytes):
            member.write(bytes(MB))
    return out.getvalue()


def _forged() -> bytes:
    """A member that says it is small and unpacks to 200 MB."""
    data = bytearray(_zeros("ar-en/big", 200))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


@dataclass(frozen=True)
class Case:
    """A file, what is done with it, and whether it is to be refused (None: either will do)."""

    label: str
    name: str
    content: Callable[[], bytes]
    command: tuple[str, ...]
    refused: bool | None = None


IMPORT = {
    "in.tmx": ("memory", "import", "FILE", "--memory", "memory.db"),
    "in.xlf": ("check", "FILE", "--terms", "terms.yaml"),
    "in.tbx": ("terms", "import", "FILE", "--terms", "terms.yaml"),
}
LIST = ("terms", "list", "--terms", "FILE")
INSTALL = ("model", "install", "FILE")
TRANSLATE = ("translate", "--jsonl", "FILE", "--engine", "none")
MERGE = ("terms", "import", "FILE", "--terms", "terms.yaml")
RUN = ("run", "FILE", "--engine", "none", "--terms", "terms.yaml", "--memory", "memory.db", "--out", "out")


def _numbered(entry: str) -> bytes:
    return "".join(entry % i for i in range(10**6)).encode()


def _xml_cases() -> Iterator[Case]:
    for name, (head, tail) in XML.items():
        command = IMPORT[name]

        def case(
            label: str,
            make: Callable[[str, str], bytes],
            refused: bool | None,
            name: str = name,
            command: tuple[str, ...] = command,
            head: str = head,
            tail: str = tail,
        ) -> Case:
            return Case(f"{label} {name[3:]}", name, lambda: make(head, tail), command, refused)

        yield case("a billion laughs", lambda h, t: f"{LAUGHS}]>{h}&m;{t}".encode(), True)
        yield case(
            "an external entity",
            lambda h, t: f"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>{h}&e;{t}".encode(),
            None,
        )
        yield case("a million deep", lambda h, t: f"{h}{'<hi>' * 10**6}{'</hi>' * 10**6}{t}".encode(), True)
        yield case("a line of 100 MB", lambda h, t: f"{h}{'ا' * (50 * MB)}{t}".encode(), True)
        yield case("an attribute of 30 MB", lambda h, t: f"{h}<hi type='{'a' * (30 * MB)}'/>{t}".encode(), True)
        yield case("NULs", lambda h, t: f"{h}\0{t}".encode(), True)
        yield case("a lone surrogate", lambda h, t: h.encode() + b"\xed\xa0\x80" + t.encode(), True)
        yield case("a wrong encoding", lambda h, t: f"<?xml version='1.0' encoding='utf-32'?>{h}{t}".encode(), None)


def _many(unit: str, count: int, head: str = "", tail: str = "") -> Callable[[], bytes]:
    return lambda: (head + unit * count + tail).encode()


CASES = [
    *_xml_cases(),
    Case("aliases", "in.yaml", YAML_BOMB.encode, LIST, True),
    Case("merges", "in.yaml", MERGE_BOMB.encode, LIST, True),
    Case("aliases", "in.yaml", YAML_BOMB.encode, ("check", "sound.po", "--config", "FILE"), True),
    Case("merges", "in.yaml", MERGE_BOMB.encode, ("check", "sound.po", "--config", "FILE"), True),
    Case("tags", "in.yaml", lambda: b"terms: !!python/object/apply:os.system ['id']\n", LIST, True),
    Case("brackets a million deep", "in.yaml", _many("[", 10**6), LIST, True),
    Case("dashes a million deep", "in.yaml", _many("- ", 10**6), LIST, True),
    Case("a line of 100 MB", "in.yaml", _many("a", 100 * MB, "terms: [{ar: ", "}]"), LIST, True),
    Case("forty million lines", "in.csv", _many("a\n", 40 * MB, "ar,en\n"), MERGE, True),
    Case("a million terms", "in.csv", lambda: b"ar,en\n" + _numbered("كلمة%d,x\n"), MERGE, True),
    Case("a million terms", "in.yaml", lambda: b"terms:\n" + _numbered("- ar: كلمة%d\n"), LIST, True),
    Case("a hundred thousand entries", "in.po", _many('msgid "a"\nmsgstr "b"\n\n', 100_000), IMPORT["in.tmx"], None),
    Case("no charset for text", "in.po", _many('msgid ""\nmsgstr "charset=hex\\n"\n', 1), IMPORT["in.xlf"], None),
    Case("no charset for text", "in.html", lambda: b"<html><meta charset=undefined>\xc7\xe1<p>\xc7\xe1", RUN, None),
    Case("a slow charset", "in.html", lambda: b"<html><meta charset=punycode><p>" + b"\xe9-ab-" * MB, RUN, None),
    Case("more than 128 MB", "in.yaml", _many("# x\n", 33 * MB), LIST, True),
    Case("a line of 100 MB", "in.po", _many("ا", 50 * MB, 'msgid "', '"\nmsgstr "x"\n'), IMPORT["in.tmx"], None),
    Case("100 MB without a line end", "in.po", _many("a", 100 * MB), IMPORT["in.tmx"], None),
    Case("a line of 100 MB", "in.csv", _many("ا", 50 * MB, "ar,en\n"), MERGE, True),
    Case("a million columns", "in.csv", _many(",", 10**6, "ar,en", "\n"), MERGE, None),
    Case("a line of 100 MB", "in.txt", _many("ا", 50 * MB), MERGE, None),
    Case("a line of 100 MB", "in.txt", _many("ا", 50 * MB), RUN, True),
    Case("60 MB of lines", "in.txt", _many("قال الوزير إن القوة انسحبت.\n", 1_200_000), RUN, True),
    Case("half a million blank lines", "in.txt", _many("\n", 500_000), RUN, None),
    Case("NULs", "in.txt", _many("\0", 10 * MB), RUN, True),
    Case("a word of 1 MB", "in.txt", _many("ا", 2**19), RUN, None),
    Case("a million marks", "in.txt", _many("\u064b", 500_000, "ا"), RUN, None),
    Case("a million dots", "in.txt", _many(". ", 500_000), RUN, None),
    Case("a million quotation marks", "in.txt", _many("«", 500_000), RUN, None),
    Case("elements a million deep", "in.html", _many("<div>", 10**6, "<html><p>"), RUN, None),
    Case("a line of 100 MB", "in.html", _many("ا", 50 * MB, "<html><p>"), RUN, True),
    Case("a million attributes", "in.html", _many(" a='b'", 10**6, "<html><p", ">x"), RUN, None),
    Case("a hundred thousand table cells", "in.html", _many("<td>ا", 100_000, "<html><table><tr>"), RUN, None),
    Case("a hundred thousand entities", "in.html", _many("&amp;", 10**6, "<html><p>"), RUN, None),
    Case("links a hundred thousand times", "in.html", _many("<a href=x>ا</a>", 100_000, "<html><p>"), RUN, None),
    Case("brackets a million deep", "in.jsonl", _many("[", 10**6), TRANSLATE, True),
    Case("a line of 100 MB", "in.jsonl", _many("a", 100 * MB, '{"source": "', '"}'), TRANSLATE, None),
    Case("a path that climbs", "in.argosmodel", lambda: _zip(("ar-en/../../climbed", b"x")), INSTALL, True),
    Case("an absolute path", "in.argosmodel", lambda: _zip(("/tmp/climbed", b"x")), INSTALL, True),
    Case("a path for Windows", "in.argosmodel", lambda: _zip(("ar-en\\..\\..\\climbed", b"x")), INSTALL, True),
    Case("a link", "in.argosmodel", _link, INSTALL, True),
    Case("a file in the place of a folder", "in.argosmodel", lambda: _zip(("ar-en/model", b"x")), INSTALL, True),
    Case("metadata of 700 MB", "in.argosmodel", lambda: _zeros("ar-en/metadata.json", 700), INSTALL, True),
    Case("a member of 1 GB", "in.argosmodel", lambda: _zeros("ar-en/big", 1000), INSTALL, True),
    Case("a forged size", "in.argosmodel", _forged, INSTALL, True),
    Case("many members", "in.argosmodel", lambda: _zip(*((f"ar-en/{i}", b"") for i in range(9999))), INSTALL, True),
]  # fmt: skip


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "tmp").mkdir(parents=True)
    for name, content in NEIGHBOURS.items():
        (folder / name).write_bytes(content)
    return folder


def run(work: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run midan in the folder under the guard, and check what any file may cost."""
    homes = ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("MIDAN_", "ARGOS_"))},
        **{key: str(work) for key in homes},
        "ARGOS_PACKAGES_DIR": str(work / "packages"),
        "TMPDIR": str(work / "tmp"),
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    report = work.parent / "report"
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.measured", str(report), str(work), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        errors="replace",
    )
    assert "Traceback" not in done.stderr, done.stderr[-3000:]
    assert done.returncode in (0, 1, 2, 3), f"hangs, or died: {done.returncode} {done.stderr[-2000:]}"
    cost = json.loads(report.read_text())
    assert not cost["trespasses"]
    assert cost["megabytes"] <= MEGABYTES
    if done.returncode == 2:
        assert any(line.startswith("midan") for line in done.stderr.splitlines()), done.stderr[-2000:]
    return done


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.label}-{case.command[0]}-{case.name}".replace(" ", "_")
)
def test_what_overwhelms_is_refused_or_read_safely(case: Case, work: Path) -> None:
    (work / case.name).write_bytes(case.content())
    done = run(work, *(case.name if word == "FILE" else word for word in case.command))
    if case.refused is not None:
        assert (done.returncode == 2) is case.refused, done.stderr[-2000:]
    assert (work / "terms.yaml").read_bytes().startswith(NEIGHBOURS["terms.yaml"])
    assert not list((work / "packages").glob("*")) if case.name.endswith(".argosmodel") else True


CLIMBING = ["../../../../climbed", "/tmp/climbed", "..", ".", "a/b", "a\\b", "C:\\climbed", "con"]
CLIMBING += ["x" * 5000, "\u202egnp.exe"]


@pytest.mark.parametrize("document", CLIMBING)
def test_no_name_in_a_file_leads_out_of_the_folder(document: str, work: Path) -> None:
    """A document's name or a tuid of a TMX file names no path, in whatever is written of it later."""
    properties = {"x-status": "reviewed", "x-document": document, "x-place": "0.0"}
    held = "".join(f'<prop type="{kind}">{text}</prop>' for kind, text in properties.items())
    (work / "in.tmx").write_text(
        f'<tmx version="1.4"><header srclang="ar"/><body><tu tuid="{document}">{held}{_tuv("ar", "نعم")}'
        f"{_tuv('en', 'yes')}</tu></body></tmx>",
        encoding="utf-8",
    )
    assert run(work, "memory", "import", "in.tmx").returncode == 0
    reported = run(work, "report", "--all", "--out", "out")
    assert reported.returncode == 0, reported.stderr
    listed = run(work, "memory", "stats")
    assert "\u202e" not in reported.stderr + listed.stdout
    assert {path.parent for path in (work / "out").rglob("*")} == {work / "out"}
    (page,) = (work / "out").glob("*.html")
    assert page.stat().st_size > 1000
    for ending in ("tmx", "po", "xlf", "csv"):
        assert run(work, "memory", "export", f"all.{ending}").returncode == 0


def _tuv(language: str, text: str) -> str:
    return f'<tuv xml:lang="{language}"><seg>{text}</seg></tuv>'


NAMES = ["\u202etxt.exe.txt", "a\nb.txt", "\x1b[2J.txt", "-x.txt", "a b'\"$(id).txt", b"\xff\xfe.txt"]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_files_are_shown_escaped_and_lead_nowhere(name: str | bytes, work: Path) -> None:
    path = os.fsdecode(name)
    (work / path).write_text("قالت الوزارة إن القوة انسحبت من المدينة صباح اليوم.\n", encoding="utf-8")
    given = f"./{path}" if path.startswith("-") else path
    places = ("--engine", "none", "--terms", "terms.yaml", "--out", "out")
    done = run(work, "run", given, f"missing-{path}", *places)
    assert done.returncode == 2
    assert not {"\u202e", "\x1b"} & set(done.stdout + done.stderr)
    assert all(line.startswith("midan: missing-") for line in done.stderr.splitlines() if "missing-" in line)
    assert {file.parent for file in (work / "out").rglob("*")} == {work / "out"}
    assert len(list((work / "out").glob("*.po"))) == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/C calc"!A0'])
def test_no_cell_of_a_table_is_a_formula(cell: str, work: Path) -> None:
    """A spreadsheet takes what comes from a file for text (OWASP, CSV injection), and reading gives the text back."""
    rows = [["ar", "en", "note"], ["كلمة", cell, cell]]
    with (work / "in.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert run(work, *(w.replace("FILE", "in.csv") for w in MERGE)).returncode == 0
    assert run(work, "terms", "export", "all.csv", "--terms", "terms.yaml").returncode == 0
    assert run(work, "memory", "add", "--", "كلمة", cell.strip()).returncode == 0
    assert run(work, "memory", "export", "memory.csv").returncode == 0
    shown = run(work, "terms", "list", "--format", "csv", "--terms", "terms.yaml").stdout
    for text in ((work / "all.csv").read_text("utf-8"), (work / "memory.csv").read_text("utf-8"), shown):
        for row in csv.reader(io.StringIO(text, newline="")):
            assert not [value for value in row if value.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("name", ["in.tmx", "in.xlf", "in.tbx", "in.html"])
def test_no_file_makes_midan_call_anybody(name: str, work: Path) -> None:
    """Entities, schemas, style sheets, images and frames of another server: it is not asked, by C code neither."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        root = {"in.tmx": "tmx", "in.xlf": "xliff", "in.tbx": "tbx", "in.html": "html"}[name]
        dtd = f'<!DOCTYPE {root} PUBLIC "-//X//EN" "{url}/x.dtd" [<!ENTITY % p SYSTEM "{url}/p"> %p;]>'
        if name == "in.html":
            html = f'<html><base href="{url}"><link rel=stylesheet href="{url}/x.css"><img src="{url}/x.png">'
            text = f'{html}<iframe src="{url}"></iframe><script src="{url}/x.js"></script><p>قالت الوزارة نعم.</p>'
            command = RUN
        else:
            head, tail = XML[name]
            text = f'<?xml version="1.0"?><?xml-stylesheet href="{url}/x.xsl"?>{dtd}{head}نعم{tail}'
            command = IMPORT[name]
        (work / name).write_text(text, encoding="utf-8")
        run(work, *(name if word == "FILE" else word for word in command))
        if name == "in.html":
            run(work, "report", "--all", "--out", "out", "--memory", "memory.db")
            (page,) = (work / "out").glob("*.html")
            assert "127.0.0.1" not in page.read_text("utf-8")
        with pytest.raises(TimeoutError):
            server.accept()
