"""Being the only one: of all processes that could do a thing, one does it at a time."""

import fcntl
import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import Database


@contextmanager
def claiming(database: Database, folder: Path, name: str) -> Iterator[bool]:
    """Try to hold a name until the block ends; tells at once whether it is ours.

    Processes that share a PostgreSQL ask it, those that share a SQLite file its folder.
    Whoever dies lets go.
    """
    with holding(database, folder, name) as is_held:
        yield is_held()


@contextmanager
def holding(database: Database, folder: Path, name: str) -> Iterator[Callable[[], bool]]:
    """Try to hold a name as ``claiming`` does; gives what tells whether it is still ours.

    A PostgreSQL that was started again has forgotten who held what.
    """
    if database.is_sqlite:
        with _holding_file(folder / f"{name}.lock") as is_ours:
            yield lambda: is_ours
    else:
        with _holding_advisory(database, name) as is_held:
            yield is_held


@contextmanager
def _holding_file(path: Path) -> Iterator[bool]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@contextmanager
def _holding_advisory(database: Database, name: str) -> Iterator[Callable[[], bool]]:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
    engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        is_ours = bool(connection.scalar(select(func.pg_try_advisory_lock(number))))
        try:
            yield lambda: is_ours and _answers(connection)
        finally:
            if is_ours:
                with suppress(SQLAlchemyError):  # a connection that is lost holds nothing
                    connection.execute(select(func.pg_advisory_unlock(number)))


def _answers(connection: Connection) -> bool:
    try:
        return connection.scalar(select(1)) == 1 and not connection.invalidated
    except SQLAlchemyError:
        return False
