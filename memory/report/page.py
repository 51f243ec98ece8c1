"""One document as one HTML page that needs nothing else: no file beside it, no network, no script.

The Content-Security-Policy allows the page's own style sheet, by its hash, and nothing more. The same memory and
glossary give the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from importlib import resources
from itertools import groupby
from string import Template

from memory.documents import TITLE
from memory.outputs import provenance
from memory.report.chart import bar, patterns, strip
from memory.report.markup import (
    english,
    escaped,
    outcomes_html,
    source_html,
    status_html,
    target_html,
    texted,
)
from memory.report.view import SegmentView, Viewer, standings, words
from memory.unit import STATUSES, TranslationUnit


def resource(name: str) -> str:
    """A file of this package."""
    return resources.files("memory.report").joinpath(name).read_text(encoding="utf-8")


def render(name: str, units: Sequence[TranslationUnit], viewer: Viewer) -> str:
    """The page of a document."""
    views = [viewer.segment(unit) for unit in units]
    style = resource("report.css")
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return Template(resource("page.html")).substitute(
        title=escaped(f"{name} — midan"),
        style=style,
        style_hash=f"sha256-{digest}",
        patterns=patterns(),
        heading=_heading(name, units),
        summary=_summary(views),
        segments=_segments(views),
        terms=_terms(views),
        provenance=escaped(" ".join(provenance(units)) or "Every segment was seen by a person."),
    )


def _heading(name: str, units: Sequence[TranslationUnit]) -> str:
    title = next((u for u in units if u.origin is not None and u.origin.paragraph == TITLE), None)
    if title is None:
        return f"<h1>{texted(name)}</h1>"
    translated = texted(title.target, "p", "title-en") if title.target else ""
    return f'<h1>{texted(title.source)}</h1>{translated}<p class="file">{escaped(name)}</p>'


def _summary(views: Sequence[SegmentView]) -> str:
    """The counts and the charts."""
    statuses = Counter(view.unit.status for view in views)
    terms, reach = standings(views), words(views)
    candidates = sum(m.standing == "candidate" for view in views for m in view.source_marks)
    facts = [("segments", len(views))]
    facts += [(status, statuses[status]) for status in STATUSES if statuses[status]]
    attention = sum(view.unit.attention or view.stale for view in views)
    facts += [("need attention", attention)] if attention else []
    facts += [("approved terms", sum(terms.values())), ("places of candidates", candidates)]
    listed = "".join(f"<div><dt>{escaped(name)}</dt><dd>{count}</dd></div>" for name, count in facts)
    outcome = bar(
        "Approved terms in the English",
        [(name, name, terms[name]) for name in ("satisfied", "repaired", "unmet")],
    )
    coverage = bar(
        "The glossary's reach, in words of the Arabic",
        [
            ("in approved terms", "satisfied", reach.approved),
            ("in candidates", "candidate", reach.candidate),
            ("in neither", "neither", reach.other),
        ],
    )
    return f'<dl class="counts">{listed}</dl><div class="charts">{outcome}{coverage}{strip(views)}</div>'


def _segments(views: Sequence[SegmentView]) -> str:
    parts: list[str] = []
    numbered = enumerate(views, 1)
    for paragraph, group in groupby(numbered, key=lambda pair: pair[1].unit.origin and pair[1].unit.origin.paragraph):
        for place, (number, view) in enumerate(group):
            classes = "segment" + (" opens" if place == 0 else "") + (" title" if paragraph == TITLE else "")
            key = f"{number}"
            parts.append(
                f'<li class="{classes}" id="s{number}" value="{number}">'
                f'<p class="ar" lang="ar" dir="rtl">{source_html(view, key)}</p>'
                f'<p class="en" lang="en" dir="ltr">{target_html(view, key)}</p>'
                f'<div class="foot"><a class="number" href="#s{number}" aria-label="segment {number}">{number}</a>'
                f"{status_html(view)}{outcomes_html(view)}</div></li>"
            )
    return "\n".join(parts)


def _terms(views: Sequence[SegmentView]) -> str:
    """Every enforced term of the document, with what became of it, in the order in which it first stands."""
    counts: dict[str, Counter[str]] = {}
    terms = {shown.term.ar: shown.term for view in views for shown in view.terms}
    for view in views:
        for shown in view.terms:
            counts.setdefault(shown.term.ar, Counter())[shown.standing] += 1
    if not terms:
        return "<p>No approved term of the glossary stands in this article.</p>"
    rows = "".join(
        f'<tr><th scope="row" lang="ar" dir="rtl">{escaped(ar)}</th><td>{escaped(english(term))}</td>'
        f"<td>{escaped(term.kind or '')}</td>"
        + "".join(f'<td class="n">{counts[ar][s] or ""}</td>' for s in ("satisfied", "repaired", "unmet"))
        + "</tr>"
        for ar, term in terms.items()
    )
    heads = "".join(
        f'<th scope="col">{name}</th>' for name in ("Arabic", "English", "Kind", "Satisfied", "Repaired", "Unmet")
    )
    return (
        '<div class="scroll" tabindex="0" role="region" aria-labelledby="terms-heading"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
