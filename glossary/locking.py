"""One writer at a time: an advisory lock beside a file, held while a block runs.

The lock is `.NAME.lock` in the file's directory, taken with flock (msvcrt.locking on Windows) and freed by the system
when a process dies. It is not removed afterwards: another writer may be waiting for it.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from glossary.errors import MidanError
from glossary.files import explain

PATIENCE = 30.0  # seconds to wait for another writer


@contextlib.contextmanager
def locked(path: str | os.PathLike[str]) -> Iterator[None]:
    """Hold the lock of a file. Raises MidanError where its directory can't be written to or the lock stays taken."""
    target = Path(os.path.realpath(path))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(target.with_name(f".{target.name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise MidanError(explain(error), os.fspath(path), "nothing was written") from None
    try:
        _take(handle, os.fspath(path))
        yield
    finally:
        os.close(handle)


def _take(handle: int, where: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _try(handle):
        if time.monotonic() > deadline:
            raise MidanError("another program is writing it", where, "try again when it is done; nothing was written")
        time.sleep(0.02)


if sys.platform == "win32":

    def _try(handle: int) -> bool:
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _try(handle: int) -> bool:
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks
        return True
