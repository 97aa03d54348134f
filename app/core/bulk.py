"""Writing and deleting many rows of a table at once, as fast as the database goes."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, Connection, LargeBinary, Table, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core.db import Base

Row = Mapping[str, Any]  # Any: a row of a table
Write = Callable[[Any], Any]  # Any: a value of a column, as Python and as the database has it
_STREAMED = 50
"""Rows for which a stream is opened; fewer are sent as a statement."""


def insert_rows(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns; PostgreSQL takes many as a stream (COPY).

    The guard against changes without a journal entry does not see it: whoever writes to a
    journaled table this way records the change.
    """
    if not rows:
        return
    session.flush()
    connection = session.connection()
    target: Table = table.__table__  # type: ignore[assignment]  # a mapped class has a table
    if connection.dialect.name == "sqlite":
        _execute_many(connection, target, rows)
    elif len(rows) >= _STREAMED:
        _copy(connection, target, rows)
    else:
        connection.execute(insert(target), list(rows))


def delete_rows(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Delete the rows that hold these values, of columns of text that they all name."""
    if not rows:
        return
    session.flush()
    connection = session.connection()
    name, names = table.__tablename__, list(rows[0])
    if connection.dialect.name == "sqlite":
        same = " AND ".join(f'"{one}" = ?' for one in names)
        values = [tuple(row[one] for one in names) for row in rows]
        connection.exec_driver_sql(f'DELETE FROM "{name}" WHERE {same}', values)  # noqa: S608
    else:
        lists = ", ".join("%s::text[]" for _ in names)
        same = " AND ".join(f'"{name}"."{one}" = gone."{one}"' for one in names)
        connection.exec_driver_sql(
            f'DELETE FROM "{name}" USING unnest({lists}) AS gone({_quoted(names)}) '  # noqa: S608
            f"WHERE {same}",
            tuple([row[one] for row in rows] for one in names),
        )


def _execute_many(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    names, writers = _columns(connection, table, rows)
    places = ", ".join("?" for _ in names)
    statement = f'INSERT INTO "{table.name}" ({_quoted(names)}) VALUES ({places})'  # noqa: S608
    connection.exec_driver_sql(statement, list(_written(rows, names, writers)))


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    names, writers = _columns(connection, table, rows)
    statement = f'COPY "{table.name}" ({_quoted(names)}) FROM STDIN'
    cursor: Any = connection.connection.cursor()  # Any: a psycopg cursor
    try:
        with cursor.copy(statement) as copy:
            for values in _written(rows, names, writers):
                copy.write_row(values)
    except connection.dialect.loaded_dbapi.Error as fault:
        raise _told(connection, statement, fault) from fault
    finally:
        cursor.close()


def _told(connection: Connection, statement: str, fault: Exception) -> BaseException:
    """Tell of a fault as SQLAlchemy tells of those of all other statements."""
    dialect = connection.dialect
    kind = dialect.loaded_dbapi.Error
    return DBAPIError.instance(statement, None, fault, kind, dialect=dialect)


def _columns(
    connection: Connection, table: Table, rows: Sequence[Row]
) -> tuple[list[str], list[Write | None]]:
    names = list(rows[0])
    return names, [_writer(connection, table, name) for name in names]


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _written(
    rows: Sequence[Row], names: Sequence[str], writers: Sequence[Write | None]
) -> Iterable[tuple[Any, ...]]:  # Any: see Write
    columns = list(zip(names, writers, strict=True))
    for row in rows:
        yield tuple(write(row[name]) if write else row[name] for name, write in columns)


def _writer(connection: Connection, table: Table, name: str) -> Write | None:
    """Say how values of a column are written; None: as they are, which is true of bytes."""
    kind = table.c[name].type
    if isinstance(kind, LargeBinary):
        return None
    if isinstance(kind, JSON):
        return json.dumps
    found: Write | None = kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return found
