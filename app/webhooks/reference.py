"""The rules of webhooks, as their pages tell them."""

from app.core.reference import RuleEntry, Texts

_FAMILY: Texts = {"ar": "إشعارات الويب", "en": "Webhooks"}
RULES: tuple[RuleEntry, ...] = (
    RuleEntry(
        id="WEBHOOK-URL",
        severity="error",
        family=_FAMILY,
        message={
            "ar": "يجب أن يكون العنوان https على المنفذ 443 ويؤدي إلى شبكة عامة.",
            "en": "The address must be https on port 443 and lead into the public network.",
        },
        hint={
            "ar": "أعط عنواناً يصل إليه أي جهاز في الإنترنت.",
            "en": "Give an address that any machine in the internet reaches.",
        },
        why={
            "ar": "من يختار الهدف يجب ألا يصل عبر هذا الخادم إلى شبكة داخلية.",
            "en": "Whoever chooses a target must not reach an inner network through this server.",
        },
    ),
    RuleEntry(
        id="WEBHOOK-ENTITY",
        severity="error",
        family=_FAMILY,
        message={"ar": "لا توجد جهة باسم ‹entity›.", "en": "There is no entity ‹entity›."},
        hint={
            "ar": "اختر معرّفاً من GET /v1/entities.",
            "en": "Choose an id of GET /v1/entities.",
        },
        why={
            "ar": "مرشح لجهة غير موجودة لا يرسل شيئاً أبداً، ولا يلاحظ ذلك أحد.",
            "en": "A filter for an entity that is not there never sends anything, unnoticed.",
        },
    ),
)
