"""Tags, placeholders and addresses, which a translation carries over as they are.

Inline tags of TMX and XLIFF (by name and id), markup in the text (<b>, </b>, <br/>), placeholders ({0}, {{name}}, %s,
%(n)d, ${x}), web and mail addresses. What an annotation marks (mrk, sm, em) may be left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context, Rule

_MARKUP = re.compile(r"</?(?!unk>)[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>")
_HOLDER = re.compile(
    r"\{\{\s*[\w.]+\s*\}\}|\$\{[\w.]+\}|\{\w*\}|%\(\w+\)[sdifr]|%\d+\$[sd@]|"
    r"(?<![\d٠-٩%]\s)(?<![\d٠-٩%])%[sdif@](?!\w)|&(?:[a-z]+|#\d+);"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"'«»()]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


def masked(text: str) -> str:
    """The text with addresses, markup and placeholders as spaces; every place stays where it is."""
    for pattern in (_ADDRESS, _MARKUP, _HOLDER):
        text = pattern.sub(lambda m: " " * len(m.group()), text)
    return text


def tags(segment: Segment, context: Context) -> Iterator[Finding]:
    """Tags and placeholders that are missing, added, or in an order that no longer nests."""
    if not segment.translated:
        return
    source = [*segment.source_tags, *map(_normal, _in_text(segment.source))]
    places = list(_in_text(segment.target))
    target = [*segment.target_tags, *map(_normal, places)]
    missing, added = Counter(source) - Counter(target), Counter(target) - Counter(source)
    for tag, count in missing.items():
        more = f" {count} times" if count > 1 else ""
        yield Finding("tags", segment, f"{tag} is missing{more}", _place(segment, "source", tag), tag)
    for tag in added:
        yield Finding("tags", segment, f"{tag} is not in the source", _place(segment, "target", tag))
    if not missing and not added and _nests(source) and not _nests(target):
        yield Finding("tags", segment, "the tags no longer nest", None, " ".join(source))


def addresses(segment: Segment, context: Context) -> Iterator[Finding]:
    """Web and mail addresses that changed or went."""
    if not segment.translated:
        return
    there = [_trimmed(m.group()) for m in _ADDRESS.finditer(segment.target)]
    for m in _ADDRESS.finditer(segment.source):
        address = _trimmed(m.group())
        if address in there or any(_translated_page(address, other) for other in there):
            continue
        place = Place("source", m.start(), m.start() + len(address))
        yield Finding("tags", segment, f"{address} is missing or changed", place, address)


def check(segment: Segment, context: Context) -> Iterator[Finding]:
    """Both."""
    yield from tags(segment, context)
    yield from addresses(segment, context)


def _in_text(text: str) -> Iterator[str]:
    for pattern in (_MARKUP, _HOLDER):
        for m in pattern.finditer(text):
            yield m.group()


def _normal(tag: str) -> str:
    """A tag as it compares: white space squeezed, attributes in order."""
    inside = re.sub(r"\s+", " ", tag)
    return re.sub(r"\s*(/?>)$", r"\1", re.sub(r"^\{\{\s*([\w.]+)\s*\}\}$", r"{{\1}}", inside))


def _place(segment: Segment, side: str, tag: str) -> Place | None:
    text = segment.source if side == "source" else segment.target
    at = text.find(tag)
    if at < 0:
        return None
    return Place("source", at, at + len(tag)) if side == "source" else Place("target", at, at + len(tag))


def _nests(tags_in_order: list[str]) -> bool:
    """Whether every closing tag closes the last one opened."""
    opened: list[str] = []
    for tag in tags_in_order:
        found = re.match(r"<(/?)([\w:-]+)(?:\s+([^>]*?))?(/?)>", tag)
        if found is None or found[4]:
            continue
        if not found[1]:
            if f"</{found[2]}" in " ".join(tags_in_order):
                opened.append(found[2])
        elif not opened or opened.pop() != found[2]:
            return False
    return not opened


def _trimmed(address: str) -> str:
    return address.rstrip(".,;:!?…")


def _translated_page(address: str, other: str) -> bool:
    """Whether two addresses are pages of one host, one of them by language: /ar/ and /en/."""
    host, there = (re.sub(r"^(?:https?://)?(?:www\.|ar\.|en\.)?", "", a).split("/")[0] for a in (address, other))
    return host == there and bool(re.search(r"(?:/|\b)ar(?:/|\b|$)", address)) and "en" in other


RULES = (
    Rule(
        "tags",
        "tags",
        "error",
        "tags, placeholders and addresses that were not carried over",
        "Inline tags, markup, placeholders, web and mail addresses that are missing, added, changed or no longer nest.",
        check=check,
        remedy="take it out",
    ),
)
