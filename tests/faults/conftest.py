"""What the fault tests share: a work folder, midan with a fast engine in a process of its own, and what must hold."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

TERMS = """\
format: 1
source: ar
target: en
terms:
  # the two French operations
  - ar: برخان
    en: Barkhane
    status: approved
    case: keep
  - ar: دول الميدان   # no settled English
    en: field countries
    status: candidate
    colour: blue
"""
ARTICLES = {
    "one.txt": "انسحبت قوة برخان من مالي بعد تسع سنوات من الحضور العسكري. ورحبت باماكو بالقرار ترحيبا حذرا.\n"
    "وقالت لجنة الأركان العملياتية المشتركة إن دول الميدان ستواصل تنسيق جهودها على الحدود المشتركة.\n",
    "two.txt": "دعا مبعوث الاتحاد الإفريقي إلى الحوار بين الأطراف الليبية، وأكد أن الحل السياسي هو السبيل الوحيد.\n"
    "وشارك في الاجتماع وزير الخارجية الجزائري، ورئيس أركان الجيش الموريتاني. ولم يصدر بيان مشترك.\n",
}
DATES = re.compile(rb"\d{8}T\d{6}Z|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?")


def command(*args: str | Path) -> list[str]:
    """The command line of midan with the fast engine."""
    return [sys.executable, str(HERE / "midan_echo.py"), *map(str, args)]


def environment(**more: str) -> dict[str, str]:
    """An environment in which Python leaves no bytecode behind and finds the checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


Midan = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def midan() -> Midan:
    """Run midan in a folder and return what it said."""

    def run(*args: str | Path, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
        env = environment(**options.pop("env", {}))  # type: ignore[arg-type]
        return subprocess.run(
            command(*args),
            cwd=cwd,
            env=env,
            capture_output=True,
            text=True,
            timeout=120,
            **options,  # type: ignore[call-overload]
        )

    return run


@pytest.fixture(scope="session")
def killer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The preloaded library that ends a process at its Nth change of a file."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("needs Linux and a C compiler")
    library = tmp_path_factory.mktemp("killer") / "killer.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, HERE / "killer.c", "-ldl"], check=True)
    yield library


@pytest.fixture
def work(tmp_path: Path) -> Path:
    """A folder with a glossary and two articles."""
    return fill(tmp_path / "work")


def fill(folder: Path) -> Path:
    """Make a folder with a glossary and two articles."""
    folder.mkdir(parents=True)
    (folder / "terms.yaml").write_text(TERMS, encoding="utf-8")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def obey_permissions() -> None:
    """Give up root's right to read and write anywhere (CAP_DAC_OVERRIDE, by prctl's PR_CAPBSET_DROP)."""
    if os.geteuid() == 0:
        ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


def state(folder: Path) -> dict[str, object]:
    """All that a user would miss: the glossary, the files written, as `X units` those of each memory; dates aside."""
    kept: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        # indexes and journals are made anew
        if not path.is_file() or re.search(r"^\.|/\.|\.db\.fuzzy/|\.db-(wal|shm|journal)$", str(name)):
            continue
        if path.suffix in (".db", ".bak"):
            kept[f"{name} units"] = units(path)
        else:
            kept[str(name)] = DATES.sub(b"DATE", path.read_bytes())
    return kept


def units(database: Path) -> list[tuple[object, ...]]:
    """Every unit of a memory, its dates and its number aside; the memory's integrity is checked on the way."""
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return []  # made, and nothing more
        return sorted(
            connection.execute(
                "SELECT source, target, status, document, paragraph, segment, previous, next, digest, audit, "
                "attention, engine, model, note, properties FROM unit"
            ),
            key=repr,
        )
    finally:
        connection.close()
