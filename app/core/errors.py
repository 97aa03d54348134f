"""The tree of errors; each is answered as an RFC 9457 problem.

DalilError
├── Invalid          422  the payload or a rule refuses it
├── Conflict         409  the state forbids it
├── PreconditionFailed 412  If-Match did not match
├── Unauthorized     401  nobody has said who is asking, or it cannot be believed
├── Forbidden        403  not yours; names the missing right
├── NotFound         404  not there, or not yours to see
├── NotAcceptable    406  none of the accepted media types can be answered
└── Unavailable      503  something that is needed is down; try again

``code`` is public and never changes; ``title`` and ``title_ar`` say in a line what it means.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Candidate:
    """Something that is there already and may be meant; ``score`` is from 0 to 1."""

    id: str
    title: dict[str, str]
    score: float


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, where it stands and which rule says so.

    ``pointer`` is a JSON Pointer (RFC 6901) into the body, or ``?name`` for a
    query parameter. ``message`` and ``hint`` are texts by language; ``candidates``
    are what a duplicate may be a duplicate of, the most alike first.
    """

    pointer: str
    rule: str
    message: dict[str, str]
    hint: dict[str, str] | None = None
    severity: str = "error"
    candidates: tuple[Candidate, ...] = ()


class DalilError(Exception):
    """Something went wrong."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong"
    title_ar: ClassVar[str] = "حدث خلل"

    def __init__(self, detail: str = "", *, findings: Sequence[Finding] = ()) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.findings = tuple(findings)

    @property
    def headers(self) -> dict[str, str]:
        """Headers that the answer carries beside the problem document."""
        return {}


class Invalid(DalilError):
    """What was sent breaks a rule."""

    status, code, title = 422, "validation-failed", "What was sent breaks a rule"
    title_ar = "ما أُرسل يخالف قاعدة"


class Conflict(DalilError):
    """The present state forbids it."""

    status, code, title = 409, "conflict", "The present state forbids it"
    title_ar = "الحالة الراهنة لا تسمح بذلك"


class PreconditionFailed(DalilError):
    """The object has changed since it was read."""

    status, code, title = 412, "precondition-failed", "The object has changed since it was read"
    title_ar = "تغيّر العنصر منذ قراءته"


class Unauthorized(DalilError):
    """A key or token is needed."""

    status, code, title = 401, "unauthorized", "A key or token is needed"
    title_ar = "يلزم مفتاح أو رمز دخول"

    @property
    def headers(self) -> dict[str, str]:
        """Say how to identify oneself (RFC 9110, section 11.6.1)."""
        return {"WWW-Authenticate": 'Bearer realm="dalil"'}


class Forbidden(DalilError):
    """A right is missing."""

    status, code, title = 403, "forbidden", "A right is missing"
    title_ar = "ينقصك الحق اللازم لذلك"


class NotFound(DalilError):
    """There is no such thing."""

    status, code, title = 404, "not-found", "There is no such thing"
    title_ar = "لا يوجد شيء كهذا"


class NotAcceptable(DalilError):
    """No accepted media type can be answered."""

    status, code, title = 406, "not-acceptable", "No accepted media type can be answered"
    title_ar = "لا يمكن الرد بأي من أنواع الوسائط المقبولة"


class Unavailable(DalilError):
    """Something that is needed does not answer at the moment."""

    status, code = 503, "unavailable"
    title = "Something that is needed does not answer at the moment"
    title_ar = "ما تحتاجه الإجابة لا يستجيب الآن"

    @property
    def headers(self) -> dict[str, str]:
        """Say when to come back."""
        return {"Retry-After": "5"}
