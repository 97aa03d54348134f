"""Building vectors: what is missing is computed, a few services at a time."""

from collections.abc import Callable, Mapping
from itertools import islice

import orjson

from app.catalogue.queries.documents import find_documents, stream_documents
from app.core import journal
from app.core.clock import now
from app.core.db import Database
from app.search.semantic.commands import drop_unused, keep_texts
from app.search.semantic.embedder import Embedder
from app.search.semantic.queries import find_known, list_digests
from app.search.semantic.texts import digests_of
from app.search.source import CatalogueSource

AT_ONCE = 8
"""Services whose vectors are computed and written together: about a second's work."""
_ENTRIES = 1_500
"""Journal entries that are followed together."""


class Builder:
    """Knows which services it has still to look at; everything else stands in the database."""

    def __init__(self, database: Database, embedder: Embedder) -> None:
        self._database, self._embedder = database, embedder
        self._source = CatalogueSource(database)
        self._due: dict[str, None] = {}
        self._seq: int | None = None

    def build(
        self,
        is_over: Callable[[], bool] = lambda: False,
        on_kept: Callable[[], None] = lambda: None,
    ) -> int:
        """Compute what is missing and drop what is not needed; return how many were looked at.

        What was not reached when ``is_over`` said so is looked at another time. ``on_kept``
        is called whenever some services were written.
        """
        self._find_due()
        looked_at = 0
        while self._due and not is_over():
            chosen = list(islice(self._due, AT_ONCE))
            if not self._build(chosen, is_over):
                return looked_at
            for name in chosen:
                del self._due[name]
            looked_at += len(chosen)
            on_kept()
        if looked_at and not self._due:
            with self._database.write_aside() as session:
                drop_unused(session)
        return looked_at

    def _find_due(self) -> None:
        if self._seq is None:
            self._compare()
            return
        while changes := self._source.changes(after=self._seq, limit=_ENTRIES):
            self._due |= dict.fromkeys(changes.documents)
            self._seq = changes.seq

    def _compare(self) -> None:
        """Look at everything: which texts services have, and which are written down."""
        with self._database.read() as session:
            seq, before = journal.head(session), list_digests(session)
            for name, body in stream_documents(session):
                if before.pop(name, set()) != set(self._texts(body)):
                    self._due[name] = None
        self._due |= dict.fromkeys(before)
        self._seq = seq

    def _build(self, chosen: list[str], is_over: Callable[[], bool]) -> bool:
        """Compute and write the vectors of some services; False when it was over before."""
        with self._database.read() as session:
            texts = {
                name: self._texts(body) for name, body in find_documents(session, chosen).items()
            }
            wanted = {digest: text for each in texts.values() for digest, text in each.items()}
            known = find_known(session, wanted)
        vectors: dict[str, bytes] = {}
        for digest, text in wanted.items():
            if is_over():
                return False
            if digest not in known:
                vectors[digest] = self._embedder.passage(text)
        digests = {name: frozenset(texts.get(name, ())) for name in chosen}
        with self._database.write_aside() as session:
            keep_texts(session, digests, vectors, now())
        return True

    def _texts(self, body: bytes) -> Mapping[str, str]:
        return digests_of(orjson.loads(body), self._embedder.name)
