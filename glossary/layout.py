"""The lines of a page into title, date and body: which of them are the article.

Every line is judged by itself first (`glossary.boilerplate`, `glossary.dates`, `glossary.prose`), then by its place.
The body is the stretch of the page that is densest in prose (maximum subarray, as in content extraction by text
density); markers such as a list of related links or the comments cut it; headings before it give the title, a
dateline the date. What is left out is left out with a reason. Layout of the page on screen is not known here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from glossary.boilerplate import Reach, furniture, has_credit, key_of
from glossary.dates import Dateline, dateline, opening_date
from glossary.page import Dropped, Line, Reading
from glossary.prose import depicts, full_stopped, is_prose, itemised, opens_clause, stopped

_KEY_SPAN = 600  # characters that tell a line from others
_WEIGHTIEST = 40  # words that a paragraph counts at most, so that one long piece does not outweigh a page
_LONGEST_TITLE = 28  # words
_LONGEST_SUBHEAD = 8  # words


class _Kind(Enum):
    PROSE = "prose"
    PHRASE = "phrase"  # a heading, a caption, a link, a name: no prose, nothing known against it
    DATE = "date line"
    FURNITURE = "furniture"


# what a line that is no prose costs the stretch it stands in, in words
_COST = {_Kind.PHRASE: 3, _Kind.DATE: 1, _Kind.FURNITURE: 1}


@dataclass(slots=True)
class _Mark:
    """A line and what is known of it."""

    line: Line
    key: str
    words: int
    kind: _Kind
    reason: str = ""
    reach: Reach = Reach.LINE
    dated: Dateline | None = None

    @property
    def text(self) -> str:
        return self.line.text.strip()

    @property
    def strong(self) -> bool:
        """Whether this is prose that no headline, link or caption would look like."""
        if self.kind is not _Kind.PROSE:
            return False
        return self.words >= 25 or (
            self.words >= 5 and (full_stopped(self.text) or (self.words >= 8 and opens_clause(self.key)))
        )

    def drop(self, reason: str) -> None:
        self.kind, self.reason = _Kind.FURNITURE, reason


def read_lines(lines: Sequence[Line]) -> Reading:
    """What a page holds. Every line that is not blank is the title, a paragraph, or dropped."""
    marks = [_judge(line) for line in lines if line.text.strip()]
    _drop_foreign(marks)
    _cut_sections(marks)
    start, end = _densest(marks)
    date_at = _date_line(marks, start, end)
    start = _after_header(marks, start, end, date_at)
    title_at = _title(marks, start, date_at)
    kept = _body(marks, start, end, title_at)
    dated = marks[date_at].dated if date_at is not None else None
    first = next((m.text for m in kept), "")
    return Reading(
        title=marks[title_at].text if title_at is not None else None,
        date=dated.date if dated else opening_date(first),
        paragraphs=tuple(m.text for m in kept),
        dropped=_dropped(marks, kept, title_at),
    )


def _judge(line: Line) -> _Mark:
    """What a line is by itself."""
    text = line.text.strip()
    key = key_of(text[:_KEY_SPAN])
    mark = _Mark(line, key, len(text.split()), _Kind.PHRASE)
    found = furniture(text, key)
    if found:
        mark.kind, mark.reason, mark.reach = _Kind.FURNITURE, found.reason, found.reach
        mark.dated = dateline(text) if found.reach is Reach.LINE else None
        return mark
    mark.dated = dateline(text)
    if mark.dated:
        mark.kind = _Kind.DATE
    elif _is_caption(text, key, mark.words):
        mark.drop("caption")
    elif is_prose(text, key):
        mark.kind = _Kind.PROSE
    return mark


def _is_caption(text: str, key: str, words: int) -> bool:
    """Whether a line ends in a picture's credit and is no sentence of the report that names its source last."""
    if words > 40 or not has_credit(key_of(text[-120:])):
        return False
    before = text[: max(text.rfind("("), text.rfind("["))]
    return not stopped(before.rstrip()) and not (opens_clause(key) and words > 12)


def _drop_foreign(marks: list[_Mark]) -> None:
    """On an Arabic page, a line without an Arabic letter is an agency's caption or the page's machinery."""
    arabic = [any("\u0621" <= c <= "\u064a" for c in m.key) for m in marks]
    if sum(arabic) * 2 > len(marks):
        for mark, own in zip(marks, arabic, strict=True):
            if not own and mark.kind in (_Kind.PROSE, _Kind.PHRASE):
                mark.drop("not in Arabic")


