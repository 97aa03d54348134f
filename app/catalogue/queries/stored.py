"""Reading published documents past SQLAlchemy, whose part in it would be the larger."""

import sqlite3

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import sqlite

from app.catalogue.models import ServiceDocument
from app.core.db import Database

Stored = tuple[bytes, str, str]
"""Body, ETag and time of change, as they lie in the database."""

_READ = str(
    select(ServiceDocument.body, ServiceDocument.etag, ServiceDocument.modified_at)
    .where(ServiceDocument.service_id == bindparam(None))
    .compile(dialect=sqlite.dialect())
)
_CACHE_KIB = 8000


class StoredDocuments:
    """One connection of SQLite's driver, for one thread.

    A read is a transaction of its own: it sees the last commit and holds up nobody.
    """

    def __init__(self, database: Database) -> None:
        self._held = database.engine.raw_connection()
        connection = self._held.driver_connection
        assert isinstance(connection, sqlite3.Connection)  # noqa: S101  # wiring asks for no other
        self._execute = connection.execute
        self._execute(f"PRAGMA cache_size=-{_CACHE_KIB}")

    def find(self, service_id: str) -> Stored | None:
        """Find a document; a database that cannot answer now is left to the routes to report."""
        try:
            found: Stored | None = self._execute(_READ, (service_id,)).fetchone()
        except sqlite3.Error:
            return None
        return found

    def close(self) -> None:
        """Give the connection back."""
        self._held.close()
