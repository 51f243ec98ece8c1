"""terms.yaml, the termbase that comes with midan: sound as data, and right about what it matches in sentences."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from glossary.arabic import fold_key, has_arabic
from glossary.conditions import CLASSES_AFTER, CLASSES_BEFORE
from glossary.matching import TermMatcher
from glossary.term import KINDS, Glossary, Term
from glossary.termfile import load_glossary
from memory.verification import satisfied_at

PATH = Path(__file__).parents[1] / "terms.yaml"


@lru_cache(maxsize=1)
def termbase() -> Glossary:
    return load_glossary(PATH)


@lru_cache(maxsize=1)
def matcher() -> TermMatcher:
    return TermMatcher(termbase().enforced())


def found(sentence: str) -> list[str]:
    """The English of each term in a sentence, in order."""
    return [m.term.en or "" for m in matcher().find(sentence)]


def entry(ar: str) -> Term:
    return next(t for t in termbase() if t.ar == ar)


def test_it_is_large_enough_to_be_of_use() -> None:
    assert len(termbase().with_status(["approved"])) >= 120


@pytest.mark.parametrize(
    ("ar", "en", "abbreviation"),
    [
        ("دول الميدان", "field countries", None),
        ("لجنة الأركان العملياتية المشتركة", "Joint Operational General Staff Committee", "CEMOC"),
        ("برخان", "Barkhane", None),
        ("عملية برخان", "Operation Barkhane", None),
        ("مجموعة دول الساحل الخمس", "G5 Sahel", None),
        ("تنظيم القاعدة في بلاد المغرب الإسلامي", "al-Qaeda in the Islamic Maghreb", "AQIM"),
        ("جماعة نصرة الإسلام والمسلمين", "Jama'at Nusrat al-Islam wal-Muslimin", "JNIM"),
        ("الاتحاد الأفريقي", "African Union", "AU"),
        ("المجموعة الاقتصادية لدول غرب أفريقيا", "Economic Community of West African States", "ECOWAS"),
        ("الجزائر العاصمة", "Algiers", None),
        ("الفريق", "Lieutenant General", None),
        ("الفريق أول", "General", None),
        ("اللواء", "Major General", None),
        ("العميد", "Brigadier General", None),
        ("العقيد", "Colonel", None),
        ("المقدم", "Lieutenant Colonel", None),
        ("النقيب", "Captain", None),
        ("المشير", "Field Marshal", None),
    ],
)
def test_what_must_be_there(ar: str, en: str, abbreviation: str | None) -> None:
    term = entry(ar)
    assert (term.status, term.en, term.abbreviation) == ("approved", en, abbreviation)


def test_every_approved_entry_is_complete() -> None:
    lacking = [t.ar for t in termbase().with_status(["approved"]) if not t.en or t.kind not in KINDS]
    assert lacking == []


def test_no_two_entries_share_a_form() -> None:
    forms = Counter(fold_key(form) for term in termbase() for form in term.forms)
    assert [form for form, count in forms.items() if count > 1] == []


def test_arabic_is_arabic_and_english_is_not() -> None:
    for term in termbase():
        assert all(has_arabic(form) for form in term.forms), term.ar
        assert not any(has_arabic(form) for form in (*term.accepted, *term.forbidden)), term.ar


def test_text_is_tidy() -> None:
    for term in termbase():
        for text in (*term.forms, *term.accepted, *term.forbidden):
            assert text == " ".join(text.split()), term.ar


def test_accepted_english_stands_once_and_is_never_forbidden() -> None:
    for term in termbase():
        forms = [f if term.case == "keep" else f.casefold() for f in term.accepted]
        assert len(set(forms)) == len(forms), term.ar
        assert not {f.casefold() for f in term.forbidden} & {f.casefold() for f in forms}, term.ar


def test_every_accepted_form_satisfies_its_own_entry() -> None:
    for term in termbase().enforced():
        for form in term.accepted:
            assert satisfied_at(term, f"It was said of {form} that it held.") is not None, (term.ar, form)


def test_every_forbidden_form_is_noticed() -> None:
    for term in termbase().enforced():
        for form in term.forbidden:
            assert satisfied_at(term, f"{term.en}, or {form} as some say.") is None, (term.ar, form)


def test_every_form_is_found_where_no_condition_is_set() -> None:
    for term in termbase().enforced():
        if term.not_before or term.not_after or term.context or term.not_context:
            continue
        for form in term.forms:
            assert term.en in found(f"تحدث التقرير أمس عن {form} مطولا"), (term.ar, form)


def test_conditions_are_arabic_or_a_known_class() -> None:
    for term in termbase():
        for items, classes in ((term.not_before, CLASSES_BEFORE), (term.not_after, CLASSES_AFTER)):
            assert all(has_arabic(i) or i in classes for i in items), term.ar
        latin = [i for i in (*term.context, *term.not_context) if not has_arabic(i) and not i.isupper()]
        assert latin == [], term.ar


MATCHED = [
    # a country and the adjective "financial"
    ("سافر الوفد إلى مالي وزار شمال مالي.", ["Mali", "northern Mali"]),
    ("وقعت النيجر ومالي بيانا.", ["Niger", "Mali"]),
    ("لجأ الفارون من القتال إلى الجارة لمالي.", ["Mali"]),
    ("طلب الجيش المالي إسنادا من الجو.", ["Malian army"]),
    ("احتجت الحكومة المالية لدى مجلس الأمن الدولي.", ["Malian government", "Security Council"]),
    ("نفت السلطات المالية في باماكو الخبر.", ["Malian authorities", "Bamako"]),
    ("عانت البلدية من الفراغ المالي والعجز المالي.", []),
    ("طلب المصنع دعما ماليا وقرضا.", []),
    ("هو مركز مالي كبير في المدينة.", []),
    ("رفع إلى الوزير تقرير مالي عن السنة.", []),
    ("حذرت السلطات المالية المصارف من التضخم.", []),
    # al-Qaeda and a base
    ("دمرت الغارة قاعدة جوية وقاعدة عسكرية.", ["air base", "military base"]),
    ("غادر الجنود القاعدة الجوية في أغاديز.", ["air base", "Agadez"]),
    ("بايع أمير المتشددين القاعدة قبل عامين.", ["al-Qaeda"]),
    ("قاتل تنظيم القاعدة في بلاد المغرب الإسلامي الجيش.", ["al-Qaeda in the Islamic Maghreb"]),
    ("هذه هي القاعدة التي نعمل بها.", []),
    ("دخل الوفد القاعدة بعد الظهر.", []),
    # Algeria and Algiers, Niger and Nigeria
    ("وصل الوزير إلى الجزائر العاصمة.", ["Algiers"]),
    ("تقع الجزائر على المتوسط.", ["Algeria"]),
    ("قدم من نيجيريا إلى النيجر.", ["Nigeria", "Niger"]),
    ("زار نيجيريا مرتين.", ["Nigeria"]),
    ("قصفت طائرات الجيش النيجري معسكرا.", ["Nigerien army"]),
    ("في غينيا بيساو وغينيا الاستوائية.", ["Guinea-Bissau", "Equatorial Guinea"]),
    ("ودعت بابوا غينيا الجديدة سفيرها.", []),
    # the Sahel and a coast
    ("تدهورت الحال في الساحل كله.", ["Sahel"]),
    ("اجتمعت دول الساحل والصحراء.", ["Sahel-Saharan states"]),
    ("غرق قارب قبالة الساحل الليبي.", []),
    ("رست السفينة قرب الساحل.", []),
    ("اعترض زورقهم قبل بلوغ الساحل الإنجليزي.", []),
    ("لا تُبتز دول الساحل البحري بموانئها.", []),
    ("يُمنع التنقل بين المغرب والفجر.", []),
    ("سُرق مالي في السوق.", []),
    ("هذا مالي أيضا.", []),
    ("نجا راكبان من أربعة في حوادث الانقلاب.", []),
    ("فازت المهرة بالسباق وكسبته.", []),
    ("في كوت ديفوار وساحل العاج.", ["Côte d'Ivoire", "Côte d'Ivoire"]),
    # ranks and what else the words mean
    ("دمر اللواء المدرع المواقع.", ["armoured brigade"]),
    ("تقدم لواء مشاة نحو المدينة.", ["infantry brigade"]),
    ("تقدم اللواء 444 نحو المدينة.", []),
    ("حملوا اللواء ومضوا.", []),
    ("التقى اللواء أحمد المسماري الصحافة.", ["Major General"]),
    ("رقي إلى رتبة لواء في العيد.", ["rank of major general"]),
    ("استقبل رئيس الأركان الفريق محمد بمب مكت.", ["chief of staff", "Lieutenant General", "Mohamed Bamba Meguett"]),
    ("ترأس الفريق أول السعيد شنقريحة الاجتماع.", ["General Saïd Chengriha"]),
    ("عاد الفريق الطبي إلى المستشفى العسكري.", []),
    ("قال الفريق في تقريره إن الجيش انسحب.", []),
    ("فاز الفريق الأول لكرة القدم.", []),
    ("عين العقيد آسيمي غويتا رئيسا.", ["Colonel", "Assimi Goïta"]),
    ("تغيرت العقيدة القتالية.", []),
    ("شكر الوزير الدعم المقدم من الجيش الفرنسي.", []),
    ("صرح المقدم علي من الجيش بأنه عائد.", ["Lieutenant Colonel"]),
    ("كرم عميد كلية الحقوق نقيب المحامين.", []),
    ("دعت الناحية العسكرية السادسة إلى اليقظة.", ["Military Region"]),
    ("الحل صعب من الناحية العسكرية.", []),
    ("زار قائد الأركان مقر الناتو.", ["chief of staff", "NATO"]),
    # dress
    ("اجتمعت لجنة الأركان العملياتية المشتركة.", ["Joint Operational General Staff Committee"]),
    ("ما يسمى بدول الميدان، وبلدان الميدان.", ["field countries", "field countries"]),
    ("وبرخان انتهت، وبدأت عملية \"برخان\" ثانية.", ["Barkhane", "Operation Barkhane"]),
    ("للاتحاد الإفريقي ولبوركينافاسو وبتمنرست.", ["African Union", "Burkina Faso", "Tamanrasset"]),
    ("عبر التوارق والطوارق الحدود.", ["Tuareg", "Tuareg"]),
    ("مجموعة الساحل الخمسة ومجموعة الخمس بالساحل.", ["G5 Sahel", "G5 Sahel"]),
    ("أسقطت طائرة مسيّرة وطائرات بدون طيار.", ["drone", "drones"]),
    ("عبوات ناسفة وعبوة ناسفة.", ["improvised explosive devices", "improvised explosive device"]),
    ("وضعت قواعد الاشتباك وقواعد عسكرية.", ["rules of engagement", "military bases"]),
    # idioms of which each word means something else
    ("أدى الرئيس اليمين الدستورية.", ["oath of office"]),
    ("نال الإقليم حق تقرير المصير.", ["self-determination"]),
    ("تعهد القرن الأفريقي بالهدوء.", ["Horn of Africa"]),
    ("عرض المساعي الحميدة والوحدة الترابية.", ["good offices", "territorial integrity"]),
    ("تبييض الأموال جريمة.", ["money laundering"]),
    # words that only look like names
    ("سرت شائعات عن وفاته.", []),
    ("تحررت سرت وطرابلس من داعش.", ["Sirte", "Tripoli", "ISIS"]),
    ("انقلاب سيارة قرب القرية.", []),
    ("فشل الانقلاب في ليلته.", ["coup"]),
    ("نظمت حركة الشباب في القرية حفلا.", []),
    ("هاجمت حركة الشباب معسكرا في الصومال.", ["al-Shabaab", "Somalia"]),
    ("تعزيز التعاون العسكري والأمني بين الجارين.", []),
    ("تعزيز التعاون العسكري بين الجارين.", ["military cooperation"]),
    ("هو مصر على موقفه.", []),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "english"), MATCHED, ids=[s for s, _ in MATCHED])
def test_right_terms_in_right_places(sentence: str, english: list[str]) -> None:
    assert found(sentence) == english
