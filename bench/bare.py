"""The yardstick: an ASGI application that does nothing but send bytes from memory.

It reads a tape, a pickle of ``{target: (etag, body)}``, named by ``BARE_TAPE``.
"""

import os
import pickle
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

Message = MutableMapping[str, Any]


def create_app() -> Callable[..., Awaitable[None]]:
    """Load the tape and return the application."""
    tape: dict[bytes, tuple[bytes, bytes]] = pickle.loads(
        Path(os.environ["BARE_TAPE"]).read_bytes()
    )

    async def app(scope: Message, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        if scope["type"] == "lifespan":
            await _start_and_stop(receive, send)
            return
        query = scope["query_string"]
        target = scope["raw_path"] + b"?" + query if query else scope["raw_path"]
        etag, body = tape[target]
        known = dict(scope["headers"]).get(b"if-none-match") == etag
        headers = [(b"etag", etag), (b"content-type", b"application/json")]
        if known:
            body = b""
        else:
            headers.append((b"content-length", str(len(body)).encode()))
        status = 304 if known else 200
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


async def _start_and_stop(receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
