"""kill -9 and a full disk at seeded moments of run, import, approve, export and others.

Nothing that was done is lost, nothing is left half-written, and the same command run again ends as an undisturbed one.
`MIDAN_MOMENTS` says how many moments are tried in all; the faults environment of tox asks for 200.
"""

from __future__ import annotations

import math
import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from glossary.termfile import load_glossary

from .conftest import Midan, fill, state, units

MOMENTS = int(os.environ.get("MIDAN_MOMENTS", "6"))

COMMANDS = {
    "run": ["run", "one.txt", "two.txt"],
    "import": ["memory", "import", "out/memory.tmx", "--memory", "other.db"],
    "approve": ["terms", "approve", "دول الميدان"],
    "export": ["memory", "export", "all.tmx"],
    "upgrade": ["memory", "stats"],
    "merge": ["terms", "import", "more.csv"],
}
SHARES = {"run": 0.45, "import": 0.2, "approve": 0.08, "export": 0.12, "upgrade": 0.12, "merge": 0.05}
MORE = "ar,en,note\nبرخان,Barkhane,ended in 2022\nدول الميدان,field countries,\nمالي,Mali,\n"


@pytest.fixture(scope="session")
def before(tmp_path_factory: pytest.TempPathFactory, midan: Midan) -> dict[str, Path]:
    """The folder in which each command starts: a fresh one for run, one where run is done for the others."""
    fresh = fill(tmp_path_factory.mktemp("fresh") / "work")
    done = fill(tmp_path_factory.mktemp("done") / "work")
    assert midan(*COMMANDS["run"], cwd=done).returncode in (0, 3)
    for folder in (fresh, done):
        (folder / "more.csv").write_text(MORE, encoding="utf-8")
    return {name: fresh if name == "run" else done for name in COMMANDS}


@pytest.fixture(scope="session")
def tally() -> dict[str, int]:
    """How many moments of each command were tried."""
    return {}


@dataclass
class Undisturbed:
    """A command that nothing disturbs: where it starts, how many changes it makes, and how it leaves its folder."""

    start: Path
    more: dict[str, str]
    changes: int
    wanted: dict[str, object]

    def check(self, folder: Path, moment: int) -> None:
        """What was there before is there, and each file is as it was or as it is to be."""
        held = {term.ar for term in load_glossary(self.start / "terms.yaml")}
        assert held <= {term.ar for term in load_glossary(folder / "terms.yaml")}
        if (self.start / "memory.db").exists():
            assert set(units(self.start / "memory.db")) <= set(units(folder / "memory.db"))
        for path, content in state(folder).items():
            if not path.endswith(" units"):
                before = (self.start / path).read_bytes() if (self.start / path).exists() else None
                assert content in (self.wanted[path], before), f"{path} is half-written at moment {moment}"


@pytest.fixture
def undisturbed(name: str, before: dict[str, Path], killer: Path, midan: Midan, tmp_path: Path) -> Undisturbed:
    folder = shutil.copytree(before[name], tmp_path / "undisturbed")
    more = {"MIDAN_LATER": "1"} if name == "upgrade" else {}
    count = {"LD_PRELOAD": str(killer), "MIDAN_KILL_COUNT": str(tmp_path / "count")}
    assert midan(*COMMANDS[name], cwd=folder, env={**count, **more}).returncode in (0, 3)
    changes = int((tmp_path / "count").read_text())
    assert changes > 2
    return Undisturbed(before[name], more, changes, state(folder))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_kill_costs_nothing_that_was_done(
    name: str, undisturbed: Undisturbed, killer: Path, midan: Midan, tmp_path: Path, tally: dict[str, int]
) -> None:
    # each moment with its write undone and with half of it done
    moments = [(moment, torn) for moment in range(1, undisturbed.changes + 1) for torn in (False, True)]
    tries = min(len(moments), max(1, math.ceil(MOMENTS * SHARES[name])))
    for moment, torn in sorted(random.Random(name).sample(moments, tries)):
        folder = shutil.copytree(undisturbed.start, tmp_path / f"killed-{moment}")
        fatal = {"LD_PRELOAD": str(killer), "MIDAN_KILL_AT": str(moment), **({"MIDAN_KILL_TORN": "1"} if torn else {})}
        killed = midan(*COMMANDS[name], cwd=folder, env={**fatal, **undisturbed.more})
        assert killed.returncode == -9, killed.stderr
        undisturbed.check(folder, moment)
        assert midan(*COMMANDS[name], cwd=folder, env=undisturbed.more).returncode in (0, 3)
        assert state(folder) == undisturbed.wanted, f"killed at moment {moment}, it ends elsewhere"
        shutil.rmtree(folder)
    tally[name] = tries
    print(f"\n{name}: {tries} moments of {undisturbed.changes} tried, failures 0")


def test_the_moments_that_were_asked_for_were_tried(tally: dict[str, int]) -> None:
    if len(tally) < len(COMMANDS):
        pytest.skip("not every command was tried")
    tried = sum(tally.values())
    print(f"\nfaults: {tried} moments tried, failures 0")
    assert tried >= MOMENTS


@pytest.mark.parametrize("name", COMMANDS if MOMENTS > 50 else ("run", "approve"))
def test_a_disk_that_fills_is_one_line_and_costs_nothing(
    name: str, undisturbed: Undisturbed, killer: Path, midan: Midan, tmp_path: Path
) -> None:
    tries = min(undisturbed.changes, max(1, math.ceil(MOMENTS * SHARES[name] / 4)))
    for moment in sorted(random.Random(f"full {name}").sample(range(1, undisturbed.changes + 1), tries)):
        folder = shutil.copytree(undisturbed.start, tmp_path / f"full-{moment}")
        full = {"LD_PRELOAD": str(killer), "MIDAN_FULL_AT": str(moment)}
        stopped = midan(*COMMANDS[name], cwd=folder, env={**full, **undisturbed.more})
        # what can do without the disk does: an index, a journal that was to be removed
        assert stopped.returncode in (0, 2, 3), stopped.stderr
        assert "Traceback" not in stopped.stderr, stopped.stderr
        if stopped.returncode == 2:
            assert stopped.stderr.splitlines()[-1].startswith("midan: "), stopped.stderr
        undisturbed.check(folder, moment)
        assert midan(*COMMANDS[name], cwd=folder, env=undisturbed.more).returncode in (0, 3)
        assert state(folder) == undisturbed.wanted, f"stopped at moment {moment}, it ends elsewhere"
        shutil.rmtree(folder)
    print(f"\n{name}: a disk full at {tries} moments of {undisturbed.changes}, failures 0")
