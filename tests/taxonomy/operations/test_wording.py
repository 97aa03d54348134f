"""Every operation can be said, in Arabic and in English."""

import pytest

from app.taxonomy.lexicon.state import Term
from app.taxonomy.operations import values
from app.taxonomy.operations.values import Operation
from app.taxonomy.operations.wording import in_words

NAMES = {
    "a": {"ar": "01 صحة", "en": "01 Health"},
    "b": {"ar": "02 مرور", "en": "02 Traffic"},
    "c": {"ar": "03 سكن"},
}
ENTITIES = {"moh": {"ar": "وزارة الصحة", "en": "Ministry of Health"}}
NEW = {"ar": "رخص", "en": "Licences"}
URI = "https://example.org/x"
LICENCE, LEISAN = Term("رخصة", "ar", "msa"), Term("leisan", "en", "translit")

SAID: list[tuple[Operation, str, str]] = [
    (
        values.AddConcept("n", ("a",), "01.1", NEW),
        "إضافة «رخص» بالرمز 01.1 تحت «01 صحة».",
        "Add “Licences” with the code 01.1 below “01 Health”.",
    ),
    (
        values.AddConcept("n", (), "04", NEW),
        "إضافة «رخص» بالرمز 04 تحت قمة التصنيف.",
        "Add “Licences” with the code 04 below the top.",
    ),
    (values.DropConcept("a"), "سحب إضافة «01 صحة».", "Take back “01 Health”."),
    (
        values.SetPrefLabel("a", "ar", "صحة", "عافية"),
        "تغيير اسم «01 صحة» (العربية) من «صحة» إلى «عافية».",
        "Rename “01 Health” in Arabic: “صحة” becomes “عافية”.",
    ),
    (
        values.SetPrefLabel("a", "fi", None, "Terveys", keep_old_as_alt=True),
        "تغيير اسم «01 صحة» (fi) من «» إلى «Terveys»، ويبقى القديم اسماً بديلاً.",
        "Rename “01 Health” in fi: “” becomes “Terveys”; the old name stays as another one.",
    ),
    (
        values.AddLabel("a", "hidden", "ar", "صحه"),
        "إضافة «صحه» اسماً للبحث فقط إلى «01 صحة».",
        "Add the hidden label “صحه” to “01 Health”.",
    ),
    (
        values.RemoveLabel("a", "alt", "en", "Care"),
        "إزالة الاسم «Care» من «01 صحة».",
        "Remove the label “Care” from “01 Health”.",
    ),
    (
        values.SetNote("a", "definition", "en", None, "Well.", "broader"),
        "تغيير تعريف «01 صحة» إلى «Well.» (المعنى أوسع).",
        "Change the definition of “01 Health” to “Well.” (the meaning gets broader).",
    ),
    (
        values.SetNotation("a", "01", "09"),
        "تغيير رمز «01 صحة» من 01 إلى 09؛ ويبقى القديم محجوزاً.",
        "Change the code of “01 Health” from 01 to 09; the old one stays reserved.",
    ),
    (
        values.Move("a", None, "b"),
        "نقل «01 صحة» من قمة التصنيف إلى «02 مرور».",
        "Move “01 Health” from the top to “02 Traffic”.",
    ),
    (
        values.AddParent("a", "b"),
        "إضافة «02 مرور» أباً للمفهوم «01 صحة».",
        "Add “02 Traffic” as a parent of “01 Health”.",
    ),
    (
        values.RemoveParent("a", "b"),
        "إزالة «02 مرور» من آباء «01 صحة».",
        "Remove “02 Traffic” as a parent of “01 Health”.",
    ),
    (
        values.Reorder(None, ("a", "b"), ("b", "a")),
        "إعادة ترتيب ما تحت قمة التصنيف.",
        "Put what stands below the top into another order.",
    ),
    (
        values.Merge(("a", "b"), "c", ()),
        "دمج «01 صحة»، «02 مرور» في «03 سكن».",
        "Merge “01 Health”, “02 Traffic” into “03 سكن”.",
    ),
    (
        values.Merge(
            ("a",), "c", (("ar", "صحة"), ("en", "Care"), ("en", "Health")), (("ar", "طب"),)
        ),
        "دمج «01 صحة» في «03 سكن»، وتضاف إلى أسمائه البديلة: «صحة»، «Care»، «Health».",
        "Merge “01 Health” into “03 سكن”, which takes over “Care”, “Health”, “صحة” as other names.",
    ),
    (
        values.Split("a", ("b", "c"), "b", deadline_days=14, keep_source=True),
        "تجزئة «01 صحة» إلى «02 مرور»، «03 سكن»؛ والافتراضي «02 مرور» بعد 14 يوماً، ويبقى للتجميع.",
        "Split “01 Health” into “02 Traffic”, “03 سكن”; “02 Traffic” takes "
        "the rest after 14 days; it stays for grouping.",
    ),
    (
        values.Split(
            "a",
            ("b", "c"),
            "b",
            rules=(
                values.Rule("c", entity="moh"),
                values.Rule("b", keyword="test"),
                values.Rule("b", facet=("life-events", "03")),
            ),
            children=(("c", "b"),),
        ),
        "تجزئة «01 صحة» إلى «02 مرور»، «03 سكن»؛ والافتراضي «02 مرور» بعد 30 يوماً. "
        "وتقترح القواعد نقل خدمات «وزارة الصحة» إلى «03 سكن»؛ "
        "الخدمات التي يرد فيها «test» إلى «02 مرور»؛ "
        "الخدمات ذات الرمز 03 في «life-events» إلى «02 مرور». "
        "ويصير «03 سكن» تحت «02 مرور».",
        "Split “01 Health” into “02 Traffic”, “03 سكن”; “02 Traffic” takes "
        "the rest after 30 days. "
        "Proposed: services of “Ministry of Health” to “03 سكن”; "
        "services that say “test” to “02 Traffic”; "
        "services with the code 03 of “life-events” to “02 Traffic”. "
        "Afterwards “03 سكن” below “02 Traffic”.",
    ),
    (
        values.Deprecate("a", children=(("b", None),)),
        "إلغاء «01 صحة». ويصير «02 مرور» تحت قمة التصنيف.",
        "Retire “01 Health”. Afterwards “02 Traffic” below the top.",
    ),
    (
        values.Deprecate("a", "b"),
        "إلغاء «01 صحة»، ويحل محله «02 مرور».",
        "Retire “01 Health”, replaced by “02 Traffic”.",
    ),
    (values.Deprecate("a"), "إلغاء «01 صحة».", "Retire “01 Health”."),
    (
        values.Restore("a", ()),
        "إعادة «01 صحة» تحت قمة التصنيف.",
        "Bring “01 Health” back below the top.",
    ),
    (
        values.PromoteLabel("a", "ar", "إجازات", "n", "b", "02.9", NEW),
        "ترقية الاسم البديل «إجازات» من «01 صحة» إلى مفهوم «رخص» بالرمز 02.9.",
        "Make the synonym “إجازات” of “01 Health” a concept, “Licences”, with the code 02.9.",
    ),
    (
        values.Relate("a", "b"),
        "ربط «01 صحة» بالمفهوم «02 مرور».",
        "Relate “01 Health” and “02 Traffic”.",
    ),
    (
        values.Unrelate("a", "b"),
        "فك الربط بين «01 صحة» و«02 مرور».",
        "“01 Health” and “02 Traffic” are no longer related.",
    ),
    (
        values.AddMapping("a", "exactMatch", URI),
        "مطابقة «01 صحة» مع https://example.org/x.",
        "Map “01 Health” to https://example.org/x (exactMatch).",
    ),
    (
        values.RemoveMapping("a", "exactMatch", URI),
        "إزالة مطابقة «01 صحة» مع https://example.org/x.",
        "“01 Health” is no longer mapped to https://example.org/x.",
    ),
    (
        values.SetAssignable("a", old=False, new=True),
        "يمكن إسناد خدمات إلى «01 صحة» مباشرة.",
        "Services may be classified with “01 Health” itself.",
    ),
    (
        values.SetAssignable("a", old=True, new=False),
        "لا تسند خدمات إلى «01 صحة» مباشرة.",
        "“01 Health” only groups: services go to concepts below it.",
    ),
    (
        values.SetSuccessors("a", ("b",), (), (), ("b", "c")),
        "خلف «01 صحة»: «02 مرور»، «03 سكن».",
        "The successors of “01 Health”: “02 Traffic”, “03 سكن”.",
    ),
    (
        values.SetSuccessors("a", ("b",), (), (), ()),
        "خلف «01 صحة»: لا أحد.",
        "The successors of “01 Health”: none.",
    ),
    (
        values.AddTermGroup("g", NEW, "traffic", (LICENCE, LEISAN)),
        "إضافة مجموعة الألفاظ «رخص»: «رخصة»، «leisan».",
        "Add the group of terms “Licences”: “رخصة”, “leisan”.",
    ),
    (
        values.DropTermGroup("a"),
        "سحب إضافة مجموعة الألفاظ «01 صحة».",
        "Take back the group “01 Health”.",
    ),
    (
        values.AddTerm("a", "leisan", "en", "translit", "one_way"),
        "إضافة اللفظ «leisan» إلى مجموعة «01 صحة» (في اتجاه واحد).",
        "Add the term “leisan” to the group “01 Health” (one way).",
    ),
    (
        values.RemoveTerm("a", LEISAN),
        "إزالة اللفظ «leisan» من مجموعة «01 صحة».",
        "Remove the term “leisan” from the group “01 Health”.",
    ),
    (
        values.SetTermDirection("a", "leisan", "one_way", "both"),
        "يبحث عن اللفظ «leisan» في مجموعة «01 صحة» في الاتجاهين.",
        "The term “leisan” of the group “01 Health” works both ways.",
    ),
]


@pytest.mark.parametrize(("operation", "arabic", "english"), SAID)
def test_an_operation_is_said_in_both_languages(
    operation: Operation, arabic: str, english: str
) -> None:
    said = in_words(operation, NAMES.__getitem__, entity_of=ENTITIES.__getitem__)
    assert said == {"ar": arabic, "en": english}


def test_every_kind_of_operation_is_among_them() -> None:
    assert {type(operation) for operation, _, _ in SAID} == set(values.KINDS.values())


@pytest.mark.parametrize(
    ("days", "arabic", "english"),
    [
        (1, "بعد يوم واحد.", "after 1 day."),
        (2, "بعد يومين.", "after 2 days."),
        (7, "بعد 7 أيام.", "after 7 days."),
        (90, "بعد 90 يوماً.", "after 90 days."),
        (100, "بعد 100 يوم.", "after 100 days."),
        (103, "بعد 103 أيام.", "after 103 days."),
    ],
)
def test_days_are_counted_as_each_language_counts(days: int, arabic: str, english: str) -> None:
    said = in_words(values.Split("a", ("b", "c"), "b", deadline_days=days), NAMES.__getitem__)
    assert said["ar"].endswith(arabic)
    assert said["en"].endswith(english)
