"""A paragraph into sentences with their offsets.

A sentence ends at . ! ? ؟ ۔ … and the quotes and brackets that close after it, where white space follows; in Arabic
also where the space was forgotten (الوطني.وكان). Not at the Arabic comma or semicolon: Arabic prose joins long periods
with them, and a segment is to be a whole sentence. Not within numbers, after abbreviations and initials (د. محمد,
ص. 5, J. Peter, Lt. Gen.), nor at the two dots that the Arabic press uses as a dash. One set of rules serves Arabic,
English and mixed text; no model, no list of words beyond abbreviations.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CLOSERS = "\"”“»’'\\)\\]}›"
_STOP = re.compile(
    rf"(?<![.!?؟۔…])[.!?؟۔…]+[{_CLOSERS}]*(?:\[\d{{1,3}}\])*(?:\s+[»”\)\]](?=\s|$))?(?=\s)"
    r"|(?<=[\u0621-\u064a]{3})[.؟۔!](?=[\u0621-\u064a]{3})"
)
_ENUMERATOR = re.compile(r"\s*[(\[]?(?:\d{1,3}|[A-Za-z]|[\u0621-\u064a])\.")
_LAST_WORD = re.compile(r"[^\s(\[«“\"”'‘’/–—-]*$")
_NEXT_WORD = re.compile(r"\s*[\"“”«‘'(\[]*\s*(\w[\w.'’-]*)?")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    """mr mrs ms dr prof det sens reps drs gens supt gen lt col maj brig capt cmdr cdr sgt cpl pvt adm gov sen rep hon
    rev pres messrs st mt ft fr mme mlle me"""
)
_BEFORE_NUMBER = _words("no nos art arts p pp vol ch sec fig par jan feb mar apr jun jul aug sep sept oct nov dec")
_JOINING = _words("vs cf eg ie viz al approx ca")
_OPTIONAL = _words("inc ltd co corp jr sr etc dept est bros")
# capitalised words that begin a sentence far more often than they go on after an abbreviation
_OPENERS = _words(
    """the a an he she it they we i you in on at but and or so this that these those there his her its their our
    however meanwhile last when while after before if as for from to with by some many most now then no not what who
    according since during under over although though yet still earlier later both each all one two three"""
)
# bare, not with و or ف: those begin a sentence
_SAYING = re.compile(
    r"(?:قال|يقول|تقول|قالت|قالوا|تساءل|يتساءل|تساءلت|سال|سأل|سألت|أضاف|اضاف|أجاب|يجيب|هتف|صرخ|كتب|كتبت|رد|ردد|صاح)"
)


class Sentence(NamedTuple):
    """A sentence and where it stands: `text == paragraph[start:end]`, in code points."""

    text: str
    start: int
    end: int


def split_sentences(paragraph: str) -> list[Sentence]:
    """The sentences of a paragraph in order; only white space stands outside them."""
    ends: list[int] = []
    begin = 0
    for stop in _STOP.finditer(paragraph):
        if _ends_sentence(paragraph, begin, stop):
            ends.append(stop.end())
            begin = stop.end()
    ends.append(len(paragraph))
    return [Sentence(paragraph[start:end], start, end) for start, end in _spans(paragraph, ends)]


def _spans(paragraph: str, ends: list[int]) -> list[tuple[int, int]]:
    """The pieces between the ends, white space off; what holds no letter and no digit goes with its neighbour."""
    spans: list[tuple[int, int]] = []
    begin, worded = 0, False
    for end in ends:
        piece = paragraph[begin:end]
        inner = piece.strip()
        start = begin + len(piece) - len(piece.lstrip())
        begin = end
        if not inner:
            continue
        has_word = any(c.isalnum() for c in inner)
        if spans and not (has_word and worded):
            spans[-1] = (spans[-1][0], start + len(inner))
            worded = worded or has_word
        else:
            spans.append((start, start + len(inner)))
            worded = has_word
    return spans


def _ends_sentence(paragraph: str, begin: int, stop: re.Match[str]) -> bool:
    """Whether a stop that white space follows ends the sentence that began at `begin`."""
    ending = stop.group()
    marks = ending[: len(ending) - len(ending.lstrip(".!?؟۔…"))]
    following = _NEXT_WORD.match(paragraph, stop.end())
    word = (following[1] or "") if following else ""
    quoted = len(ending) > len(marks)
    if marks[-1] in "!?؟":
        # «… ؟» قال: the words around a quoted question go on
        return not (word[:1].islower() or (quoted and _SAYING.fullmatch(word)))
    if marks in ("..", ".…"):
        return False
    if word[:1].islower() and word[:1].isascii():
        return False
    if marks != "." or quoted:
        return True
    return not _abbreviation(paragraph, begin, stop.start(), word)


def _abbreviation(paragraph: str, begin: int, dot: int, word: str) -> bool:
    """Whether the full stop at `dot` belongs to an abbreviation, an initial or an enumerator, with `word` after it."""
    if dot - begin < 8 and _ENUMERATOR.fullmatch(paragraph, begin, dot + 1):
        return True
    found = _LAST_WORD.search(paragraph, max(begin, dot - 24), dot)
    last = found.group() if found else ""
    bare = last.strip(".").replace("\u0640", "")
    if not bare or bare.isdigit():
        return False
    if "\u0621" <= bare[-1] <= "\u064a":
        return _arabic_abbreviation(last, bare, paragraph[max(begin, dot - 24) : dot], word)
    low = bare.lower()
    if "." in bare or (len(bare) == 1 and bare.isalpha()):
        # U.S., p.m., J.: an initial goes before a capital, an acronym may end the sentence
        initial = len(bare) == 1 and bare.isupper() and bare != "I"
        return word[:1].isdigit() or word.lower() not in _OPENERS or (initial and word.lower() not in ("the", "he"))
    if low in _TITLES and bare[0].isupper():
        return bool(word)
    if low in _BEFORE_NUMBER:
        return word[:1].isdigit()
    if low in _JOINING:
        return True
    return low in _OPTIONAL and word.lower() not in _OPENERS


def _arabic_abbreviation(last: str, bare: str, before: str, word: str) -> bool:
    """Whether an Arabic word and its full stop are an abbreviation: letters one by one (د., أ.د., ق.م.)."""
    letters = bare.split(".")
    if any(len(letter) > 1 for letter in letters):
        return False
    if len(letters) > 2:
        # an agency (أ.ف.ب.) may come last; what follows it then joins on
        return word[:1] not in ("و", "ف")
    # ٢٠٢١ م. and 1442 هـ. end their sentence like any word
    if bare in ("م", "ه") and re.search(r"\d\s*\S*$", before[: len(before) - len(last)]):
        return word[:1].isdigit()
    return True
