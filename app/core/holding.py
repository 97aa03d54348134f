"""Being the only process that does something, for as long as it runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

from sqlalchemy import Connection, text

from app.core.db import Database

_TRY = text("SELECT pg_try_advisory_lock(:key)")
_LET_GO = text("SELECT pg_advisory_unlock(:key)")


class Held:
    """A post that one process holds; it is lost when the connection to PostgreSQL is."""

    def __init__(self, connection: Connection | None) -> None:
        self._connection = connection

    def check(self) -> None:
        """Ask the database whether we are still there.

        Raises:
            DBAPIError: the connection is lost, and with it the post.

        """
        if self._connection is not None:
            self._connection.execute(text("SELECT 1"))


@contextmanager
def holding(
    database: Database, post: str, *, stop: threading.Event, seconds: float
) -> Iterator[Held | None]:
    """Wait until no other process holds a post; yields None when told to stop before that.

    SQLite serves one machine, where the files themselves are locked: nobody waits.
    """
    if database.is_sqlite:
        yield Held(None)
        return
    key = crc32(post.encode())
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        while not connection.execute(_TRY, {"key": key}).scalar_one():
            if stop.wait(seconds):
                yield None
                return
        try:
            yield Held(connection)
        finally:
            if not connection.invalidated:
                connection.execute(_LET_GO, {"key": key})
