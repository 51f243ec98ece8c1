"""What the command line promises before any command runs: quick help, one-line errors, a truthful README."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from memory.commands import build_parser, main

ROOT = Path(__file__).parent.parent
# modules of the standard library that take milliseconds and that no help needs
HEAVY = (
    *("sqlite3", "http.server", "http.client", "urllib.request", "xml.etree.ElementTree", "asyncio", "multiprocessing"),
    *("concurrent.futures", "zipfile", "email", "ssl", "socket", "unittest", "pydoc", "csv", "decimal"),
)
# prints the modules that help imports and the files that it opens
TRACE = """
import sys
read = []
sys.addaudithook(lambda event, args: event == "open" and read.append(str(args[0])))
sys.path.insert(0, ROOT)
from memory.commands import main
try:
    main(["--help"])
except SystemExit:
    pass
print("TRACED", [m for m in HEAVY if m in sys.modules], [p for p in read if ROOT in p and ".py" not in p])
print("TRACED", sum(m.partition(".")[0] in ("glossary", "memory") for m in sys.modules))
"""


def midan(*args: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "memory", *args], capture_output=True, text=True, cwd=ROOT, **options)


def test_help_imports_nothing_heavy() -> None:
    """`midan --help` stays under 0.3 s because it imports nothing that takes time and reads no file.

    Python runs without site packages here, so that any import of a library on the way to the help fails.
    """
    code = f"ROOT, HEAVY = {str(ROOT)!r}, {HEAVY!r}\n{TRACE}"
    done = subprocess.run([sys.executable, "-I", "-S", "-B", "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    traced = [line for line in done.stdout.splitlines() if line.startswith("TRACED")]
    assert traced[0] == "TRACED [] []"
    assert int(traced[1].split()[1]) < 40, "help imports more than the commands' own modules"


def test_every_command_has_help() -> None:
    (subparsers,) = (a for a in build_parser()._actions if a.dest == "command")
    assert subparsers.choices is not None
    for name, parser in subparsers.choices.items():
        assert name in parser.format_help()


@pytest.mark.parametrize("args", [["nonsense"], [], ["run"], ["lookup"], ["run", "--engine"]])
def test_bad_usage_is_one_line_and_exit_2(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(args)
    assert stop.value.code == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_readme_names_every_command_and_no_other() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("## The commands")[1].split("##")[0]
    named = set(re.findall(r"^\| `midan (\w+)", table, re.M))
    (subparsers,) = (a for a in build_parser()._actions if a.dest == "command")
    assert subparsers.choices is not None
    assert named == set(subparsers.choices)


def test_ci_types_the_second_command_of_the_readme() -> None:
    commands = re.findall(r"```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    assert commands[0].endswith("pip install . && midan run samples/*.txt")
    assert commands[1].replace("pip install", "pip install --quiet") in (ROOT / ".ci/run").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="no pty there")
@pytest.mark.parametrize(
    ("args", "terminal", "hinted"),
    [
        (["lookup", "الساحل"], {"TERM": "linux"}, True),
        (["lookup", "الساحل"], {"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}, True),
        (["lookup", "الساحل", "--no-bidi"], {"TERM": "linux"}, False),
        (["lookup", "الساحل", "--format", "json"], {"TERM": "linux"}, False),
        (["lookup", "الساحل"], {"TERM": "xterm-256color"}, False),
        (["lookup", "الساحل"], {"TERM": "linux", "VTE_VERSION": "7600"}, False),
        (["check", "--list-rules"], {"TERM": "xterm-kitty"}, True),
    ],
)
def test_a_terminal_that_shows_arabic_badly_is_told_where_it_reads_well(
    args: list[str], terminal: dict[str, str], hinted: bool
) -> None:
    import pty

    ours, theirs = pty.openpty()
    try:
        env = {k: v for k, v in os.environ.items() if k not in ("TERM", "TERM_PROGRAM", "VTE_VERSION", "WT_SESSION")}
        done = subprocess.run(
            [sys.executable, "-m", "memory", *args],
            stdout=theirs, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=env | terminal,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0
    assert ("midan report" in done.stderr) is hinted
