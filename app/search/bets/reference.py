"""The rules of best bets, as their pages tell them."""

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "الإجابات المثبتة", "en": "Best bets"}
RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        id="PIN-PHRASE",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "تحتاج العبارة إلى كلمة ذات معنى، وإلى 8 كلمات على الأكثر.",
            "en": "The phrase needs a word that says something, and at most 8.",
        },
        hint={
            "ar": "اكتب ما يكتبه الناس في البحث، مثل: تجديد الجواز.",
            "en": "Write what people type, such as: passport renewal.",
        },
        why={
            "ar": "البحث يُسقط كلمات السؤال، فلا تطابق عبارةٌ كلها منها أي بحث.",
            "en": "Search drops words that only ask, so a phrase of nothing else is never matched.",
        },
    ),
    RuleEntry(
        id="PIN-SERVICE",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "لا توجد خدمة منشورة باسم ‹service›.",
            "en": "There is no published service ‹service›.",
        },
        hint={
            "ar": "اختر معرّفاً من GET /v1/services.",
            "en": "Choose an id of GET /v1/services.",
        },
        why={
            "ar": "لا يظهر في البحث إلا المنشور، فتثبيت غيره لا يُظهر شيئاً.",
            "en": "Search shows only what is published, so pinning anything else shows nothing.",
        },
    ),
)
