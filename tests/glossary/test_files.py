"""Writing is whole or not at all, keeps modes and links, and says in one line why it could not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from glossary.errors import MidanError
from glossary.files import read_bytes, replacing, write_text


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    write_text(path, "old")
    with pytest.raises(RuntimeError), replacing(path) as stream:
        stream.write(b"half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["terms.yaml"]


def test_the_mode_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    write_text(path, "old")
    path.chmod(0o640)
    write_text(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "kept" / "real.yaml", tmp_path / "terms.yaml"
    write_text(real, "old")
    link.symlink_to(real)
    write_text(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_folders_are_made(tmp_path: Path) -> None:
    write_text(tmp_path / "a" / "b" / "c.txt", "x")
    assert (tmp_path / "a" / "b" / "c.txt").read_text() == "x"


def test_a_place_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MidanError) as error:
        write_text(tmp_path / "file" / "below.txt", "x")
    assert "below.txt" in error.value.line() and "\n" not in error.value.line()


def test_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "big").write_bytes(b"12345")
    assert read_bytes(tmp_path / "big", limit=5) == b"12345"
    with pytest.raises(MidanError, match="larger"):
        read_bytes(tmp_path / "big", limit=4)


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(MidanError) as error:
        read_bytes(tmp_path / name)
    assert "\n" not in error.value.line()
