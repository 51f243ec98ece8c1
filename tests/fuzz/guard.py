"""What an attacked process may not do, watched from within: write elsewhere, reach a network, start a program, hang.

Python's audit hooks (PEP 578) see every file that Python opens, moves or removes, every SQLite file, every connection
and every process. What C code does behind them is looked for by a listener that must stay uncalled (`test_bombs`).
"""

from __future__ import annotations

import faulthandler
import os
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

SECONDS = 10  # of processor time that one input may take
MEGABYTES = 500  # that a process may hold
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {
    **dict.fromkeys(("os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.chown", "os.utime"), 1),
    **dict.fromkeys(("os.rename", "os.link", "os.symlink", "shutil.move"), 2),
}
_FORBIDDEN = (
    *("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "urllib.Request"),
    *("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork"),
)


class HangError(BaseException):
    """An input took more than SECONDS of processor time."""


class Guard:
    """Watches this process; `trespasses` says what it did that it may not."""

    def __init__(self, root: Path) -> None:
        self.root = os.path.realpath(root)
        self.trespasses: list[str] = []
        self.watching = False
        sys.addaudithook(self._see)
        signal.signal(signal.SIGPROF, _hang)
        # an address space in which a bomb ends without taking the machine with it
        resource.setrlimit(resource.RLIMIT_AS, (6 * 2**30, 6 * 2**30))

    def _see(self, event: str, args: tuple[Any, ...]) -> None:
        if not self.watching:
            return
        if event == "open":
            path, mode, flags = args
            writes = bool(flags & _WRITING) if isinstance(flags, int) else "r" not in (mode or "r")
            if writes and isinstance(path, (str, bytes)):
                self._place(event, path)
        elif event in _CHANGES:
            for path in args[: _CHANGES[event]]:
                if isinstance(path, (str, bytes)):
                    self._place(event, path)
        elif event == "sqlite3.connect":
            self._place(event, args[0])
        elif event in _FORBIDDEN:
            self.trespasses.append(f"{event} {args!r:.200}")

    def _place(self, event: str, path: str | bytes) -> None:
        real = os.path.realpath(os.fsdecode(path))
        if real != os.devnull and not f"{real}/".startswith(f"{self.root}/"):
            self.trespasses.append(f"{event} {real!r}")

    @contextmanager
    def watch(self) -> Iterator[None]:
        """Watch a block, which may take SECONDS of processor time and a minute of anything else."""
        self.watching = True
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        faulthandler.dump_traceback_later(60, exit=True, file=sys.__stderr__)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            signal.setitimer(signal.ITIMER_PROF, 0)
            self.watching = False


def _hang(signum: int, frame: FrameType | None) -> None:
    raise HangError


def peak_megabytes() -> float:
    """The most memory that this process has held; `ru_maxrss` would count its parent's too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
