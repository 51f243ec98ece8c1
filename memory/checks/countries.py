"""Countries, from CLDR (`babel`), with their adjectives and capitals (GeoNames): one for which the translation has
another one. A capital may stand for its country and a country for its capital."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from functools import lru_cache

from glossary.arabic import fold, fold_with_offsets
from memory.checks.book import is_sure_place, letters, rendered, renders
from memory.checks.finding import Finding, Place, Segment
from memory.checks.rules import Context
from memory.checks.sounds import bare_forms

_ARABIC_WORD = re.compile(r"[\u0620-\u064a\u0671-\u06d3\u06a4\u06a8]+")
# common words in Arabic, or names of other things too
_AMBIGUOUS = frozenset(map(fold, ("مالي", "عمان", "قطر", "بنين", "جرسي", "غوام", "بالاو", "توغو", "كوبي")))
_OTHER_ENGLISH = {
    "FR": "French Paris", "ES": "Spanish Spaniard Madrid", "NL": "Dutch Netherlands Holland", "CH": "Swiss",
    "GB": "British Britain UK Briton London England English Scottish Wales", "US": "American America US Washington",
    "GR": "Greek", "DK": "Danish Dane", "PL": "Polish Pole Warsaw", "TR": "Turkish Turk Türkiye Ankara",
    "IE": "Irish", "CD": "Congolese Congo DRC Kinshasa", "CG": "Congolese Congo", "CF": "CAR Central",
    "CI": "Ivorian Ivory Abidjan", "AE": "Emirati Emirates UAE", "SA": "Saudi Riyadh",
    "RU": "Russian Moscow Soviet Kremlin", "CN": "Chinese Beijing", "DE": "German Berlin", "IL": "Israeli",
    "NE": "Nigerien Niamey", "NG": "Nigerian Abuja", "ML": "Malian Bamako", "DZ": "Algerian Algiers",
    "MA": "Moroccan Rabat", "TN": "Tunisian Tunis", "EG": "Egyptian Cairo", "PH": "Filipino", "KR": "Korean Seoul",
    "KP": "Korean Pyongyang", "SD": "Sudanese Khartoum", "SS": "Sudanese Juba", "GN": "Guinean Conakry",
    "GQ": "Guinean", "GW": "Guinean", "MM": "Burma Burmese", "CZ": "Czech", "VA": "Vatican Holy", "SZ": "Swazi",
    "MK": "Macedonian", "BA": "Bosnian", "PS": "Palestinian Palestine", "LB": "Lebanese Beirut",
    "BF": "Burkinabe Burkinabè Ouagadougou", "TD": "Chadian Ndjamena Djamena", "MR": "Mauritanian Nouakchott",
    "SN": "Senegalese Dakar", "LY": "Libyan Tripoli", "SY": "Syrian Damascus", "IQ": "Iraqi Baghdad",
    "IR": "Iranian Tehran", "QA": "Qatari Doha", "BE": "Belgian Brussels",
}  # fmt: skip
_OTHER_ARABIC = {
    "HU": ("المجر",), "MK": ("مقدونيا",), "BA": ("البوسنة",), "MM": ("بورما",), "CV": ("الرأس الأخضر",),
    "ET": ("أثيوبيا", "الحبشة"), "NZ": ("نيوزيلاندا",), "KG": ("قرغيزستان", "قيرغيزستان"), "RW": ("روندا",),
    "US": ("أمريكا", "أميركا"), "GB": ("بريطانيا", "إنجلترا"), "CI": ("كوت ديفوار", "ساحل العاج"), "CD": ("الكونغو",),
    "PS": ("فلسطين",), "KR": ("كوريا",), "KP": ("كوريا",), "NL": ("هولندا",), "CF": ("أفريقيا الوسطى",),
    "AE": ("الإمارات",), "RU": ("الاتحاد السوفيتي", "الاتحاد الروسي"), "CN": ("الصين",), "SY": ("سورية",),
    "BF": ("بوركينا",), "CZ": ("التشيك",), "VN": ("الفيتنام",), "ZA": ("جنوب افريقيا",), "TD": ("التشاد",),
}  # fmt: skip


# capitals that are other words too (falls, floods, my blame, compelling), countries or persons
_DOUBTFUL_CAPITALS = frozenset(
    map(fold, ("مسقط", "صوفيا", "عمان", "سيول", "مالي", "لومي", "فيكتوريا", "القاهرة", "جورجتاون"))
)

_SURELY = 0.2  # share from which a word of the lexicon renders a country
_OFTEN_IMPLIED = frozenset({"US", "GB", "KP", "KR"})  # by abbreviations (U.S., UK, BBC), the North, the South


class Country:
    """A country: the Arabic names and adjectives by which it is known for certain, and what English may call it by."""

    def __init__(self, code: str, arabic: Sequence[str], english: str, capital: str, seats: Iterable[str]) -> None:
        self.capital = capital
        self.seats = tuple(s for s in seats if s not in _DOUBTFUL_CAPITALS and len(s) >= 4 and is_sure_place(s))
        self.code, self.arabic, self.english = code, tuple(map(fold, arabic)), english
        self.adjectives = frozenset(a for name in arabic if fold(name) not in _AMBIGUOUS for a in _adjectives(name))
        first = (
            english.split()[0]
            if not english.startswith(("South ", "North ", "New ", "El ", "St", "United "))
            else english
        )
        self.stem = first if len(first) <= 4 else first[: max(4, len(first) - 3)]
        self.others = tuple(_OTHER_ENGLISH.get(code, "").split())

    def all_in_english(self, target: str) -> list[str]:
        """Every place where English names it, its people, or its government by the capital."""
        others = "|".join(re.escape(n) for n in (*self.others, self.capital) if n) or re.escape(self.stem)
        found = re.findall(rf"(?<!\w)(?:{re.escape(self.stem)}\w*|(?:{others})s?)(?!\w)", target)
        return [word for word in found if not _of_another(word, self)]

    def named(self, target: str) -> re.Match[str] | None:
        """Where English names the country itself in full, or its capital where the Arabic of that is certain."""
        names = (self.english, self.capital) if self.seats else (self.english,)
        return re.search(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)", target)


def _adjectives(name: str) -> Iterator[str]:
    """The adjectives that Arabic makes of the name of a country: تشاد, تشادي, تشاديه, تشاديين."""
    if " " in name:
        return
    stem = fold(name.removeprefix("ال"))
    for end in ("يا", "ا"):
        if stem.endswith(end) and len(stem) - len(end) >= 3:
            stem = stem.removesuffix(end)
            break
    if len(stem) >= 3:
        yield from (stem + end for end in ("ي", "يه", "يين", "يون", "يا", "يتين", "يات"))


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """The countries of CLDR that have an Arabic and an English name."""
    from babel import Locale

    from glossary.gazetteer import capitals, cities, places

    seats: dict[str, list[str]] = {}
    for ar, en in {**cities(), **places()}.items():
        seats.setdefault(letters(en), []).append(ar)
    arabic, english = Locale("ar").territories, Locale("en").territories
    found = []
    for code in sorted(english):
        if (
            len(code) != 2
            or not code.isalpha()
            or code in ("EU", "UN", "EZ", "ZZ", "XA", "XB", "QO", "AC", "TA", "DG", "IC", "EA", "CP", "CQ")
        ):
            continue
        names = [arabic.get(code, ""), *_OTHER_ARABIC.get(code, ())]
        name = re.sub(r"\s*\(.*?\)|\s*-.*", "", english[code]).replace("Türkiye", "Turkey")
        capital = capitals().get(code, "")
        if not capital or capital in name or name in capital:
            capital = ""
        found.append(Country(code, [n for n in names if n], name, capital, seats.get(letters(capital), ())))
    return tuple(found)


def country(segment: Segment, context: Context) -> Iterator[Finding]:
    """A country of the target that the source does not mention, beside one of the source that went; or one of the
    source that went altogether."""
    if not segment.comparable:
        return
    source, target = fold_with_offsets(segment.source), segment.target
    words = {f for m in _ARABIC_WORD.finditer(source.text) for f in bare_forms(m.group())}
    put = [(land, m) for land in countries() if (m := land.named(target)) is not None]
    strange = [m for land, m in put if not _supported(land, words) and not renders(m.group(), segment.source, _SURELY)]
    for land in countries():
        found = _named(land, source.text) or (_people(land, source.text, words) if strange else None)
        if found is None:
            continue
        there = len(land.all_in_english(target))
        written = segment.source[slice(*source.span(found.start(), found.end()))]
        # mentioned less often than in the source: once or more it is another country
        if strange and _count(land, source.text) > there:
            place = Place("target", strange[0].start(), strange[0].end())
            yield Finding("name", segment, f"{written} became {strange[0].group()}", place, land.english)
            return
        if not there and land.code not in _OFTEN_IMPLIED and not rendered(found.group(), target):
            name = land.capital if any(s in found.group() for s in land.seats) else land.english
            place = Place("source", *source.span(found.start(), found.end()))
            yield Finding("name", segment, f"{written} is missing", place, name)
            return


def _of_another(word: str, land: Country) -> bool:
    """Whether an English word that begins like a country is another: Nigeria is no Niger, Australian no Austria."""
    return any(
        word == c.english
        or word in c.others
        or (word.startswith(c.english) and len(c.english) > len(land.english))
        or (word.startswith(c.stem) and len(c.stem) > len(land.stem))
        for c in countries()
        if c is not land and (c.stem.startswith(land.stem) or land.stem.startswith(c.stem)) and word not in land.others
    )


def _supported(land: Country, words: Set[str]) -> bool:
    """Whether a word of the source may be the name of a country, or made of it."""
    if not words.isdisjoint(land.seats):
        return True
    begun = [name.split()[0][: 4 + 2 * name.startswith("ال")] for name in land.arabic]
    begun += [s.removeprefix("ال") for s in begun]
    return any(w.startswith(s) for w in words for s in begun if len(s) >= 3)


def _count(land: Country, text: str) -> int:
    """How often a folded Arabic text names a country or its people."""
    names = {n for n in land.arabic if n not in _AMBIGUOUS} | land.adjectives | set(land.seats)
    names |= {n[2:] for n in names if n.startswith("ال")}
    whole = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    return len(re.findall(rf"(?<!\w)[وفبلك]{{0,2}}(?:ال|ل|لل)?(?:{whole})(?!\w)", text)) if whole else 0


def _named(land: Country, text: str) -> re.Match[str] | None:
    """Where a folded Arabic text names a country, or its capital, for certain."""
    for name in (*land.arabic, *land.seats):
        if name not in _AMBIGUOUS and name.split()[0] in text:
            found = re.search(rf"(?<!\w)[وفبلك]{{0,2}}{re.escape(name)}(?!\w)", text)
            if found and not _longer(name, text):
                return found
    return None


def _people(land: Country, text: str, words: Set[str]) -> re.Match[str] | None:
    """Where a folded Arabic text names the people of a country for certain."""
    for adjective in sorted(land.adjectives & words):
        found = re.search(rf"(?<!\w)(?:[وفبلك]{{0,2}}(?:ال)?|ولل|لل){re.escape(adjective)}(?!\w)", text)
        if found:
            return found
    return None


def _longer(name: str, text: str) -> bool:
    """Whether the name stands only inside that of another country (السودان in جنوب السودان)."""
    longer = [n for land in countries() for n in land.arabic if name in n and n != name]
    return any(n in text for n in longer)


def adjective_of_country(word: str) -> bool:
    """Whether an English word may be made of the name of a country."""
    return any(word.startswith(c.stem) or word.rstrip("s") in c.others for c in countries())


def is_of_country(word: str) -> bool:
    """Whether an English word is a country, its people or its adjective, and no name that only begins like one."""
    return any(
        word == c.english
        or word.rstrip("s") in c.others
        or (word.startswith(c.stem) and word.endswith(("an", "ans", "ish", "ese", "i", "en")))
        for c in countries()
    )
