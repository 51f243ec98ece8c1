"""Hostile files of every sort: read safely or refused in a line, quickly, in little memory, and nothing else happens.

Inputs are tried in processes of their own (`attack`), half of them mutated from sound files, half made by hypothesis.
`MIDAN_FUZZ` says how many are tried in all; the fuzz environment of tox asks for more than 20,000.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from .guard import MEGABYTES
from .surfaces import SURFACES

ROOT = Path(__file__).parent.parent.parent
INPUTS = int(os.environ.get("MIDAN_FUZZ", "500"))
SEED = os.environ.get("MIDAN_SEED", "1")
# what reads articles takes longest; it gets fewer inputs
WEIGHTS = {name: 1 if name in ("html", "text") else 3 for name in SURFACES}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory where there is such a thing: thousands of small databases are made in it."""
    shared = Path("/dev/shm")
    made = tmp_path_factory.mktemp("fuzz")
    if shared.is_dir() and os.access(shared, os.W_OK):
        made = shared / f"midan-{os.getpid()}-{made.name}"
        made.mkdir()
    yield made
    shutil.rmtree(made)


def attack(folder: Path, failed: Path, counts: dict[str, int]) -> dict[str, Any]:
    """Try so many inputs on each surface, in a process of their own; what the process says of them."""
    home = folder / "-".join(counts)
    (home / "tmp").mkdir(parents=True)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("MIDAN_", "ARGOS_"))},
        **{key: str(home) for key in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")},
        "ARGOS_PACKAGES_DIR": str(home / "packages"),
        "TMPDIR": str(home / "tmp"),
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests"))),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    told = [f"{name}={count}" for name, count in counts.items()]
    done = subprocess.run(
        [sys.executable, "-m", "fuzz.attack", str(home), str(failed), SEED, *told],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0 or done.stderr:
        return {"tried": 0, "failures": [f"{failed}: the process died: {done.stderr[-3000:]}"], "megabytes": 0}
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_no_file_of_a_stranger_does_harm(folder: Path, tmp_path: Path) -> None:
    share = INPUTS / sum(WEIGHTS.values())
    counts = {name: math.ceil(share * weight) for name, weight in WEIGHTS.items()}
    if INPUTS < 5000:  # starting a process takes as long as trying forty inputs
        names = sorted(counts)
        groups = [{name: counts[name] for name in names[i::2]} for i in range(2)]
    else:
        groups = [{name: count} for name, count in sorted(counts.items(), key=lambda item: WEIGHTS[item[0]])]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda group: attack(folder, tmp_path, group), groups))
    print()
    for group, told in zip(groups, results, strict=True):
        failures = f"failures {len(told['failures'])}"
        print(f"{' '.join(group)}: {told['tried']} inputs tried, {failures}, {told['megabytes']} MB at most")
    tried = sum(told["tried"] for told in results)
    failed = [line for told in results for line in told["failures"]]
    print(f"fuzz: {tried} inputs tried, failures {len(failed)}")
    assert not failed, "\n".join(failed[:10])
    assert all(told["megabytes"] <= MEGABYTES for told in results)
    assert tried >= INPUTS
