"""The rules of entities, as their pages tell them."""

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "الجهات", "en": "Entities"}
RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        id="ENTITY-PARENT",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "الجهة الأعلى هي الجهة نفسها أو تتبعها.",
            "en": "The parent is the entity itself or stands below it.",
        },
        hint={
            "ar": "اختر جهة أعلى لا تتبع هذه الجهة.",
            "en": "Choose a parent that does not stand below this entity.",
        },
        why={
            "ar": "سلسلة التبعية يجب أن تنتهي عند جهة عليا.",
            "en": "Whoever walks up from an entity must come to an end.",
        },
    ),
    RuleEntry(
        id="ENTITY-VANISHED",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "الجهة ‹entity› لم تعد قائمة.",
            "en": "‹entity› is no more.",
        },
        hint={
            "ar": "استعمل الجهة التي حلّت محلها، وهي في replacedBy.",
            "en": "Use what stands in its place, as `replacedBy` names it.",
        },
        why={
            "ar": "ما يُسند إلى جهة زالت لا يتولاه أحد.",
            "en": "What is given to an entity that is no more is cared for by nobody.",
        },
    ),
    RuleEntry(
        id="ENTITY-NAME",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "الاسم يبدو مثل اسم جهة أخرى.",
            "en": "The name looks the same as that of another entity.",
        },
        hint={
            "ar": "استعمل تلك الجهة، أو اسماً يمكن تمييزه عنها.",
            "en": "Use that entity, or a name that people can tell apart from it.",
        },
        why={
            "ar": "من لا يميّز بين اسمين قد يثق بالجهة الخطأ، ويُسجَّل الشيء الواحد مرتين.",
            "en": "Whoever cannot tell two names apart may trust the wrong one, and one body is "
            "registered twice.",
        },
    ),
)
