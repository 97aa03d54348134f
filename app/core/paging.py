"""Cursors: where a page of a growing list ended.

A cursor is the sort values of the last item, so a page never repeats or skips
an item when others come and go in between.
"""

import base64
import json
from datetime import UTC, datetime

from app.core.errors import Finding, Invalid
from app.core.text import fault_of

CursorValue = str | int


def write_cursor(name: str, *values: CursorValue) -> str:
    """Pack the name of a list and sort values into an opaque URL-safe text."""
    packed = json.dumps([name, *values], ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(cursor: str, name: str, *kinds: type) -> tuple[CursorValue, ...]:
    """Unpack the sort values of a cursor of the list ``name``; each has the expected kind.

    Raises:
        Invalid: the text is no cursor of this list.

    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        found = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        raise foreign_cursor() from None
    if not isinstance(found, list) or len(found) != 1 + len(kinds):
        raise foreign_cursor()
    if found[0] != name or not all(map(_is_sound, found[1:], kinds)):
        raise foreign_cursor()
    return tuple(found[1:])


def read_instant(value: CursorValue) -> datetime:
    """Read the instant among the sort values of a cursor.

    Raises:
        Invalid: it is none, so the text is no cursor of this list.

    """
    try:
        instant = datetime.fromisoformat(str(value))
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise foreign_cursor() from None


def foreign_cursor() -> Invalid:
    """Say that a cursor is not one of this list."""
    return Invalid("The cursor is not one of this list.", findings=[_NO_CURSOR])


def _is_sound(value: CursorValue, kind: type) -> bool:
    if type(value) is not kind:
        return False
    if isinstance(value, str):
        return fault_of(value) is None
    return isinstance(value, int) and abs(value) < 2**63


_NO_CURSOR = Finding(
    pointer="?cursor",
    rule="QUERY-CURSOR",
    message={
        "ar": "المؤشر لا يخص هذه القائمة.",
        "en": "The cursor does not belong to this list.",
    },
    hint={
        "ar": "خذه من nextCursor في الصفحة السابقة.",
        "en": "Take it from nextCursor of the page before.",
    },
)
