"""What a request may look like before anything reads it."""

from collections.abc import Sequence

Headers = Sequence[tuple[bytes, bytes]]

MAX_HEADERS = 100
MAX_HEADER_BYTES = 32 * 1024
MAX_TARGET_BYTES = 8 * 1024


def is_plain(headers: Headers, path: bytes, query: bytes) -> bool:
    """Tell quickly that a request is within all limits and says nothing twice."""
    named = dict(headers)
    return (
        len(named) == len(headers) <= MAX_HEADERS
        and b"host" in named
        and path.startswith(b"/")
        and b"%00" not in path
        and len(path) + len(query) <= MAX_TARGET_BYTES
        and len(b"".join(map(b"".join, headers))) <= MAX_HEADER_BYTES
    )


def fault_of(headers: Headers, path: bytes, query: bytes) -> tuple[int, str] | None:
    """Name the status and the reason for refusing a request, or None.

    Statuses are those of RFC 9110 and RFC 6585 (414, 431).
    """
    if len(path) + len(query) > MAX_TARGET_BYTES:
        return 414, f"The address is longer than {MAX_TARGET_BYTES} bytes."
    if not path.startswith(b"/") or b"%00" in path:  # PostgreSQL holds no NUL, SQLite does
        return 400, "The address is not one of this server."
    if len(headers) > MAX_HEADERS:
        return 431, f"More than {MAX_HEADERS} header fields."
    if sum(len(name) + len(value) for name, value in headers) > MAX_HEADER_BYTES:
        return 431, f"The header fields are longer than {MAX_HEADER_BYTES} bytes."
    if sum(name == b"host" for name, _ in headers) != 1:
        return 400, "A request names exactly one host."
    return None
