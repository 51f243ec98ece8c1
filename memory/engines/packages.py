"""Argos packages: the one that ships inside midan, those that are installed, and how they come and go.

An `.argosmodel` is a zip with metadata.json, a CTranslate2 model and its SentencePiece model. What comes from outside
is checked before it is unpacked: paths that climb, sizes that explode, and whether it translates Arabic into English.
"""

from __future__ import annotations

import json
import lzma
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

from glossary.errors import MidanError
from glossary.files import explain

SOURCE, TARGET = "ar", "en"
MAX_UNPACKED = 2 * 2**30
MAX_METADATA = 2**20
MAX_GROWTH = 20  # times the size of the file: models hardly shrink when packed
MAX_FILES = 200
TIMEOUT = 20  # seconds without an answer from the index


@dataclass(frozen=True, slots=True)
class Package:
    """An Arabic-English package: a folder, or files in memory for the built-in one."""

    name: str
    version: str
    builtin: bool
    folder: Path | None = None
    files: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)

    @property
    def model(self) -> str:
        """The package as a unit records it."""
        return f"built-in {self.name} {self.version} (draft)" if self.builtin else f"{self.name} {self.version}"

    def read(self, name: str) -> bytes | None:
        """The bytes of one of its files, None where it has no such file."""
        if self.folder is None:
            return self.files.get(name)
        path = self.folder / name
        return path.read_bytes() if path.is_file() else None


def version_key(version: str) -> tuple[int, ...]:
    """A version as numbers, for comparing."""
    return tuple(int(n) for n in re.findall(r"\d+", version)) or (0,)


def builtin_package() -> Package:
    """The newest package that ships inside midan, read into memory."""
    folder = resources.files("memory.engines.builtin")
    names = [entry.name for entry in folder.iterdir() if entry.name.endswith(".argosmodel")]
    if not names:
        raise MidanError("the built-in package is missing", "", "install midan again")
    newest = max(names, key=version_key)
    with (folder / newest).open("rb") as stream, zipfile.ZipFile(stream) as archive:
        files = {}
        for info in archive.infolist():
            parts = PurePosixPath(info.filename).parts
            if not info.is_dir() and len(parts) > 1:
                files["/".join(parts[1:])] = archive.read(info)
    metadata = json.loads(files["metadata.json"])
    return Package(f"{SOURCE}-{TARGET}", str(metadata["package_version"]), True, None, files)


def installed_packages() -> list[Package]:
    """The installed Arabic-English packages, newest first."""
    try:
        from argostranslate import settings
    except OSError:  # no home to keep settings in
        return []
    found = []
    for folder in settings.package_dirs:
        for metadata_path in sorted(Path(folder).glob("*/metadata.json")):
            metadata = _metadata(metadata_path.read_bytes(), metadata_path)
            if (metadata.get("from_code"), metadata.get("to_code")) == (SOURCE, TARGET):
                version = str(metadata.get("package_version", "0"))
                found.append(Package(f"argos {SOURCE}-{TARGET}", version, False, metadata_path.parent))
    return sorted(found, key=lambda p: version_key(p.version), reverse=True)


def best_package() -> Package:
    """The newest installed package, or the built-in one where none is installed."""
    installed = installed_packages()
    return installed[0] if installed else builtin_package()


def _metadata(data: bytes, where: object) -> dict[str, Any]:
    try:
        metadata = json.loads(data)
    except (ValueError, RecursionError):
        metadata = None
    if not isinstance(metadata, dict):
        raise MidanError("metadata.json is not a JSON object", str(where), "remove or reinstall the package")
    return metadata


