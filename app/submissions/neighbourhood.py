"""The published services by the words of their titles, in which duplicates are looked for."""

import threading
from collections.abc import Iterable

import orjson
from sqlalchemy.orm import Session

from app.catalogue.queries.documents import find_documents, stream_documents
from app.core import journal
from app.core.db import Database
from app.submissions.judging import Near
from app.submissions.rules import Neighbour, NeighbourIndex, neighbour_of

_BATCH = 500


class Neighbourhood:
    """Read when it is first asked, and brought up to the journal each time: no thread of its own.

    Drafts are not in it: nobody learns of another entity's drafts by resembling them.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index: NeighbourIndex | None = None
        self._seq = 0
        self._lock = threading.Lock()

    def near(self, wanted: Neighbour) -> tuple[Neighbour, ...]:
        """Find the published services that may be the same as one, the most alike first."""
        with self._lock:
            return self._present().near(wanted)

    def pinned(self) -> Near:
        """Look at the journal once and then no more: for a batch, which would ask it each time."""
        with self._lock:
            index = self._present()

        def near(wanted: Neighbour) -> tuple[Neighbour, ...]:
            with self._lock:
                return index.near(wanted)

        return near

    def close(self) -> None:
        """Close the connection that it reads by, which is nobody else's."""
        self._database.close()

    def _present(self) -> NeighbourIndex:
        with self._database.read() as session:
            seq = journal.head(session)
            # A journal that went back is another one: the database was replaced.
            if self._index is None or seq < self._seq:
                self._index = NeighbourIndex(_neighbours(stream_documents(session)))
            elif seq > self._seq:
                _catch_up(session, self._index, after=self._seq)
            self._seq = seq
            return self._index


def _catch_up(session: Session, index: NeighbourIndex, *, after: int) -> None:
    while batch := journal.entries(
        session, after=after, limit=_BATCH, subject_types=("service",), is_public=True
    ):
        changed = {entry.subject_id for entry in batch}
        found = find_documents(session, changed)
        for one in _neighbours(found.items()):
            index.put(one)
        for gone in changed - found.keys():
            index.discard(gone)
        after = batch[-1].seq


def _neighbours(documents: Iterable[tuple[str, bytes]]) -> Iterable[Neighbour]:
    for service_id, body in documents:
        document = orjson.loads(body)
        yield neighbour_of(service_id, document["hasCompetentAuthority"]["id"], document)
