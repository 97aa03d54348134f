"""The database: SQLite in one file, or PostgreSQL; one code for both.

A unit of work is one transaction: the boundary (request, job, command line)
opens it with ``read()`` or ``write()`` and only the boundary commits. Writers
take turns, on both databases: a document that is rendered from several tables
would otherwise miss what another writer is changing in one of them.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Dialect,
    Engine,
    MetaData,
    String,
    Table,
    TypeDecorator,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from app.core.clock import to_text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

PASSING = (OperationalError, InterfaceError, PoolTimeout, OSError, MemoryError)
"""Faults of a database, a disk or a machine that may be well again: worth another try."""
_WRITERS_LOCK = 7302615
"""The advisory lock that writers of one PostgreSQL database take turns with."""


class Instant(TypeDecorator[datetime]):
    """A UTC instant, kept as sortable RFC 3339 text so that both databases agree."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        """Write the instant as text with microseconds."""
        return None if value is None else to_text(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        """Read the text back as an instant in UTC."""
        return None if value is None else datetime.fromisoformat(value).astimezone(UTC)


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    # A change of a journaled table without a journal entry is refused at commit;
    # tables that are derived from journaled ones say False.
    is_journaled: ClassVar[bool] = True
    type_annotation_map: ClassVar[dict[Any, Any]] = {  # Any: as SQLAlchemy has it
        datetime: Instant,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }


def table_of(mapped: type[Base]) -> Table:
    """Return the plain table of a mapped class: many rows go into it faster than as objects.

    Only for tables that are not journaled: what is written past the mapper is not noticed.
    """
    if mapped.is_journaled:
        raise TypeError(f"{mapped.__name__} is journaled")
    return mapped.metadata.tables[mapped.__tablename__]


class Database:
    """An open database and the two ways to work in it."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _open(self.url.render_as_string(hide_password=False), self.is_sqlite)
        writer = self.engine.execution_options(dalil_writes=True)
        # SQLite reads one snapshot anyway; PostgreSQL must be asked to.
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = sessionmaker(self.engine.execution_options(**level), expire_on_commit=False)
        self._writer = sessionmaker(writer, expire_on_commit=False)
        self._listeners: list[Callable[[], None]] = []

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session on one consistent picture of the data; nothing is kept."""
        with self._reader() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session whose changes are kept when the block ends without error.

        It waits for the writer before it.
        """
        with self.write_aside() as session:
            yield session
        for listener in self._listeners:
            listener()

    @contextmanager
    def write_aside(self) -> Iterator[Session]:
        """Open a session for what nobody follows: its commit is told to no listener."""
        with self._writer() as session, session.begin():
            yield session

    @contextmanager
    def rehearse(self) -> Iterator[Session]:
        """Open a session that may change everything and keeps nothing of it.

        It waits for the writer before it, and the next writer waits for it.
        """
        with self._writer() as session:
            yield session

    def on_commit(self, listener: Callable[[], None]) -> None:
        """Call ``listener`` after each commit of this process."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _open(url: str, is_sqlite: bool) -> Engine:
    # The values of a statement that fails may be addresses and drafts, which no log is to show.
    asked: dict[str, Any] = {  # Any: options of SQLAlchemy
        "json_serializer": write_json,
        "json_deserializer": read_json,
        "hide_parameters": True,
    }
    if not is_sqlite:
        engine = create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, **asked)
        event.listen(engine, "begin", _begin_postgres)
        return engine
    path = make_url(url).database
    if path:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url, connect_args={"timeout": 30}, pool_size=10, max_overflow=30, **asked
    )
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def write_json(value: Any) -> str:  # Any: whatever JSON can hold
    """Write JSON for a column: Arabic as it is, which takes a third of what escapes take."""
    try:
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
    except TypeError:  # a number or a half of a pair that only Python's own JSON holds
        return json.dumps(value)


def read_json(text: str | bytes) -> Any:  # Any: whatever JSON can hold
    """Read the JSON of a column."""
    try:
        return orjson.loads(text)
    except ValueError:
        return json.loads(text)


def _configure_sqlite(connection: Any, _record: object) -> None:  # Any: any DBAPI connection
    connection.isolation_level = None  # SQLAlchemy's "begin" event opens transactions itself
    for pragma in (
        "page_size=8192",  # of a new file: most documents then lie in one page
        "journal_mode=WAL",
        "foreign_keys=ON",
        "busy_timeout=30000",
        "synchronous=FULL",
        "cache_size=-4000",  # KiB for each connection of the pool
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writes(connection) else "BEGIN")


def _begin_postgres(connection: Connection) -> None:
    if _writes(connection):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})")


def _writes(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("dalil_writes"))
