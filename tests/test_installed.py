"""The package as it is installed, away from the checkout: its data came along and the main job runs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = Path(sys.executable).parent / "midan"


@pytest.fixture
def midan(tmp_path: Path) -> Path:
    if not SCRIPT.exists():
        pytest.skip("midan is not installed in this environment")
    return SCRIPT


def test_the_samples_become_a_glossary_a_draft_and_a_memory(midan: Path, tmp_path: Path) -> None:
    samples = sorted((ROOT / "samples").glob("*.txt"))
    (tmp_path / "terms.yaml").write_bytes((ROOT / "terms.yaml").read_bytes())
    done = subprocess.run([midan, "run", *samples], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 3), done.stderr
    assert "draft" in done.stderr
    for sample in samples:
        english = (tmp_path / "out" / f"{sample.stem}.en.txt").read_text(encoding="utf-8")
        assert "Machine translation" in english and len(english.split()) > 50
        assert (tmp_path / "out" / f"{sample.stem}.po").exists()
    for name in ("out/memory.tmx", "out/glossary.csv", "memory.db"):
        assert (tmp_path / name).stat().st_size > 1000
    again = subprocess.run([midan, "run", *samples], cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert "nothing to translate" in again.stderr


def test_it_brings_its_own_code(midan: Path, tmp_path: Path) -> None:
    code = "import glossary, memory; print(glossary.__file__, memory.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert str(ROOT / "glossary") not in done.stdout
