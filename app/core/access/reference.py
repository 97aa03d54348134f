"""The rules of keys, as their pages tell them."""

from app.core.reference import RuleEntry

RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        id="KEY-ROLES",
        severity="error",
        family={"ar": "المفاتيح", "en": "Keys"},
        message={
            "ar": "الأدوار المطلوبة لا تناسب صاحب المفتاح.",
            "en": "The roles do not fit the holder of the key.",
        },
        hint={
            "ar": "اختر دوراً واحداً على الأقل، من أدوار الجهات لمفتاح جهة ومن أدوار الموظفين لغيره.",
            "en": "Choose at least one role: one of an entity's for the key of an entity, one of "
            "the staff's for any other.",
        },
        why={
            "ar": "مفتاح الجهة لا يصل إلى ما يخص غيرها، ومفتاح الموظفين لا يتكلم باسم جهة.",
            "en": "The key of an entity reaches nothing of another's; a key of the staff speaks "
            "for no entity.",
        },
    ),
)