def _cut_sections(marks: list[_Mark]) -> None:
    """Drop what markers reach: links under «related», and all after the source line, the comments or the rights."""
    before = at = 0
    while at < len(marks):
        mark = marks[at]
        marker = mark.kind is _Kind.FURNITURE and before
        if marker and mark.reach is Reach.END and _is_the_end(marks, at, before):
            _drop_all(marks[at + 1 :], f"after the article ({mark.reason})")
            return
        if marker and mark.reach is Reach.LIST:
            upto = _list_end(marks, at, before)
            _drop_all(marks[at + 1 : upto], mark.reason)
            at = upto
            continue
        before += mark.words if mark.strong else 0
        at += 1


def _drop_all(marks: Sequence[_Mark], reason: str) -> None:
    for mark in marks:
        if mark.kind is not _Kind.FURNITURE:
            mark.drop(reason)


def _is_the_end(marks: Sequence[_Mark], at: int, before: int) -> bool:
    """Whether a marker stands after the article, not in a header above it."""
    after = sum(m.words for m in marks[at + 1 :] if m.strong)
    return before * 3 >= after or (marks[at].reason == "comments" and before >= 40)


def _list_end(marks: Sequence[_Mark], at: int, before: int) -> int:
    """Where the list of links that a marker opens is over and the article goes on; the page's end if it does not."""
    for i in range(at + 1, min(at + 16, len(marks))):
        if marks[i].reason == "end of list":
            return i + 1
    upto = at + 1
    while upto < len(marks) and not marks[upto].strong and not _opens_end(marks[upto]):
        upto += 1
    if upto < len(marks) and marks[upto].strong and _lists_teasers(marks, at, upto, before):
        return len(marks)
    return upto


def _opens_end(mark: _Mark) -> bool:
    return mark.kind is _Kind.FURNITURE and mark.reach is Reach.END


def _lists_teasers(marks: Sequence[_Mark], at: int, upto: int, before: int) -> bool:
    """Whether prose after a list of links is that list's: a headline over each piece, as the article had not."""
    after = [i for i in range(upto, len(marks)) if marks[i].strong]
    if sum(marks[i].words for i in after) > 2 * before:
        return False
    if len(after) == 1:
        return marks[at].reason != "related link" and upto > at + 1
    return _headed_share(marks, after) > 0.9 and _headed_share(marks, [i for i in range(at) if marks[i].strong]) < 0.6


def _headed_share(marks: Sequence[_Mark], prose: Sequence[int]) -> float:
    """The share of paragraphs that have a line that is no paragraph right above them."""
    return sum(i > 0 and not marks[i - 1].strong for i in prose) / max(1, len(prose))


def _densest(marks: Sequence[_Mark]) -> tuple[int, int]:
    """The stretch, from prose to prose, with most prose and fewest other lines; all where there is no prose."""
    best = (0, len(marks), 0)
    total = start = 0
    for i, mark in enumerate(marks):
        if mark.kind is _Kind.PROSE:
            if total <= 0:
                total, start = 0, i
            total += min(mark.words, _WEIGHTIEST)
            if total > best[2]:
                best = (start, i + 1, total)
        else:
            total -= _COST[mark.kind]
    return best[0], best[1]


def _punctuated(marks: Sequence[_Mark]) -> bool:
    """Whether paragraphs of this page end in full stops."""
    long = [m for m in marks if m.kind is _Kind.PROSE and m.words >= 18]
    return sum(stopped(m.text) for m in long) >= 0.6 * len(long)


def _date_line(marks: Sequence[_Mark], start: int, end: int) -> int | None:
    """The line that dates the article: in its header, else right after it."""
    dated = [i for i, m in enumerate(marks) if m.dated and m.dated.date]
    head = [i for i in dated if i < start or (i < end and _is_header(marks[start:i]))]
    tail = [i for i in dated if i >= end and (i < end + 4 or _rank(marks[i]) == 3) and marks[i].kind is not _Kind.PROSE]
    if head:
        return max(head, key=lambda i: (_rank(marks[i]), i))
    return max(tail, key=lambda i: (_rank(marks[i]), -i)) if tail else None


def _rank(mark: _Mark) -> int:
    return mark.dated.rank if mark.dated else 0


def _is_header(marks: Sequence[_Mark]) -> bool:
    """Whether what stands above a date line may be a title and a deck."""
    prose = [m for m in marks if m.kind is _Kind.PROSE]
    return len(prose) <= 2 and sum(m.words for m in prose) <= 90


