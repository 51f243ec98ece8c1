"""One name for another: a name of the target that nothing in the source can be, beside one of the source that went.

Names are compared by sound (`memory.checks.sounds`). What may be a name: a known one (`memory.checks.book`), a rare
word, a less rare one beside what announces a name. A name that is translated and not transliterated is known only where
a table has it (القاهرة, Cairo) or the lexicon does (الدرك, the Gendarmerie).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from glossary.arabic import fold
from memory.checks.book import (
    is_certain,
    is_latin_name,
    is_sure_place,
    known_english,
    letters,
    rendered,
    renders,
    table_english,
)
from memory.checks.countries import is_of_country
from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context
from memory.checks.sounds import bare_forms, may_be
from memory.checks.words import (
    ANNOUNCED_ARABIC,
    ANNOUNCED_ENGLISH,
    COMMON_ARABIC,
    COMMON_ENGLISH,
    INSTEAD_ENGLISH,
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

_VERBAL = re.compile(r"(?:[وفبلك]|ال|لل)*(?:[يتنمسآا]|است)")  # how verbs and participles begin
_ENDING = re.compile(r"(?:يين|يون|ين|ون|يه|ات|ي|يتين)$")
# what announces a name
_ANNOUNCING = """
    الرئيس رئيس الوزير وزير السيد السيدة الجنرال الفريق المشير العقيد اللواء العميد المقدم الرائد النقيب الملازم
    الأميرال الشيخ الدكتور الأستاذ الإمام القاضي القائد الأمير الملك السلطان السفير المبعوث النائب المعارض المرشح
    المتحدث الناطق المحامي الصحفي الكاتب الباحث المحلل الخبير والي عمدة عامل شركة صحيفة وكالة قناة موقع حزب حركة
    منظمة جماعة كتيبة عملية فندق جامعة مستشفى قبيلة حقل منجم طراز مدينة بلدة قرية محافظة ولاية مقاطعة إقليم منطقة
    ناحية ضاحية بلدية واحة ميناء مطار معبر جسر سد جبل جزيرة نهر بحيرة مضيق وادي معسكر مخيم حي شارع المدعو اسمه
    يدعى عبد أبو ابن بن ولد آيت محمد أحمد علي حسن حسين عمر إبراهيم يوسف موسى عيسى خالد مصطفى عثمان سعيد صالح فاطمة
    مريم
