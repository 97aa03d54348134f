"""Conditional requests (RFC 9110, section 13)."""

import hashlib
from collections.abc import Iterable, Iterator


def etag_for(body: bytes) -> bytes:
    """Make the strong ETag of a body."""
    return b'"' + hashlib.sha256(body).hexdigest()[:32].encode() + b'"'


def encoded_etag(etag: bytes, encoding: str) -> bytes:
    """Tell the ETag of a compressed body from that of the plain one."""
    if not encoding or not etag.endswith(b'"'):
        return etag
    return etag[:-1] + b"-" + encoding.encode() + b'"'


def matches_etag(header: bytes, etag: bytes) -> bool:
    """Tell whether an ``If-None-Match`` header names this ETag (weak comparison)."""
    if header == etag:
        return True
    if header.strip() == b"*":
        return True
    plain = etag.removeprefix(b"W/")
    return any(part.strip().removeprefix(b"W/") == plain for part in header.split(b","))


def plain_etag(etag: str) -> str:
    """Undo ``encoded_etag`` and a weak mark, for comparing what a client sends back."""
    bare = etag.strip().removeprefix("W/")
    for encoding in ("gzip", "br"):
        bare = bare.replace(f'-{encoding}"', '"')
    return bare


def plain_tags(header: str | None) -> str | None:
    """Undo the encodings in every ETag of an ``If-Match`` header."""
    return None if header is None else ",".join(plain_etag(tag) for tag in header.split(","))


def tags_in(headers: Iterable[str]) -> Iterator[str]:
    """List what the ETags of ``If-Match`` or ``If-None-Match`` headers name, or ``*``."""
    for header in headers:
        yield from (
            one.strip().removeprefix("W/").strip('"') for one in header.split(",") if one.strip()
        )
