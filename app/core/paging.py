"""Cursors: where a page of a growing list ended.

A cursor is the sort values of the last item, so a page never repeats or skips
an item when others come and go in between.
"""

import base64
import binascii
import json

from app.core.errors import Finding, Invalid
from app.core.text import fault_of

CursorValue = str | int


def write_cursor(*values: CursorValue) -> str:
    """Pack sort values into an opaque URL-safe text."""
    packed = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(cursor: str, *kinds: type) -> tuple[CursorValue, ...]:
    """Unpack a cursor and check that its values have the expected kinds.

    Raises:
        Invalid: the text is no cursor of this list.

    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded))
        is_expected = len(values) == len(kinds) and all(map(_is_sound, values, kinds))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        is_expected = False
    if not is_expected:
        raise Invalid("The cursor is not one of this list.", findings=[_NO_CURSOR])
    return tuple(values)


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
