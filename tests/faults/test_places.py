"""Modes, owners, links and file systems: what a run writes stays where and what it was."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import Midan, obey_permissions, state

RUN = ("run", "one.txt", "two.txt")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes and links")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """A folder on another file system than the work folder."""
    shared = Path("/dev/shm")
    if not shared.is_dir() or not os.access(shared, os.W_OK) or shared.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("no second file system to write to")
    folder = shared / f"midan-{os.getpid()}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def test_files_keep_their_modes(work: Path, midan: Midan) -> None:
    assert midan(*RUN, cwd=work).returncode in (0, 3)
    private = [work / name for name in ("terms.yaml", "memory.db", "out/one.po", "out/memory.tmx")]
    for path in private:
        path.chmod(0o600)
    (work / "two.txt").write_text("قال المبعوث إن برخان غادرت مالي. ولم يزد على ذلك شيئا.\n", encoding="utf-8")
    assert midan(*RUN, cwd=work).returncode in (0, 3)
    assert midan("terms", "approve", "دول الميدان", cwd=work).returncode == 0
    assert [mode(path) for path in private] == [0o600] * len(private)
    # what lies beside a private memory is private too
    assert all(mode(path) & 0o077 == 0 for path in work.glob("memory.db-*"))


def test_new_files_follow_the_umask(work: Path, midan: Midan) -> None:
    assert midan(*RUN, cwd=work, preexec_fn=lambda: os.umask(0o027)).returncode in (0, 3)
    assert {mode(work / name) for name in ("memory.db", "out/one.po", "out/glossary.csv")} == {0o640}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_files_keep_their_owner(work: Path, midan: Midan) -> None:
    os.chown(work / "terms.yaml", 12345, 12345)
    assert midan("terms", "approve", "دول الميدان", cwd=work).returncode == 0
    status = (work / "terms.yaml").stat()
    assert (status.st_uid, status.st_gid) == (12345, 12345)


def test_links_stay_links(work: Path, midan: Midan, tmp_path: Path) -> None:
    whole = shutil.copytree(work, tmp_path / "whole")
    kept = tmp_path / "kept"
    (kept / "out").mkdir(parents=True)
    (work / "terms.yaml").rename(kept / "terms.yaml")
    for name in ("terms.yaml", "memory.db", "out"):
        (work / name).symlink_to(kept / name)
    assert midan(*RUN, cwd=work).returncode in (0, 3)
    assert midan("terms", "approve", "دول الميدان", cwd=work).returncode == 0
    assert midan(*RUN, cwd=whole).returncode in (0, 3)
    assert midan("terms", "approve", "دول الميدان", cwd=whole).returncode == 0
    assert all((work / name).is_symlink() for name in ("terms.yaml", "memory.db", "out"))
    assert not (kept / "terms.yaml").is_symlink()
    held, wanted = state(kept), state(whole)
    assert held == {path: content for path, content in wanted.items() if path not in ("one.txt", "two.txt")}


def test_out_may_be_on_another_file_system(work: Path, midan: Midan, elsewhere: Path, tmp_path: Path) -> None:
    whole = shutil.copytree(work, tmp_path / "whole")
    midan(*RUN, cwd=whole)
    assert midan(*RUN, "--out", elsewhere / "out", cwd=work).returncode in (0, 3)
    assert state(elsewhere / "out") == {
        path.removeprefix("out/"): content for path, content in state(whole).items() if path.startswith("out/")
    }
    assert not (work / "out").exists()


def test_memory_and_terms_may_be_on_another_file_system(work: Path, midan: Midan, elsewhere: Path) -> None:
    shutil.copy(work / "terms.yaml", elsewhere)
    places = ("--terms", elsewhere / "terms.yaml", "--memory", elsewhere / "memory.db")
    assert midan(*RUN, *places, cwd=work).returncode in (0, 3)
    assert midan("terms", "approve", "دول الميدان", "--terms", elsewhere / "terms.yaml", cwd=work).returncode == 0
    assert "memory.db units" in state(elsewhere)
    assert not (work / "memory.db").exists()


def test_a_write_protected_file_is_not_replaced(work: Path, midan: Midan) -> None:
    (work / "terms.yaml").chmod(0o444)
    before = (work / "terms.yaml").read_bytes()
    done = midan("terms", "approve", "دول الميدان", cwd=work, preexec_fn=obey_permissions)
    assert done.returncode == 2
    assert done.stderr == "midan: terms.yaml: the file is write-protected; nothing was written\n"
    assert (work / "terms.yaml").read_bytes() == before
    assert mode(work / "terms.yaml") == 0o444


def test_a_memory_in_a_read_only_folder_can_be_read(work: Path, midan: Midan) -> None:
    assert midan(*RUN, cwd=work).returncode in (0, 3)
    work.chmod(0o555)
    try:
        done = midan("memory", "concordance", "برخان", cwd=work, preexec_fn=obey_permissions)
        found = midan("memory", "search", "انسحبت قوة برخان من مالي", cwd=work, preexec_fn=obey_permissions)
    finally:
        work.chmod(0o755)
    assert (done.returncode, found.returncode) == (0, 0), done.stderr + found.stderr
    assert "برخان" in done.stdout
