"""A full disk, a read-only folder, a locked memory, two runs at once, Ctrl-C: one line, and nothing lost."""

from __future__ import annotations

import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glossary.termfile import load_glossary

from .conftest import Midan, command, environment, obey_permissions, state, units

RUN = ("run", "one.txt", "two.txt")


def assert_one_line(done: subprocess.CompletedProcess[str]) -> None:
    """The last word on stderr is one line of ours, and no traceback came before it."""
    assert "Traceback" not in done.stderr, done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("midan"), done.stderr


@pytest.mark.parametrize("limit", [300, 2_000, 20_000, 60_000])
def test_a_full_disk_is_one_line_and_costs_nothing(limit: int, work: Path, midan: Midan, tmp_path: Path) -> None:
    whole = shutil.copytree(work, tmp_path / "whole")
    midan(*RUN, cwd=whole)

    def fill_up() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    before = (work / "terms.yaml").read_bytes()
    done = midan(*RUN, cwd=work, preexec_fn=fill_up)
    assert done.returncode == 2
    assert_one_line(done)
    assert (work / "terms.yaml").read_bytes().startswith(before)
    assert midan(*RUN, cwd=work).returncode in (0, 3)
    assert state(work) == state(whole)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux permissions")
@pytest.mark.parametrize("args", [RUN, ("terms", "approve", "دول الميدان"), ("memory", "import", "in.tmx")])
def test_a_read_only_folder_is_one_line(args: tuple[str, ...], work: Path, midan: Midan) -> None:
    (work / "in.tmx").write_text(
        '<tmx version="1.4"><header creationtool="t" creationtoolversion="1" segtype="sentence" o-tmf="t" '
        'adminlang="en" srclang="ar" datatype="plaintext"/><body><tu><tuv xml:lang="ar"><seg>نعم</seg></tuv>'
        '<tuv xml:lang="en"><seg>yes</seg></tuv></tu></body></tmx>',
        encoding="utf-8",
    )
    work.chmod(0o555)
    try:
        done = midan(*args, cwd=work, preexec_fn=obey_permissions)
    finally:
        work.chmod(0o755)
    assert done.returncode == 2, done.stderr
    assert_one_line(done)
    assert len(load_glossary(work / "terms.yaml").terms) == 2


def test_a_locked_memory_is_one_line(work: Path, midan: Midan) -> None:
    assert midan(*RUN, cwd=work).returncode in (0, 3)
    (work / "one.txt").write_text("جملة جديدة لم تترجم بعد.\n", encoding="utf-8")
    with sqlite3.connect(work / "memory.db", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        done = midan(*RUN, cwd=work, env={"MIDAN_BUSY_SECONDS": "1"})
        other.execute("ROLLBACK")
    other.close()
    assert done.returncode == 2
    assert_one_line(done)
    assert midan(*RUN, cwd=work).returncode in (0, 3)


def test_two_runs_at_once_lose_and_double_nothing(work: Path, midan: Midan, tmp_path: Path) -> None:
    whole = shutil.copytree(work, tmp_path / "whole")
    midan(*RUN, cwd=whole)
    both = [
        subprocess.Popen(command(*RUN), cwd=work, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in both:
        _, stderr = process.communicate(timeout=120)
        assert process.returncode in (0, 3), stderr.decode()
    assert state(work) == state(whole)


def test_writers_at_once_lose_nothing_of_one_another(work: Path, midan: Midan) -> None:
    """Eight approve terms of one glossary, two import into one memory, while a run goes on."""
    assert midan(*RUN, cwd=work).returncode in (0, 3)
    (work / "three.txt").write_text("وصل وفد من نيامي إلى باماكو. ثم غادر الوفد المدينة.\n", encoding="utf-8")
    names = [f"كلمة{letter}" for letter in "ابتثجحخد"]
    with (work / "terms.yaml").open("a", encoding="utf-8") as stream:
        stream.writelines(f"  - ar: {name}\n" for name in names)
    commands = [("terms", "approve", name, "--en", f"word {i}") for i, name in enumerate(names)]
    commands += [("memory", "import", "out/memory.tmx", "--memory", "other.db")] * 2 + [("run", "three.txt")]
    writers = [
        subprocess.Popen(command(*args), cwd=work, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for args in commands
    ]
    for process in writers:
        _, stderr = process.communicate(timeout=120)
        assert process.returncode in (0, 3), stderr.decode()
    glossary = {term.ar: term for term in load_glossary(work / "terms.yaml").terms}
    assert [(glossary[n].status, glossary[n].en) for n in names] == [("approved", f"word {i}") for i in range(8)]
    rows = units(work / "other.db")
    assert len(rows) == len(set(rows)) == len(units(work / "memory.db")) - 2


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_one_line_and_the_next_run_goes_on(
    sign: signal.Signals, work: Path, midan: Midan, tmp_path: Path
) -> None:
    whole = shutil.copytree(work, tmp_path / "whole")
    midan(*RUN, cwd=whole)
    process = subprocess.Popen(command(*RUN), cwd=work, env=environment(), stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not (work / "memory.db").exists() and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(sign)
    _, stderr = process.communicate(timeout=60)
    assert "Traceback" not in stderr, stderr
    assert process.returncode in (0, 3, 130)
    units(work / "memory.db")
    assert midan(*RUN, cwd=work).returncode in (0, 3)
    assert state(work) == state(whole)
