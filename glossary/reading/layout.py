"""The lines of a page into title, date and body: which of them are the article.

Every line is judged by itself first (`marks`), then by its place. The body is the stretch of the page that is densest
in prose (maximum subarray, as in content extraction by text density); markers such as a list of related links or the
comments cut it (`sections`); a heading above it gives the title, a dateline the date. What is left out is left out
with a reason. How the page looks on a screen is not known here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from glossary.reading.boilerplate import key_of
from glossary.reading.dates import opening_date
from glossary.reading.marks import Kind, Mark, judge_lines, punctuated
from glossary.reading.page import Dropped, Line, Reading
from glossary.reading.prose import (
    depicts,
    depicts_scene,
    follows_in_list,
    full_stopped,
    itemised,
    names_person,
    stopped,
)
from glossary.reading.sections import cut_sections, opens_end

_WEIGHTIEST = 40  # words that a paragraph counts at most, so that one long piece does not outweigh a page
_LONGEST_TITLE = 28  # words
_LONGEST_SUBHEAD = 7  # words
_SHORT = 8  # words of prose that may well be said twice
_LONGEST_HEADER = 16  # lines from a title of the form of prose to the date
_LONGEST_LINE = 400  # characters of a title with its site's name
_MOST_HEADINGS = 4  # lines one after the other, between two paragraphs of one article

_SITE = re.compile(r"\s+(?:[|–—-]|::)\s+")

# what a line that is no prose costs the stretch it stands in, in words
_COST = {Kind.PHRASE: 3, Kind.DATE: 1, Kind.FURNITURE: 1}


def read_lines(lines: Sequence[Line], title: str | None = None, date: str | None = None) -> Reading:
    """What a page holds; its title and date may be known already.

    Every line that is not blank is the title, a paragraph, or dropped.
    """
    marks = judge_lines(lines)
    cut_sections(marks)
    start, end = _densest(marks)
    date_at = _date_line(marks, start, end)
    start = _after_header(marks, start, end, date_at)
    title_at = _title(marks, start, date_at) if title is None else _line_of(title, marks)
    title = marks[title_at].text if title_at is not None else title
    if any(m.kind is Kind.PROSE for m in marks):
        kept = _body(marks, start, end, title_at, title)
    else:
        # with no prose to compare them to, no phrase can be told for a caption
        kept = [m for i, m in enumerate(marks) if m.kind is Kind.PHRASE and i != title_at]
    dated = marks[date_at].dated if date_at is not None else None
    first = next((m.text for m in kept), "")
    return Reading(
        title=title,
        date=date or (dated.date if dated else opening_date(first)),
        paragraphs=tuple(m.text for m in kept),
        dropped=_dropped(marks, kept, title_at),
    )


def _line_of(title: str, marks: Sequence[Mark]) -> int | None:
    """The first line that is the title."""
    key = key_of(title)
    return next((i for i, m in enumerate(marks) if m.key == key), None)


def _densest(marks: Sequence[Mark]) -> tuple[int, int]:
    """The stretch, from prose to prose, with most prose and fewest other lines; all where there is no prose."""
    best = (0, len(marks), 0)
    total = start = 0
    for i, mark in enumerate(marks):
        if mark.kind is Kind.PROSE:
            if total <= 0:
                total, start = 0, i
            total += min(mark.words, _WEIGHTIEST)
            if total > best[2]:
                best = (start, i + 1, total)
        elif not itemised(mark.text) and not mark.line.outside:
            total -= _COST[mark.kind]
    return best[0], _last_prose(marks, best[1])


def _last_prose(marks: Sequence[Mark], end: int) -> int:
    """The end of the body once short paragraphs after a list or a few pictures are let in."""
    headings = 0
    for i in range(end, len(marks)):
        mark = marks[i]
        listed = i == end and itemised(mark.text) and follows_in_list(mark.text, marks[i - 1].text)
        if mark.kind is Kind.PROSE or listed:
            end, headings = i + 1, 0
        elif opens_end(mark) or mark.reason == "related link":
            break
        elif mark.kind is Kind.PHRASE and not itemised(mark.text):
            headings += 1
            if headings > _MOST_HEADINGS:
                break
    return end


def _date_line(marks: Sequence[Mark], start: int, end: int) -> int | None:
    """The line that dates the article: in its header, else right after it."""
    dated = [i for i, m in enumerate(marks) if m.dated and m.dated.date]
    head = [i for i in dated if i < start or (i < start + _LONGEST_HEADER and i < end and _is_header(marks[start:i]))]
    tail = [i for i in dated if i >= end and (i < end + 4 or _rank(marks[i]) == 3) and marks[i].kind is not Kind.PROSE]
    if head:
        return max(head, key=lambda i: (_rank(marks[i]), i))
    return max(tail, key=lambda i: (_rank(marks[i]), -i)) if tail else None


def _rank(mark: Mark) -> int:
    return mark.dated.rank if mark.dated else 0


def _is_header(marks: Sequence[Mark]) -> bool:
    """Whether what stands above a date line may be a title and a deck."""
    prose = [m for m in marks if m.kind is Kind.PROSE]
    return len(prose) <= 2 and sum(m.words for m in prose if stopped(m.text)) <= 90


def _after_header(marks: Sequence[Mark], start: int, end: int, date_at: int | None) -> int:
    """Where the body starts: after the date line, and after a title that has the form of prose."""
    if date_at is not None and start <= date_at < end:
        start = date_at + 1
    prose = [i for i in range(start, end) if marks[i].kind is Kind.PROSE]
    if len(prose) < 2 or not punctuated(marks[start:end]):
        return prose[0] if prose else start
    first = marks[prose[0]]
    if depicts_scene(first.key) and any(m.kind is Kind.PHRASE for m in marks[: prose[0]]):
        first.drop("caption")
        return prose[1]
    headed = any(m.kind is Kind.PHRASE and m.words >= 3 for m in marks[: prose[0]])
    is_title = (
        not headed and first.words <= _LONGEST_TITLE and not full_stopped(first.text) and not first.text.endswith(":")
    )
    # headlines run together: no stop at the end, and the title still to come
    is_ticker = first.words >= 30 and not stopped(first.text) and prose[1] > prose[0] + 1
    return prose[1] if is_title or is_ticker else prose[0]


def _title(marks: Sequence[Mark], start: int, date_at: int | None) -> int | None:
    """The heading above the body that is the article's own."""
    # the title comes again in the page, or in its first line with the site's name after it
    times = Counter(m.key for m in marks)
    times.update(key_of(piece) for m in marks[:start] for piece in _SITE.split(m.text[:_LONGEST_LINE])[:-1])
    best, best_score = None, 0.0
    run: list[int] = []
    for i in range(start + 1):
        if i < start and _may_be_title(marks[i]):
            run.append(i)
            continue
        # a short line that comes again is the site's own, a long one the title; one word is a section
        again = {j for j in run if times[marks[j].key] > 1}
        wordy = [j for j in run if marks[j].words >= (5 if j in again else 2 if i == date_at else 3)]
        own = [j for j in wordy if not names_person(marks[j].key)] or wordy
        long = [j for j in own if marks[j].words >= 4] or own
        for j in long:
            mark = marks[j]
            score = 1.0 + (5 <= mark.words <= 20) - 2 * (mark.words < 4)
            score -= 0.5 * depicts(mark.key) + 2 * names_person(mark.key)
            score += 3 * (j in again) + 2 * (i == date_at) + 1.5 * (i == start)
            # a list of headlines may stand over the title; a deck stands under it
            score += 2 * (j == _lead(marks, long, dated=i == date_at))
            if score > best_score:
                best, best_score = j, score
        run = []
    return best


