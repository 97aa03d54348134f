"""Every code that problem documents carry, with its meaning and what to do about it."""

from collections.abc import Iterator

from app.api.problem_documents import GENERAL, OTHERS, TITLES_AR
from app.core.errors import DalilError
from app.core.reference import ProblemEntry, Texts

_REMEDIES: dict[int, Texts] = {
    400: {"ar": "أصلح الطلب ثم أعد إرساله.", "en": "Mend the request and send it again."},
    401: {
        "ar": "أرسل Authorization: Bearer مع مفتاحك، أو اطلب مفتاحاً جديداً.",
        "en": "Send Authorization: Bearer with your key, or ask for a new key.",
    },
    403: {
        "ar": "اطلب الحق الذي يسميه detail.",
        "en": "Ask for the right that detail names.",
    },
    404: {
        "ar": "لا تستعمل هذا المعرّف بعد الآن، أو ابحث في خلاصة التغييرات عن بديله.",
        "en": "Forget the id, or look in the change feed for what replaced it.",
    },
    405: {
        "ar": "استعمل طريقة يقبلها هذا العنوان.",
        "en": "Use a method that the address takes.",
    },
    406: {"ar": "اقبل application/json.", "en": "Accept application/json."},
    408: {
        "ar": "أرسل الطلب كاملاً في وقت أقصر.",
        "en": "Send the whole request in less time.",
    },
    409: {"ar": "اقرأ العنصر من جديد ثم قرر.", "en": "Read again, then decide."},
    410: {"ar": "ابدأ من جديد بلا مؤشر.", "en": "Begin again, without a cursor."},
    412: {"ar": "اقرأ العنصر من جديد ثم أعد التغيير.", "en": "Read again, then change again."},
    413: {"ar": "أرسل أقل.", "en": "Send less."},
    414: {"ar": "اجعل العنوان أقصر.", "en": "Make the address shorter."},
    415: {
        "ar": "أرسل نوعاً مذكوراً في وثيقة OpenAPI.",
        "en": "Send a media type that the OpenAPI document names.",
    },
    416: {"ar": "اطلب الوثيقة كاملة.", "en": "Ask for the whole document."},
    422: {
        "ar": "اقرأ errors، ففيها موضع كل خطأ وقاعدته.",
        "en": "Read errors: each names its place and its rule.",
    },
    428: {
        "ar": "أرسل If-Match مع ETag الذي قرأته.",
        "en": "Send If-Match with the ETag that you have read.",
    },
    429: {
        "ar": "انتظر الثواني التي يذكرها Retry-After.",
        "en": "Wait the seconds that Retry-After names.",
    },
    431: {"ar": "أرسل ترويسات أقصر.", "en": "Send shorter header fields."},
    500: {
        "ar": "أعد المحاولة لاحقاً، وأبلغ المشغّل بقيمة traceId.",
        "en": "Try later, and tell the operator the traceId.",
    },
    501: {
        "ar": "اطلب صيغة أخرى، مثل format=html.",
        "en": "Ask for another form, such as format=html.",
    },
    503: {
        "ar": "أعد المحاولة بعد الثواني التي يذكرها Retry-After.",
        "en": "Try again after the seconds that Retry-After names.",
    },
}


def problem_entries() -> list[ProblemEntry]:
    """Explain every code, in the order of their statuses."""
    found: dict[str, ProblemEntry] = {}
    for entry in (*_of_errors(DalilError), *_of_statuses()):
        found.setdefault(entry.code, entry)
    return sorted(found.values(), key=lambda one: (one.status, one.code))


def _of_errors(error: type[DalilError]) -> Iterator[ProblemEntry]:
    """Walk the tree of errors; one without a code of its own is answered by that above it."""
    if "code" in vars(error):
        yield _entry(error.code, error.status, error.title, error.title_ar)
    for below in error.__subclasses__():
        yield from _of_errors(below)


def _of_statuses() -> Iterator[ProblemEntry]:
    named = [(code, status, title) for status, (code, title) in GENERAL.items()]
    for code, status, title in (*named, *OTHERS):
        yield _entry(code, status, title, TITLES_AR[code])


def _entry(code: str, status: int, title: str, title_ar: str) -> ProblemEntry:
    remedy = _REMEDIES.get(status) or _REMEDIES[400 if status < 500 else 500]
    return ProblemEntry(code, status, {"ar": title_ar, "en": title}, remedy)
