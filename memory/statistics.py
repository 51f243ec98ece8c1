"""What the memory holds, counted; and what of it is of no use, for pruning."""

from __future__ import annotations

from memory.queries import Reader
from memory.schema import faults

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