def _may_be_title(mark: Mark) -> bool:
    if mark.kind is Kind.PROSE:
        return mark.words <= _LONGEST_TITLE and not full_stopped(mark.text)
    return mark.kind is Kind.PHRASE


def _lead(marks: Sequence[Mark], run: Sequence[int], dated: bool) -> int:
    """Which of the headings in a row is the title: the first, or the one that a kicker or an office stands over.

    In a long row the headlines of other articles come first, and captions last where no date parts them from it.
    """
    if len(run) > _MOST_HEADINGS:
        own = (j for j in reversed(run) if dated or (marks[j].words > 5 and not depicts(marks[j].key)))
        return next(own, run[-1])
    if len(run) > 1 and marks[run[0]].words <= 5 < marks[run[1]].words <= 18:
        return run[1]
    return run[0]


def _body(marks: Sequence[Mark], start: int, end: int, title_at: int | None, title: str | None) -> list[Mark]:
    """The paragraphs and subheads, in order."""
    times = Counter(m.key for m in marks)
    stops = punctuated(marks[start:end])
    title_key = key_of(title or "")
    dates = sum(m.kind is Kind.DATE for m in marks[start:end])
    kept: list[Mark] = []
    if title_at is not None:
        kept += [m for m in marks[title_at + 1 : start] if m.kind is Kind.PROSE and full_stopped(m.text)][:2]
    seen = {m.text for m in kept}
    whole = sorted(m.text for m in marks[start:end] if m.kind is Kind.PROSE and not m.truncated)
    below = _next_below(marks, start, end)
    for mark, after in zip(marks[start:end], below, strict=True):
        if mark.kind is Kind.FURNITURE:
            continue
        again = mark.text in seen if mark.kind is Kind.PROSE else times[mark.key] > 1
        if mark.key == title_key or (again and _is_unique(mark)) or _begins_one(mark, whole):
            mark.drop("repeated line")
        elif mark.kind is Kind.PHRASE and not _belongs(mark, kept, after, stops):
            mark.drop("caption or link")
        elif mark.kind is not Kind.DATE or (dates > 1 and after is not None):
            kept.append(mark)
            seen.add(mark.text)
    return kept


