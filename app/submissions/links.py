"""Checking whether links work: politely, within bounds, and never inside the network.

Nothing here runs unless an operator asks for it (``DALIL_LINK_CHECK_DAYS``). A check
sends HEAD and, where that is refused, GET of which only the beginning is read.
Connections are made as ``app/core/outbound.py`` says.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass

import httpx2

from app.core.outbound import PrivateAddress, PublicOnly
from app.submissions.rules.link_records import LinkKind, LinkRecord, after_check

AGENT = "Dalil link check (a government services catalogue)"
_MOST_BYTES = 65_536
_MOST_SECONDS = 20.0
_MOST_REDIRECTS = 5
_ATTEMPTS = 3
_PAUSE_SECONDS = 1.0
_ROBOTS_REFUSED = frozenset({401, 403, 405, 407, 429, 451, 999})
_GONE = frozenset({404, 410})
_CAPTCHA = (
    b"captcha",
    b"cf-chl",
    b"just a moment",
    b"incapsula",
    b"access denied",
    b"are you a robot",
)
_SUSPECT = frozenset({200, 202, 403, 429, 503})

Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True)
class Outcome:
    """What one check of a link found; ``status`` is that of HTTP, None without an answer."""

    url: str
    kind: LinkKind
    status: int | None = None


def open_client(transport: httpx2.AsyncBaseTransport | None = None) -> httpx2.AsyncClient:
    """Open a client for checking links: no proxy and no credentials of the environment."""
    return httpx2.AsyncClient(
        transport=transport or PublicOnly(_without_reuse()),
        headers={
            "User-Agent": AGENT,
            "Accept": "text/html,*/*;q=0.5",
            "Accept-Encoding": "identity",
        },
        timeout=httpx2.Timeout(_MOST_SECONDS / 2),
        follow_redirects=True,
        max_redirects=_MOST_REDIRECTS,
        trust_env=False,
    )


def _without_reuse() -> httpx2.AsyncHTTPTransport:
    """Connect anew each time: what was opened to a host must not carry another's requests."""
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.AsyncHTTPTransport(trust_env=False, limits=limits)


async def check_link(
    url: str,
    client: httpx2.AsyncClient,
    *,
    sleep: Sleep = asyncio.sleep,
    most_seconds: float = _MOST_SECONDS,
) -> Outcome:
    """Check one link; a failure that may pass is tried again after a growing pause.

    Each try takes ``most_seconds`` at most, however slowly a server drips its answer.
    """
    outcome = await _try(url, client, most_seconds)
    for attempt in range(1, _ATTEMPTS):
        if outcome.kind != "failing":
            break
        await sleep(_PAUSE_SECONDS * 2**attempt)
        outcome = await _try(url, client, most_seconds)
    return outcome


async def check_links(
    urls: Iterable[str],
    records: Mapping[str, LinkRecord | None],
    *,
    client: httpx2.AsyncClient,
    sleep: Sleep = asyncio.sleep,
) -> AsyncIterator[tuple[str, LinkRecord]]:
    """Check links one after the other and count their strikes; a URL is asked once."""
    for place, url in enumerate(dict.fromkeys(urls)):
        if place:
            await sleep(_PAUSE_SECONDS)
        outcome = await check_link(url, client, sleep=sleep)
        yield url, after_check(records.get(url), outcome.kind, outcome.status)


async def _try(url: str, client: httpx2.AsyncClient, most_seconds: float) -> Outcome:
    try:
        async with asyncio.timeout(most_seconds):
            return await _ask(url, client)
    except PrivateAddress:
        return Outcome(url, "private")
    except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError, ValueError):
        return Outcome(url, "failing")


async def _ask(url: str, client: httpx2.AsyncClient) -> Outcome:
    status = (await client.head(url)).status_code
    if 200 <= status < 300:
        return Outcome(url, "sound", status)
    # Many servers refuse HEAD, and some answer 404 to it: GET decides.
    async with client.stream("GET", url) as answer:
        beginning = b""
        async for chunk in answer.aiter_raw():
            beginning += chunk
            if len(beginning) >= _MOST_BYTES:
                break
        return Outcome(url, classify(answer.status_code, beginning), answer.status_code)


def classify(status: int, beginning: bytes) -> LinkKind:
    """Say what an answer means for the link; ``beginning`` is the first part of its body."""
    is_captcha = any(mark in beginning.lower() for mark in _CAPTCHA)
    if status in _ROBOTS_REFUSED or (status in _SUSPECT and is_captcha):
        return "blocked"
    if status >= 500:
        return "failing"
    return "gone" if status in _GONE or status >= 400 else "sound"
