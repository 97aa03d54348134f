"""The only source of the time; tests travel it with time-machine."""

from datetime import UTC, datetime
from functools import lru_cache


def now() -> datetime:
    """Return the current instant in UTC, cut to whole microseconds."""
    return datetime.now(UTC)


@lru_cache(maxsize=256)  # many rows of one piece of work hold the same instant
def to_text(instant: datetime) -> str:
    """Write an instant as RFC 3339 in UTC, e.g. ``2026-03-01T09:30:00.000000Z``.

    The microseconds are always written, so that texts sort like the instants.
    """
    in_utc = instant.astimezone(UTC).replace(tzinfo=None)
    return in_utc.isoformat(timespec="microseconds") + "Z"
