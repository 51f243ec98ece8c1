"""Terms: one that is missing in the target, one that stands there in forbidden words, one that is not always the same.

The Arabic side is matched as everywhere (proclitics, spelling variants, conditions); the English side is verified by
`memory.verification`, as enforcement does it, typographic apostrophes, hyphens and spaces apart. A term counts as not
always the same where a file has two accepted names for it that differ in more than an abbreviation, an adjective, a
shorter form, or the order and inflection of the same words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from glossary.matching import TermMatch
from glossary.term import Term
from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context, Rule
from memory.verification import forbidden_places, places, satisfied_at

_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\n": " ", "‑": "-", "‐": "-"})
_SMALL_WORDS_TEXT = "the a an of for in on to and by at from with or s"
_SMALL_WORDS = frozenset(_SMALL_WORDS_TEXT.split())


def plain(text: str) -> str:
    """A target with its apostrophes, hyphens and spaces as glossaries write them; every place stays where it is."""
    return text.translate(_SAME)


def _matches(segment: Segment, context: Context) -> list[TermMatch]:
    return context.matches(segment) if segment.translated else []


def _distinct(matches: Sequence[TermMatch]) -> list[TermMatch]:
    return list({m.term.ar: m for m in reversed(matches)}.values())[::-1]


def _verdict(term: Term, target: str) -> bool:
    """Whether an accepted form stands in the target, forbidden words aside."""
    text = plain(target)
    if text.isupper():
        return any(places(text, plain(form)) for form in term.accepted)
    return any(places(text, plain(form), term.case == "keep") for form in term.accepted)


def _forbidden(match: TermMatch, matches: Sequence[TermMatch], target: str) -> list[tuple[int, int]]:
    """Where forbidden words stand that are not the accepted English of another term of the segment."""
    text = plain(target)
    others = [
        span
        for other in matches
        if other.term.ar != match.term.ar
        for form in other.term.accepted
        for span in places(text, plain(form))
    ]
    found = forbidden_places(match.term, text)
    return [f for f in found if not any(o[0] <= f[0] and f[1] <= o[1] for o in others)]


def missing(segment: Segment, context: Context) -> Iterator[Finding]:
    """An approved term of the source none of whose accepted forms stands in the target."""
    matches = _matches(segment, context)
    for match in _distinct(matches):
        term = match.term
        if _verdict(term, segment.target) or _forbidden(match, matches, segment.target):
            continue
        other = next((f for f in term.accepted if places(plain(segment.target), plain(f))), None)
        message = f"{match.surface} is to be {term.en}"
        if other is not None:
            message = f"{match.surface} is to be {term.en}, with these capitals"
        yield Finding("term-missing", segment, message, Place("source", match.start, match.end), term.en or "")


def forbidden(segment: Segment, context: Context) -> Iterator[Finding]:
    """English that the glossary forbids for a term of the source."""
    matches = _matches(segment, context)
    for match in _distinct(matches):
        for start, end in _forbidden(match, matches, segment.target):
            bad = segment.target[start:end]
            yield Finding(
                "term-forbidden",
                segment,
                f"{bad} must not stand for {match.surface}",
                Place("target", start, end),
                match.term.en or "",
            )


def inconsistent(segments: Sequence[Segment], context: Context) -> Iterator[Finding]:
    """A term that has another accepted name here than in most segments of the file."""
    used: dict[str, list[tuple[Segment, TermMatch, str, tuple[int, int]]]] = defaultdict(list)
    for segment in segments:
        for match in _distinct(_matches(segment, context)):
            term, text = match.term, plain(segment.target)
            if len(term.accepted) < 2 or satisfied_at(term, text) is None:
                continue
            standing = [
                (form, span) for form in term.accepted for span in places(text, plain(form), term.case == "keep")
            ]
            standing = [
                (form, span)
                for form, span in standing
                if not any(o[0] <= span[0] and span[1] <= o[1] and o != span for _, o in standing)
            ]
            if standing:
                used[term.ar].append((segment, match, *standing[0]))
    for uses in used.values():
        yield from _odd_ones(uses)


def _odd_ones(uses: Sequence[tuple[Segment, TermMatch, str, tuple[int, int]]]) -> Iterator[Finding]:
    term = uses[0][1].term
    names: list[list[str]] = []  # accepted forms in sets that count as one name
    for form in dict.fromkeys(form for _, _, form, _ in uses):
        same = next((n for n in names if any(_one_name(form, f, term) for f in n)), None)
        if same is None:
            names.append([form])
        else:
            same.append(form)
    if len(names) < 2:
        return
    counts = Counter({i: sum(form in n for _, _, form, _ in uses) for i, n in enumerate(names)})
    preferred = next((i for i, n in enumerate(names) if term.en in n), None)
    usual = max(counts, key=lambda i: (counts[i], i == preferred, -i))
    if preferred is not None and counts[preferred] * 2 >= counts[usual]:
        usual = preferred
    shown = term.en if term.en in names[usual] else names[usual][0]
    for segment, match, form, (start, end) in uses:
        if form not in names[usual]:
            yield Finding(
                "term-inconsistent",
                segment,
                f"{match.surface} is {segment.target[start:end]} here and {shown} elsewhere",
                Place("target", start, end),
                shown or "",
            )


def _one_name(a: str, b: str, term: Term) -> bool:
    """Whether two accepted forms are one name: an abbreviation, a part, an adjective or a turn of the other."""
    if term.abbreviation in (a, b) or _is_abbreviation(a) or _is_abbreviation(b):
        return True
    x, y = _stems(a), _stems(b)
    if (
        not x
        or not y
        or x <= y
        or y <= x
        or (a[:1] == b[:1] and _letters(a)[:3] == _letters(b)[:3] and term.kind == "place")
    ):
        return True
    # the same words inflected or in another order; combating and fight against terrorism
    return term.kind in ("concept", "event") and bool(x & y)


def _is_abbreviation(form: str) -> bool:
    return " " not in form and sum(c.isupper() for c in form) >= 2 and len(form) <= 10


def _letters(form: str) -> str:
    plain_form = unicodedata.normalize("NFKD", form)
    return "".join(c for c in plain_form.lower() if c.isalpha())


def _stems(form: str) -> frozenset[str]:
    """The words of a form without endings, accents and spelling customs."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKD", form.lower()).replace("\u0301", ""))
    words = ["".join(c for c in w if not unicodedata.combining(c)) for w in words]
    stems = set()
    for word in words:
        if word in _SMALL_WORDS:
            continue
        word = (
            word.replace("isation", "ization").replace("ise", "ize").replace("our", "or").replace("defence", "defense")
        )
        stems.add(re.sub(r"(?:ian|an|ese|ien|ing|ers?|e?s|ed)$", "", word).rstrip("e")[:7] if len(word) > 4 else word)
    return frozenset(stems)


RULES = (
    Rule(
        "term-missing",
        "terms",
        "error",
        "an approved term without its English",
        "The source holds an approved term and the target holds none of its accepted forms (en, abbreviation, also).",
        check=missing,
    ),
    Rule(
        "term-forbidden",
        "terms",
        "error",
        "English that the glossary forbids",
        "The target holds English that the glossary forbids for a term of the source.",
        check=forbidden,
    ),
    Rule(
        "term-inconsistent",
        "terms",
        "warning",
        "a term with two names in one file",
        "A term has another accepted name here than in most segments. Abbreviations, adjectives, shorter forms and the "
        "same words in another order are no second name.",
        check_file=inconsistent,
    ),
)
