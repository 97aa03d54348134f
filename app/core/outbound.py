"""Connecting to addresses that others have named: to public ones only.

A name is resolved once, every address it leads to is checked, and the very address
that was checked is connected to, for redirects too: a name cannot lead to one machine
while it is checked and to another while it is contacted.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv6Address, ip_address

import httpx2

_MOST_ADDRESSES = 3
"""So many addresses of a host are tried when it does not take the connection."""

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


class PrivateAddress(httpx2.TransportError):
    """A host leads to an address that is not public."""


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
    if not ip.is_global or ip.is_multicast:
        return False
    if not isinstance(ip, IPv6Address):
        return True
    inner = _wrapped(ip)
    return is_public(inner) if inner else not (ip.is_reserved or ip.is_site_local)


def is_loopback(address: str) -> bool:
    """Whether an IP address is one of this machine to itself."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _wrapped(ip: IPv6Address) -> str | None:
    """Return the IPv4 address in an IPv6 one: mapped, 6to4 or NAT64 (RFC 6052)."""
    if ip.ipv4_mapped or ip.sixtofour:
        return str(ip.ipv4_mapped or ip.sixtofour)
    is_translated = int(ip) >> 32 == int(IPv6Address("64:ff9b::")) >> 32
    return str(ip_address(int(ip) & 0xFFFF_FFFF)) if is_translated else None


class PublicOnly(httpx2.AsyncBaseTransport):
    """A transport that connects to public addresses only, to the very one it has checked.

    Connections are pooled by address, so one that was opened for a host must not outlive
    the client of that host: give each host a client of its own, or keep none alive.
    """

    def __init__(
        self,
        inner: httpx2.AsyncBaseTransport,
        *,
        resolve: Resolve = resolve,
        is_allowed: Callable[[str], bool] = is_public,
    ) -> None:
        self._inner, self._resolve, self._is_allowed = inner, resolve, is_allowed

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Resolve, check, and send the request to a checked address.

        Raises:
            PrivateAddress: any of the host's addresses is not public.

        """
        *others, last = (await self._checked(request))[:_MOST_ADDRESSES]
        for address in others:
            try:
                return await self._inner.handle_async_request(_pinned(request, address))
            except (httpx2.ConnectError, httpx2.ConnectTimeout):
                continue  # nothing was sent, so the next address may be asked
        return await self._inner.handle_async_request(_pinned(request, last))

    async def _checked(self, request: httpx2.Request) -> Sequence[str]:
        port = request.url.port or (443 if request.url.scheme == "https" else 80)
        try:
            found = await self._resolve(request.url.host, port)
        except (OSError, UnicodeError) as fault:
            raise httpx2.ConnectError("The host has no address.", request=request) from fault
        if not found or not all(self._is_allowed(one) for one in found):
            raise PrivateAddress("The host leads to an address that is not public.")
        return found

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def _pinned(request: httpx2.Request, address: str) -> httpx2.Request:
    return httpx2.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,  # the header Host among them, as the client has set it
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.raw_host.decode("ascii")},
    )
