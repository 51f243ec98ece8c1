"""The small charts on top of a page, as inline SVG with their numbers in words beside them.

Parts differ by pattern as well as by colour; the colours are the style sheet's, so that they follow light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence

from memory.report.markup import escaped
from memory.report.view import SegmentView, standings

_BAR, _STRIP = 16, 48  # pixels high
_STEP = 6  # pixels a term in the strip
_PATTERNS = {
    "repaired": '<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6"/>',
    "unmet": '<path d="M0 0L8 8M8 0L0 8"/>',
    "candidate": '<circle cx="4" cy="4" r="1.2"/>',
}


def patterns() -> str:
    """What the charts of a page are hatched with; stands once in the page."""
    listed = "".join(
        f'<pattern id="hatch-{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<g class="hatch">{drawing}</g></pattern>'
        for name, drawing in _PATTERNS.items()
    )
    return f'<svg class="patterns" width="0" height="0" aria-hidden="true"><defs>{listed}</defs></svg>'


def bar(title: str, parts: Sequence[tuple[str, str, int]]) -> str:
    """A bar of (label, class, count), and its legend."""
    total = sum(count for _, _, count in parts)
    said = ", ".join(f"{count} {label}" for label, _, count in parts)
    drawn: list[str] = []
    at = 0.0
    for _, name, count in parts:
        width = 100 * count / total if total else 0.0
        if count:
            drawn.append(_box(name, at, 0, max(width - 0.3, 0.2), _BAR))
        at += width
    legend = "".join(
        f'<li><svg class="key" width="14" height="14" aria-hidden="true">{_box(name, 0, 0, 100, 14)}</svg>'
        f'<b>{count}</b> {escaped(label)} <span class="share">{_share(count, total)}</span></li>'
        for label, name, count in parts
    )
    return (
        f'<figure class="chart"><figcaption>{escaped(title)}</figcaption>'
        f'<svg class="bar" width="100%" height="{_BAR}" role="img" aria-label="{escaped(f"{title}: {said}")}">'
        f'{"".join(drawn)}</svg><ul class="legend">{legend}</ul></figure>'
    )


def strip(views: Sequence[SegmentView]) -> str:
    """A column for each segment, as high as it has terms, so that one sees where repairs and gaps lie."""
    if not views:
        return ""
    width = 100 / len(views)
    drawn: list[str] = []
    for number, view in enumerate(views):
        counts = standings([view])
        step = min(_STEP, _STRIP / max(len(view.terms), 1))
        y = float(_STRIP)
        for name in ("satisfied", "repaired", "unmet"):
            y -= step * counts[name]
            if counts[name]:
                drawn.append(_box(name, number * width, y, width * 0.8, step * counts[name] - 0.6))
        if not view.terms:
            drawn.append(_box("neither", number * width, _STRIP - 2, width * 0.8, 2))
    held = sum(bool(view.terms) for view in views)
    title = f"Approved terms, segment by segment: {held} of {len(views)} segments hold one"
    return (
        f'<figure class="chart"><figcaption>{escaped(title)}</figcaption>'
        f'<svg class="strip" width="100%" height="{_STRIP}" role="img" aria-label="{escaped(title)}">'
        f"{''.join(drawn)}</svg></figure>"
    )


def _share(count: int, total: int) -> str:
    return f"{100 * count / total:.0f}\u202f%" if total else "–"


def _box(name: str, x: float, y: float, width: float, height: float) -> str:
    """A rectangle, across in percent and down in pixels."""
    place = f'x="{x:.2f}%" y="{y:.1f}" width="{width:.2f}%" height="{height:.1f}"'
    box = f'<rect class="part {name}" {place}/>'
    return box + (f'<rect {place} fill="url(#hatch-{name})"/>' if name in _PATTERNS else "")
