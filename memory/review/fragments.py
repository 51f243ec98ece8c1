"""The pieces of the review page: an entry, a segment, contexts, matches and what verification says, as HTML.

Made of `memory.report.markup`, which escapes all that comes from outside. No style, no script, no handler stands in
any of them: the page's own script knows what to do by `data-do`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from glossary.matching import TermMatcher
from glossary.term import Term
from memory.documents import TITLE
from memory.report.markup import (
    escaped,
    how_html,
    is_arabic,
    outcomes_html,
    source_html,
    status_html,
    target_html,
    texted,
)
from memory.report.view import SegmentView, Shown
from memory.unit import Match, TranslationUnit

if TYPE_CHECKING:
    from memory.checks.finding import Finding

_ACCEPTED = 3  # accepted forms of a term that are named where it is unmet


def _button(do: str, label: str, key: str, what: str) -> str:
    return (
        f'<button type="button" data-do="{do}" aria-keyshortcuts="{key}">{label}'
        f'<span class="unseen"> {escaped(what)}</span> <kbd aria-hidden="true">{key}</kbd></button>'
    )


def term_html(term: Term, number: str) -> str:
    """An entry with its first context and what can be done about it."""
    facts = [f'<span class="chip status-{escaped(term.status)}">{escaped(term.status)}</span>']
    if term.kind:
        facts.append(f'<span class="chip">{escaped(term.kind)}</span>')
    if term.abbreviation:
        facts.append(f"<span>{escaped(term.abbreviation)}</span>")
    if term.count:
        facts.append(f"<span>seen {term.count}× in {escaped(', '.join(term.articles))}</span>")
    if term.status == "approved" and not term.en:
        facts.append('<span class="chip warn">not enforced: no English yet</span>')
    if term.note:
        facts.append(f'<span class="note">note: {texted(term.note)}</span>')
    english = texted(term.en, "p", "term-en") if term.en else '<p class="term-en missing">no English yet</p>'
    first = _context(term.evidence[0].text, TermMatcher([term])) if term.evidence else ""
    also = "; ".join(term.accepted[1:])
    return (
        f'<article class="item entry-item" id="t-{number}" tabindex="-1" aria-labelledby="t-{number}-name">'
        f'<div class="source-cell"><h3 id="t-{number}-name" lang="ar" dir="rtl">{escaped(term.ar)}</h3>{first}</div>'
        f'<div class="en-cell">{english}'
        + (f'<p class="also">also {escaped(also)}</p>' if also else "")
        + f'<div class="foot">{"".join(facts)}</div>'
        f'<div class="actions">{_button("approve", "Approve", "a", term.ar)}{_button("reject", "Reject", "r", term.ar)}'
        f"{_button('edit', 'Edit', 'e', term.ar)}{_button('contexts', 'All contexts', 'c', term.ar)}</div></div>"
        '<div class="more" hidden></div></article>'
    )


def _context(text: str, matcher: TermMatcher) -> str:
    """A text with the term in it."""
    parts, place = [], 0
    for match in matcher.find(text):
        parts.append(f'{escaped(text[place : match.start])}<mark class="here">{escaped(match.surface)}</mark>')
        place = match.end
    parts.append(escaped(text[place:]))
    language = 'lang="ar" dir="rtl"' if is_arabic(text) else 'lang="en" dir="ltr"'
    return f'<p class="source" {language}>{"".join(parts)}</p>'


def contexts_html(term: Term, units: Sequence[TranslationUnit], more: int, matcher: TermMatcher) -> str:
    """Where an entry stands: the segments of the memory, or else what was noted when it was mined."""
    if not units:
        noted = "".join(
            f'<li class="context">{_context(e.text, matcher)}'
            f'<div class="beside"><p class="where">{texted(e.article)}</p></div></li>'
            for e in term.evidence
        )
        return f'<ul class="contexts">{noted}</ul>' if noted else "<p>It stands in no segment of the memory.</p>"
    shown = "".join(
        f'<li class="context">{_context(unit.source, matcher)}<div class="beside">'
        f"{texted(unit.target, 'p') if unit.target else ''}"
        f'<p class="where">{texted(place_of(unit))} '
        f'<button type="button" data-do="goto" data-segment="{unit.id}">Open segment</button></p></div></li>'
        for unit in units
    )
    rest = f"<p>and {more} more</p>" if more else ""
    return f'<ul class="contexts">{shown}</ul>{rest}'


def place_of(unit: TranslationUnit) -> str:
    """Where a unit stands, in words."""
    origin = unit.origin
    if origin is None:
        return "no document"
    if origin.paragraph is None:
        return origin.document
    where = "title" if origin.paragraph == TITLE else f"paragraph {origin.paragraph + 1}"
    return f"{origin.document}, {where}"


def segment_html(view: SegmentView, number: str) -> str:
    """A segment side by side, as in the report, with what can be done about it."""
    name = f"segment {number}"
    return (
        f'<article class="item segment" id="s-{number}" tabindex="-1" aria-label="{name}">'
        f'<p class="ar" lang="ar" dir="rtl">{source_html(view, number)}</p>'
        f'<div class="en-cell"><p class="en" lang="en" dir="ltr">{target_html(view, number)}</p></div>'
        f'<div class="foot"><span class="where">{texted(place_of(view.unit))}</span>'
        f"{status_html(view)}{outcomes_html(view)}</div>"
        f'<div class="actions">{_button("edit", "Correct", "e", name)}'
        f"{_button('approve', 'Mark as reviewed', 'a', name)}{_button('matches', 'Memory matches', 'm', name)}</div>"
        '<div class="more" hidden></div></article>'
    )


def verified_html(view: SegmentView, findings: Iterable[Finding]) -> str:
    """The glossary's demands on a target that is being typed, what is unmet first, and what the checks say of it."""
    unmet = "".join(
        f'<li><span class="standing unmet">unmet</span> {_demand(shown, shown.term.accepted[:_ACCEPTED])}'
        f"{how_html(shown)}</li>"
        for shown in view.with_standing("unmet")
    )
    faults = "".join(
        f'<li class="finding"><span class="chip warn">{escaped(f.rule)}</span> {texted(f.message)}'
        + (f" {texted(f.suggestion)}" if f.suggestion else "")
        + "</li>"
        for f in findings
    )
    met = "".join(
        f'<li><span class="standing satisfied">met</span> {_demand(shown, shown.term.accepted[:1])}</li>'
        for shown in view.terms
        if shown.standing != "unmet"
    )
    said = f'<ul class="demands">{unmet}{faults}</ul>' if unmet or faults else ""
    return said + (f'<ul class="demands met">{met}</ul>' if met else "") or "<p>Nothing to remark.</p>"


def _demand(shown: Shown, english: Sequence[str]) -> str:
    return f'{texted(shown.term.ar)} <span class="arrow" aria-hidden="true">→</span> {texted(" / ".join(english))}'


def matches_html(matches: Iterable[Match]) -> str:
    """What the memory holds that is like a segment, with a way to use it."""
    rows = "".join(
        f'<li class="context">{texted(match.unit.source, "p", "source")}<div class="beside">'
        f"{texted(match.unit.target, 'p', 'match-target')}"
        f'<p class="where">{match.score:.0f}\u202f% · {escaped(match.unit.status)} · {texted(place_of(match.unit))} '
        '<button type="button" data-do="use">Use this English</button></p></div></li>'
        for match in matches
    )
    return f'<ul class="contexts">{rows}</ul>' if rows else "<p>The memory holds nothing like it.</p>"
