"""Routes whose errors are told as Meilisearch tells them."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import orjson
import structlog
from fastapi import Request
from fastapi.responses import Response
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.api.answers import JSON
from app.api.meili.faults import MeiliFault, fault_body, fault_of_status
from app.core.errors import DalilError, Unavailable

_log = structlog.get_logger("dalil.http")
UNKEPT = {"Cache-Control": "no-store"}
Handler = Callable[[Request], Coroutine[Any, Any, Response]]  # Any: as FastAPI has it


class MeiliRoute(APIRoute):
    """A route that answers every error in Meilisearch's shape."""

    def get_route_handler(self) -> Handler:
        """Put the telling of errors around what FastAPI does."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except MeiliFault as fault:
                return fault_answer(fault)
            except DalilError as error:
                return _told(error.status, error.detail, error.headers)
            except HTTPException as error:
                return _told(error.status_code, str(error.detail), {})
            except (DBAPIError, PoolTimeoutError) as error:
                _log.error("database_unavailable", error=str(error)[:500])
                away = Unavailable("The database does not answer.")
                return _told(away.status, away.detail, away.headers)

        return answer


def fault_answer(fault: MeiliFault) -> Response:
    """Answer a fault."""
    return Response(orjson.dumps(fault_body(fault)), fault.status, UNKEPT, JSON)


def _told(status: int, detail: str, headers: Mapping[str, str]) -> Response:
    """Answer what was refused elsewhere, with its status."""
    body = orjson.dumps(fault_of_status(status, detail))
    return Response(body, status, {**UNKEPT, **headers}, JSON)
