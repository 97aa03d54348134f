"""The rules of reorganisations, as their pages tell them."""

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "إعادة تنظيم الجهات", "en": "Reorganisations"}
RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        id="REORG-01",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "لا تُدمج الجهة ولا تُقسَّم في نفسها.",
            "en": "An entity cannot be merged or split into itself.",
        },
        hint={
            "ar": "اختر جهة أخرى.",
            "en": "Choose another entity.",
        },
        why={
            "ar": "لا يتغير بذلك شيء، وهو في الغالب خطأ كتابي.",
            "en": "Nothing would change; it is a slip.",
        },
    ),
    RuleEntry(
        id="REORG-02",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "لا تحل محل الجهة جهة تتبعها.",
            "en": "An entity that stands below another cannot take its place.",
        },
        hint={
            "ar": "انقل الجهة التابعة إلى جهة أعلى أخرى أولاً.",
            "en": "Give it another parent first.",
        },
        why={
            "ar": "لو زالت الجهة الأعلى لبقيت الجهة التابعة بلا موضع.",
            "en": "With its parent gone it would stand below itself.",
        },
    ),
    RuleEntry(
        id="REORG-03",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "الخدمة ليست لدى هذه الجهة.",
            "en": "The entity has no such service.",
        },
        hint={
            "ar": "اختر من خدمات الجهة كما تظهر في المعاينة.",
            "en": "Choose among the services of the entity, as a preview of a merge lists them.",
        },
        why={
            "ar": "لا تُنقل خدمة إلا ممن يملكها.",
            "en": "A service is given away only by whoever has it.",
        },
    ),
    RuleEntry(
        id="REORG-04",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "ذُكرت الخدمة مرتين.",
            "en": "The service is named twice.",
        },
        hint={
            "ar": "اذكر كل خدمة مرة واحدة.",
            "en": "Name each service once.",
        },
        why={
            "ar": "لكل خدمة جهة مختصة واحدة.",
            "en": "A service has one competent authority.",
        },
    ),
    RuleEntry(
        id="REORG-05",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "الجهة المطلوب إنشاؤها موجودة أو كانت موجودة.",
            "en": "The entity to be created is there, or was.",
        },
        hint={
            "ar": "اختر معرّفاً جديداً، أو احذف create لنقل الخدمات إلى الجهة القائمة.",
            "en": "Choose a new id, or leave out `create` to use the entity that is there.",
        },
        why={
            "ar": "المعرّف لا يُستعمل لجهتين أبداً.",
            "en": "An id never means two entities.",
        },
    ),
)
