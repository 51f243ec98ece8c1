"""kill -9 at seeded moments of run, import, approve and export: nothing done is lost, and the next run ends the same.

`MIDAN_MOMENTS` says how many moments are tried in all; the faults environment of tox asks for 200.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from glossary.termfile import load_glossary

from .conftest import Midan, command, environment, fill, state, units

MOMENTS = int(os.environ.get("MIDAN_MOMENTS", "8"))

COMMANDS = {
    "run": ["run", "one.txt", "two.txt"],
    "import": ["memory", "import", "out/memory.tmx", "--memory", "other.db"],
    "approve": ["terms", "approve", "دول الميدان"],
    "export": ["memory", "export", "all.tmx"],
}


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory, midan: Midan) -> dict[str, Path]:
    """The folder in which each command starts: a fresh one for run, one where run is done for the others."""
    fresh = fill(tmp_path_factory.mktemp("fresh") / "work")
    done = fill(tmp_path_factory.mktemp("done") / "work")
    assert midan(*COMMANDS["run"], cwd=done).returncode in (0, 3)
    return {name: fresh if name == "run" else done for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_kill_costs_nothing_that_was_done(
    name: str, before: dict[str, Path], killer: Path, midan: Midan, tmp_path: Path
) -> None:
    start = before[name]
    undisturbed = shutil.copytree(start, tmp_path / "undisturbed")
    count = tmp_path / "count"
    preload = {"LD_PRELOAD": str(killer)}
    midan(*COMMANDS[name], cwd=undisturbed, env={**preload, "MIDAN_KILL_COUNT": str(count)})
    changes = int(count.read_text())
    assert changes > 2
    held = {term.ar for term in load_glossary(start / "terms.yaml")}
    held_units = set(map(repr, units(start / "memory.db"))) if (start / "memory.db").exists() else set()
    wanted = state(undisturbed)
    tries = max(2, MOMENTS // len(COMMANDS))
    moments = random.Random(name).sample(range(1, changes + 1), min(tries, changes))
    for moment in sorted(moments):
        folder = shutil.copytree(start, tmp_path / f"killed-{moment}")
        killed = subprocess.run(
            command(*COMMANDS[name]),
            cwd=folder,
            env=environment(**preload, MIDAN_KILL_AT=str(moment)),
            capture_output=True,
            timeout=120,
        )
        assert killed.returncode == -9, killed.stderr
        assert held <= {term.ar for term in load_glossary(folder / "terms.yaml")}
        after = state(folder)
        if held_units:
            assert held_units <= set(map(repr, after["units"]))  # type: ignore[call-overload]
        for path, content in after.items():
            if path != "units" and not path.startswith("other.db"):
                before_content = (start / path).read_bytes() if (start / path).exists() else None
                assert content in (wanted[path], before_content), f"{path} is half-written at moment {moment}"
        assert midan(*COMMANDS[name], cwd=folder).returncode in (0, 3)
        assert without_index(state(folder)) == without_index(wanted), f"moment {moment} ends elsewhere"
        shutil.rmtree(folder)
    print(f"\n{name}: {len(moments)} moments of {changes} tried, failures 0")


def without_index(kept: dict[str, object]) -> dict[str, object]:
    """The state without other memories' own files, which hold dates; their units are compared by the import test."""
    return {path: content for path, content in kept.items() if ".db" not in path}


def test_an_interrupted_import_holds_the_same_units(
    before: dict[str, Path], killer: Path, midan: Midan, tmp_path: Path
) -> None:
    folder = shutil.copytree(before["import"], tmp_path / "work")
    subprocess.run(
        command(*COMMANDS["import"]),
        cwd=folder,
        env=environment(LD_PRELOAD=str(killer), MIDAN_KILL_AT="12"),
        capture_output=True,
        timeout=120,
    )
    assert midan(*COMMANDS["import"], cwd=folder).returncode == 0
    whole = shutil.copytree(before["import"], tmp_path / "whole")
    assert midan(*COMMANDS["import"], cwd=whole).returncode == 0
    assert units(folder / "other.db") == units(whole / "other.db")
