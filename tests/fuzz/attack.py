"""Attack surfaces in this process, input after input, and print what happened as one JSON line.

    python -m fuzz.attack FOLDER FAILED SEED SURFACE=COUNT…

Past faults come first; half of the rest are mutated sound files, half are made by hypothesis. An input fails where a
command raises, exits with a code that it has not, hangs, leaves its folder, reaches for a network, or damages what was
there. A failing input is left in the folder FAILED, to become a fixture.
"""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import sqlite3
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from .guard import Guard, HangError, peak_megabytes
from .mutation import mutated
from .surfaces import NEIGHBOURS, SURFACES, Surface, known_harms

CODES = {0, 1, 2, 3}
# what repaints a terminal or reorders a line; isolates around Arabic cells are midan's own
UNSHOWN = {*map(chr, (*range(9), *range(11, 32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), 0x2066, 0x2067))}


class Attacker:
    """Tries inputs in a folder of their own, under a guard."""

    def __init__(self, folder: Path, failed: Path, guard: Guard) -> None:
        self.folder, self.failed, self.guard = folder, failed, guard
        self.failures: list[str] = []
        self.tried = 0

    def attack(self, name: str, surface: Surface, data: bytes) -> str | None:
        """Try one input; what went wrong, or None."""
        work = self.folder / "work"
        work.mkdir()
        for neighbour, content in NEIGHBOURS.items():
            (work / neighbour).write_bytes(content)
        (work / surface.name).write_bytes(data)
        (self.failed / f"{name}-current").write_bytes(data)  # in case the process dies of it
        os.chdir(work)
        self.tried += 1
        wrong = None
        try:
            for command in surface.commands:
                argv = [surface.name if word == "FILE" else word for word in command]
                wrong = self._run(argv) or self._damage(surface)
                if wrong:
                    wrong = f"midan {' '.join(argv)}: {wrong}"
                    break
        finally:
            os.chdir(self.folder)
            shutil.rmtree(work)
            shutil.rmtree(self.folder / "packages", ignore_errors=True)
        if wrong:
            kept = self.failed / f"{name}-{len(self.failures)}{Path(surface.name).suffix}"
            kept.write_bytes(data)
            self.failures.append(f"{kept}: {wrong}")
        return wrong

    def _run(self, argv: list[str]) -> str | None:
        from memory.commands import main

        streams = sys.stdin, sys.stdout, sys.stderr
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO()), out, err
        wrong = code = None
        try:
            with self.guard.watch():
                try:
                    code = main(argv)
                except SystemExit as stop:
                    code = stop.code
        except HangError:
            wrong = "hangs"
        except BaseException:
            wrong = traceback.format_exc(limit=-6)
        finally:
            sys.stdin, sys.stdout, sys.stderr = streams
        if wrong:
            return wrong
        out.flush(), err.flush()
        said = err.buffer.getvalue().decode()  # type: ignore[attr-defined]
        shown = out.buffer.getvalue().decode() if "--format" not in argv else ""  # type: ignore[attr-defined]
        if code not in CODES:
            return f"exit code {code}"
        if code == 2 and argv[:2] == ["memory", "import"] and argv[2].startswith("all.") and Path(argv[2]).exists():
            return f"what midan wrote is not read by midan: {said}"
        if code == 2 and not (said and said.splitlines()[-1].startswith("midan")):
            return f"no line of ours for exit code 2: {said!r}"
        if "Traceback" in said or "Warning" in said:
            return said
        # a translation goes to a file or another program as it is
        unshown = UNSHOWN & set(said if argv[0] == "translate" else said + shown)
        if unshown:
            return f"prints {sorted(unshown)!r}"
        if self.guard.trespasses:
            wrong = "; ".join(self.guard.trespasses)
            self.guard.trespasses.clear()
        return wrong

    def _damage(self, surface: Surface) -> str | None:
        """What of the neighbours is no longer sound."""
        from glossary.errors import MidanError
        from glossary.termfile import load_glossary

        try:
            held = {term.ar for term in load_glossary("terms.yaml")}
        except MidanError as error:
            return f"terms.yaml no longer reads: {error.line()}"
        if not {"برخان", "مالي", "دول الميدان"} <= held:
            return "terms.yaml lost an entry"
        if Path("memory.db").exists():
            connection = sqlite3.connect("memory.db")
            sound = connection.execute("PRAGMA quick_check").fetchone()
            connection.close()
            if sound != ("ok",):
                return f"memory.db: {sound}"
        for written in ("all.tmx", "all.xlf", "all.tbx"):
            if Path(written).exists():
                from lxml import etree

                try:
                    etree.parse(written)
                except etree.XMLSyntaxError as error:
                    return f"{written} is no XML: {error}"
        return next(self._in_pages(), None)

    def _in_pages(self) -> Iterator[str]:
        """Elements of a report that no report has: text of a unit that became markup."""
        from lxml import html

        for page in Path("out").glob("*.html"):
            tree = html.document_fromstring(page.read_bytes())
            for element in tree.iter("script", "iframe", "object", "img", "form", "base"):
                yield f"{page.name} holds <{element.tag}>"
            for element in tree.iter():
                if any(name.startswith("on") for name in element.attrib):
                    yield f"{page.name} holds a handler in <{element.tag}>"


def attack_surface(attacker: Attacker, name: str, count: int, seed: int) -> None:
    """Try `count` inputs on one surface."""
    from hypothesis import HealthCheck, given, settings
    from hypothesis import seed as seeded

    from .strategies import STRATEGIES

    surface = SURFACES[name]
    sound = surface.sound()
    others = [*sound, *(data for other in SURFACES.values() for data in other.sound()[:1])]
    rng = random.Random(f"{seed} {name}")
    for data in [*sound, *known_harms(name)]:
        attacker.attack(name, surface, data)
    made = count // 2 if name not in ("argosmodel", "memory") else count // 10
    for _ in range(count - made - len(sound)):
        attacker.attack(name, surface, mutated(rng, rng.choice(sound), others))

    @seeded(seed)
    @settings(
        max_examples=max(1, made),
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        derandomize=False,
        phases=[p for p in settings.default.phases if p.name in ("generate",)],
    )
    @given(STRATEGIES[name])
    def made_up(data: bytes) -> None:
        attacker.attack(name, surface, data)

    made_up()


def main() -> None:
    """Attack, and print what happened."""
    folder, failed, seed, *counts = sys.argv[1:]
    from memory import commands

    # the parser is the same every time, and making it takes longer than most inputs do
    parser = commands.build_parser()
    commands.build_parser = lambda: parser
    root = Path(folder).resolve()
    root.mkdir(parents=True, exist_ok=True)
    guard = Guard(root)
    attacker = Attacker(root, Path(failed).resolve(), guard)
    for told in counts:
        name, _, count = told.partition("=")
        attack_surface(attacker, name, int(count), int(seed))
    result = {"tried": attacker.tried, "failures": attacker.failures, "megabytes": round(peak_megabytes())}
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
