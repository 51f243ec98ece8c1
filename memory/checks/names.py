"""Names: Latin words of the source that went, one country for another, one name for another, one name in two spellings.

Countries: `memory.checks.countries`. Other names are compared by sound (`memory.checks.sounds`): reported is a segment
in which both sides have a rare word that nothing on the other side can be, or the target a very rare one, and, across a
file, a rare Arabic word that most segments spell in another way. Names that are translated and not transliterated
(القاهرة, Cairo) are out of its reach; the glossary is the place for them.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from glossary.arabic import fold
from memory.checks.countries import country
from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context, Rule
from memory.checks.sounds import bare_forms, may_be
from memory.checks.words import (
    ANNOUNCED_ARABIC,
    ANNOUNCED_ENGLISH,
    RARE_ARABIC,
    Word,
    arabic_words,
    english_names,
    english_words,
    frequency,
    is_foreign,
    pairs,
    rare_arabic,
    rare_english,
    readings,
)

_LATIN = re.compile(r"(?<![\w@./:-])[A-Za-z][A-Za-z0-9]*(?:[.&'’-][A-Za-z0-9]+)*(?![\w@]|[./:]\w)")
_VERBAL = re.compile(r"(?:[وفبلك]|ال|لل)*(?:[يتنمسآا]|است)")  # how verbs and participles begin
# what announces a name
_ANNOUNCING = """
         الرئيس رئيس الوزير وزير السيد السيدة الجنرال العقيد اللواء العميد المقدم الرائد النقيب الملازم الأميرال
    الشيخ     الدكتور الإمام القائد الأمير الملك السفير النائب والي عمدة عامل شركة صحيفة قناة موقع حزب حركة منظمة
    جماعة كتيبة عملية فندق     جامعة قبيلة حقل منجم طراز مدينة بلدة قرية محافظة ولاية مقاطعة إقليم منطقة ناحية
    بلدية واحة ميناء مطار جبل جزيرة نهر     وادي معسكر مخيم حي شارع المدعو اسمه يدعى عبد أبو ابن بن ولد آيت محمد
    أحمد علي حسن حسين عمر إبراهيم يوسف موسى عيسى     خالد مصطفى عثمان سعيد صالح فاطمة مريم
