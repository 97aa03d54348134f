"""What a route sends, on its way to the client."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

from app.api.edge.asgi import Message, Send
from app.api.edge.asked import Asked
from app.api.edge.conditions import encoded_etag, etag_for, matches_etag
from app.api.edge.encoding import compress, is_worth_it
from app.api.edge.headers import (
    EVERYWHERE,
    KEEP,
    READ_BY_ALL,
    lasting,
    new_request_id,
    without_body,
)
from app.api.edge.kept import KeptAnswer, KeptAnswers
from app.api.edge.lines import Header
from app.api.edge.refusals import refuse
from app.api.problem_documents import general
from app.search.insights.heard import Heard

_PLAIN = b"text/plain"
"""The type of errors that a framework has worded: they become problem documents."""
MAX_WHOLE_BODY = 8 * 1024 * 1024


class Answering:
    """Receives what a route sends and passes it to the client as the edge wants it."""

    def __init__(self, kept: KeptAnswers, asked: Asked, client: Send) -> None:
        self.kept = kept
        self.asked = asked
        self.client = client
        self.request_id = new_request_id()
        self.shelf = kept.shelf
        self.has_started = False
        self.status = 0
        self.state: Mapping[str, object] = {}
        self._start: Message | None = None
        self._body = bytearray()
        self._is_streaming = False

    @property
    def is_private(self) -> bool:
        """Whether the route has answered somebody with a right (``app/api/access.py``)."""
        return bool(self.state.get("is_private"))

    async def refuse(self, status: int, detail: str, headers: list[Header] | None = None) -> None:
        """Answer a problem in the place of a route."""
        self.status, self.has_started = status, True
        await refuse(
            self.client,
            status,
            detail,
            instance=self.asked.path.decode("latin-1"),
            trace_id=self.request_id,
            headers=[*EVERYWHERE, *READ_BY_ALL, *(headers or [])],
        )

    async def __call__(self, message: Message) -> None:
        """Take one message of the route."""
        if message["type"] == "http.response.start":
            self._start, self.status = message, message["status"]
            return
        if message["type"] != "http.response.body" or self._is_streaming:
            await self.client(message)
            return
        piece, has_more = message.get("body", b""), message.get("more_body", False)
        if not has_more and not self._body:  # as most answers come: nothing need be copied
            await self._finish(piece)
            return
        self._body += piece
        if not has_more:
            await self._finish(bytes(self._body))
        elif self._is_stream() or len(self._body) > MAX_WHOLE_BODY:
            await self._stream()

    def _is_stream(self) -> bool:
        """Tell an answer of unknown length, which leaves as it comes."""
        assert self._start is not None  # noqa: S101  # ASGI sends the start first
        return not any(name == b"content-length" for name, _ in self._start["headers"])

    async def _stream(self) -> None:
        assert self._start is not None  # noqa: S101  # ASGI sends the start first
        self._is_streaming = self.has_started = True
        headers = [*self._own(self._start["headers"]), *self._common()]
        await self.client({**self._start, "headers": headers})
        if self.asked.is_head:
            await self.client({"type": "http.response.body", "body": b""})
            self.client = _nowhere
        else:
            part = {"type": "http.response.body", "body": bytes(self._body), "more_body": True}
            await self.client(part)

    async def _finish(self, body: bytes) -> None:
        assert self._start is not None  # noqa: S101  # ASGI sends the start first
        given: list[Header] = self._start["headers"]
        named = dict(given)
        if self.status >= 400 and named.get(b"content-type", _PLAIN).startswith(_PLAIN):
            ranges = [one for one in given if one[0] == b"content-range"]
            await self.refuse(self.status, general(self.status)[1], ranges)
            return
        etag = named.get(b"etag") or (etag_for(body) if self._is_conditional(named) else b"")
        encoding = self._encoding(named, len(body))
        if encoding:
            body = await _compressed(body, encoding)
        headers = self._headers(given, body, etag, encoding)
        await self._answer(body, headers, encoded_etag(etag, encoding), is_kept=KEEP in named)

    async def _answer(
        self, body: bytes, headers: list[Header], etag: bytes, *, is_kept: bool
    ) -> None:
        heard = self.state.get("heard")
        answer = KeptAnswer(
            body,
            lasting(headers),
            without_body(lasting(headers)),
            etag,
            heard=heard if isinstance(heard, Heard) else None,
        )
        condition = self.asked.condition
        # What is public is kept when nobody in particular has asked for it.
        is_public = self.asked.is_anonymous and not self.is_private
        if is_kept and is_public and self.asked.is_read and self.status == 200:
            self.kept.keep(self.asked.key, answer, self.shelf)
        is_known = bool(etag and self.status == 200 and condition and self.asked.is_read)
        is_known = is_known and matches_etag(condition or b"", etag)
        if is_known:
            self.status = 304
        self.has_started = True
        shown = without_body(headers) if is_known else headers
        await self.client({"type": "http.response.start", "status": self.status, "headers": shown})
        has_body = not is_known and not self.asked.is_head
        await self.client({"type": "http.response.body", "body": body if has_body else b""})

    def _is_conditional(self, named: dict[bytes, bytes]) -> bool:
        return (
            self.status == 200
            and self.asked.is_read
            and b"no-store" not in named.get(b"cache-control", b"")
        )

    def _encoding(self, named: dict[bytes, bytes], size: int) -> Any:  # Any: an Encoding
        # A part is a part of the plain bytes: parts of two encodings cannot be put together.
        is_open = b"content-encoding" not in named and b"content-range" not in named
        if is_open and is_worth_it(named.get(b"content-type", b""), size):
            return self.asked.encoding
        return ""

    def _headers(
        self, given: Iterable[Header], body: bytes, etag: bytes, encoding: str
    ) -> list[Header]:
        replaced = {b"content-length", b"etag", b"vary"}
        headers = [one for one in self._own(given) if one[0] not in replaced]
        if self.status not in (204, 304):
            headers.append((b"content-length", str(len(body)).encode()))
        if etag:
            headers.append((b"etag", encoded_etag(etag, encoding)))
        if encoding:
            headers.append((b"content-encoding", encoding.encode()))
        varying = [value for name, value in given if name == b"vary"]
        headers.append((b"vary", b", ".join([*varying, b"Accept-Encoding"])))
        return [*headers, *self._common()]

    def _own(self, given: Iterable[Header]) -> list[Header]:
        headers = [one for one in given if one[0] != KEEP]
        if self.is_private:
            shared = [one for one in headers if one[0] != b"cache-control"]
            return [*shared, (b"cache-control", b"private, no-store")]
        return headers

    def _common(self) -> list[Header]:
        request_id = (b"x-request-id", self.request_id.encode())
        return [*EVERYWHERE, *READ_BY_ALL, request_id]


async def _compressed(body: bytes, encoding: Any) -> bytes:  # Any: an Encoding
    if len(body) < 64 * 1024:
        return compress(body, encoding)
    return await asyncio.get_running_loop().run_in_executor(None, compress, body, encoding)


async def _nowhere(_message: Message) -> None:
    """Swallow what is sent after the headers of a HEAD request."""
