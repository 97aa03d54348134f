"""HTTP/1.1 as people send it: addresses with Arabic in them that nobody has encoded.

And as enemies send it: heads without end, bodies that drip, answers that nobody takes.
"""

import secrets
from asyncio import BaseTransport, TimerHandle
from http import HTTPStatus
from urllib.parse import quote_from_bytes

from uvicorn._types import ASGI3Application
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.api.edge.limits import MAX_HEADER_BYTES, MAX_TARGET_BYTES
from app.api.edge.lines import rendered
from app.api.problem_documents import MEDIA_TYPE, general, problem_body

_KEPT = "".join(chr(code) for code in range(0x21, 0x7F)) + " \r\n\t"
MOST_HEAD_BYTES = 2 * (MAX_TARGET_BYTES + MAX_HEADER_BYTES)
"""Bytes of a head that are held in memory; the edge refuses less, with a better reason."""
CHECK_SECONDS = 5.0
PATIENCE_SECONDS = 10.0
"""How long a request may take to arrive, and an answer to be taken; looked at now and then."""
LEAST_BYTES_PER_SECOND = 1024
"""A body that comes faster, and an answer that is taken faster, may take longer."""


class ForgivingProtocol(HttpToolsProtocol):
    """Percent-encodes raw UTF-8 in a request line, as browsers do before sending it.

    Everything else is read as strictly as httptools does, and by its own length: what
    follows the request line is never touched, as bytes added to a body would be read as
    the next request.
    """

    _check: TimerHandle
    _is_in_line = True  # before the end of a request line
    _is_in_head = True  # before the end of the headers
    _head_bytes = 0
    _body_bytes = 0
    _begun_at: float | None = None  # when the request that has not yet arrived began to
    _stuck_since = 0.0
    _stuck_bytes: int | None = None  # what the client had yet to take at that time

    def connection_made(self, transport: BaseTransport) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)  # type: ignore[arg-type]  # as uvicorn has it
        self._begun_at = self.loop.time()
        self._check = self.loop.call_later(CHECK_SECONDS, self._check_pace)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to wait."""
        self._check.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read what has arrived from the client."""
        if self._begun_at is None:
            self._begun_at = self.loop.time()
        if self._is_in_line:
            data = self._encoded(data)
        self._head_bytes += len(data)
        super().data_received(data)
        if self._is_in_head and self._head_bytes > MOST_HEAD_BYTES:
            self._refuse(431, f"The head is longer than {MOST_HEAD_BYTES} bytes.")

    def _encoded(self, data: bytes) -> bytes:
        line, end, rest = data.partition(b"\n")
        self._is_in_line = not end
        return data if line.isascii() else quote_from_bytes(line, safe=_KEPT).encode() + end + rest

    def on_headers_complete(self) -> None:
        """Note the end of the headers."""
        self._is_in_line = self._is_in_head = False
        self._body_bytes = 0
        super().on_headers_complete()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Answer without a task what the application has at hand; it costs half as much."""
        at_once = getattr(app, "at_once", None)
        if at_once is None or not cycle.keep_alive or self.flow.write_paused:
            super()._start_asgi_task(cycle, app)
            return
        answer = at_once(cycle.scope)
        if answer is None:
            super()._start_asgi_task(cycle, app)
            return
        cycle.response_started = cycle.response_complete = True
        own = rendered(cycle.default_headers)
        self.transport.write(b"".join((answer.line, own, answer.rest)))
        cycle.on_response()

    def on_body(self, body: bytes) -> None:
        """Count the body."""
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Note the end of the request."""
        self._is_in_line = self._is_in_head = True
        self._head_bytes, self._begun_at = 0, None
        super().on_message_complete()

    def pause_writing(self) -> None:
        """Note that the client takes less than it is sent."""
        self._stuck_since = self.loop.time()
        self._stuck_bytes = self.transport.get_write_buffer_size()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that the client has caught up."""
        self._stuck_bytes = None
        super().resume_writing()

    def _check_pace(self) -> None:
        """Part with a client that sends or takes next to nothing, again and again."""
        now = self.loop.time()
        self._check = self.loop.call_later(CHECK_SECONDS, self._check_pace)
        if self._is_stuck(now):
            self.cycle.disconnected = True  # what is still being written goes nowhere
            self.transport.abort()
        elif self._begun_at is not None and not self.flow.read_paused:
            allowed = PATIENCE_SECONDS + self._body_bytes / LEAST_BYTES_PER_SECOND
            if now - self._begun_at > allowed:
                self._refuse(408, "The request did not arrive in time.")

    def _is_stuck(self, now: float) -> bool:
        """Tell whether too little of an answer was taken since the last look."""
        passed = now - self._stuck_since
        if self._stuck_bytes is None or passed < PATIENCE_SECONDS:
            return False
        waiting = self.transport.get_write_buffer_size()
        taken, self._stuck_bytes, self._stuck_since = self._stuck_bytes - waiting, waiting, now
        return taken < passed * LEAST_BYTES_PER_SECOND

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP with a problem document."""
        self._refuse(400, msg)

    def _refuse(self, status: int, detail: str) -> None:
        """Answer a problem and part, or only part in the middle of another answer."""
        if not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete):
            self.transport.write(_problem(status, detail))
        self.transport.close()


def _problem(status: int, detail: str) -> bytes:
    code, title = general(status)
    trace_id = secrets.token_hex(8)
    body = problem_body(status, code, title=title, detail=detail, instance="", trace_id=trace_id)
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\ncontent-type: {MEDIA_TYPE}\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    return head.encode() + body
