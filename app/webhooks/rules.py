"""When a delivery is tried again, and where deliveries may go; pure."""

from datetime import datetime, timedelta
from ipaddress import ip_address

import httpx2

from app.core.outbound import is_loopback, is_public

PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""Pauses between the tries of one delivery (Standard Webhooks 1.0.0, section on retries)."""
MOST_ATTEMPTS = len(PAUSES) + 1
JITTER = 0.1
"""A pause grows by up to this share, so that those who failed together do not come together."""
_LONGEST = timedelta(hours=24)
_NOT_PLANNED = timedelta(hours=28)
"""No pause is as long, whatever the dice add."""
GONE = 410


def pause_after(attempt: int, *, dice: float, asked_seconds: float = 0) -> timedelta | None:
    """Tell how long to wait after a failed attempt (1 is the first); None gives up.

    ``dice`` is from 0 to 1; ``asked_seconds`` is what the receiver has asked for
    (``Retry-After``), which may lengthen the pause, up to a day.
    """
    if attempt >= MOST_ATTEMPTS:
        return None
    planned = PAUSES[attempt - 1] * (1 + JITTER * dice)
    asked = timedelta(seconds=min(max(asked_seconds, 0), _LONGEST.total_seconds()))
    return max(planned, asked)


def is_waiting(next_at: datetime | None, at: datetime) -> bool:
    """Tell whether the next try is still to come.

    One that seems to come later than any pause is long was planned while the clock of the
    machine was wrong, and is made now.
    """
    return next_at is not None and at < next_at < at + _NOT_PLANNED


def message_id(webhook_id: str, seq: int, entry_hash: str) -> str:
    """Name a message: the same at every try and every replay of an entry, and only then.

    The entry's hash keeps a journal that was restored from naming other changes alike.
    """
    return f"msg_{webhook_id.removeprefix('wh_')}_{seq}_{entry_hash[:12]}"


def target_fault(url: str, *, allows_loopback: bool) -> str | None:
    """Name what keeps a URL from being a target, or None when it may be one.

    This is for those who mistype. What a name leads to is checked when it is connected to.
    """
    try:
        target = httpx2.URL(url)
        host, port = target.host, target.port
    except (httpx2.InvalidURL, UnicodeError, ValueError):
        return "cannot be read as an address"
    if not host or target.userinfo or target.fragment:
        return "must name a host, without a user and without a fragment"
    if _names_this_machine(host):
        is_good = allows_loopback and target.scheme in ("http", "https")
        return None if is_good else "must lead to a public address"
    if target.scheme != "https" or port not in (None, 443):
        return "must begin with https:// and use port 443"
    return None if _may_be_public(host) else "must lead to a public address"


def _names_this_machine(host: str) -> bool:
    name = host.rstrip(".").lower()
    return name == "localhost" or name.endswith(".localhost") or is_loopback(name)


def _may_be_public(host: str) -> bool:
    """Tell whether a host is a name, whatever it leads to, or a public address."""
    try:
        ip_address(host.rstrip("."))
    except ValueError:
        return True
    return is_public(host.rstrip("."))


def may_connect(scheme: str, address: str, *, allows_loopback: bool) -> bool:
    """Tell whether a delivery may go to an IP address; plain HTTP never leaves the machine."""
    if allows_loopback and is_loopback(address):
        return True
    return scheme == "https" and is_public(address)
