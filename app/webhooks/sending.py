"""Sending one signed message over the network, within bounds.

Redirects are not followed, no more than the beginning of an answer is read, nothing of
it is decompressed or kept, and everything together takes a bounded time.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import partial
from ssl import SSLContext

import httpx2
from standardwebhooks import Webhook as Signer

from app.core.clock import now
from app.core.outbound import PrivateAddress, PublicOnly, Resolve, resolve
from app.webhooks.errors import SecretUnreadable
from app.webhooks.progress import Tried
from app.webhooks.reading import Outgoing, Target
from app.webhooks.rules import may_connect
from app.webhooks.sealing import Seal

AGENT = "Dalil webhooks (a government services catalogue)"
SECONDS = 10.0
_MOST_BYTES = 4096
_READ_SECONDS = 0.5


@dataclass(frozen=True)
class _Answer:
    """What a receiver said, as far as it matters."""

    status: int | None = None
    error: str | None = None
    asked_seconds: float = 0


class Sender:
    """Sends messages; a client of its own for each target, so that no connection is shared."""

    def __init__(
        self,
        *,
        allows_loopback: bool,
        seconds: float = SECONDS,
        resolve: Resolve = resolve,
        trusted: SSLContext | None = None,
    ) -> None:
        self.allows_loopback = allows_loopback
        self._seconds, self._resolve = seconds, resolve
        self._trusted = trusted

    @asynccontextmanager
    async def opened(self, url: str) -> AsyncIterator[httpx2.AsyncClient]:
        """Open a client for one target: no proxy and no credentials of the environment."""
        if self._trusted is None:  # made once: reading the certificates takes its time
            self._trusted = httpx2.create_ssl_context(trust_env=False)
        scheme = url.partition(":")[0].lower()
        transport = PublicOnly(
            httpx2.AsyncHTTPTransport(verify=self._trusted, trust_env=False),
            resolve=self._resolve,
            is_allowed=partial(may_connect, scheme, allows_loopback=self.allows_loopback),
        )
        async with httpx2.AsyncClient(
            transport=transport,
            headers={"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"},
            timeout=httpx2.Timeout(self._seconds),
            follow_redirects=False,
            trust_env=False,
        ) as client:
            yield client

    async def send(
        self,
        client: httpx2.AsyncClient,
        target: Target,
        message: Outgoing,
        *,
        seal: Seal | None,
        attempt: int,
    ) -> Tried:
        """Sign a message and send it once; whatever happens is told, and nothing raised."""
        at, started = now(), time.perf_counter()
        answer = await self._answer(client, target, message, seal)
        return Tried(
            message_id=message.id,
            seq=message.seq,
            attempt=attempt,
            at=at,
            duration_ms=round((time.perf_counter() - started) * 1000),
            is_delivered=answer.status is not None and 200 <= answer.status < 300,
            status=answer.status,
            error=answer.error,
            asked_seconds=answer.asked_seconds,
        )

    async def _answer(
        self, client: httpx2.AsyncClient, target: Target, message: Outgoing, seal: Seal | None
    ) -> _Answer:
        try:
            headers = signed_headers(target, message, seal)
            async with asyncio.timeout(self._seconds):
                return await _post(client, target.url, message.body, headers)
        except SecretUnreadable as fault:
            return _Answer(error=f"{fault.title}. {fault.detail}")
        except PrivateAddress:
            return _Answer(error="The host leads to an address that is not public.")
        except (TimeoutError, httpx2.TimeoutException):
            return _Answer(error=f"There was no answer within {self._seconds:g} seconds.")
        except httpx2.ConnectError as fault:
            return _Answer(error=f"The connection failed. {_printable(str(fault))}")
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, OSError) as fault:
            return _Answer(error=f"The answer cannot be read ({type(fault).__name__}).")


def signed_headers(target: Target, message: Outgoing, seal: Seal | None) -> dict[str, str]:
    """Write the headers of Standard Webhooks: id, time, and a signature for each secret.

    Raises:
        SecretUnreadable: the newest secret cannot be opened.

    """
    if seal is None:
        raise SecretUnreadable("There is no pepper here.")
    at = now()
    # The library takes every instant for UTC, so it must be one.
    signatures = [
        Signer(seal.open(kept, target.webhook_id)).sign(message.id, at, message.body.decode())
        for kept in target.secrets
    ]
    return {
        "Content-Type": "application/json",
        "webhook-id": message.id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


async def _post(
    client: httpx2.AsyncClient, url: str, body: bytes, headers: dict[str, str]
) -> _Answer:
    async with client.stream("POST", url, content=body, headers=headers) as answer:
        await _read_little(answer)
        if 200 <= answer.status_code < 300:
            return _Answer(answer.status_code)
        error = f"The receiver answered {answer.status_code}."
        if answer.is_redirect:
            error += " Redirects are not followed."
        return _Answer(answer.status_code, error, _asked_seconds(answer.headers))


async def _read_little(answer: httpx2.Response) -> None:
    """Read a short answer to its end, so that the connection can be used again."""
    read = 0
    try:
        async with asyncio.timeout(_READ_SECONDS):
            async for chunk in answer.aiter_raw():
                read += len(chunk)
                if read > _MOST_BYTES:
                    return
    except (TimeoutError, httpx2.HTTPError):
        return  # the status is what counts; the connection is closed


def _asked_seconds(headers: httpx2.Headers) -> float:
    """Read how long a receiver wants to be left alone (RFC 9110, section 10.2.3)."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return (parsedate_to_datetime(text) - now()).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return 0


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:200]
