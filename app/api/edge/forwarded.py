"""Who is asking through a proxy: ``X-Forwarded-For`` and ``X-Forwarded-Proto``, where believed."""

from typing import Any

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.api.edge.asgi import Scope
from app.api.edge.gate import Gate
from app.api.edge.whole import Whole

_NAMES = {b"x-forwarded-for", b"x-forwarded-proto"}


class Forwarded:
    """The application behind proxies of these addresses."""

    def __init__(self, app: Gate, proxies: str) -> None:
        self.app = app
        self._asynchronous = ProxyHeadersMiddleware(app, proxies)  # type: ignore[arg-type]  # ASGI
        self._alone = ProxyHeadersMiddleware(_nothing, proxies)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:  # Any: as ASGI has it
        """Answer one request."""
        await self._asynchronous(scope, receive, send)

    def at_once(self, scope: Scope) -> Whole | None:
        """Answer what is at hand and needs no waiting."""
        if any(name in _NAMES for name, _ in scope["headers"]):
            self._believe(scope)
        return self.app.at_once(scope)

    def _believe(self, scope: Any) -> None:  # Any: as ASGI has it
        believing = self._alone(scope, _nothing, _nothing)  # type: ignore[arg-type]  # never called
        try:
            believing.send(None)  # it waits for nothing, so one step is all
        except StopIteration:
            return
        believing.close()


async def _nothing(*_: object) -> None:
    """Stand where an application would."""
