"""Checking whether links work: politely, within bounds, and never inside the network.

Nothing here runs unless an operator asks for it. A check sends HEAD and, where that is
refused, GET of which only the beginning is read. Addresses are resolved once, checked,
and that same address is connected to, for redirects too: a name cannot lead to one
machine while it is checked and to another while it is contacted.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

import httpx2

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

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
Sleep = Callable[[float], Awaitable[None]]


class PrivateAddress(httpx2.TransportError):
    """A host leads to an address that is not public."""


@dataclass(frozen=True)
class Outcome:
    """What one check of a link found; ``status`` is that of HTTP, None without an answer."""

    url: str
    kind: LinkKind
    status: int | None = None


async def resolve(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public network, also when it is wrapped in IPv6."""
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _wrapped(ip) if isinstance(ip, IPv6Address) else None
    return ip.is_global and not ip.is_multicast and (inner is None or is_public(inner))


def _wrapped(ip: IPv6Address) -> str | None:
    """Return the IPv4 address in an IPv6 one: mapped, 6to4 or NAT64 (RFC 6052)."""
    if ip.ipv4_mapped or ip.sixtofour:
        return str(ip.ipv4_mapped or ip.sixtofour)
    is_translated = int(ip) >> 32 == int(IPv6Address("64:ff9b::")) >> 32
    return str(ip_address(int(ip) & 0xFFFF_FFFF)) if is_translated else None


class PublicOnly(httpx2.AsyncBaseTransport):
    """A transport that connects to public addresses only, to the very one it has checked."""

    def __init__(
        self,
        inner: httpx2.AsyncBaseTransport,
        *,
        resolve: Resolve = resolve,
        is_allowed: Callable[[str], bool] = is_public,
    ) -> None:
        self._inner, self._resolve, self._is_allowed = inner, resolve, is_allowed

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Resolve, check, and send the request to the checked address.

        Raises:
            PrivateAddress: any of the host's addresses is not public.

        """
        address = await self._checked(request)
        pinned = httpx2.Request(
            request.method,
            request.url.copy_with(host=address),
            headers=request.headers,  # the header Host among them, as the client has set it
            stream=request.stream,
            extensions={**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")},
        )
        return await self._inner.handle_async_request(pinned)

    async def _checked(self, request: httpx2.Request) -> str:
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            found = await self._resolve(request.url.host, port)
        except (OSError, UnicodeError) as fault:
            raise httpx2.ConnectError("The host has no address.", request=request) from fault
        if not found or not all(self._is_allowed(one) for one in found):
            raise PrivateAddress("The host leads to an address that is not public.")
        return found[0]

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def open_client(transport: httpx2.AsyncBaseTransport | None = None) -> httpx2.AsyncClient:
    """Open a client for checking links: no proxy and no credentials of the environment."""
    return httpx2.AsyncClient(
        transport=transport or PublicOnly(httpx2.AsyncHTTPTransport(trust_env=False)),
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
    records: Mapping[str, LinkRecord],
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
    except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError, UnicodeError):
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
