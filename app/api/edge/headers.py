"""Headers that many answers carry."""

import secrets
from collections.abc import Sequence
from itertools import count

from app.api.edge.lines import Header

API_VERSION = b"1.0.0"
EVERYWHERE: list[Header] = [
    (b"api-version", API_VERSION),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
]
READ_BY_ALL: list[Header] = [
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"ETag, Link, Location, Last-Modified, Content-Language, Content-Disposition, "
        b"Idempotency-Replayed, Retry-After, API-Version, X-Request-ID, "
        b"RateLimit, RateLimit-Policy, WWW-Authenticate",
    ),
]
PREFLIGHT: list[Header] = [
    *READ_BY_ALL,
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"),
    (
        b"access-control-allow-headers",
        b"authorization, content-type, idempotency-key, if-match, if-none-match, "
        b"x-meilisearch-client, meili-include-metadata",
    ),
    (b"access-control-max-age", b"86400"),
]
KEEP = b"x-dalil-keep"


_OF_THE_BODY = {
    b"content-length",
    b"content-type",
    b"content-encoding",
    b"content-language",
    b"last-modified",
    b"link",
    b"referrer-policy",
    b"x-content-type-options",
    b"access-control-expose-headers",
}


_PREFIX = secrets.token_hex(4)
_numbers = count()


def new_request_id() -> str:
    """Name a request so that no other process and no later request has the name."""
    return f"{_PREFIX}{next(_numbers):08x}"


def without_body(headers: Sequence[Header]) -> list[Header]:
    """Leave out what describes a body, for a 304, which says little (RFC 9110, 15.4.5)."""
    return [one for one in headers if one[0] not in _OF_THE_BODY]


def lasting(headers: Sequence[Header]) -> list[Header]:
    """Leave out what belongs to one request, for an answer that serves many."""
    return [one for one in headers if one[0] != b"x-request-id"]
