"""Doing a request once."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.idempotency.errors import KeyReused
from app.core.idempotency.models import GivenAnswer

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Request:
    """Who asked, under which key, and a digest of all that was asked."""

    caller: str
    key: str
    digest: str


@dataclass(frozen=True)
class Given:
    """An answer; ``is_repeated`` when the work was done by an earlier request."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_repeated: bool = False


def once(session: Session, request: Request, work: Callable[[], Given]) -> Given:
    """Do the work, or give the answer of the request that has done it.

    It must be the writers' turn, so that of two requests at once the second waits.

    Raises:
        KeyReused: the key came with another request before.

    """
    key = hashlib.sha256(request.key.encode()).hexdigest()
    found = session.get(GivenAnswer, (request.caller, key))
    if found is not None and found.at > now() - KEPT_FOR:
        if found.digest != request.digest:
            raise KeyReused("Make a new key for a new request.")
        return Given(found.status, found.headers, found.body, is_repeated=True)
    given = work()
    kept = found or GivenAnswer(caller=request.caller, key=key)
    kept.digest, kept.at = request.digest, now()
    kept.status, kept.headers, kept.body = given.status, dict(given.headers), given.body
    session.add(kept)
    return given


def forget_old(session: Session, at: datetime) -> None:
    """Forget answers that were given more than a day ago."""
    session.execute(delete(GivenAnswer).where(GivenAnswer.at <= at - KEPT_FOR))
