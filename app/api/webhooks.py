"""Webhooks: the change feed, sent to those who subscribe."""

import asyncio
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from app.api import documented
from app.api.access import CallerDep
from app.api.deps import OpenDatabase, ReadSession, WriteSession, only_known_parameters
from app.api.idempotency import OnceDep
from app.api.parameters import PageParameters
from app.core.access.pepper import Pepper
from app.core.errors import Unavailable
from app.core.schemas import Page
from app.core.settings import Settings
from app.webhooks import commands, queries, trying
from app.webhooks.schemas import (
    DeliveryOut,
    IssuedWebhook,
    ReplayIn,
    RotateIn,
    WebhookIn,
    WebhookOut,
    WebhookPatch,
)
from app.webhooks.sealing import Seal
from app.webhooks.sending import Sender

MOST_TESTS = 4
"""Tests that one process sends at a time."""
router = APIRouter(
    prefix="/v1/webhooks", tags=["webhooks"], dependencies=[Depends(only_known_parameters)]
)
WebhookId = Annotated[str, Path(max_length=64, description="Id, e.g. `wh_k3v9t2m8q7xa`.")]
PageAsked = Annotated[PageParameters, Query()]


class Sending:
    """What the routes need to make secrets and to send a test."""

    def __init__(self, settings: Settings, open_sender: Callable[[Settings], Sender]) -> None:
        self.allows_loopback = settings.webhook_loopback
        self.sender = open_sender(settings)
        self.room = asyncio.Semaphore(MOST_TESTS)
        self._pepper = Pepper(settings)

    def seal(self) -> Seal:
        """Open the seal of this installation, which has a pepper from now on."""
        return Seal(self._pepper.make())


async def _sending(request: Request) -> Sending:
    found: Sending = request.app.state.sending
    return found


SendingDep = Annotated[Sending, Depends(_sending)]


@router.get("", responses=documented.answered(Page[WebhookOut]), summary="List webhooks")
def list_webhooks(session: ReadSession, caller: CallerDep, asked: PageAsked) -> Response:
    """List the caller's webhooks, ordered by id; staff see all."""
    page = queries.list_webhooks(session, caller, limit=asked.limit, cursor=asked.cursor)
    return _answer(page)


@router.post(
    "",
    status_code=201,
    responses=documented.answered(IssuedWebhook, 409, status=201),
    summary="Subscribe to changes",
)
def create_webhook(
    database: OpenDatabase,
    caller: CallerDep,
    sending: SendingDep,
    once: OnceDep,
    asked: WebhookIn,
) -> Response:
    """Make a webhook; its secret is in this answer and never again.

    With an `Idempotency-Key`, the same answer is given again for a day.
    """
    seal = sending.seal()

    def work(session: Session) -> Response:
        issued = commands.create_webhook(
            session, asked, caller=caller, seal=seal, allows_loopback=sending.allows_loopback
        )
        answer = _answer(issued, 201)
        answer.headers["Location"] = f"/v1/webhooks/{issued.id}"
        return answer

    return once.do(database, work, envelope=seal)


@router.get(
    "/{webhook_id}", responses=documented.answered(WebhookOut, 404), summary="Read a webhook"
)
def read_webhook(session: ReadSession, caller: CallerDep, webhook_id: WebhookId) -> Response:
    """Read one webhook: what it asks for, how far it has come, and whether it fails."""
    return _answer(queries.get_webhook(session, webhook_id, caller))


@router.patch(
    "/{webhook_id}", responses=documented.answered(WebhookOut, 404), summary="Change a webhook"
)
def change_webhook(
    session: WriteSession,
    caller: CallerDep,
    sending: SendingDep,
    webhook_id: WebhookId,
    asked: WebhookPatch,
) -> Response:
    """Change what is sent; one that is enabled again goes on where it stopped."""
    changed = commands.change_webhook(
        session, webhook_id, asked, caller=caller, allows_loopback=sending.allows_loopback
    )
    return _answer(changed)


@router.delete(
    "/{webhook_id}", status_code=204, responses=documented.done(404), summary="Delete a webhook"
)
def delete_webhook(session: WriteSession, caller: CallerDep, webhook_id: WebhookId) -> Response:
    """End a webhook and forget its target and its secrets."""
    commands.delete_webhook(session, webhook_id, caller=caller)
    return Response(status_code=204)


@router.get(
    "/{webhook_id}/deliveries",
    responses=documented.answered(Page[DeliveryOut], 404),
    summary="List the deliveries of a webhook",
)
def list_deliveries(
    session: ReadSession, caller: CallerDep, webhook_id: WebhookId, asked: PageAsked
) -> Response:
    """List what was tried, the newest first; the last thousand are kept."""
    page = queries.list_deliveries(
        session, webhook_id, caller, limit=asked.limit, cursor=asked.cursor
    )
    return _answer(page)


@router.post(
    "/{webhook_id}/replay",
    responses=documented.answered(WebhookOut, 404, 410),
    summary="Deliver again from a place in the feed",
)
def replay_webhook(
    session: WriteSession, caller: CallerDep, webhook_id: WebhookId, asked: ReplayIn
) -> Response:
    """Deliver again what comes after a cursor or an entry, under the same message ids."""
    return _answer(commands.replay(session, webhook_id, asked, caller=caller))


@router.post(
    "/{webhook_id}/rotate-secret",
    responses=documented.answered(IssuedWebhook, 404),
    summary="Make a new secret",
)
def rotate_webhook_secret(
    *,
    database: OpenDatabase,
    caller: CallerDep,
    sending: SendingDep,
    once: OnceDep,
    webhook_id: WebhookId,
    asked: RotateIn | None = None,
) -> Response:
    """Make a new secret, shown this once; both sign until the overlap ends.

    With an `Idempotency-Key`, the same answer is given again for a day.
    """
    seal = sending.seal()

    def work(session: Session) -> Response:
        wanted = asked or RotateIn()
        return _answer(
            commands.rotate_secret(session, webhook_id, wanted, caller=caller, seal=seal)
        )

    return once.do(database, work, envelope=seal)


@router.post(
    "/{webhook_id}/test",
    responses=documented.answered(DeliveryOut, 404),
    summary="Send a test",
)
async def send_test(
    database: OpenDatabase, caller: CallerDep, sending: SendingDep, webhook_id: WebhookId
) -> Response:
    """Send one message of the type `webhook_test` at once, and tell what came of it."""
    if sending.room.locked():
        raise Unavailable("Too many tests are being sent at the moment.")
    async with sending.room:
        target = await run_in_threadpool(trying.find_target, database, webhook_id, caller)
        seal = await run_in_threadpool(sending.seal)
        tried = await trying.send_test(sending.sender, target, seal)
    noted = await run_in_threadpool(trying.note_test, database, webhook_id, caller, tried)
    return _answer(noted)


def _answer(shape: BaseModel, status: int = 200) -> Response:
    body = shape.model_dump_json(by_alias=True).encode()
    return Response(body, status, {"Cache-Control": "no-store"}, "application/json")
