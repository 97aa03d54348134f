"""Doing once what was asked twice: the answers to requests that carried an ``Idempotency-Key``.

The answer is kept in the transaction that did the work, so that a client which never heard
it may ask again after any fault. See the IETF draft "The Idempotency-Key HTTP Header Field".
"""

from app.core.idempotency.commands import Given, Request, forget_old, once
from app.core.idempotency.errors import KeyReused

__all__ = ["Given", "KeyReused", "Request", "forget_old", "once"]
