"""From the body of a service to a row of the embedded engine; any process does it alike."""

from collections.abc import Iterable, Sequence

import orjson

from app.search.documents import search_document
from app.search.tantivy_schema import row

Batch = Sequence[bytes]
"""Bodies of services, each as JSON."""


def prepare(batch: Batch) -> list[str]:
    """Prepare a batch here; the rows stand in its order."""
    return [row(search_document(orjson.loads(body))).decode() for body in batch]


def packed(batch: Batch) -> bytes:
    """Put a batch into one message."""
    return b"[" + b",".join(batch) + b"]"


def prepare_packed(message: bytearray) -> bytes:
    """Prepare a packed batch, and return the rows as one message: a line for each."""
    return b"\n".join(row(search_document(body)) for body in orjson.loads(message))


def unpacked(message: bytearray) -> list[str]:
    """Take rows out of a message."""
    return message.decode().split("\n")


def batches_of(bodies: Iterable[bytes], size: int) -> Iterable[Batch]:
    """Cut bodies into batches as they come."""
    batch: list[bytes] = []
    for body in bodies:
        batch.append(body)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
