"""``Idempotency-Key``: a request that creates something may be sent again after any fault."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated, Protocol

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.api.access import caller_of
from app.core import idempotency
from app.core.db import Database

REPEATED = "Idempotency-Replayed"
_LASTING = ("location", "etag", "content-type", "cache-control")
Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=255,
        pattern=r"^[\x21-\x7e]+$",
        description="The same key and the same request get the same answer again for a day.",
    ),
]


class Envelope(Protocol):
    """Keeps an answer that holds a secret so that a stolen table does not tell it."""

    def close(self, text: str, place: str, /) -> str:
        """Seal a text for one place."""
        ...

    def open(self, kept: str, place: str, /) -> str:
        """Open what was sealed for that place."""
        ...


@dataclass(frozen=True)
class Once:
    """Does the work of a request in one transaction, and once for each key."""

    caller: str
    key: str | None
    digest: str

    def do(
        self,
        database: Database,
        work: Callable[[Session], Response],
        *,
        envelope: Envelope | None = None,
    ) -> Response:
        """Run the work in a transaction, or answer what was answered before.

        An answer with a secret in it is kept in an ``envelope``.

        Raises:
            KeyReused: the key came with another request before.

        """
        with database.write() as session:
            if self.key is None:
                return work(session)
            request = idempotency.Request(self.caller, self.key, self.digest)
            kept = idempotency.once(
                session, request, lambda: self._closed(_given(work(session)), envelope)
            )
        given = self._opened(kept, envelope)
        again = {REPEATED: "true"} if given.is_repeated else {}
        return Response(given.body, given.status, {**given.headers, **again})

    def _closed(self, given: idempotency.Given, envelope: Envelope | None) -> idempotency.Given:
        if envelope is None:
            return given
        return replace(given, body=envelope.close(given.body.decode(), self._place).encode())

    def _opened(self, given: idempotency.Given, envelope: Envelope | None) -> idempotency.Given:
        if envelope is None:
            return given
        return replace(given, body=envelope.open(given.body.decode(), self._place).encode())

    @property
    def _place(self) -> str:
        return f"{self.caller} {self.key}"


async def _once(request: Request, key: Key = None) -> Once:
    url, body = request.url, await request.body()
    asked = b"\n".join((request.method.encode(), url.path.encode(), url.query.encode(), body))
    return Once(caller_of(request).id, key, hashlib.sha256(asked).hexdigest())


def _given(answer: Response) -> idempotency.Given:
    headers = {name: answer.headers[name] for name in _LASTING if name in answer.headers}
    return idempotency.Given(answer.status_code, headers, bytes(answer.body))


OnceDep = Annotated[Once, Depends(_once)]
