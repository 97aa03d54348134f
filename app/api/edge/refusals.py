"""Problems that are answered before any route has run."""

from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any

import orjson

Send = Callable[[dict[str, Any]], Awaitable[None]]  # Any: as ASGI has it


async def refusal(
    send: Send, status: int, detail: str, *, headers: Sequence[tuple[bytes, bytes]] = ()
) -> None:
    """Answer a problem document (RFC 9457) without any route."""
    title = HTTPStatus(status).phrase
    code = "internal-error" if status == 500 else title.lower().replace(" ", "-")
    body = orjson.dumps(
        {
            "type": f"/problems/{code}",
            "title": title,
            "status": status,
            "code": code,
            "detail": detail,
        }
    )
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [
                *headers,
                (b"content-type", b"application/problem+json"),
                (b"content-length", str(len(body)).encode()),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})
