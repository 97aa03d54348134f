"""Errors of access."""

from collections.abc import Sequence

from app.core.errors import Conflict, Finding, Forbidden, NotFound, Unauthorized

_REALM = 'Bearer realm="dalil"'


class InvalidCredential(Unauthorized):
    """The key or token that was sent is not valid."""

    code, title = "invalid-credential", "The key or token that was sent is not valid"
    title_ar = "المفتاح أو رمز الدخول المرسل غير صالح"

    @property
    def headers(self) -> dict[str, str]:
        """Challenge as RFC 6750 says, section 3.1."""
        return {"WWW-Authenticate": f'{_REALM}, error="invalid_token"'}


class MissingRight(Forbidden):
    """A right is missing; the detail names it."""

    def __init__(
        self, detail: str = "", *, right: str = "", findings: Sequence[Finding] = ()
    ) -> None:
        super().__init__(detail, findings=findings)
        self.right = right

    @property
    def headers(self) -> dict[str, str]:
        """Name the right that is needed (RFC 6750, section 3.1)."""
        scope = f', scope="{self.right}"' if self.right else ""
        return {"WWW-Authenticate": f'{_REALM}, error="insufficient_scope"{scope}'}


class KeyNotFound(NotFound):
    """There is no such key."""

    code, title = "key-not-found", "There is no such key"
    title_ar = "لا يوجد مفتاح كهذا"


class KeyNotLive(Conflict):
    """The key has expired or was revoked."""

    code, title = "key-not-live", "The key has expired or was revoked"
    title_ar = "انتهى المفتاح أو أُلغي"
