"""Reading moments as people write them in addresses and on the command line."""

import re
from datetime import UTC, date, datetime, time


def read_moment(text: str) -> datetime:
    """Read a date or an instant of ISO 8601, UTC unless it says otherwise.

    A ``+`` that arrived as a space is mended.

    Raises:
        ValueError: it is neither.

    """
    mended = re.sub(r" (?=\d{2}:?\d{2}$)", "+", text)
    try:
        instant = datetime.fromisoformat(mended)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is no date or instant of ISO 8601, such as 2026-03-01") from None


def read_end(text: str) -> datetime:
    """Read a date as its last moment, so that the whole day counts; an instant as it is.

    Raises:
        ValueError: it is neither.

    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return read_moment(text)
    return datetime.combine(day, time.max, tzinfo=UTC)