def _next_below(marks: Sequence[Mark], start: int, end: int) -> list[Mark | None]:
    """For each line of a stretch the next one in it that is not furniture."""
    below: list[Mark | None] = []
    last: Mark | None = None
    for mark in reversed(marks[start:end]):
        below.append(last)
        last = mark if mark.kind is not Kind.FURNITURE else last
    return below[::-1]


def _is_unique(mark: Mark) -> bool:
    """Whether an article would not say this twice, as it may an item, a date or a short answer."""
    if mark.kind is Kind.PROSE:
        return mark.words >= _SHORT and not mark.spoken
    return mark.kind is Kind.PHRASE and not itemised(mark.text)


def _begins_one(mark: Mark, texts: Sequence[str]) -> bool:
    """Whether a line breaks off that stands whole among some texts, which are in order."""
    stem = mark.text.rstrip(".…[] ") if mark.truncated else ""
    at = bisect_left(texts, stem)
    return bool(stem) and at < len(texts) and texts[at].startswith(stem)


def _belongs(mark: Mark, kept: Sequence[Mark], below: Mark | None, stops: bool) -> bool:
    """Whether a phrase among paragraphs is a subhead, an item of a list or a short sentence."""
    if stopped(mark.text):
        return True
    if itemised(mark.text) and kept:
        above = follows_in_list(mark.text, kept[-1].text)
        if above or (below is not None and itemised(below.text) and follows_in_list(below.text, mark.text)):
            return True
    if depicts(mark.key, shown=stops):
        return False
    if mark.words > _LONGEST_SUBHEAD:
        return not stops
    return below is not None and (below.kind is Kind.PROSE or itemised(below.text))


def _dropped(marks: Sequence[Mark], kept: Sequence[Mark], title_at: int | None) -> tuple[Dropped, ...]:
    inside = {id(m) for m in kept}
    first = min((i for i, m in enumerate(marks) if id(m) in inside), default=0)
    dropped: list[Dropped] = []
    for i, mark in enumerate(marks):
        if id(mark) in inside or i == title_at:
            continue
        place = "above the body" if i < first else "below the body"
        reason = mark.reason or ("date line" if mark.kind is Kind.DATE else place)
        dropped.append(Dropped(mark.line.number, mark.text, reason))
    return tuple(dropped)