def _after_header(marks: Sequence[_Mark], start: int, end: int, date_at: int | None) -> int:
    """Where the body starts: after the date line, and after a title that has the form of prose."""
    if date_at is not None and start <= date_at < end:
        start = date_at + 1
    prose = [i for i in range(start, end) if marks[i].kind is _Kind.PROSE]
    if len(prose) < 2 or not _punctuated(marks):
        return prose[0] if prose else start
    first = marks[prose[0]]
    headed = any(m.kind is _Kind.PHRASE and m.words >= 3 for m in marks[: prose[0]])
    is_title = (
        not headed and first.words <= _LONGEST_TITLE and not full_stopped(first.text) and not first.text.endswith(":")
    )
    # headlines run together: no stop at the end, and the title still to come
    is_ticker = first.words >= 30 and not stopped(first.text) and prose[1] > prose[0] + 1
    return prose[1] if is_title or is_ticker else prose[0]


def _title(marks: Sequence[_Mark], start: int, date_at: int | None) -> int | None:
    """The heading above the body that is the article's own."""
    times = Counter(m.key for m in marks)
    best, best_score = None, 0.0
    run: list[int] = []
    for i in range(start + 1):
        mark = marks[i] if i < start else None
        heading = mark is not None and (
            mark.kind is _Kind.PHRASE
            or (mark.kind is _Kind.PROSE and not full_stopped(mark.text) and mark.words <= _LONGEST_TITLE)
        )
        if heading:
            run.append(i)
            continue
        long = [j for j in run if marks[j].words >= 4] or run
        for j in long:
            score = 1.0 + 3 * (times[marks[j].key] > 1) + (5 <= marks[j].words <= 20) - depicts(marks[j].key)
            score += 2 * (i == date_at) - 2 * (marks[j].words < 4)
            # a list of headlines may stand over the title; a deck stands under it
            score += 2 * (j == (long[0] if len(long) <= 4 else long[-1]))
            if score > best_score:
                best, best_score = j, score
        run = []
    return best


def _body(marks: Sequence[_Mark], start: int, end: int, title_at: int | None) -> list[_Mark]:
    """The paragraphs and subheads, in order."""
    times = Counter(m.key for m in marks)
    punctuated = _punctuated(marks)
    title = marks[title_at].key if title_at is not None else ""
    dates = sum(m.kind is _Kind.DATE for m in marks[start:end])
    kept: list[_Mark] = []
    if title_at is not None:
        kept += [m for m in marks[title_at + 1 : start] if m.kind is _Kind.PROSE and full_stopped(m.text)][:2]
    seen = {m.key for m in kept}
    for i in range(start, end):
        mark = marks[i]
        below = next((m for m in marks[i + 1 : end] if m.kind is not _Kind.FURNITURE), None)
        if mark.kind is _Kind.FURNITURE:
            continue
        if mark.key in seen or mark.key == title or (mark.kind is _Kind.PHRASE and times[mark.key] > 1):
            mark.drop("repeated line")
        elif mark.kind is _Kind.PHRASE and not _belongs(mark, kept, below, punctuated):
            mark.drop("caption or link")
        elif mark.kind is _Kind.DATE and (dates < 2 or below is None):
            continue
        else:
            kept.append(mark)
            seen.add(mark.key)
    return kept


def _belongs(mark: _Mark, kept: Sequence[_Mark], below: _Mark | None, punctuated: bool) -> bool:
    """Whether a phrase among paragraphs is a subhead, an item of a list or a short sentence."""
    if stopped(mark.text):
        return True
    if itemised(mark.text):
        return bool(kept) and (kept[-1].text.endswith(":") or itemised(kept[-1].text) or punctuated)
    if depicts(mark.key):
        return False
    if mark.words > _LONGEST_SUBHEAD:
        return not punctuated
    return below is not None and (below.kind is _Kind.PROSE or itemised(below.text))


def _dropped(marks: Sequence[_Mark], kept: Sequence[_Mark], title_at: int | None) -> tuple[Dropped, ...]:
    inside = {id(m) for m in kept}
    first = min((i for i, m in enumerate(marks) if id(m) in inside), default=0)
    dropped: list[Dropped] = []
    for i, mark in enumerate(marks):
        if id(mark) in inside or i == title_at:
            continue
        place = "above the body" if i < first else "below the body"
        reason = mark.reason or ("date line" if mark.kind is _Kind.DATE else place)
        dropped.append(Dropped(mark.line.number, mark.text, reason))
    return tuple(dropped)
