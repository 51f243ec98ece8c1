"""Files made from nothing by hypothesis: the bones of each format with any text and any nonsense inside."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

_NASTY = st.sampled_from(
    [
        *(
            "",
            " ",
            "\0",
            "\u202e",
            "\ud800",
            "=1+1",
            "../../x",
            "\x1b[2J",
            "مالي",
            "برخان",
            "ar",
            "en",
            "null",
            "~",
            "-1",
        ),
        *(
            "\u0640",
            "\u064b",
            "٣",
            "%d",
            "{0}",
            "&lt;",
            "<b>",
            "]]>",
            "\r",
            "\u2028",
            "9" * 30,
            "x-place",
            "0.1",
            "١٬٠",
        ),
    ]
)
_TEXT = st.one_of(_NASTY, st.text(max_size=12), st.text("ابتثكلمنوهي ًـآأةى", max_size=20))
_TEXTS = st.lists(_TEXT, max_size=4).map("".join)


def _names(text: str) -> st.SearchStrategy[str]:
    return st.sampled_from(text.split())


def _xml(elements: str, attributes: str, root: str) -> st.SearchStrategy[bytes]:
    """Trees of a format's elements, where they belong and where they don't."""
    names = _names(elements)
    given = st.dictionaries(_names(attributes), _TEXTS, max_size=3)
    text = _TEXTS.map(escape)

    def element(name: str, values: dict[str, str], parts: list[str]) -> str:
        told = "".join(f" {key}={quoteattr(value)}" for key, value in values.items())
        return f"<{name}{told}>{''.join(parts)}</{name}>"

    tree = st.recursive(
        text, lambda inner: st.builds(element, names, given, st.lists(inner, max_size=5)), max_leaves=25
    )
    return st.builds(
        lambda values, parts: element(root, values, parts).encode("utf-8", "surrogatepass"),
        given,
        st.lists(tree, max_size=5),
    )


def _yaml(keys: str) -> st.SearchStrategy[bytes]:
    import yaml

    scalar: st.SearchStrategy[Any] = st.one_of(_TEXTS, st.none(), st.booleans(), st.integers(), st.floats(), st.dates())
    value = st.recursive(
        scalar,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names(keys) | _TEXTS, inner, max_size=3),
        max_leaves=6,
    )
    entry = st.dictionaries(_names(keys), value, max_size=6) | value
    whole = st.fixed_dictionaries({"format": st.just(1) | value, "terms": st.lists(entry, max_size=4) | value}) | value
    return st.builds(
        lambda tree, flow: yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow).encode(
            "utf-8", "surrogatepass"
        ),
        whole,
        st.booleans(),
    )


def _table(rows: list[list[str]], delimiter: str) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, escapechar="\\").writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


def _po(entries: list[dict[str, str]]) -> bytes:
    """Entries with any order of keywords; quoting as it should be, mostly."""
    lines = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n']
    for entry in entries:
        lines += [f"{key} {json.dumps(value, ensure_ascii=False)}\n" for key, value in entry.items()]
        lines.append("\n")
    return "".join(lines).encode("utf-8", "surrogatepass")


_XLIFF = """xliff file header body group unit trans-unit segment ignorable source target notes note g x bx ex bpt ept ph
pc sc ec mrk sm em cp mda:metadata originalData data skeleton alt-trans seg-source sub it hi"""
_XLIFF_ATTRIBUTES = """id version srcLang trgLang source-language target-language state approved translate original mid
mtype hex dataRef equiv name startRef xml:lang subState canResegment"""
_HTML = "div p a br b table tr td ul li article nav h1 title meta script style time span figure form body head iframe"

STRATEGIES: dict[str, st.SearchStrategy[bytes]] = {
    "tmx": _xml(
        "tmx header body tu tuv seg prop note bpt ept ph it hi ut sub",
        "xml:lang lang type tuid creationdate changedate creationid srclang version i x",
        "tmx",
    ),
    "xliff": _xml(_XLIFF, _XLIFF_ATTRIBUTES, "xliff").map(lambda data: data.replace(b"mda:", b"")),
    "po": st.lists(
        st.dictionaries(
            _names("msgid msgstr msgctxt msgid_plural msgstr[0] msgstr[1] #, #. #| #~ #: domain"), _TEXTS, max_size=5
        ),
        max_size=6,
    ).map(_po),
    "tbx": _xml(
        "tbx martif text body conceptEntry termEntry langSec langSet termSec tig ntig termGrp term termNote descrip "
        "descripGrp admin note",
        "xml:lang lang type id style",
        "tbx",
    ),
    "csv": st.builds(
        _table,
        st.lists(st.lists(_names("ar en status kind variants also count note match case") | _TEXTS, max_size=6)).map(
            lambda rows: [["ar", "en", "status", "kind", "variants", "count"], *rows]
        ),
        st.sampled_from(",;\t"),
    ),
    "units": st.builds(
        _table,
        st.lists(st.lists(_names("source target status imported reviewed machine one 0.1") | _TEXTS, max_size=6)).map(
            lambda rows: [["source", "target", "status", "note", "document", "place"], *rows]
        ),
        st.sampled_from(",;\t"),
    ),
    "pairs": st.builds(_table, st.lists(st.lists(_TEXTS, max_size=4), max_size=8), st.just("\t")),
    "yaml": _yaml(
        "ar en abbreviation kind status variants also forbidden match case note seen evidence count articles "
        "article text not_before not_after context not_context"
    ),
    "config": _yaml("rules skip severity terms number spacing off"),
    "html": _xml(_HTML, "class id content property name datetime hidden style href lang charset", "html"),
    "text": st.lists(_TEXTS | st.binary(max_size=30).map(lambda b: b.decode("latin-1")), max_size=12).map(
        lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass")
    ),
    "jsonl": st.recursive(
        st.none() | st.booleans() | st.floats() | _TEXTS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_names("source terms ar en"), inner, max_size=4),
        max_leaves=10,
    ).map(lambda value: json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")),
    "argosmodel": st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data),
    "memory": st.binary(max_size=200).map(lambda data: b"SQLite format 3\0" + data),
}
