"""Headers, and how they are written."""

from collections.abc import Iterable

Header = tuple[bytes, bytes]


def rendered(headers: Iterable[Header]) -> bytes:
    """Write headers as lines."""
    return b"".join([b"%b: %b\r\n" % header for header in headers])
