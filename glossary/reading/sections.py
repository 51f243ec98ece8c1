"""What the markers on a page reach: lists of related links, and all that follows the end of the article.

A marker (`اقرأ أيضا`, `المصدر:`, `التعليقات`) counts only below some prose; in the header above an article it is a line
like others. Where a list is over is told by the first line that no link would look like.
"""

from __future__ import annotations

from collections.abc import Sequence

from glossary.reading.boilerplate import Reach
from glossary.reading.marks import Kind, Mark

_SOURCES = frozenset(("source line", "link to the source"))
_LONGEST_LIST = 16  # lines of a list of links with an end mark


def cut_sections(marks: list[Mark]) -> None:
    """Drop what markers reach: links under «related», and all after the source line, the comments or the rights."""
    before = at = 0
    after = sum(m.words for m in marks if m.strong)
    headed: list[bool] = []  # for each paragraph so far, whether it has a heading right above it
    while at < len(marks):
        mark = marks[at]
        marker = mark.kind is Kind.FURNITURE and before
        if marker and opens_end(mark) and _is_the_end(marks, at, before, after):
            _drop_all(marks[at + 1 :], f"after the article ({mark.reason})")
            return
        if marker and mark.reach is Reach.LIST:
            upto = _list_end(marks, at)
            if _lists_teasers(marks, at, upto, headed) and after <= 2 * before:
                upto = len(marks)
            _drop_all(marks[at + 1 : upto], mark.reason)
            at = upto
            continue
        if mark.strong:
            before, after = before + mark.words, after - mark.words
            headed.append(_headed(marks, at))
        at += 1


def _drop_all(marks: Sequence[Mark], reason: str) -> None:
    for mark in marks:
        if mark.kind is not Kind.FURNITURE:
            mark.drop(reason)


def _is_the_end(marks: Sequence[Mark], at: int, before: int, after: int) -> bool:
    """Whether a marker stands after the article: not in a header above it, nor under a chart within it."""
    if _links_follow(marks, at) or (marks[at].reason == "comments" and before >= 40):
        return True
    return before * 3 >= after and not (marks[at].reason in _SOURCES and _goes_on(marks, at))


def _goes_on(marks: Sequence[Mark], at: int) -> bool:
    """Whether a paragraph follows right below, and another one soon."""
    below = [m for m in marks[at + 1 : at + _LONGEST_LIST] if m.kind is not Kind.FURNITURE or m.reach is not Reach.LINE]
    return bool(below) and below[0].strong and sum(m.strong for m in below) >= 2


def _links_follow(marks: Sequence[Mark], at: int) -> bool:
    """Whether another marker comes right below: the foot of an article, however short the article was."""
    for mark in marks[at + 1 : at + 3]:
        if mark.strong:
            return False
        if mark.kind is Kind.FURNITURE and mark.reach is not Reach.LINE:
            return True
    return False


def _list_end(marks: Sequence[Mark], at: int) -> int:
    """Where the list of links that a marker opens is over: after its end mark, or at the next real paragraph."""
    for i in range(at + 1, min(at + _LONGEST_LIST, len(marks))):
        if marks[i].reason == "end of list":
            return i + 1
    upto = at + 1
    while upto < len(marks) and not marks[upto].strong and not opens_end(marks[upto]):
        upto += 1
    return upto


def opens_end(mark: Mark) -> bool:
    return mark.kind is Kind.FURNITURE and mark.reach is Reach.END


def _lists_teasers(marks: Sequence[Mark], at: int, upto: int, headed: Sequence[bool]) -> bool:
    """Whether prose after a list of links is that list's: a headline over each piece, as the article had not."""
    links = any(m.kind is not Kind.FURNITURE for m in marks[at + 1 : upto])
    if not links or upto == len(marks) or not marks[upto].strong:
        return False
    after = [i for i in range(upto, min(upto + _LONGEST_LIST * 4, len(marks))) if marks[i].strong]
    if len(after) == 1:
        return marks[at].reason != "related link"
    below = [_headed(marks, i) for i in after[1:]]
    return all(below) and len(headed) >= 3 and sum(headed) < 0.6 * len(headed)


def _headed(marks: Sequence[Mark], at: int) -> bool:
    """Whether a paragraph has a heading right above it, and not just a related link."""
    heading = False
    for i in range(at - 1, max(-1, at - _LONGEST_LIST), -1):
        if marks[i].kind is Kind.FURNITURE:
            if marks[i].reach is Reach.LIST:
                return False
        elif marks[i].strong:
            break
        else:
            heading = True
    return heading
