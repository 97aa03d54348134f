"""What can go wrong with keys of requests."""

from app.core.errors import Invalid


class KeyReused(Invalid):
    """The Idempotency-Key was sent with another request before."""

    code = "idempotency-key-reused"
    title = "The Idempotency-Key was sent with another request before"
    title_ar = "أُرسل Idempotency-Key هذا من قبل مع طلب آخر"
