"""What a stranger's file can reach: for each sort of file the commands that read it, and sound files to begin from."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

HOSTILE = Path(__file__).parent.parent / "fixtures" / "hostile"
SEEDS = HOSTILE / "seeds"
SOUND_TERMS = (SEEDS / "terms.yaml").read_bytes()

_TERMS = ("--terms", "terms.yaml")
_MEMORY = ("--memory", "memory.db")
_OUT = ("--out", "out")


@dataclass(frozen=True)
class Surface:
    """A sort of file: the name it gets, the commands in order (FILE stands for it), and what it is mutated from."""

    name: str
    commands: tuple[tuple[str, ...], ...]
    seeds: tuple[str, ...] = ()

    def sound(self) -> list[bytes]:
        """The files to begin from."""
        if self.name.endswith(".argosmodel"):
            return [package(), package("ar-en/../../x"), package(metadata=b'{"from_code": "en"}')]
        if self.name.endswith(".db"):
            return [database()]
        return [(SEEDS / name).read_bytes() for name in self.seeds]


def _exchange(name: str, *seeds: str) -> Surface:
    return Surface(
        name,
        (
            ("memory", "import", "FILE", *_MEMORY),
            ("check", "FILE", *_TERMS),
            ("check", "FILE", *_TERMS, "--format", "sarif"),
            *(("memory", "export", f"all.{ending}", *_MEMORY) for ending in ("tmx", "xlf", "po", "csv", "txt")),
            # what was written is read again, all of it
            *(("memory", "import", f"all.{ending}", "--memory", "again.db") for ending in ("tmx", "xlf", "po", "csv")),
            ("report", "--all", *_MEMORY, *_TERMS, *_OUT),
            ("memory", "stats", *_MEMORY),
        ),
        seeds,
    )


def _terms_file(name: str, *seeds: str, fmt: tuple[str, ...] = ()) -> Surface:
    return Surface(
        name,
        (
            ("terms", "import", "FILE", *fmt, *_TERMS),
            ("terms", "list", *_TERMS),
            ("terms", "export", "all.tbx", *_TERMS),
            ("terms", "export", "all.csv", *_TERMS),
            ("terms", "export", "all.txt", *_TERMS),
        ),
        seeds,
    )


def _article(name: str, *seeds: str) -> Surface:
    return Surface(
        name,
        (
            ("article", "FILE"),
            ("run", "FILE", *_TERMS, *_MEMORY, *_OUT, "--engine", "none", "--candidates", "5"),
            ("find", "FILE", "--raw", *_TERMS),
            ("align", "FILE", "english.txt", *_TERMS, "--dry-run"),
            ("report", "--all", *_MEMORY, *_TERMS, *_OUT),
        ),
        seeds,
    )


SURFACES = {
    "tmx": _exchange("in.tmx", "memory.tmx"),
    "xliff": _exchange("in.xlf", "two.xlf", "one.xlf"),
    "po": _exchange("in.po", "articles.po"),
    "units": _exchange("in.csv", "units.csv"),
    "tbx": _terms_file("in.tbx", "concepts.tbx", "martif.tbx"),
    "csv": _terms_file("in.csv", "glossary.csv"),
    "pairs": _terms_file("in.txt", "omegat.txt", "glossary.csv", fmt=("--format", "omegat")),
    "yaml": Surface(
        "in.yaml",
        (
            ("terms", "list", "--terms", "FILE"),
            ("lookup", "بورخان", "--terms", "FILE"),
            ("find", "article.txt", "--terms", "FILE"),
            ("terms", "set", "برخان", "note=x", "--terms", "FILE"),
            ("terms", "import", "sound.csv", "--terms", "FILE"),
            ("terms", "export", "all.csv", "--terms", "FILE"),
        ),
        ("terms.yaml",),
    ),
    "config": Surface("in.yaml", (("check", "sound.po", *_TERMS, "--config", "FILE"),), ("config.yaml",)),
    "html": _article("in.html", "page.html"),
    "text": _article("in.txt", "article.txt"),
    "jsonl": Surface("in.jsonl", (("translate", "--jsonl", "FILE", "--engine", "none", *_TERMS),), ("lines.jsonl",)),
    "argosmodel": Surface("in.argosmodel", (("model", "install", "FILE"), ("model", "list"))),
    "memory": Surface(
        "in.db",
        (
            ("memory", "search", "انسحبت قوة برخان", "--memory", "FILE"),
            ("memory", "concordance", "برخان", "--memory", "FILE"),
            ("memory", "stats", "--memory", "FILE"),
            ("memory", "prune", "--memory", "FILE"),
            ("memory", "export", "all.tmx", "--memory", "FILE"),
            ("report", "--all", "--memory", "FILE", *_TERMS, *_OUT),
            ("memory", "add", "نعم", "yes", "--memory", "FILE"),
            ("check", "FILE", *_TERMS),
            ("run", "article.txt", *_TERMS, *_OUT, "--memory", "FILE", "--engine", "none", "--candidates", "0"),
        ),
    ),
}

# what lies beside the attacked file
NEIGHBOURS = {
    "terms.yaml": SOUND_TERMS,
    "article.txt": (SEEDS / "article.txt").read_bytes(),
    "sound.po": (SEEDS / "articles.po").read_bytes(),
    "sound.csv": (SEEDS / "glossary.csv").read_bytes(),
    "english.txt": b"The Barkhane force left Mali after nine years.\nBamako welcomed the decision.\n",
}


def known_harms(name: str) -> list[bytes]:
    """Bombs, and files that once made a command on this surface fail; a .sql is what became of a sound memory."""
    files = [path for kind in ("bombs", "faults") for path in sorted((HOSTILE / kind).glob(f"{name}.*"))]
    return [database(path.read_text()) if path.suffix == ".sql" else path.read_bytes() for path in files]


def package(top: str = "ar-en", metadata: bytes | None = None) -> bytes:
    """A small file in the form of an Argos package, its model no model."""
    held = metadata or json.dumps({"from_code": "ar", "to_code": "en", "package_version": "1.9"}).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{top}/metadata.json", held)
        archive.writestr(f"{top}/model/model.bin", b"\0" * 300)
        archive.writestr(f"{top}/sentencepiece.model", b"x" * 50)
    return out.getvalue()


def database(harm: str = "") -> bytes:
    """A small memory, in one file, after some SQL."""
    import sqlite3
    import tempfile

    from memory.exchange.tmx import read
    from memory.store import Memory

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "memory.db"
        with Memory.open(path, clock=lambda: "2021-01-11T08:00:00Z") as memory:
            memory.add(read(SEEDS / "memory.tmx"))
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.executescript(harm)
        connection.close()
        return path.read_bytes()
