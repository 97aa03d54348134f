"""Vectors for an index that carries them: which there are, and which are new."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from app.core.clock import to_text
from app.core.db import Database
from app.search.meilisearch_vectors import Late
from app.search.semantic.queries import find_vectors_of, list_built, vectors_mark

AT_ONCE = 500
"""Services whose vectors go to an index together."""
_SKEW = timedelta(seconds=60)
"""How far the clocks of two machines may be apart that build one after the other."""


class StoredVectors:
    """The vectors in the database as an index wants them; one thread asks for late ones."""

    def __init__(self, database: Database, name: str, length: int) -> None:
        self.name, self.length = name, length
        self._database = database
        self._given: dict[str, datetime] = {}
        self._mark = ""

    def find(self, ids: Iterable[str]) -> Mapping[str, Sequence[bytes]]:
        """Return the vectors of these services, as far as there are any."""
        with self._database.read() as session:
            return find_vectors_of(session, list(ids))

    def mark(self) -> str:
        """Return when the newest vector was built, as sortable text."""
        with self._database.read() as session:
            _, built_at = vectors_mark(session)
        return to_text(built_at) if built_at else ""

    def late(self, after: str) -> Late | None:
        """Return the next services whose vectors are newer than a mark, or None.

        Those within a minute before the mark are returned as well, once.
        """
        if after != self._mark:  # it was not written down, or is that of another index
            self._given = {}
        since = datetime.fromisoformat(after) - _SKEW if after else None
        with self._database.read() as session:
            rows = list_built(session, since)
        waiting = [(name, at) for name, at in rows if self._given.get(name) != at]
        if not waiting:
            return None
        given = waiting[:AT_ONCE]
        self._mark = max(after, to_text(given[-1][1]))
        self._remember(given)
        return Late([name for name, _ in given], self._mark, len(given) == len(waiting))

    def _remember(self, given: list[tuple[str, datetime]]) -> None:
        """Remember what was given, for as long as it may be found again."""
        oldest = datetime.fromisoformat(self._mark) - _SKEW
        known = {**self._given, **dict(given)}
        self._given = {name: at for name, at in known.items() if at > oldest}