"""
# seats of governments, for which the capital or the country may stand
_SEATS = frozenset({"kremlin", "elysee", "pentagon", "knesset", "bundestag"})
_TITLES = frozenset(map(fold, _ANNOUNCING.split()))


def stranger(segment: Segment, context: Context) -> Iterator[Finding]:
    """A name of the target that nothing in the source can be, beside one of the source that went.

    A very rare one that is no English word needs no lost one.
    """
    if not segment.comparable:
        return
    english = english_words(segment.target)
    put = _strange(segment, context, english)
    if not put:
        yield from _dropped(segment, context, english)
        return
    lost = _lost(segment, context, english, put)
    if lost is not None:
        word, at = lost
        name = english[at]
        written = segment.source[word.start : word.end]
        place = Place("target", name.start, name.end)
        yield Finding(
            "name", segment, f"{written} became {name.text}", place, known_english(word.text) or _romanised(written)
        )
        return
    # a capital may stand for a government that the source names otherwise
    alone = [i for i in put if is_foreign(english[i].text) or is_certain(english[i].text)]
    unheard = next((i for i in alone if not is_of_country(english[i].text)), None)
    if unheard is not None:
        name = english[unheard]
        message = f"nothing in the source sounds like {name.text}"
        yield Finding("name", segment, message, Place("target", name.start, name.end))


def _dropped(segment: Segment, context: Context, english: Sequence[Word]) -> Iterator[Finding]:
    """A name that nothing in the target answers for: a place, or what a title, a word for a place or a given name
    announces."""
    from glossary.gazetteer import given_names

    arabic, said, terms = arabic_words(segment.source), pairs(english), term_places(segment, context)
    for before, word in itertools.pairwise(arabic):
        if not 4 <= len(word.text) <= 12 or segment.source[before.end : word.start].strip():
            continue
        announced = any(form in _TITLES or form in given_names() for form in bare_forms(before.text))
        if not announced and not is_sure_place(word.text):
            continue
        name = _known(word)
        if name is None and (_VERBAL.match(word.text) or not rare_arabic(word.written, ANNOUNCED_ARABIC)):
            continue
        if any(a <= word.start and word.end <= b for a, b in terms) or _has(said, word, name, segment.target):
            continue
        if known_english(word.text) is not None and name is None:
            continue  # a country, or a common word
        written = segment.source[word.start : word.end]
        place = Place("source", word.start, word.end)
        yield Finding("name", segment, f"{written} is missing", place, name or _romanised(written))
        return


def _romanised(arabic: str) -> str:
    from glossary.romanisation import romanise

    return romanise(arabic)


def _known(word: Word) -> str | None:
    """The English of a word that is a known name and nothing else."""
    name = known_english(word.text)
    return None if name is None or _is_common(word.written, name) else name


def _has(said: Sequence[str], word: Word, name: str | None, target: str) -> bool:
    """Whether the target has an Arabic word: as the known name, by its sound, or translated."""
    if name is not None and letters(name) in letters(target):
        return True
    return any(may_be(e, word.text) for e in said) or rendered(word.text, target)


def _strange(segment: Segment, context: Context, english: Sequence[Word]) -> list[int]:
    """The numbers of the English words that are names and that nothing in the source sounds like or is rendered by."""
    answered = _answered(segment, context)
    names = [
        i
        for i in english_names(english, segment.target)
        if (rare_english(english[i].text, INSTEAD_ENGLISH) or is_latin_name(english[i].text))
        and not any(a <= english[i].start and english[i].end <= b for a, b in answered)
    ]
    if not names:
        return []
    arabic = arabic_words(segment.source)
    heard = [form for w in pairs(arabic) for form in (w, _ENDING.sub("", w)) if form]
    table = table_english([word.text for word in arabic])
    return [
        i
        for i in names
        if letters(english[i].text) not in table
        and not any(
            may_be(t, w, strictly=t == english[i].text and is_certain(t)) for t in readings(english, i) for w in heard
        )
        and not renders(english[i].text, segment.source)
        and letters(english[i].text) not in letters(segment.source)
    ]


def _lost(segment: Segment, context: Context, english: Sequence[Word], put: Sequence[int]) -> tuple[Word, int] | None:
    """A name of the source that the target does not have, and the number of the strange one that may stand for it."""
    arabic = arabic_words(segment.source)
    capitals = [english[i].text for i in english_names(english, segment.target)]
    said = pairs(english)
    terms = term_places(segment, context)
    rarest = next((i for i in put if rare_english(english[i].text)), None)
    rare = next((i for i in put if rare_english(english[i].text, ANNOUNCED_ENGLISH)), None)
    known = next((i for i in put if is_latin_name(english[i].text)), None)
    for i, word in enumerate(arabic):
        if not 4 <= len(word.text) <= 12 or any(a <= word.start and word.end <= b for a, b in terms):
            continue
        name = _known(word)
        announced = _announced(arabic, i, segment.source, capitals)
        if name is not None and letters(name) not in letters(segment.target):
            at = known if known is not None else rarest if rarest is not None else put[0]
        else:
            other = (rare if rare is not None else known) if announced else rarest
            if other is None or (not announced and _VERBAL.match(word.text)):
                continue
            if not rare_arabic(word.written, ANNOUNCED_ARABIC if announced else RARE_ARABIC):
                continue
            at = other
        if _has(said, word, None, segment.target):
            continue
        return word, at
    return None


def _is_common(arabic: str, english: str) -> bool:
    """Whether a known name is a common word too (Medina, a city), or a country's or its government's."""
    return (
        frequency(arabic, "ar") >= COMMON_ARABIC
        or frequency(english, "en") >= COMMON_ENGLISH
        or is_of_country(english.title())
        or english.lower() in _SEATS
    )


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


def term_places(segment: Segment, context: Context) -> list[tuple[int, int]]:
    """Where the terms of a segment stand in its source."""
    return [(m.start, m.end) for m in context.matches(segment)]