"""
_TITLES = frozenset(map(fold, _ANNOUNCING.split()))


def latin(segment: Segment, context: Context) -> Iterator[Finding]:
    """Latin words of an Arabic source that the target does not have."""
    if not segment.comparable:
        return
    there = _letters(segment.target)
    for m in _LATIN.finditer(segment.source):
        word = m.group()
        if len(word) < 2 or "<" in segment.source[: m.start()][-2:] or _in_tag(segment.source, m.start()):
            continue
        if _letters(word) not in there and not _translated_in_terms(word, segment, context):
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


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum())


def stranger(segment: Segment, context: Context) -> Iterator[Finding]:
    """A name of the target that nothing in the source sounds like, beside one of the source that went.

    Both must be rare words, less so where the lost one stands beside what announces a name: a title, a word for a
    town, or another name that the target has. A very rare one that is no English word needs no lost one.
    """
    if not segment.comparable:
        return
    english = english_words(segment.target)
    answered = _answered(segment, context)
    names = [
        i
        for i in english_names(english, segment.target)
        if rare_english(english[i].text, ANNOUNCED_ENGLISH)
        and not any(a <= english[i].start and english[i].end <= b for a, b in answered)
    ]
    if not names:
        return
    arabic = arabic_words(segment.source)
    heard = [form for w in pairs(arabic) for form in (w, re.sub(r"(?:يين|يون|ين|ون|يه|ات|ي|يتين)$", "", w)) if form]
    put = [i for i in names if not any(may_be(t, w) for t in readings(english, i) for w in heard)]
    if not put:
        return
    capitals = [english[i].text for i in english_names(english, segment.target)]
    said = pairs(english)
    known = _known(segment, context)
    rarest = next((i for i in put if rare_english(english[i].text)), None)
    unheard = next((i for i in put if is_foreign(english[i].text)), None)
    for i, word in enumerate(arabic):
        if not 4 <= len(word.text) <= 12 or any(a <= word.start and word.end <= b for a, b in known):
            continue
        announced = _announced(arabic, i, segment.source, capitals)
        at = put[0] if announced else rarest
        if at is None or (not announced and _VERBAL.match(word.text)):
            continue
        if not rare_arabic(word.written, ANNOUNCED_ARABIC if announced else RARE_ARABIC):
            continue
        if any(may_be(e, word.text) for e in said):
            continue
        name = english[at]
        written = segment.source[word.start : word.end]
        yield Finding("name", segment, f"{written} became {name.text}", Place("target", name.start, name.end))
        return
    if unheard is not None:
        name = english[unheard]
        message = f"nothing in the source sounds like {name.text}"
        yield Finding("name", segment, message, Place("target", name.start, name.end))


def _announced(words: Sequence[Word], i: int, source: str, capitals: Sequence[str]) -> bool:
    """Whether the word before or after says that this one is a name."""
    if i and not source[words[i - 1].end : words[i].start].strip():
        before = words[i - 1].text
        if any(form in _TITLES for form in bare_forms(before)):
            return True
        if len(before) >= 3 and any(may_be(c, before) for c in capitals):
            return True
    if i + 1 < len(words) and not source[words[i].end : words[i + 1].start].strip():
        after = words[i + 1]
        return len(after.text) >= 4 and rare_arabic(after.written) and any(may_be(c, after.text) for c in capitals)
    return False


def _answered(segment: Segment, context: Context) -> list[tuple[int, int]]:
    """Where the English of the segment's terms stands in its target."""
    from memory.verification import places

    terms = {m.term.ar: m.term for m in context.matches(segment)}.values()
    return [span for term in terms for form in term.accepted for span in places(segment.target, form)]


def _known(segment: Segment, context: Context) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in context.matches(segment)]


def check(segment: Segment, context: Context) -> Iterator[Finding]:
    """Latin words, then countries, then other names: at most one kind of finding a segment."""
    for one in (latin, country, stranger):
        found = list(one(segment, context))
        if found:
            yield from found
            return


def spellings(segments: Sequence[Segment], context: Context) -> Iterator[Finding]:
    """A full name of which most segments of the file spell a part in another way."""
    uses: dict[tuple[str, str], list[tuple[Segment, Word]]] = defaultdict(list)
    for segment in segments:
        if not segment.comparable:
            continue
        english = english_words(segment.target)
        names = [english[i] for i in english_names(english, segment.target)]
        names = [n for n in names if frequency(n.text.lower(), "en") < 4.0]
        known = _known(segment, context) if names else []
        words = arabic_words(segment.source) if names else []
        for before, word in itertools.pairwise(words):
            if len(word.text) < 4 or any(a <= word.start and word.end <= b for a, b in known):
                continue
            alike = {n.text: n for n in names if may_be(n.text, word.text)}
            if len(alike) == 1 and rare_arabic(word.written):
                uses[before.text, word.text].append((segment, next(iter(alike.values()))))
    for group in uses.values():
        counts = Counter(_spelling(n.text) for _, n in group)
        usual = max(counts, key=lambda s: (counts[s], s))
        if len(counts) < 2 or counts[usual] < 2:
            continue
        model = next(n.text for _, n in group if _spelling(n.text) == usual)
        for segment, name in group:
            if _spelling(name.text) != usual:
                message = f"{name.text} is spelled {model} elsewhere"
                yield Finding("name", segment, message, Place("target", name.start, name.end), model)


def _spelling(name: str) -> str:
    return _letters(re.sub(r"s$", "", name))


RULES = (
    Rule(
        "name",
        "names",
        "warning",
        "a name lost, exchanged or spelled in two ways",
        "Latin words of the source that are missing, one country for another, a name that nothing in the source "
        "sounds like, and a name that most segments spell otherwise.",
        check=check,
        check_file=spellings,
    ),
)
