"""Files in and out: text in whatever encoding it came, and writing that a crash cannot leave half done.

Reading knows UTF-8, UTF-16 and UTF-32 (with or without a byte order mark) and Windows-1256, and is bounded in size.
Writing goes through a temporary file in the same directory, an fsync and a rename; a link stays a link, and a file
keeps its mode and, where the system lets it, its owner. Locking is not its business.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from glossary.errors import MidanError

MAX_TEXT_BYTES = 256 * 2**20


def explain(error: OSError) -> str:
    """What the system said, without the number and the path."""
    return (error.strerror or str(error)).lower()


def read_bytes(path: str | os.PathLike[str], limit: int = MAX_TEXT_BYTES) -> bytes:
    """The bytes of a file, or of standard input for `-`.

    Raises MidanError when it cannot be read or is larger than `limit` bytes.
    """
    name = os.fspath(path)
    try:
        if name == "-":
            import sys

            data = sys.stdin.buffer.read(limit + 1)
        else:
            with open(name, "rb") as stream:
                data = stream.read(limit + 1)
    except OSError as error:
        raise MidanError(explain(error), name, "check the path and its permissions") from None
    if len(data) > limit:
        raise MidanError(f"larger than {limit // 2**20} MB", name, "split it into smaller files")
    return data


@contextlib.contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A binary stream whose content takes the place of `path` when the block ends without an error.

    Raises MidanError when the directory can't be written to or the disk is full; `path` is then as it was.
    """
    target = Path(os.path.realpath(path))
    temporary = None
    try:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            old = target.stat() if target.exists() else None
            if old is not None and not os.access(target, os.W_OK):  # a rename would not ask
                raise PermissionError(errno.EACCES, "the file is write-protected")
            handle, temporary = tempfile.mkstemp(prefix=f".{target.name[:100]}.", suffix=".tmp", dir=target.parent)
            with os.fdopen(handle, "wb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if old is not None and hasattr(os, "chown"):
                with contextlib.suppress(OSError):
                    os.chown(temporary, old.st_uid, old.st_gid)
            os.chmod(temporary, 0o666 & ~_umask() if old is None else stat.S_IMODE(old.st_mode))
            os.replace(temporary, target)
            temporary = None
        except OSError as error:
            raise MidanError(explain(error), os.fspath(path), "nothing was written") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Put `text` (UTF-8, its line ends as they are) in the place of `path`, whole or not at all."""
    with replacing(path) as stream:
        stream.write(text.encode("utf-8", "surrogatepass"))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
