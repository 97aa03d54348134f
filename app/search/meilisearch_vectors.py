"""Vectors of meaning in a Meilisearch index, for portals that ask it directly.

Dalil's own searches use none of them. The embedder is ``userProvided``: Meilisearch computes
nothing, and refuses a document that is new to it and says nothing of its vectors, so every
document says something, also that it has none.
"""

import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.search.meilisearch_settings import EMBEDDER, PINNED, Settings

VECTORS = "_vectors"

Entry = dict[str, Any]  # Any: JSON
"""What a document says of its vectors."""


@dataclass(frozen=True, slots=True)
class Late:
    """Services whose vectors came after a mark, the next mark, and whether these are all."""

    ids: Sequence[str]
    mark: str
    is_last: bool


class Vectors(Protocol):
    """Vectors of services, as they are built; marks are sortable text, the first one empty."""

    @property
    def name(self) -> str:
        """What model and what preparation of texts they come from."""
        ...

    @property
    def length(self) -> int:
        """How many numbers one has."""
        ...

    def find(self, ids: Iterable[str]) -> Mapping[str, Sequence[bytes]]:
        """Return the vectors of these services, as far as there are any: 32-bit floats."""
        ...

    def mark(self) -> str:
        """Return the mark of now: what comes later is found by it."""
        ...

    def late(self, after: str) -> Late | None:
        """Return the next services whose vectors are newer than a mark, or None."""
        ...


def wanted_settings(vectors: Vectors | None) -> Settings:
    """Return the settings of an index that holds vectors, or of one that holds none."""
    if vectors is None:
        return PINNED
    embedder = {"source": "userProvided", "dimensions": vectors.length}
    return {**PINNED, "embedders": {EMBEDDER: embedder}}


def embedder_mark(vectors: Vectors | None) -> str:
    """Name what the vectors of an index come from; nothing for an index without."""
    return f"{vectors.name} {vectors.length}" if vectors else ""


def no_entry() -> Entry:
    """Say that a document has no vectors; left out, an earlier one would keep its own."""
    return {EMBEDDER: None}


def entries(ids: Sequence[str], vectors: Vectors) -> dict[str, Entry]:
    """Return what the documents of these services say of their vectors."""
    found = vectors.find(ids)
    return {each: _entry(found.get(each, ()), vectors.length) for each in ids}


def _entry(raws: Iterable[bytes], length: int) -> Entry:
    read = (_numbers(raw) for raw in raws if len(raw) == 4 * length)
    embeddings = [one for one in read if all(map(math.isfinite, one))]
    if not embeddings:
        return no_entry()
    return {EMBEDDER: {"embeddings": embeddings, "regenerate": False}}


def _numbers(raw: bytes) -> list[float]:
    """Return the floats with the nine digits that are enough to read the same ones again."""
    return [float(f"{number:.9g}") for number in struct.unpack(f"<{len(raw) // 4}f", raw)]
