"""Whether a line of Arabic has the form of prose, of a caption, or of a mere phrase.

Signs of prose: a full stop, a comma, length, a word that opens a clause (وقال, كما, لكن). A headline, a subhead, a
caption and a menu entry have none of them. The lists hold function words and the verbs of reporting, which are the
same in all news; nothing is known of any topic. Lines are judged one by one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from glossary.arabic import fold
from glossary.proclitics import own_initials

# a stop, what closes after it, and the number of a note
_CLOSED = r"[\"”“»’')\]\s]*(?:[\[(]\d{1,2}[\])]\s*)*$"
_STOP = re.compile(rf"[.؟?!…۔]{_CLOSED}")
_FULL_STOP = re.compile(rf"[.۔…]{_CLOSED}")
_QUOTED = re.compile(r"[\"“”«‘].*[\"”“»’][.،]?$")
_SPEAKER = re.compile(r"(?:س|ج|سوال|السوال|جواب|الجواب|q|a)\s?\d*\s?[:/.–-]\s?\w")
_BULLET = re.compile(r"\s*(?:[-–—•*●■▪◦‣·✓➢]|\(?(?:\d{1,2}|[أ-ي])\s?[-.)–])\s*(?=\w|[\"“”«(])")
_TAIL = 24  # characters that hold the end of a sentence and what closes after it
LONG = 100  # characters: a line as long as that is a paragraph unless something says otherwise

# words that open a clause, and verbs of reporting; compared folded, with or without و or ف before them
_CLAUSE = """
كما لكن لكنه لكنها لكنهم لكنني لكننا بينما حيث إذ فيما بعدما عندما حينما لذلك لذا ثم أما بل إن إنه إنها إنهم لأن
لقد قد لم لن ليس ليست سوف هناك ذلك تلك هو هي هم نحن كان كانت كانوا يكون تكون مازال مازالت ظل ظلت أصبح أصبحت بات باتت
علما مضيفا مضيفة مؤكدا مؤكدة مشيرا مشيرة موضحا داعيا معتبرا لافتا إذا لو كل بيد يذكر يشار تجدر جدير وفقا
قال قالت قالوا يقول تقول أضاف أضافت أكد أكدت أكدوا يؤكد تؤكد أوضح أوضحت أعلن أعلنت أعلنوا ذكر ذكرت كشف كشفت دعا دعت
شدد شددت أشار أشارت اعتبر اعتبرت يعتبر تعتبر نفى نفت أدان أدانت طالب طالبت حذر حذرت بحث بحثت التقى التقت استقبل استقبلت
شارك شاركت وصل وصلت غادر غادرت عقد عقدت انطلق انطلقت اختتم اختتمت قتل قتلت أصيب لقي جرح شن شنت نفذ نفذت تبنى استهدف
استهدفت هاجم هاجمت سيطر سيطرت انسحب انسحبت رفض رفضت وافق وافقت وقع وقعت تسلم تسلمت ترأس ترأست يرى ترى يعتقد تعد يعد
يأتي تأتي جاء جاءت لفت تابع تابعت نقل نقلت أفاد أفادت رأى رأت بدأ بدأت انتهى حضر حضرت صرح صرحت تحدث تحدثت أعرب أعربت
يرجح تسعى يسعى تشهد يشهد شهد شهدت تواجه يواجه واجه واجهت تم يتم جرى أدى أدت بلغ بلغت تعرض تعرضت أسفر أسفرت خسر خسرت
تضم يضم تتخذ تخشى يخشى عزز عززت ساهم حاول يحاول تحاول انتقد انتقدت دان خلص خلصت استبعد توقع توقعت طلب طلبت سبق
"""
_PLACES = frozenset(("واغادوغو", "واجادوجو", "ويلز", "وارسو", "ولايه", "ووهان"))
_AND = re.compile(
    fold(
        r"[وف](?:في|من|على|إلى|عن|مع|بعد|قبل|خلال|منذ|حسب|بحسب|وفق|وفقا|بين|عند|لدى|رغم|بالرغم|ضمن|أيضا|كذلك|هنا|مما|ما|"
        r"حتى|عبر|أمام|بشأن|بخصوص|نظرا|بالتالي|بالتوازي|بالمقابل|بالنظر|باتت|إن|أن|ال(?!ي\b|د\b|دة\b|دي\b|ده\b)\w{3,}|"
        r"[يتن](?!يرة\b|لات\b)\w{3,}|س[يت]\w{3,}|لل\w{3,})$"
    )
)
_CAPTION = re.compile(
    fold(
        r"\b(?:خلال|أثناء|لدى (?:استقبال|وصول|مغادرت)|برفقة|رفقة|يتوسط|يصافح|تصافح|في دورية|أرشيف|أرشيفية|من اليمين|"
        r"(?:إلى|على|من) (?:ال)?(?:يمين|يسار)|تظهر|يظهر|صورة|يلوح|يحمل|يقف|يسير)\w*\b|\((?:يمين|يسار|وسط|يمينا|يسارا)\)"
    )
)
_DEPICTED = re.compile(
    fold(
        r"(?:جنود|جندي|جنديان|قوات|قوة|عناصر|عنصر|مقاتلون|مقاتلو|مسلحون|متظاهرون|محتجون|لاجئون|نازحون|مهاجرون|مشهد|لقطة|صورة|خريطة|"
        r"جانب|دورية|آلية|آليات|مركبات|مركبة|عربات|موكب|طائرة|مروحية|الرئيس|الرئيسان|الفريق|اللواء|العقيد|الجنرال|العميد|المقدم|رئيس|"
        r"رئيسا|وزير|وزيرة|وزراء|قائد|قادة|الوزير|السفير|الأمين|المبعوث|مقر|أعضاء|المشاركون|سكان|أطفال|نساء)\b"
    )
)


# parts of names that few other phrases hold: kinship, and the commonest given names
_NAME = re.compile(
    fold(
        r"\b(?:ولد|ابن|بن|بنت|منت|أبو|آل|عبد\s?ال\w+|محمد|أحمد|محمود|مصطفى|إبراهيم|إسماعيل|يوسف|الحسن|الحسين|عثمان|عمر|فاطمة|"
        r"خديجة|سيدي|الدكتور|د\.|أ\.د|mohamed|mohammed|ahmed|ould|ben)(?:\b|(?<=\.))"
    )
)


@lru_cache(maxsize=1)
def _clause_words() -> frozenset[str]:
    return frozenset(fold(_CLAUSE).split())


def stopped(text: str) -> bool:
    """Whether a line ends as a sentence does: . ! ? ؟ …, closing quotes and brackets aside."""
    return bool(_STOP.search(text[-_TAIL:]))


def full_stopped(text: str) -> bool:
    """Whether a line ends in a full stop, as headlines and captions hardly ever do."""
    return bool(_FULL_STOP.search(text[-_TAIL:]))


def itemised(text: str) -> bool:
    """Whether a line begins as an item of a list does."""
    return bool(_BULLET.match(text[:20]))


def follows_in_list(item: str, text: str) -> bool:
    """Whether a line that begins as an item does may follow another: it introduces a list, or is such an item."""
    if text.endswith((":", "：")):
        return True
    return itemised(text) and (
        item[:1] == text[:1] or (item[:2].strip("(").isdigit() and text[:2].strip("(").isdigit())
    )


def quoted(text: str) -> bool:
    """Whether a line is one quotation from end to end."""
    return bool(_QUOTED.fullmatch(text.strip())) if len(text) < 4000 else False


def opens_clause(key: str) -> bool:
    """Whether a folded line begins as a sentence of a report does: كما …, لكن …, وقال …, والجزائر …."""
    return _first(key) in _clause_words() or joins_on(key) or key.startswith(_OPENINGS)


def joins_on(key: str) -> bool:
    """Whether a folded line begins with و or ف and so goes on from the line before, as no headline does."""
    first = _first(key)
    if first[:1] == "و" and len(first) > 3:
        return not {first, first.removesuffix("ا")} & (own_initials() | _PLACES)
    return (first[:1] in "وف" and first[1:] in _clause_words()) or bool(_AND.match(first))


def _first(key: str) -> str:
    return key[:80].split(" ", 1)[0].strip("\"“”«»'،:")


_OPENINGS = tuple(
    fold(o) for o in ("غير أن ", "إلا أن ", "على أن ", "من جهت", "من جانب", "في حين ", "في المقابل", "بعد أن ")
)


def depicts(key: str, shown: bool = True) -> bool:
    """Whether a folded phrase reads as what stands under a picture: whom it shows (if `shown`), or doing what."""
    return bool((shown and _DEPICTED.match(key)) or _CAPTION.search(key))


def depicts_scene(key: str) -> bool:
    """Whether a folded sentence has both marks of a caption: whom a picture shows, and doing what."""
    return bool(_DEPICTED.match(key) and _CAPTION.search(key)) and "،" not in key and len(key.split()) <= 20


def names_person(key: str) -> bool:
    """Whether a folded phrase is a person's name and hardly more."""
    return len(key.split()) <= 6 and ":" not in key and bool(_NAME.search(key))


def is_prose(text: str, key: str) -> bool:
    """Whether a line has the form of a paragraph."""
    words = len(key.split())
    if len(text) >= LONG or words >= 18:
        return True
    if words >= 2 and (full_stopped(text) or _SPEAKER.match(key) or (words >= 4 and stopped(text))):
        return True
    if text.rstrip().endswith((":", "：")) and words >= 3:
        return True
    comma = any(c in text for c in "،؛")
    return (comma and words >= 6) or (words >= 5 and quoted(text)) or (words >= 3 and opens_clause(key))
