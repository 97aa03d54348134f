"""The rules of workshops, as their pages tell them."""

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "ورش العمل", "en": "Workshops"}


def _rule(name: str, message: Texts, hint: Texts, why: Texts) -> RuleEntry:
    return RuleEntry(id=name, severity="error", family=_FAMILY, message=message, hint=hint, why=why)


RULES: tuple[RuleEntry, ...] = (
    _rule(
        "WORKSHOP-TIMES",
        {
            "ar": "تنتهي الورشة قبل أن تبدأ، أو حضر أحد في وقت لم يأت بعد.",
            "en": "A workshop ends before it begins, or somebody came at a time still to be.",
        },
        {
            "ar": "اكتب endsAt بعد startsAt، وjoinedAt قبل الآن، مع الفارق عن UTC.",
            "en": "Write endsAt after startsAt and joinedAt before now, with their offset.",
        },
        {
            "ar": "تُبنى الدعوات والتذكيرات والوثيقة التوافقية على هذه الأوقات.",
            "en": "Invitations, reminders and the outcome document rest on these times.",
        },
    ),
    _rule(
        "WORKSHOP-ENTITY",
        {
            "ar": "لا توجد جهة باسم ‹entity›، أو حضرت فلا تُسحب دعوتها.",
            "en": "There is no entity ‹entity›, or it came and stays invited.",
        },
        {
            "ar": "اختر معرّفاً من GET /v1/entities.",
            "en": "Choose an id of GET /v1/entities.",
        },
        {
            "ar": "يُحسب التوافق بالجهات، فيجب أن تُعرف كل جهة مدعوة وكل جهة حضرت.",
            "en": "Consensus is counted by entities: each one invited or present must be known.",
        },
    ),
    _rule(
        "WORKSHOP-CONTACT",
        {"ar": "الجهة ‹entity› غير مدعوة.", "en": "The entity ‹entity› is not invited."},
        {
            "ar": "أضف الجهة إلى entities، أو احذف عنوانها من contacts.",
            "en": "Add it to entities, or leave its addresses out of contacts.",
        },
        {
            "ar": "لا ترسل الورشة إشعارات إلا إلى من دُعي إليها.",
            "en": "A workshop sends notices to nobody but those whom it has invited.",
        },
    ),
    _rule(
        "WORKSHOP-AGENDA",
        {
            "ar": "لا يوجد طلب تعديل برقم ‹changeRequest›.",
            "en": "There is no change request ‹changeRequest›.",
        },
        {
            "ar": "اختر معرّفاً من GET /v1/change-requests، أو اكتب موضوعاً في topic.",
            "en": "Choose an id of GET /v1/change-requests, or write a topic.",
        },
        {
            "ar": "تعرض الوثيقة التوافقية عمليات كل طلب في جدول الأعمال وقراره.",
            "en": "The outcome document shows the operations and the decision of each one.",
        },
    ),
    _rule(
        "WORKSHOP-TWICE",
        {
            "ar": "ورد ‹changeRequest› في جدول الأعمال مرتين.",
            "en": "‹changeRequest› stands on the agenda twice.",
        },
        {"ar": "اتركه في موضع واحد.", "en": "Leave it in one place."},
        {
            "ar": "يُبحث كل طلب ويُقرر فيه مرة واحدة في الورشة.",
            "en": "A workshop discusses and decides each change request once.",
        },
    ),
)
