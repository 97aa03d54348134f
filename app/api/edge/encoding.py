"""Compression of answers, where it pays."""

import gzip
from typing import Literal

import brotli

Encoding = Literal["", "gzip", "br"]

LEAST_BYTES = 1024
_COMPRESSIBLE = (b"application/", b"text/", b"image/svg")


def accepted_encoding(header: bytes | None) -> Encoding:
    """Choose brotli over gzip over nothing, as far as the client takes it (RFC 9110, 12.5.3)."""
    if not header:
        return ""
    offered = [part.strip().partition(b";") for part in header.lower().split(b",")]
    taken = {name.strip(): not _is_zero(weight) for name, _, weight in offered}
    if taken.get(b"br"):
        return "br"
    return "gzip" if taken.get(b"gzip", taken.get(b"*")) else ""


def is_worth_it(media_type: bytes, size: int) -> bool:
    """Tell whether compressing an answer saves more than it costs."""
    return size >= LEAST_BYTES and media_type.startswith(_COMPRESSIBLE)


def compress(body: bytes, encoding: Encoding) -> bytes:
    """Compress a whole body; the levels keep the work below a millisecond per 10 kB."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=4))
    return gzip.compress(body, compresslevel=5, mtime=0)


def _is_zero(weight: bytes) -> bool:
    name, _, value = weight.replace(b" ", b"").partition(b"=")
    return name == b"q" and value.strip(b"0.") == b""
