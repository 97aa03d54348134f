"""Fetching a small JSON document of the issuer of access tokens, in a bounded time."""

import asyncio
import json
import ssl
from typing import Any
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx2

TIMEOUT_SECONDS = 5
"""For everything together: finding the address, connecting, headers and body."""
MAX_BYTES = 256 * 1024
_HEADERS = {
    "User-Agent": "Dalil access (a government services catalogue)",
    "Accept": "application/json",
    "Accept-Encoding": "identity",
}


def fetch_json(address: str) -> Any:  # Any: JSON
    """Fetch a small JSON document over HTTPS, or over HTTP from this machine.

    The thread that asks must not run an event loop.

    Raises:
        OSError: it cannot be had, or not in time; nobody is followed anywhere.
        ValueError: the address is none that is asked, or the answer is too long or no JSON.

    """
    parts = urlsplit(address)
    is_local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme != "https" and not is_local:
        raise ValueError("the issuer's keys must lie at an https address")
    loop = asyncio.new_event_loop()
    try:
        return json.loads(loop.run_until_complete(_fetched(address, _proxy(parts))))
    except TimeoutError:
        raise TimeoutError("the issuer's answer takes too long") from None
    # The ImportError is for a proxy that speaks SOCKS, which needs another package.
    except (httpx2.HTTPError, httpx2.InvalidURL, ImportError) as fault:
        raise OSError(str(fault) or type(fault).__name__) from None
    finally:
        loop.close()  # a name that is still looked up is not waited for


def _proxy(parts: SplitResult) -> str | None:
    """Name the proxy that the environment asks for, as Python's own library reads it."""
    named = getproxies().get(parts.scheme)
    if not named or proxy_bypass(parts.hostname or ""):
        return None
    return named if "://" in named else f"http://{named}"


async def _fetched(address: str, proxy: str | None) -> bytes:
    # Bounds of single reads are not enough: headers that come in drips keep to them for ever.
    async with (
        asyncio.timeout(TIMEOUT_SECONDS),
        httpx2.AsyncClient(
            verify=ssl.create_default_context(),
            headers=_HEADERS,
            proxy=proxy,
            trust_env=False,
            follow_redirects=False,
            timeout=None,
        ) as client,
        client.stream("GET", address) as answer,
    ):
        answer.raise_for_status()
        body = b""
        async for piece in answer.aiter_raw():
            body += piece
            if len(body) > MAX_BYTES:
                raise ValueError("the issuer's answer is too long")
        return body
