"""Problems that are answered before any route has run."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import orjson

from app.api.meili.faults import PREFIX, fault_of_status
from app.api.problem_documents import MEDIA_TYPE, general, problem_body

JSON = "application/json"
Send = Callable[[dict[str, Any]], Awaitable[None]]  # Any: as ASGI has it
Header = tuple[bytes, bytes]


async def refuse(
    send: Send,
    status: int,
    detail: str,
    *,
    instance: str,
    trace_id: str,
    headers: Sequence[Header] = (),
    named: tuple[str, str] | None = None,
    members: Mapping[str, Any] | None = None,  # Any: JSON
) -> None:
    """Answer a problem document (RFC 9457) without any route.

    Clients of the search facade are told in the words that they know.
    ``named`` are a code and a title of its own; otherwise the status has one.
    """
    code, title = named or general(status)
    if instance.startswith(PREFIX):
        media_type, body = JSON, orjson.dumps(fault_of_status(status, detail))
    else:
        media_type = MEDIA_TYPE
        body = problem_body(
            status,
            code,
            title=title,
            detail=detail,
            instance=instance,
            trace_id=trace_id,
            members=members,
        )
    own = [
        (b"content-type", media_type.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"x-request-id", trace_id.encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *own]})
    await send({"type": "http.response.body", "body": body})
