"""English around a term: articles, a and an, capitals, and spaces where words are put in or taken out."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+(?:[.'’-]\w+)*")
_AN_LETTERS = frozenset("AEFHILMNORSX")
_AN_WORDS = re.compile(r"(?:[aeio]|u(?!n[aeiou]|s[aeiu]|r[aeiu]|t[aeiou]|[bk]i)|hon|heir|hour)", re.IGNORECASE)
_A_WORDS = re.compile(r"(?:eu|one\b|once\b|ew)", re.IGNORECASE)
_ARTICLE = re.compile(r"(?<!\w)(a|an)(\s+)(?=(\w[\w.-]*))", re.IGNORECASE)


def takes_an(word: str) -> bool:
    """Whether the indefinite article before this word is `an`: by its sound, or letter by letter for an acronym."""
    if len(word) > 1 and word.isupper() and not re.search(r"[AEIOU]", word[1:3]):
        return word[0] in _AN_LETTERS
    return bool(_AN_WORDS.match(word)) and not _A_WORDS.match(word)


def mend_articles(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The text with the articles around text[start:end] mended: a/an by sound, and never two of them."""
    before, inside, after = text[:start], text[start:end], text[end:]
    doubled = re.search(r"(?<!\w)(the|an?)\s+$", before, re.IGNORECASE)
    if doubled and re.match(r"(?:the|an?)\s", inside, re.IGNORECASE):
        before = before[: doubled.start()]
    elif doubled and doubled[1].lower() in ("a", "an") and (word := _WORD.match(inside)):
        article = "an" if takes_an(word.group()) else "a"
        before = before[: doubled.start()] + (article.capitalize() if doubled[1][0].isupper() else article) + " "
    return before + inside + after, len(before), len(before) + len(inside)


def splice(text: str, start: int, end: int, words: str) -> tuple[str, int, int]:
    """Put `words` in the place of text[start:end] with single spaces around, a capital at a sentence's start, and the
    articles before them mended; the text and where the words now stand."""
    before, after = text[:start].rstrip(), text[end:].lstrip()
    if not before or (before[-1] in ".!?" and not before.endswith("..")):
        words = words[:1].upper() + words[1:]
    left = "" if not before or before[-1] in "([{«“‘-/" else " "
    right = "" if not after or re.match(r"[^\w\s(\[{«“‘]", after) else " "
    if text[start - 1 : start] in ('"', "'") and not text[:start].endswith((" ", "\n")):
        left = ""
    place = len(before) + len(left)
    joined = f"{before}{left}{words}{right}{after}"
    return mend_articles(joined, place, place + len(words))


def word_span(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to whole words."""
    while start > 0 and (text[start - 1].isalnum() or (text[start - 1] in "'’-" and text[start : start + 1].isalnum())):
        start -= 1
    while end < len(text) and (text[end].isalnum() or (text[end] in "'’-" and text[end + 1 : end + 2].isalnum())):
        end += 1
    return start, end


def word_places(text: str) -> list[tuple[int, int]]:
    """The spans of the words of a text."""
    return [m.span() for m in _WORD.finditer(text)]
