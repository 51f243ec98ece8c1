"""Views as HTML: every text from outside is escaped here, and nothing else makes markup of it.

An entry is shown on hover and on focus by the style sheet alone, so that a page needs no script. Standings differ by
line, sign and words, not by colour alone (WCAG 2.2, 1.4.1). Every text carries its language and direction, and is
isolated from what stands around it, so that no bidi control in it can turn the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from glossary.arabic import has_arabic
from glossary.term import Term
from memory.audit import ABSENT
from memory.report.view import Mark, SegmentView, Shown

# what HTML can't hold: control characters, lone surrogates, noncharacters of the first plane
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# what turns the order of everything after it; a text with a language of its own needs none of them
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")

LABELS = {
    "satisfied": "as approved",
    "repaired": "repaired",
    "unmet": "unmet",
    "forbidden": "forbidden",
    "candidate": "candidate, not approved yet",
}


# how a repair was made, in a reader's words; several may have joined
HOW = {
    "inline": "English put into the source",
    "prefix": "decoded again from that place",
    "span": "replaced in place",
    "inserted": "put in",
    "placeholder": "placeholder",
    "banned": "a repetition kept out",
    "constrained": "under a grammar",
}


def escaped(text: str) -> str:
    """A text as HTML, safe in an element and in a quoted attribute; what can't be shown becomes U+FFFD."""
    return html.escape(_UNPRINTABLE.sub("\ufffd", _TURNING.sub("", text)), quote=True)


def is_arabic(text: str) -> bool:
    """Whether a text is mostly Arabic: a note in English may well begin with an Arabic word."""
    return has_arabic(text) and 2 * sum(map(has_arabic, text.split())) >= len(text.split())


def texted(text: str, tag: str = "span", classes: str = "") -> str:
    """A text in an element that carries its language and direction."""
    language = 'lang="ar" dir="rtl"' if is_arabic(text) else 'lang="en" dir="ltr"'
    named = f' class="{classes}"' if classes else ""
    return f"<{tag}{named} {language}>{escaped(text)}</{tag}>"


def marked(text: str, marks: Sequence[Mark], key: str) -> str:
    """A text with its marks, each of which holds the entries of its terms. `key` makes their ids the page's only."""
    parts: list[str] = []
    place = 0
    for number, mark in enumerate(marks):
        parts.append(escaped(text[place : mark.start]))
        tip = f"tip-{key}-{number}"
        entries = "".join(entry(shown) for shown in mark.shown)
        parts.append(
            f'<mark class="term {mark.standing}" tabindex="0" aria-describedby="{tip}">'
            f"{escaped(text[mark.start : mark.end])}"
            f'<span class="tip" id="{tip}" role="tooltip" lang="en" dir="ltr">{entries}</span></mark>'
        )
        place = mark.end
    parts.append(escaped(text[place:]))
    return "".join(parts)


def entry(shown: Shown) -> str:
    """The entry of a term, and what became of it here."""
    term = shown.term
    standing = LABELS[shown.standing] + (f": {told(shown.how)}" if shown.how else "")
    rows = "".join(
        f'<span class="row"><span class="name">{name}</span> {value}</span>' for name, value in _facts(term) if value
    )
    return (
        f'<span class="entry">{texted(term.ar, classes="entry-ar")}'
        f'<span class="entry-en">{escaped(english(term))}</span>'
        f'<span class="standing {shown.standing}">{escaped(standing)}</span>{rows}</span>'
    )


def told(how: str) -> str:
    """How a term was repaired, or why it is unmet, in words."""
    return ", then ".join(HOW.get(step, step) for step in how.split("+"))


def english(term: Term) -> str:
    """The preferred English with its abbreviation."""
    return " · ".join(x for x in (term.en, term.abbreviation) if x) or "no English yet"


def _facts(term: Term) -> Iterable[tuple[str, str]]:
    yield "kind", escaped(term.kind or "")
    yield "also", escaped("; ".join(term.also))
    yield "never", escaped("; ".join(term.forbidden))
    yield "variants", "; ".join(texted(v) for v in term.variants)
    yield "note", texted(term.note) if term.note else ""


def source_html(view: SegmentView, key: str) -> str:
    """The source of a segment, its terms marked."""
    return marked(view.unit.source, view.source_marks, f"{key}-s")


def target_html(view: SegmentView, key: str) -> str:
    """The target of a segment, its terms marked; says so where there is none."""
    if not view.unit.target.strip():
        return '<span class="missing">not translated</span>'
    return marked(view.unit.target, view.target_marks, f"{key}-t")


def status_html(view: SegmentView) -> str:
    """Status and engine of a segment, and what a person should know of it."""
    unit = view.unit
    chips = [f'<span class="chip status-{escaped(unit.status)}">{escaped(unit.status)}</span>']
    if unit.attention:
        chips.append('<span class="chip warn">needs attention</span>')
    if view.stale:
        chips.append('<span class="chip warn">the glossary changed since</span>')
    if unit.engine or unit.model:
        engine = " ".join(x for x in (unit.engine, unit.model) if x)
        chips.append(f'<span class="engine">{escaped(engine)}</span>')
    if unit.note:
        chips.append(f'<span class="note">note: {texted(unit.note)}</span>')
    return "".join(chips)


def how_html(shown: Shown) -> str:
    """How a term was repaired or why it is unmet, where there is more to say than that it is not there."""
    return "" if shown.how in ("", ABSENT) else f' <span class="how">{escaped(told(shown.how))}</span>'


def outcomes_html(view: SegmentView) -> str:
    """The terms of a segment that are unmet, and those that are repaired and how, in words."""
    groups: dict[tuple[str, str], list[Shown]] = {}
    for standing in ("unmet", "repaired"):
        for shown in view.terms:
            if shown.standing == standing:
                groups.setdefault((standing, "" if shown.how == ABSENT else told(shown.how)), []).append(shown)
    parts: list[str] = []
    for (standing, how), members in groups.items():
        items = "".join(
            f'<li>{texted(shown.term.ar)} <span class="arrow" aria-hidden="true">→</span> '
            f"{texted(shown.term.en or '')}</li>"
            for shown in members
        )
        label = LABELS[standing] + (f": {how}" if how else "")
        parts.append(
            f'<div class="outcomes {standing}"><span class="standing {standing}">{escaped(label)}</span>'
            f"<ul>{items}</ul></div>"
        )
    return "".join(parts)
