"""What a problem document says, whoever answers it: a route, the edge or the protocol."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.core.canonical import canonical_json
from app.core.errors import Finding
from app.core.findings import finding_json

Json = Mapping[str, Any]  # Any: JSON
MEDIA_TYPE = "application/problem+json"
MOST_BYTES = 8 * 1024
"""A problem document is no longer, so that nobody is sent more than they have sent."""

# Codes are public and never change, so they are not taken from phrases that do.
GENERAL: dict[int, tuple[str, str]] = {
    400: ("bad-request", "The request cannot be read"),
    401: ("unauthorized", "A valid credential is missing"),
    403: ("forbidden", "A right is missing"),
    404: ("not-found", "There is no such thing"),
    405: ("method-not-allowed", "This address does not take that method"),
    406: ("not-acceptable", "No accepted media type can be answered"),
    408: ("request-timeout", "The request did not arrive in time"),
    409: ("conflict", "The present state forbids it"),
    413: ("content-too-large", "The body is too large"),
    414: ("uri-too-long", "The address is too long"),
    415: ("unsupported-media-type", "The body's media type is not taken here"),
    416: ("range-not-satisfiable", "The document does not reach that far"),
    422: ("validation-failed", "What was sent breaks a rule"),
    428: ("precondition-required", "The request must name the version it changes"),
    429: ("too-many-requests", "Too many requests"),
    431: ("header-fields-too-large", "The header fields are too large"),
    500: ("internal-error", "Something went wrong"),
    503: ("unavailable", "Something that is needed does not answer at the moment"),
}

MALFORMED = ("malformed-json", 400, "The body is not JSON")
OTHERS = (MALFORMED,)
"""Codes that stand beside the one of their status, with status and title."""

TITLES_AR: dict[str, str] = {
    "bad-request": "لا يمكن قراءة الطلب",
    "unauthorized": "يلزم مفتاح أو رمز دخول",
    "forbidden": "ينقصك الحق اللازم لذلك",
    "not-found": "لا يوجد شيء كهذا",
    "method-not-allowed": "هذا العنوان لا يقبل هذه الطريقة",
    "not-acceptable": "لا يمكن الرد بأي من أنواع الوسائط المقبولة",
    "request-timeout": "لم يصل الطلب في وقته",
    "conflict": "الحالة الراهنة لا تسمح بذلك",
    "content-too-large": "المحتوى المرسل أكبر من المسموح",
    "uri-too-long": "العنوان أطول من المسموح",
    "unsupported-media-type": "نوع المحتوى المرسل غير مقبول هنا",
    "range-not-satisfiable": "الوثيقة لا تصل إلى هذا الموضع",
    "validation-failed": "ما أُرسل يخالف قاعدة",
    "precondition-required": "على الطلب أن يذكر النسخة التي يغيّرها",
    "too-many-requests": "طلبات كثيرة",
    "header-fields-too-large": "الترويسات أكبر من المسموح",
    "internal-error": "حدث خلل",
    "unavailable": "ما تحتاجه الإجابة لا يستجيب الآن",
    "malformed-json": "المحتوى المرسل ليس JSON",
}


def general(status: int) -> tuple[str, str]:
    """Return the code and the title of a status that has no error of its own."""
    known = status if status in GENERAL else 400 if status < 500 else 500
    return GENERAL[known]


def problem_body(
    status: int,
    code: str,
    *,
    title: str,
    detail: str,
    instance: str,
    trace_id: str,
    findings: Iterable[Finding] = (),
    members: Mapping[str, Any] | None = None,  # Any: JSON
) -> bytes:
    """Write a problem document (RFC 9457) of ``MOST_BYTES`` at most.

    ``members`` go before the usual. It tells as many findings as fit, and how many do not.
    """
    said = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": _printable(detail[:500]),
        "instance": _printable(instance[:200]),
        "traceId": trace_id,
        **(members or {}),
    }
    told = [finding_json(one) for one in findings]
    room = MOST_BYTES - len(canonical_json({**said, "errors": [], "moreErrors": len(told)}))
    shown = list(_fitting(told, room))
    more = {"moreErrors": len(told) - len(shown)} if len(shown) < len(told) else {}
    return canonical_json({**said, "errors": shown, **more})


def _fitting(told: Sequence[Json], room: int) -> Iterator[Json]:
    """Take findings, in their order, while there is room for them and the commas between."""
    for one in told:
        room -= len(canonical_json(one)) + 1
        if room < 0:
            return
        yield one


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
