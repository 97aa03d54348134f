"""The ASGI application around the routes."""

import time

import structlog

from app.api.edge.answering import Answering
from app.api.edge.asgi import App, Receive, Scope, Send
from app.api.edge.asked import Asked, with_joined_lists
from app.api.edge.encoding import is_worth_it
from app.api.edge.headers import (
    PREFLIGHT,
    new_request_id,
)
from app.api.edge.kept import KeptAnswer, KeptAnswers
from app.api.edge.limits import fault_of, is_plain
from app.api.edge.measures import Measures
from app.api.edge.stored import StoredAnswers
from app.api.edge.whole import Whole, whole
from app.search.insights.collecting import SearchLog
from app.search.insights.heard import Heard

Found = tuple[Asked, KeptAnswer]

JSON = b"application/json"
MOST_AT_ONCE = 1000
_log = structlog.get_logger("dalil.http")


class Edge:
    """Limits, answers at hand, conditions, compression and common headers, in that order.

    A route marks an answer that may be kept with the header ``x-dalil-keep``,
    which never leaves the process.
    """

    def __init__(
        self, app: App, *, kept: KeptAnswers, stored: StoredAnswers, measures: Measures
    ) -> None:
        self.app = app
        self.kept = kept
        self.stored = stored
        self.measures = measures
        self.active = 0
        self.log: SearchLog | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["headers"] = with_joined_lists(scope["headers"])
        asked, fault = Asked(scope), _fault(scope)
        if fault:
            await Answering(self.kept, asked, send).refuse(*fault)
            return
        answer = self._at_hand(asked)
        if answer is None:
            await self._pass_on(scope, receive, send, asked)
            return
        self.measures.count_at_hand()
        if answer.heard is not None:
            self.note(answer.heard, scope)
        is_known = answer.is_known_to(asked.condition)
        headers = answer.not_modified if is_known else answer.headers
        headers = [*headers, (b"x-request-id", new_request_id().encode())]
        status = 304 if is_known else 200
        await send({"type": "http.response.start", "status": status, "headers": headers})
        has_body = not is_known and not asked.is_head
        await send({"type": "http.response.body", "body": answer.body if has_body else b""})

    def note(self, heard: object, scope: Scope) -> None:
        """Take a search down in the log, if there is one."""
        who = scope.get("state", {}).get("who")
        if self.log is not None and isinstance(heard, Heard) and who:
            self.log.note(heard, who)

    def at_hand(self, scope: Scope) -> Found | None:
        """Find the answer to a plain request that needs no route."""
        if not is_plain(scope["headers"], scope["raw_path"], scope["query_string"]):
            return None
        asked = Asked(scope)
        answer = self._at_hand(asked)
        return (asked, answer) if answer else None

    def write(self, found: Found, told: bytes) -> Whole:
        """Write an answer that was found at hand."""
        asked, answer = found
        self.measures.count_at_hand()
        is_known = answer.is_known_to(asked.condition)
        return whole(answer, is_known=is_known, is_head=asked.is_head, told=told)

    def _at_hand(self, asked: Asked) -> KeptAnswer | None:
        """Find an answer that needs no route: kept in memory, or stored in the database."""
        if not asked.is_read or not asked.is_anonymous:
            return None
        answer = self.kept.find(asked.key)
        if answer is not None:
            return answer
        shelf = self.kept.shelf  # noted before reading, so that an old answer is not kept
        answer = self.stored.find(asked)
        if answer is None:
            return None
        if asked.encoding and is_worth_it(JSON, len(answer.body)):
            answer = answer.compressed(asked.encoding)
        elif asked.condition is None:
            return answer
        # Worth its room: it took time to compress, or it is for somebody who asks again and again.
        self.kept.keep(asked.key, answer, shelf)
        return answer

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send, asked: Asked) -> None:
        answering = Answering(self.kept, asked, send)
        if self.active >= MOST_AT_ONCE:
            await answering.refuse(503, "Too much is asked at once.", [(b"retry-after", b"1")])
        elif asked.is_preflight:
            await send({"type": "http.response.start", "status": 204, "headers": PREFLIGHT})
            await send({"type": "http.response.body", "body": b""})
        else:
            if asked.is_head:
                scope = {**scope, "method": "GET"}
            await self._run(scope, receive, answering)

    async def _run(self, scope: Scope, receive: Receive, answering: Answering) -> None:
        state = scope.setdefault("state", {})
        state["request_id"], answering.state = answering.request_id, state
        started = time.perf_counter()
        self.active += 1
        try:
            await self.app(scope, receive, answering)
        except Exception:
            _log.exception("request_failed", request_id=answering.request_id)
            if not answering.has_started:
                await answering.refuse(500, f"It is logged under {answering.request_id}.")
        finally:
            self.active -= 1
            self.note(state.get("heard"), scope)
            self.measures.observe(
                scope, status=answering.status, seconds=time.perf_counter() - started
            )


def _fault(scope: Scope) -> tuple[int, str] | None:
    return fault_of(scope["headers"], scope["raw_path"], scope["query_string"])
