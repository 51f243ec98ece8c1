"""What `midan run` leaves in --out: NAME.en.txt, NAME.po and NAME.xlf for each article, memory.tmx and glossary.csv.

Everything is written from the memory and the glossary alone, each file through a temporary one, so that running again
gives the same bytes. Machine output of the built-in package is called a draft wherever it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from glossary.files import write_text
from glossary.term import Glossary
from memory.store import Memory
from memory.unit import HUMAN, TranslationUnit

ALTERNATIVES = 3  # fuzzy matches shown for a segment


def write_outputs(out: Path, documents: Sequence[str], glossary: Glossary, memory: Memory) -> list[Path]:
    """Write every output of these documents into the folder `out`, making it; the paths written."""
    from glossary.exchange.table import write as write_table
    from memory.exchange.po import write as write_po
    from memory.exchange.tmx import write as write_tmx
    from memory.exchange.xliff import write as write_xliff

    written: list[Path] = []
    terms = {term.ar: term for term in glossary}
    for name in documents:
        units = memory.document(name)
        text_path, po_path, xliff_path = (out / f"{name}.{ending}" for ending in ("en.txt", "po", "xlf"))
        similar = alternatives(name, units, memory)
        write_text(text_path, english_text(units))
        write_po(units, po_path, document=name, terms=terms, alternatives=similar)
        written += [text_path, po_path]
        if units:
            write_xliff(units, xliff_path, untranslated=True, terms=terms, alternatives=similar)
            written.append(xliff_path)
    # read again, a document at a time: thousands of articles do not fit in memory together
    write_tmx((unit for name in documents for unit in memory.document(name)), out / "memory.tmx")
    write_table(glossary, out / "glossary.csv")
    return [*written, out / "memory.tmx", out / "glossary.csv"]


def alternatives(
    document: str, units: Sequence[TranslationUnit], memory: Memory
) -> dict[str, list[tuple[str, str, float]]]:
    """For each segment that no person has seen, the units from elsewhere that are 75 % or more like it."""
    if memory.count() <= len(units):
        return {}
    from memory.fuzzy import FuzzyIndex

    index = FuzzyIndex(memory)
    found: dict[str, list[tuple[str, str, float]]] = {}
    for unit in units:
        if unit.status in HUMAN or unit.source in found:
            continue
        matches = index.search(unit.source, 0.75, 20)
        others = [m for m in matches if m.unit.origin is None or m.unit.origin.document != document]
        shown = [(m.unit.source, m.unit.target, m.score) for m in others if m.unit.target != unit.target]
        found[unit.source] = list(dict.fromkeys(shown))[:ALTERNATIVES]
    return found


def english_text(units: Sequence[TranslationUnit]) -> str:
    """The English of a document: its title, its paragraphs with a blank line between, and who made it.

    A segment without a translation stands in its own language between ⟦ and ⟧.
    """
    paragraphs = [
        " ".join(unit.target or f"⟦{unit.source}⟧" for unit in group)
        for _, group in groupby(units, key=lambda unit: unit.origin and unit.origin.paragraph)
    ]
    return "\n\n".join([*paragraphs, *provenance(units)]) + "\n"


def provenance(units: Iterable[TranslationUnit]) -> list[str]:
    """A closing line that names the models behind machine segments, or nothing where a person saw them all."""
    machine = [u for u in units if u.status == "machine"]
    if not machine:
        return []
    models = sorted({f"{u.engine} {u.model}" for u in machine})
    return [f"[Machine translation, not reviewed ({len(machine)} segments): {'; '.join(models)}]"]
