"""The title and the date that a web page declares: JSON-LD (schema.org), Open Graph, Dublin Core, `time`.

A declared title is believed where a heading of the page agrees with it; the site's name is taken off its end. A date
is the day that is written there, in the page's own time zone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from glossary.reading.boilerplate import key_of
from glossary.reading.dates import find_dates

Element = Any  # an lxml element; lxml's own types are not complete

_ISO_DATE = re.compile(r"\s*((?:19|20)\d\d-\d\d-\d\d)(?:$|[T\s])")
_SITE = re.compile(r"\s+[|–—•·»«:-]+\s+|\s*\|\s*|\s*::\s*")
_LONGEST = 400  # characters of a title


def declared_title(tree: Element, shown: Sequence[tuple[str, str]]) -> str | None:
    """The article's title, given the lines that the page shows, each with its element.

    It is the heading that a declared title agrees with, else a declared title, without the site's name around it.
    """
    declared = [t for t in (*_metas(tree, "og:title", "twitter:title"), *_linked_data(tree, "headline")) if t]
    declared += [title for title in (" ".join((e.text or "").split()) for e in tree.iter("title")) if title][:1]
    headings = list(dict.fromkeys(text for text, tag in shown if tag == "h1"))
    for heading in headings:
        key = key_of(heading)
        if key and any(key in key_of(d) or key_of(d) in key for d in declared):
            return heading
    if len(headings) == 1 and len(headings[0].split()) >= 3:
        return headings[0]
    keys = {key_of(text) for text, _ in shown if len(text) <= _LONGEST}
    sites = {key_of(site) for site in _metas(tree, "og:site_name")}
    for title in declared:
        pieces = [p.strip() for p in _SITE.split(title) if p.strip() and key_of(p) not in sites]
        if pieces and len(title) <= _LONGEST:
            return next((p for p in (title, *pieces) if key_of(p) in keys), max(pieces, key=len))
    return None


def declared_date(tree: Element) -> str | None:
    """The date of publication that the page declares, as it is written there: no change of time zone."""
    named = ("article:published_time", "og:article:published_time", "datePublished", "dc.date.issued", "dc.date",
             "pubdate", "publishdate", "date", "parsely-pub-date", "sailthru.date")  # fmt: skip
    times = [e.get("datetime") or "" for e in tree.iter("time")]
    marked = [
        e.get("content") or e.get("datetime") or "" for e in tree.xpath("//*[@itemprop='datePublished' or @pubdate]")
    ]
    for value in (*_linked_data(tree, "datePublished"), *_metas(tree, *named), *marked, *times[:1]):
        iso = _ISO_DATE.match(value)
        found = find_dates(iso[1] if iso else value[:60])
        if found:
            return found[0].date
    return None


def _metas(tree: Element, *names: str) -> list[str]:
    """The contents of `meta` elements by their names, in the order of the names."""
    wanted = {n.lower(): i for i, n in enumerate(names)}
    found: list[tuple[int, str]] = []
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in wanted:
            found.append((wanted[name], " ".join((meta.get("content") or "").split())))
    return [content for _, content in sorted(found, key=lambda f: f[0])]


def _linked_data(tree: Element, key: str) -> list[str]:
    """The values of a key of the page's article in its JSON-LD."""
    found: list[str] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        found += [item[key] for item in _items(data) if isinstance(item.get(key), str)]
    return [" ".join(value.split()) for value in found]


def _items(data: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top of a JSON-LD document and of its graph."""
    queue = [data]
    for _ in range(200):
        if not queue:
            return
        item = queue.pop(0)
        if isinstance(item, list):
            queue += item[:50]
        elif isinstance(item, dict):
            yield item
            queue += [item[k] for k in ("@graph", "mainEntity") if k in item]
