"""Where an index reads the catalogue from: the journal and the rendered documents."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from app.catalogue.queries.documents import count_documents, find_documents, stream_documents
from app.core import journal
from app.core.db import Database

SERVICE, RELEASE = "service", "taxonomy-version"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a stretch of the journal did: the document of each service, None when gone.

    ``is_last`` says that the journal ended there when the documents were read.
    """

    seq: int
    documents: Mapping[str, bytes | None]
    is_last: bool = True


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Every published document, and the journal entry this picture belongs to.

    ``count`` says how many documents there are.
    """

    seq: int
    documents: Iterator[bytes]
    count: int


class Snapshots(Protocol):
    """What is needed to build an index anew."""

    def snapshot(self) -> AbstractContextManager[Snapshot]:
        """Read everything, as one consistent picture."""
        ...


class Source(Snapshots, Protocol):
    """What an index needs to know of the catalogue."""

    def head(self) -> int:
        """Return the number of the last journal entry."""
        ...

    def mark(self, seq: int) -> str:
        """Return what only this journal says of its entry: the entry's hash, or nothing."""
        ...

    def changes(self, *, after: int, limit: int) -> Changes | None:
        """Read what the next entries changed, or None when there are no further ones."""
        ...

    def has_release(self, *, after: int) -> bool:
        """Tell whether a version of a scheme was released after an entry."""
        ...


class CatalogueSource:
    """The catalogue's database as the source of an index."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def head(self) -> int:
        """Return the number of the last journal entry."""
        with self._database.read() as session:
            return journal.head(session)

    def mark(self, seq: int) -> str:
        """Return what only this journal says of its entry: the entry's hash, or nothing."""
        with self._database.read() as session:
            entry = journal.entry_at(session, seq)
        return entry.hash if entry else ""

    def changes(self, *, after: int, limit: int) -> Changes | None:
        """Read what the next entries changed, or None when there are no further ones.

        The documents are read as they are now, not as they were: reading an entry twice
        or late gives the same index.
        """
        with self._database.read() as session:
            entries = journal.entries(session, after=after, limit=limit)
            if not entries:
                return None
            changed = {e.subject_id for e in entries if e.subject_type == SERVICE}
            found = find_documents(session, changed)
            last = entries[-1].seq
            is_last = last == journal.head(session)
        return Changes(last, {each: found.get(each) for each in sorted(changed)}, is_last)

    def has_release(self, *, after: int) -> bool:
        """Tell whether a version of a scheme was released after an entry."""
        with self._database.read() as session:
            return bool(
                journal.entries(
                    session, after=after, limit=1, subject_types=(RELEASE,), is_public=True
                )
            )

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read everything, as one consistent picture."""
        with self._database.read() as session:
            seq = journal.head(session)
            documents = (body for _, body in stream_documents(session))
            yield Snapshot(seq, documents, count_documents(session))
