"""The rules of query parameters, as their pages tell them."""

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "معاملات العنوان", "en": "Parameters of an address"}


def _rule(name: str, message: Texts, hint: Texts, why: Texts) -> RuleEntry:
    return RuleEntry(f"QUERY-{name}", "error", _FAMILY, message, hint, why)


RULES: tuple[RuleEntry, ...] = (
    _rule(
        "CURSOR",
        {
            "ar": "المؤشر لا يخص هذه القائمة.",
            "en": "The cursor does not belong to this list.",
        },
        {
            "ar": "خذه كما هو من nextCursor في الصفحة السابقة، وأبقِ الترتيب نفسه.",
            "en": "Take it as it is from nextCursor of the page before, and keep the same order.",
        },
        {
            "ar": "المؤشر يحفظ موضع القراءة في ترتيب بعينه.",
            "en": "A cursor holds a place in one order.",
        },
    ),
    _rule(
        "FACETS",
        {"ar": "لا يوجد وجه تصفية بهذا الاسم.", "en": "There is no such facet."},
        {
            "ar": "اكتب أسماء الأوجه المذكورة في الرسالة مفصولة بفواصل.",
            "en": "Give names from the message, separated by commas.",
        },
        {
            "ar": "الوجه المجهول لو أُهمل لظن السائل أن لا قيم له.",
            "en": "An unknown facet that was dropped would look like one without values.",
        },
    ),
    _rule(
        "FIELDS",
        {"ar": "لا يوجد للخدمة حقل بهذا الاسم.", "en": "A service has no such field."},
        {
            "ar": "قارن الاسم بوثيقة OpenAPI، فالأسماء تُكتب بصيغة camelCase.",
            "en": "Compare the name with the OpenAPI document; names are in camelCase.",
        },
        {
            "ar": "الحقل المكتوب خطأ لو أُهمل لبدا كأنه فارغ في كل خدمة.",
            "en": "A misspelt field that was dropped would look empty in every service.",
        },
    ),
    _rule(
        "REPEATED",
        {"ar": "تكرر معامل لا يجوز تكراره.", "en": "A parameter stands more than once."},
        {"ar": "أبقِ قيمة واحدة.", "en": "Keep one value."},
        {
            "ar": "لا يُعرف أي القيمتين هي المقصودة.",
            "en": "Nobody knows which of the values is meant.",
        },
    ),
    _rule(
        "SORT",
        {
            "ar": "قائمة الماضي تُرتّب بالمعرّف فقط.",
            "en": "The catalogue of the past is ordered by id only.",
        },
        {"ar": "احذف sort أو asOf.", "en": "Leave out sort, or asOf."},
        {
            "ar": "ما كان يُعرض في الماضي يُقرأ بترتيب لا يتغير.",
            "en": "What was served in the past is read in an order that never changes.",
        },
    ),
    _rule(
        "UNKNOWN",
        {"ar": "لا يوجد هنا معامل بهذا الاسم.", "en": "There is no such parameter here."},
        {
            "ar": "قد يقترح الرد أقرب اسم، وبقية الأسماء في وثيقة OpenAPI.",
            "en": "The answer may suggest the nearest name; the OpenAPI document has them all.",
        },
        {
            "ar": "المعامل المكتوب خطأ لو أُهمل لجاءت نتائج لم تُصفَّ والسائل يظنها مصفاة.",
            "en": "A misspelt filter that was dropped would give results that only look filtered.",
        },
    ),
    _rule(
        "VERSION",
        {
            "ar": "لا يوجد إصدار بهذا الرقم من التصنيف.",
            "en": "The taxonomy has no such version.",
        },
        {
            "ar": "الإصدارات في /v1/taxonomies/services/versions.",
            "en": "The versions are at /v1/taxonomies/services/versions.",
        },
        {
            "ar": "لكل إصدار رموزه، فلا يُستبدل بغيره.",
            "en": "Each version has notations of its own, so none stands for another.",
        },
    ),
)
