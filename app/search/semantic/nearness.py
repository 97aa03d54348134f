"""Which services are near a text: every vector is looked at, in memory."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.search.semantic.embedder import Embedder
from app.search.semantic.fusing import Near

Array = Any  # an array of numpy, which is an extra
_MOST_KEPT = 1_000
"""Queries whose vectors are kept, 1.5 KB each: the next page asks the same."""
_TEXTS_OF_A_SERVICE = 4
"""A service has one text for each language, and room for more."""


@dataclass(frozen=True, slots=True)
class Held:
    """A row for each text: its vector, its digest and the service that says it."""

    vectors: Array
    digests: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


class Nearness:
    """Vectors of the texts of services, and those of the latest queries."""

    def __init__(self, embedder: Embedder) -> None:
        import numpy

        self.embedder, self._numpy = embedder, numpy
        self._held = Held(numpy.zeros((0, 0), dtype="<f4"))
        self._asked: OrderedDict[str, Array] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """How many texts are held."""
        return len(self._held.services)

    def hold(
        self,
        texts: Sequence[tuple[str, str]],
        read: Callable[[Sequence[str]], Mapping[str, bytes]],
    ) -> None:
        """Take over the texts of services (service, digest); ``read`` gives unknown vectors.

        A text whose vector is missing, or of another length, is left out.
        """
        before = self._held
        rows = {digest: row for row, digest in enumerate(before.digests)}
        unknown = dict.fromkeys(digest for _, digest in texts if digest not in rows)
        found = {name: self._floats(raw) for name, raw in read(list(unknown)).items()}
        length = next((len(one) for one in found.values()), before.vectors.shape[1])
        found = {name: one for name, one in found.items() if len(one) == length}
        found |= {name: before.vectors[rows[name]] for _, name in texts if name in rows}
        kept = [(service, digest) for service, digest in texts if digest in found]
        vectors = self._numpy.empty((len(kept), length), dtype="<f4")
        for row, (_, digest) in enumerate(kept):
            vectors[row] = found[digest]
        self._held = Held(vectors, tuple(d for _, d in kept), tuple(s for s, _ in kept))

    def near(self, text: str, *, limit: int) -> list[Near]:
        """Return the nearest services, the nearest first, equals by their id."""
        held = self._held
        if not held.services:
            return []
        cosines = held.vectors @ self._vector(text)
        wanted = min(limit * _TEXTS_OF_A_SERVICE, len(cosines))
        best: dict[str, float] = {}
        for row in self._numpy.argpartition(-cosines, wanted - 1)[:wanted]:
            name, cosine = held.services[row], round(float(cosines[row]), 6)
            best[name] = max(cosine, best.get(name, -1.0))
        ordered = sorted(best.items(), key=lambda one: (-one[1], one[0]))
        return [Near(name, cosine) for name, cosine in ordered[:limit]]

    def _vector(self, text: str) -> Array:
        with self._lock:
            if text in self._asked:
                self._asked.move_to_end(text)
                return self._asked[text]
        vector = self._floats(self.embedder.query(text))
        with self._lock:
            self._asked[text] = vector
            if len(self._asked) > _MOST_KEPT:
                self._asked.popitem(last=False)
        return vector

    def _floats(self, raw: bytes) -> Array:
        return self._numpy.frombuffer(raw, dtype="<f4")