def install_file(path: str | Path) -> Package:
    """Install an .argosmodel file, whole or not at all. Raises MidanError when it is not an Arabic-English package."""
    from argostranslate import settings

    where = str(path)
    home = Path(settings.package_data_dir)
    try:
        with zipfile.ZipFile(path) as archive:
            top = _checked(archive, where)
            metadata = _metadata(archive.read(f"{top}/metadata.json"), where)
            codes = (metadata.get("from_code"), metadata.get("to_code"))
            if codes != (SOURCE, TARGET):
                raise MidanError(f"translates {codes[0]} to {codes[1]}, not Arabic to English", where, "get ar → en")
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=home, prefix=".installing-") as temporary:
                archive.extractall(temporary)
                target = home / top
                if target.exists():
                    _check_older(target, where)
                    # the older one goes with the temporary folder, and only when the new one is in its place
                    target.rename(Path(temporary) / ".older")
                (Path(temporary) / top).rename(target)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError) as error:
        raise MidanError(f"not an Argos package ({error})", where, "download it again") from None
    except OSError as error:
        raise MidanError(explain(error), where, "nothing was installed") from None
    return Package(f"argos {SOURCE}-{TARGET}", str(metadata.get("package_version", "0")), False, target)


def _check_older(folder: Path, where: str) -> None:
    """Refuse to take the place of anything but a package that does the same."""
    path = folder / "metadata.json"
    metadata = _metadata(path.read_bytes(), path) if path.is_file() else {}
    if (metadata.get("from_code"), metadata.get("to_code")) != (SOURCE, TARGET):
        raise MidanError(f"another package is installed as {folder.name}", where, "remove that one first")


def _checked(archive: zipfile.ZipFile, where: str) -> str:
    """The one folder that an archive holds. Raises MidanError for one that climbs, explodes or lacks a model."""
    entries = archive.infolist()
    tops = {PurePosixPath(e.filename).parts[0] for e in entries if PurePosixPath(e.filename).parts}
    climbs = any(
        PurePosixPath(e.filename).is_absolute() or ".." in PurePosixPath(e.filename).parts or "\\" in e.filename
        for e in entries
    )
    unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
    explodes = len(entries) > MAX_FILES or unpacked > min(MAX_UNPACKED, MAX_GROWTH * packed + MAX_METADATA)
    if climbs or explodes or len(tops) != 1:
        raise MidanError("not an Argos package (paths or sizes that no package has)", where, "do not trust this file")
    (top,) = tops
    names = {e.filename: e for e in entries}
    for needed in ("metadata.json", "model/model.bin"):
        if f"{top}/{needed}" not in names:
            raise MidanError(f"not an Argos package (no {needed})", where, "download it again")
    if names[f"{top}/metadata.json"].file_size > MAX_METADATA:
        raise MidanError("not an Argos package (metadata.json is too large)", where, "do not trust this file")
    return top


def remove_installed() -> list[Package]:
    """Remove every installed Arabic-English package; the built-in one stays. Gives those removed."""
    removed = installed_packages()
    for package in removed:
        assert package.folder is not None
        shutil.rmtree(package.folder)
    return removed


def fetch_official(progress: Callable[[int, int], None] | None = None) -> Package:
    """Fetch the official Arabic-English package from the Argos index and install it.

    `progress` is called with the bytes read and to read. Raises MidanError where the index can't be reached.
    """
    import urllib.error
    import urllib.request
    from http.client import HTTPException

    from argostranslate import settings

    remedy = "the built-in package goes on serving; or `midan model install FILE.argosmodel` with a downloaded file"
    index = settings.remote_package_index
    try:
        with urllib.request.urlopen(index, timeout=TIMEOUT) as answer:
            listed = json.loads(answer.read(16 * 2**20))
        offers = [p for p in listed if (p.get("from_code"), p.get("to_code")) == (SOURCE, TARGET) and p.get("links")]
        if not offers:
            raise MidanError("the Argos index has no Arabic-English package", index, remedy)
        newest = max(offers, key=lambda p: version_key(str(p.get("package_version", "0"))))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "package.argosmodel"
            with urllib.request.urlopen(newest["links"][0], timeout=TIMEOUT) as answer, file.open("wb") as out:
                total, done = int(answer.headers.get("Content-Length") or 0), 0
                while chunk := answer.read(2**16):
                    out.write(chunk)
                    done += len(chunk)
                    if done > MAX_UNPACKED:
                        raise MidanError("larger than any package", newest["links"][0], remedy)
                    if progress is not None:
                        progress(done, total)
            return install_file(file)
    except (urllib.error.URLError, HTTPException, OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        reason = getattr(error, "reason", None) or error
        raise MidanError(f"the Argos index can't be reached ({reason})", index, remedy) from None
