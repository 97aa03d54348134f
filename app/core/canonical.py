"""Canonical JSON and digests, so that equal content has equal bytes."""

import hashlib
from typing import Any

import orjson


def canonical_json(value: Any) -> bytes:  # Any: whatever JSON can hold
    """Write JSON with sorted keys and no spaces, in UTF-8."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def sha256_of(value: Any) -> str:  # Any: whatever JSON can hold
    """Return the SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def etag_of(body: bytes) -> str:
    """Return the strong ETag of a document: quoted, 128 bits of its SHA-256."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'
