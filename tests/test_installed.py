"""The package as it is installed, away from the checkout: its data came along, its needs are few, the main job runs.

Tests marked `network` install it anew as README.md says (`tox -e install`).
"""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = Path(sys.executable).parent / "midan"
MEGABYTES = 550  # an installation without a downloaded model


@pytest.fixture
def midan(tmp_path: Path) -> Path:
    if not SCRIPT.exists():
        pytest.skip("midan is not installed in this environment")
    return SCRIPT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the packages lie as they are installed; built from the checkout where it is installed editable."""
    folder = tmp_path_factory.mktemp("installed")
    code = "import glossary; print(glossary.__file__)"
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    if done.returncode == 0 and ROOT not in Path(done.stdout.strip()).parents:
        return Path(done.stdout.strip()).parent.parent
    setup = "from setuptools import setup; setup()"
    build = ("egg_info", "--egg-base", str(folder), "build_py", "--build-lib", str(folder / "lib"))
    done = subprocess.run([sys.executable, "-c", setup, *build], cwd=ROOT, capture_output=True, text=True)
    if "No module named 'setuptools'" in done.stderr:
        pytest.skip("installed editable, and no setuptools here to build it with; tox installs it as a user does")
    assert done.returncode == 0, done.stderr
    return folder / "lib"


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


def _files(folder: Path) -> set[str]:
    found = (path for name in ("glossary", "memory") for path in (folder / name).rglob("*"))
    return {str(path.relative_to(folder)) for path in found if path.is_file() and "__pycache__" not in path.parts}


def test_it_brings_all_of_its_code_and_data(installed: Path) -> None:
    """Every file of the packages in the checkout, the built-in model and the pages' styles among them, is installed."""
    assert _files(installed) == _files(ROOT)


def test_it_runs_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys, glossary, memory\nfrom memory.commands import main\n"
        "print(glossary.__file__, memory.__file__)\nsys.exit(main(['model', 'list', '--format', 'json']))"
    )
    environment = {**os.environ, "PYTHONPATH": str(installed), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert str(ROOT / "glossary") not in done.stdout
    assert "built-in, drafts" in done.stdout


def test_it_pins_nothing_and_needs_no_torch() -> None:
    """Each need has a lower bound and no upper one, and is imported by name somewhere."""
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    needs = [line for line in setup["options"]["install_requires"].splitlines() if line and not line.startswith("#")]
    assert needs
    for need in needs:
        assert re.fullmatch(r"[a-z0-9-]+>=[0-9.]+", need), need
        assert not re.match(r"torch|tensorflow|argostranslate|stanza|spacy", need)
    assert setup["options"]["python_requires"] == ">=3.10"


def _blocks() -> list[str]:
    return re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)


def _shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as somebody types it, who has no virtual environment yet."""
    environment = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONPATH")}
    here = str(Path(sys.executable).parent)
    environment["PATH"] = os.pathsep.join(p for p in os.environ["PATH"].split(os.pathsep) if p != here)
    return subprocess.run(["bash", "-ec", command], cwd=cwd, env=environment, capture_output=True, text=True)


@pytest.mark.network
def test_the_commands_of_the_readme_run_in_a_fresh_checkout(tmp_path: Path) -> None:
    """The first block installs midan and runs it; the second is what `.ci/run` types; the others follow the first."""
    checkout = tmp_path / "checkout"
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    first, _, *others = _blocks()
    done = _shell(first, checkout)
    assert done.returncode in (0, 3), done.stdout[-2000:] + done.stderr[-2000:]
    assert len(list((checkout / "out").glob("*.en.txt"))) == len(list((checkout / "samples").glob("*.txt")))
    for block in others:
        for command in block.splitlines():
            done = _shell(f". .venv/bin/activate && {command}", checkout)
            assert done.returncode in (0, 1, 3), f"{command}\n{done.stderr}"
    # lib64 is a link to lib
    (packages,) = {path.resolve() for path in (checkout / ".venv").glob("lib*/python*/site-packages")}
    names = {path.name.partition("-")[0].lower() for path in packages.iterdir()}
    assert "ctranslate2" in names
    assert not {"torch", "tensorflow", "stanza", "spacy", "nvidia"} & names
    size = sum(path.lstat().st_size for path in packages.rglob("*") if path.is_file()) / 2**20
    print(f"\nan installation weighs {size:.0f} MB")
    assert size < MEGABYTES
