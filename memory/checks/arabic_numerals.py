"""The numbers of an Arabic text, in digits (`memory.checks.numerals`) and in words.

Cardinals and ordinals (خمسة وعشرون، الثالث عشر، مليونان ونصف) under their proclitics and in every case ending, scales
after digits (3,5 مليار), decades and month names. A dual noun answers for two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from glossary.arabic import fold_with_offsets
from memory.checks.calendar import ARABIC_MONTHS
from memory.checks.numerals import Number, Numbers, digit_numbers

_WORD = re.compile(r"[^\W\d_]+")
_UNITS = {
    "واحد": 1, "واحدا": 1, "واحده": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2, "اثنا": 2, "اثني": 2,
    "اثنتا": 2, "اثنتي": 2, "احدي": 1, "احد": 1, "ثلاث": 3, "ثلاثه": 3, "ثلاثا": 3, "اربع": 4, "اربعه": 4, "اربعا": 4,
    "خمس": 5, "خمسه": 5, "خمسا": 5, "ست": 6, "سته": 6, "ستا": 6, "سبع": 7, "سبعه": 7, "سبعا": 7, "ثمان": 8,
    "ثماني": 8, "ثمانيه": 8, "تسع": 9, "تسعه": 9, "تسعا": 9, "حادي": 1, "حاديه": 1,
}  # fmt: skip
_ORDINALS = {
    "اول": 1, "اولي": 1, "ثاني": 2, "ثانيه": 2, "ثان": 2, "ثانيا": 2, "ثالث": 3, "ثالثه": 3, "ثالثا": 3, "رابع": 4,
    "رابعه": 4, "رابعا": 4, "خامس": 5, "خامسه": 5, "سادس": 6, "سادسه": 6, "سابع": 7, "سابعه": 7, "ثامن": 8, "ثامنه": 8,
    "تاسع": 9, "تاسعه": 9, "عاشر": 10, "عاشره": 10,
}  # fmt: skip
_TENS = {
    stem + end: value
    for stem, value in (("عشر", 20), ("ثلاث", 30), ("اربع", 40), ("خمس", 50), ("ست", 60), ("سبع", 70), ("ثمان", 80),
                        ("تسع", 90))
    for end in ("ون", "ين")
}  # fmt: skip
_DECADES = {
    stem + end: value
    for stem, value in (("عشرين", 20), ("ثلاثين", 30), ("اربعين", 40), ("خمسين", 50), ("ستين", 60), ("سبعين", 70),
                        ("ثمانين", 80), ("تسعين", 90))
    for end in ("ات", "يات")
}  # fmt: skip
_HUNDRED = ("ميه", "مايه", "ميات", "مايات", "ميت", "مايت")
_HUNDREDS = {
    unit + hundred: value * 100
    for unit, value in (("ثلاث", 3), ("اربع", 4), ("خمس", 5), ("ست", 6), ("سبع", 7), ("ثمان", 8), ("ثماني", 8),
                        ("تسع", 9))
    for hundred in ("ميه", "مايه")
} | dict.fromkeys(("ميتان", "ميتين", "مايتان", "مايتين", "ميتا", "ميتي", "مايتا", "مايتي"), 200)  # fmt: skip
_SCALES = {
    "الف": 1000, "الفا": 1000, "الاف": 1000, "الوف": 1000, "مليون": 10**6, "مليونا": 10**6, "ملايين": 10**6,
    "مليار": 10**9, "مليارا": 10**9, "مليارات": 10**9, "بليون": 10**9, "بلايين": 10**9, "تريليون": 10**12,
    "تريليونا": 10**12, "تريليونات": 10**12, "ترليون": 10**12,
}  # fmt: skip
_DUALS = {
    "الفان": 2000, "الفين": 2000, "الفي": 2000, "الفا": 1000, "مليونان": 2 * 10**6, "مليونين": 2 * 10**6,
    "مليوني": 2 * 10**6, "مليونا": 10**6, "ملياران": 2 * 10**9, "مليارين": 2 * 10**9, "ملياري": 2 * 10**9,
}  # fmt: skip
_FRACTIONS = {
    "نصف": Fraction(1, 2), "ربع": Fraction(1, 4), "ثلث": Fraction(1, 3), "ثلثين": Fraction(2, 3),
    "ثلثي": Fraction(2, 3),
    "ثلثا": Fraction(2, 3), "خمس": Fraction(1, 5), "عشر": Fraction(1, 10),
}  # fmt: skip
_SPANS = {
    "عقد": 10, "عقدين": 20, "عقدا": 10, "قرن": 100, "اسبوع": 7, "اسبوعين": 14, "دزينه": 12, "الفيه": 2000, "ثنايي": 2,
    "ثلاثي": 3, "رباعي": 4, "خماسي": 5, "سداسي": 6, "سباعي": 7, "ثماني": 8, "عشري": 10, "ميوي": 100, "ثناييه": 2,
    "ثلاثيه": 3, "رباعيه": 4, "خماسيه": 5, "سداسيه": 6, "سباعيه": 7, "عشريه": 10, "ميويه": 100, "خمسيه": 5, "خمسي": 5,
}  # fmt: skip
_CENTURY = re.compile(r"(?<!\w)[وفبك]?(?:ال|لل)?قرن(?!\w)")
# the parts of an hour: التاسعة والنصف, العاشرة إلا ربعا
_MINUTES = tuple(
    (re.compile(pattern), Fraction(minutes))
    for pattern, minutes in (
        (r"(?<!\w)و(?:ال)?نصف(?!\w)", 30),
        (r"(?<!\w)و(?:ال)?ربع(?!\w)", 15),
        (r"(?<!\w)الا\s+(?:ال)?ربع", 45),
        (r"(?<!\w)و(?:ال)?ثلث(?!\w)", 20),
    )
)
_PARTS = {"ارباع": 4, "اخماس": 5, "اثلاث": 3, "اعشار": 10}
_MONTHS = re.compile(r"\s+(?:شهرا?|اشهر|شهور)(?!\w)")
_HOURS, _DAYS = re.compile(r"\s+ساع(?:ه|ات)(?!\w)"), re.compile(r"\s+(?:ايام|يوما?)(?!\w)")
# the half of a scale that stands apart: مليوني دولار ونصف المليون
_PART_OF_SCALE = re.compile(rf"(?<!\w)و(نصف|ربع)\s+ال({'|'.join(_SCALES)})(?!\w)")
_PER_CENT = re.compile(r"(?:ب|في\s+)ال(?:ما?يه|مي[هة])(?!\w)")
_CLITICS = ("وبال", "وال", "ولل", "بال", "كال", "فال", "لل", "ال", "وب", "ول", "و", "ب", "ل", "ف", "ك")


@dataclass(frozen=True, slots=True)
class _Atom:
    """One number word: what it is worth, what kind of thing it is, and whether و joins it to the one before."""

    kind: str  # unit ten tens hundred hundreds scale half
    value: Fraction
    joined: bool
    start: int
    end: int


def _bare(word: str, table: Iterable[str]) -> tuple[str, bool] | None:
    """A word of the table under proclitics, and whether و is one of them."""
    if word in table:
        return word, False
    for clitic in _CLITICS:
        if word.startswith(clitic) and word[len(clitic) :] in table:
            return word[len(clitic) :], clitic.startswith("و")
    return None


_ATOMS: dict[str, tuple[str, Fraction]] = {
    **{w: ("unit", Fraction(v)) for w, v in _UNITS.items()},
    **{w: ("unit" if v < 10 else "ten", Fraction(v)) for w, v in _ORDINALS.items()},
    **{w: ("ten", Fraction(10)) for w in ("عشر", "عشره")},
    **{w: ("tens", Fraction(v)) for w, v in _TENS.items()},
    **{w: ("hundred", Fraction(100)) for w in _HUNDRED[:2]},
    **{w: ("hundreds", Fraction(v)) for w, v in _HUNDREDS.items()},
    **{w: ("scale", Fraction(v)) for w, v in _SCALES.items()},
    **{w: ("dual", Fraction(v)) for w, v in _DUALS.items() if w not in _SCALES},
    **{w: ("half", _FRACTIONS[w]) for w in ("نصف", "ربع", "ثلث")},
}


def arabic_numbers(text: str) -> Numbers:
    """The numbers of an Arabic text."""
    folded = fold_with_offsets(text)
    key = _PER_CENT.sub(lambda m: " " * len(m.group()), folded.text)
    digits = digit_numbers(key)
    pool: set[Fraction] = {Fraction(1)}
    atoms: list[_Atom] = []
    for word in _WORD.finditer(key):
        for table in (_DECADES, _SPANS, _FRACTIONS):
            hit = _bare(word.group(), table)
            if hit:
                value = Fraction(table[hit[0]])
                pool.add(value)
                if table is _DECADES:
                    pool |= {value + 1900, value + 2000, value + 1800}
        parts = _PARTS.get(word.group())
        if parts and atoms and atoms[-1].kind == "unit" and not key[atoms[-1].end : word.start()].strip():
            # ثلاثة أرباع
            atoms[-1] = replace(atoms[-1], kind="half", value=atoms[-1].value / parts, end=word.end())
            pool |= {atoms[-1].value, 100 * atoms[-1].value}
            continue
        bare = _bare(word.group(), _ATOMS)
        if bare:
            kind, value = _ATOMS[bare[0]]
            # واحد is one, but before عشر it is وأحد: and eleven
            eleven = word.group() == "واحد" and re.match(r"\s+عشره?(?!\w)", key[word.end() :]) is not None
            atoms.append(_Atom(kind, value, bare[1] or eleven, word.start(), word.end()))
            pool.add(value)
        # a dual counts two of its noun: جنديان, سنتين
        if re.search(r"(?:ان|ين|تا|تي)(?:هما|ه|ها)?$", word.group()) and len(word.group()) > 4:
            pool.add(Fraction(2))
    pool |= {Fraction(n) for name, n in ARABIC_MONTHS.items() if re.search(rf"(?<!\w)[وفبلك]?{name}(?!\w)", key)}
    found = _scaled(digits, atoms, key, pool)
    used = {id(a) for a in _taken(found, atoms)}
    found = _summed(found + _spoken([a for a in atoms if id(a) not in used], key), key)
    if re.search(r"(?<!\w)ونصف(?!\w)", key):
        pool |= {Fraction(3, 2)}
    pool |= {minutes for pattern, minutes in _MINUTES if pattern.search(key)}
    for m in _PART_OF_SCALE.finditer(key):
        before = [i for i, n in enumerate(found) if n.end <= m.start()]
        if before:
            number, more = found[before[-1]], _FRACTIONS[m[1]] * _SCALES[m[2]]
            found[before[-1]] = replace(number, values=number.values | {v + more for v in number.values})
            found = [n for n in found if not (m.start() <= n.start and n.end <= m.end())]
    if _CENTURY.search(key):
        found = [_as_years(n, pool) for n in found]
    if re.search(r"(?<!\w)[وفبل]?(?:ال)?يوم(?:ين|ان)(?!\w)", key):
        pool |= {Fraction(48)}
    found = [
        replace(n, values=n.values | {v / 12 for v in n.values}) if _MONTHS.match(key, n.end) else n for n in found
    ]
    for number in found:
        pool |= number.values
        pool.update(number.parts)
        if _HOURS.match(key, number.end):
            pool |= {v / 24 for v in number.values}
        elif _DAYS.match(key, number.end):
            pool |= {24 * v for v in number.values}
    placed = [Number(n.values, *folded.span(n.start, n.end), n.digits, n.name, n.parts) for n in found]
    return Numbers(tuple(sorted(placed, key=lambda n: n.start)), frozenset(pool))


def _as_years(number: Number, pool: set[Fraction]) -> Number:
    """A number that may count a century, worth its first year and the decades that the text mentions too."""
    worth = set(number.values)
    for value in number.values:
        if value.denominator == 1 and 1 < value <= 21:
            decades = {d for d in pool if d.denominator == 1 and d % 10 == 0 and 0 <= d < 100}
            worth |= {(value - 1) * 100 + d for d in decades | {Fraction(0)}}
    return replace(number, values=frozenset(worth))


def _taken(found: Iterable[Number], atoms: Iterable[_Atom]) -> list[_Atom]:
    return [a for a in atoms if any(n.start <= a.start and a.end <= n.end for n in found)]


def _scaled(digits: list[Number], atoms: list[_Atom], key: str, pool: set[Fraction]) -> list[Number]:
    """The numbers in digits, joined with the scale after them: 5 آلاف, 3,5 مليار, 2 مليون ونصف."""
    found: list[Number] = []
    for number in digits:
        values, end = set(number.values), number.end
        pool |= values
        after = next((a for a in atoms if a.start >= end), None)
        plural = after is not None and key[after.start : after.end].endswith(("الاف", "ملايين", "مليارات"))
        if plural and all(v.denominator == 1 and 1900 <= v <= 2100 and not 3 <= v % 100 <= 10 for v in values):
            after = None  # 2015 آلاف: the year, then thousands
        if after is not None and after.kind == "scale" and not after.joined and not key[end : after.start].strip():
            scale, end = after.value, after.end
            values = {v * scale for v in values}
            half = next((a for a in atoms if a.start >= end), None)
            if half is not None and half.kind == "half" and half.joined and not key[end : half.start].strip():
                values |= {v + half.value * scale for v in values}
        found.append(Number(frozenset(values), number.start, end, True, number.name, number.parts))
    return found


def _summed(found: list[Number], key: str) -> list[Number]:
    """The numbers in order; two that و joins may also be one: 20 ألفا و628, مليار و200 مليون."""
    found = sorted(found, key=lambda n: n.start)
    for i in range(1, len(found)):
        left, right = found[i - 1], found[i]
        gap = key[left.end : right.start]
        if re.fullmatch(r"\s+و\s*", gap) or (not gap.strip() and key[right.start] == "و"):
            sums = {a + b for a in left.values for b in right.values}
            found[i - 1] = replace(left, values=left.values | sums)
            found[i] = replace(right, values=right.values | sums)
    return found


def _spoken(atoms: list[_Atom], key: str) -> list[Number]:
    """The numbers in words: runs of number words with nothing but white space and و between them."""
    found: list[Number] = []
    i = 0
    while i < len(atoms):
        if atoms[i].kind == "half":
            after = atoms[i + 1] if i + 1 < len(atoms) else None
            if after and after.kind == "scale" and not after.joined and not key[atoms[i].end : after.start].strip():
                # نصف مليار
                worth = frozenset({atoms[i].value * after.value})
                found.append(Number(worth, atoms[i].start, after.end, False))
                i += 1
            i += 1
            continue
        total, group, j = Fraction(0), Fraction(0), i
        scale_last, group_start = Fraction(0), i
        while j < len(atoms):
            atom = atoms[j]
            if j > i and key[atoms[j - 1].end : atom.start].strip():
                break
            first = j == i
            if not group:
                group_start = j
            if atom.kind == "unit" and group % 10 == 0 and group % 100 != 10 and (first or atom.joined):
                group += atom.value
            elif atom.kind == "ten" and not atom.joined and 0 < group % 100 < 10 and atom.value == 10:
                group += 10
            elif (atom.kind == "ten" and group % 100 == 0 and (first or atom.joined)) or (
                atom.kind == "tens" and group % 100 < 10 and (first or atom.joined)
            ):
                group += atom.value
            elif atom.kind == "hundred" and not first and not atom.joined and 0 < group < 10:
                group *= 100
            elif atom.kind in ("hundred", "hundreds") and group == 0 and (first or atom.joined):
                group += atom.value
            elif atom.kind == "dual" and group == 0 and (first or atom.joined):
                total += atom.value
                scale_last = atom.value / 2
            elif atom.kind == "scale" and not atom.joined and not group and total:
                total *= atom.value
            elif atom.kind == "scale" and (first or atom.joined or group):
                if atom.joined and group:
                    break
                if scale_last and atom.value >= scale_last:
                    # مليونين وثلاثة ملايين are two numbers
                    j, group = group_start, Fraction(0)
                    break
                total, group = total + (group or 1) * atom.value, Fraction(0)
                scale_last = atom.value
            elif atom.kind == "half" and atom.joined and group == 0 and scale_last:
                total += atom.value * scale_last
                j += 1
                break
            else:
                break
            j += 1
        j = max(j, i + 1)
        values = {total + group}
        if j == i + 1 and key[atoms[i].start : atoms[i].end].endswith("ا") and atoms[i].kind == "scale":
            values.add(2 * atoms[i].value)  # ألفا جندي, two thousand
        found.append(Number(frozenset(values), atoms[i].start, atoms[j - 1].end, False))
        i = j
    return found
