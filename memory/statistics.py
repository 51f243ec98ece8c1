"""What the memory holds, counted; and what of it is of no use, for pruning."""

from __future__ import annotations

from collections.abc import Iterator

from memory.queries import Reader
from memory.rows import SELECT, unit_of
from memory.schema import faults
from memory.unit import TranslationUnit

_COUNTS = (
    ("units", "'all'"),
    ("status", "status"),
    ("engine", "coalesce(engine || ' ' || coalesce(model, ''), 'none')"),
    ("languages", "source_lang || ' → ' || target_lang"),
    ("document", "coalesce(nullif(document, ''), 'none')"),
)
_PAIRS = (
    "SELECT source, target, source_lang, target_lang, count(*) AS n FROM unit WHERE target != '' "
    "GROUP BY source, target, source_lang, target_lang"
)


def statistics(memory: Reader) -> list[tuple[str, str, int]]:
    """(what, which, units), sorted within each `what`: status, engine, languages, document, and what repeats."""
    rows: list[tuple[str, str, int]] = []

    def one(query: str) -> int:
        return int(memory.connection.execute(query).fetchone()[0])

    with faults(memory.path):
        for what, which in _COUNTS:
            counted = memory.connection.execute(f"SELECT {which}, count(*) FROM unit GROUP BY 1 ORDER BY 1")
            rows += [(what, str(name).strip(), int(n)) for name, n in counted]
        rows += [
            ("attention", "needed", one("SELECT count(*) FROM unit WHERE attention")),
            ("sources", "the same pair more than once", one(f"SELECT count(*) FROM ({_PAIRS}) WHERE n > 1")),
            (
                "sources",
                "different targets",
                one(f"SELECT count(*) FROM (SELECT source FROM ({_PAIRS}) GROUP BY source HAVING count(*) > 1)"),
            ),
        ]
    return rows


_HUMAN = "status IN ('reviewed', 'approved')"
# of two units that say the same, a person's is worth more, then one in a document, then the older
_REPEATS = f"""EXISTS (
    SELECT 1 FROM unit AS other
    WHERE other.source_key = unit.source_key AND other.source = unit.source AND other.target = unit.target
    AND other.source_lang = unit.source_lang AND other.target_lang = unit.target_lang
    AND (other.{_HUMAN}, other.segment IS NOT NULL, -other.id) > (unit.{_HUMAN}, unit.segment IS NOT NULL, -unit.id)
)"""


def useless(memory: Reader) -> Iterator[TranslationUnit]:
    """Units that stand in no document and are a machine's, untranslated, or say what a better unit says; by number."""
    where = f"segment IS NULL AND (status IN ('machine', 'untranslated') OR {_REPEATS})"
    with faults(memory.path):
        for row in memory.connection.execute(f"{SELECT} WHERE {where} ORDER BY id"):
            yield unit_of(row)
