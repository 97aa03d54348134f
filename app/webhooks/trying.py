"""Trying a webhook out: one message that tells of no change."""

import secrets

from app.core.access import Caller
from app.core.clock import now
from app.core.db import Database
from app.webhooks.progress import Tried, log
from app.webhooks.queries import delivery_numbered, rows_of
from app.webhooks.reading import Outgoing, Target, target_of
from app.webhooks.schemas import DeliveryOut, TestData, TestMessage
from app.webhooks.sealing import Seal
from app.webhooks.sending import Sender


def find_target(database: Database, webhook_id: str, caller: Caller) -> Target:
    """Find where a caller's webhook sends to.

    Raises:
        WebhookNotFound: there is none, or it is another's.

    """
    with database.read() as session:
        return target_of(rows_of(session, webhook_id, caller)[0])


async def send_test(sender: Sender, target: Target, seal: Seal) -> Tried:
    """Send a test, once."""
    message = TestMessage(timestamp=now(), data=TestData(webhook=target.webhook_id))
    body = message.model_dump_json(by_alias=True).encode()
    outgoing = Outgoing(f"msg_test_{secrets.token_hex(12)}", body, None)
    async with sender.opened(target.url) as client:
        return await sender.send(client, target, outgoing, seal=seal, attempt=1)


def note_test(database: Database, webhook_id: str, caller: Caller, tried: Tried) -> DeliveryOut:
    """Note what came of a test.

    Raises:
        WebhookNotFound: it was deleted meanwhile.

    """
    with database.write_aside() as session:
        _, progress = rows_of(session, webhook_id, caller)
        log(session, [(progress, [tried])], kind="test")
        return delivery_numbered(session, webhook_id, progress.deliveries)
