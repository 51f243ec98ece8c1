"""Names: Latin words of the source that went, one country for another, one name for another, one name in two spellings.

Countries: `memory.checks.countries`. Other names: `memory.checks.strangers`. Across a file, a rare Arabic word that
most segments spell in another way is reported.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from memory.checks.book import letters
from memory.checks.countries import country
from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context, Rule
from memory.checks.sounds import may_be
from memory.checks.strangers import stranger, term_places
from memory.checks.tags import masked
from memory.checks.words import Word, arabic_words, english_names, english_words, frequency, rare_arabic, rare_english

_UNSETTLED = 3.0  # Zipf frequency below which a name has no English spelling that everybody knows
_LATIN = re.compile(
    r"(?:(?<![\w@./:-])|(?<=(?<!\w)[وفبلك]))[A-Za-z][A-Za-z0-9]*(?:[.&'’-][A-Za-z0-9]+)*(?![\w@]|[./:]\w)"
)


def latin(segment: Segment, context: Context) -> Iterator[Finding]:
    """Latin words of an Arabic source that the target does not have."""
    if not segment.comparable:
        return
    there = letters(segment.target)
    for m in _LATIN.finditer(masked(segment.source)):
        word = m.group()
        if len(word) < 2 or _in_tag(segment.source, m.start()):
            continue
        if letters(word) not in there and not _translated_in_terms(word, segment, context):
            yield Finding("name", segment, f"{word} is missing", Place("source", m.start(), m.end()), word)


def _in_tag(text: str, at: int) -> bool:
    before = text[:at]
    return before.rfind("<") > before.rfind(">") or before.rfind("{") > before.rfind("}") or before[-1:] in "%&$"


def _translated_in_terms(word: str, segment: Segment, context: Context) -> bool:
    """Whether it is the abbreviation of a term whose English stands in full."""
    from memory.verification import satisfied_at

    return any(
        word in m.term.accepted and satisfied_at(m.term, segment.target) is not None for m in context.matches(segment)
    )


def check(segment: Segment, context: Context) -> Iterator[Finding]:
    """Latin words, then countries, then other names: at most one kind of finding a segment."""
    for one in (latin, country, stranger):
        found = list(one(segment, context))
        if found:
            yield from found
            return


def spellings(segments: Sequence[Segment], context: Context) -> Iterator[Finding]:
    """A full name of which the file spells a part in another way elsewhere: most often, or first."""
    uses: dict[tuple[str, str], list[tuple[Segment, Word]]] = defaultdict(list)
    for segment in segments:
        if not segment.comparable:
            continue
        english = english_words(segment.target)
        names = [english[i] for i in english_names(english, segment.target)]
        names = [n for n in names if frequency(n.text.lower(), "en") < 4.0]
        known = term_places(segment, context) if names else []
        words = arabic_words(segment.source) if names else []
        for before, word in itertools.pairwise(words):
            if len(word.text) < 4 or any(a <= word.start and word.end <= b for a, b in known):
                continue
            alike = {n.text: n for n in names if may_be(n.text, word.text)}
            if len(alike) == 1 and (rare_arabic(word.written) or rare_english(next(iter(alike)), _UNSETTLED)):
                uses[before.text, word.text].append((segment, next(iter(alike.values()))))
    for group in uses.values():
        counts = Counter(_spelling(n.text) for _, n in group)
        usual = max(counts, key=lambda s: counts[s])  # of equals the first
        if len(counts) < 2:
            continue
        model = next(n.text for _, n in group if _spelling(n.text) == usual)
        for segment, name in group:
            other = _spelling(name.text)
            if other != usual and not other.startswith(usual) and not usual.startswith(other):
                message = f"{name.text} is spelled {model} elsewhere"
                yield Finding("name", segment, message, Place("target", name.start, name.end), model)


def _spelling(name: str) -> str:
    return letters(re.sub(r"s$", "", name))


RULES = (
    Rule(
        "name",
        "names",
        "warning",
        "a name lost, exchanged or spelled in two ways",
        "Latin words, countries, places and announced persons of the source that are missing, one country for another, "
        "a name that nothing in the source sounds like, and a name that the file spells otherwise elsewhere.",
        check=check,
        check_file=spellings,
    ),
)
