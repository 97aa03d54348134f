"""Writing and deleting many rows of a table at once, as fast as the database goes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    String,
    Table,
    Text,
    any_,
    cast,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.db import Base, write_json

Row = Mapping[str, Any]  # Any: a row of a table
Write = Callable[[Any], Any]  # Any: a value of a column, as Python and as the database has it
_OTHER_WAYS = ("enable_hashjoin", "enable_mergejoin", "enable_seqscan", "enable_bitmapscan", "jit")
_STREAMED = 50
"""Rows for which a stream is opened; fewer are sent as a statement."""


def among(
    session: Session, column: InstrumentedAttribute[str], values: Collection[str]
) -> ColumnElement[bool]:
    """Say that a column holds one of many values, which are sent as one parameter."""
    if session.get_bind().dialect.name == "sqlite":
        sent = func.json_each(write_json(list(values))).table_valued("value")
        return column.in_(select(sent.c.value))
    return column == any_(literal(list(values), ARRAY(String)))


def as_bytes(session: Session, column: InstrumentedAttribute[Any]) -> ColumnElement[bytes]:
    """Read JSON as the bytes of its text: whoever parses it needs no letters of Python."""
    if session.get_bind().dialect.name == "sqlite":
        return cast(column, LargeBinary)
    return func.convert_to(cast(column, Text), "UTF8", type_=LargeBinary)


def read_rows(session: Session, chosen: Select[*tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """Read rows of texts, whole numbers and bytes, as the driver gives them.

    PostgreSQL sends them in its binary form: as text it would write two digits for each byte.
    """
    session.flush()
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return session.execute(chosen).all()
    written = chosen.compile(dialect=connection.dialect)
    driver: Any = connection.connection  # Any: a connection of psycopg
    try:
        with driver.cursor(binary=True) as cursor:
            found: list[tuple[Any, ...]] = cursor.execute(str(written), written.params).fetchall()
    except connection.dialect.loaded_dbapi.Error as fault:
        raise _told(connection, str(written), fault) from fault
    return found


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


def update_rows(session: Session, table: type[Base], key: str, rows: Sequence[Row]) -> None:
    """Give rows new values, by their key; all rows name the same columns, also the key.

    As for ``insert_rows``, the journal's guard does not see it.
    """
    if not rows:
        return
    session.flush()
    connection = session.connection()
    target: Table = table.__table__  # type: ignore[assignment]  # a mapped class has a table
    names = [*(one for one in rows[0] if one != key), key]
    written = _written(rows, names, [_writer(connection, target, name) for name in names])
    if connection.dialect.name == "sqlite":
        new = ", ".join(f'"{one}" = ?' for one in names[:-1])
        statement = f'UPDATE "{target.name}" SET {new} WHERE "{key}" = ?'  # noqa: S608
        connection.exec_driver_sql(statement, list(written))
        return
    new = ", ".join(f'"{one}" = new."{one}"' for one in names[:-1])
    _with_lists(
        connection,
        target,
        dict(zip(names, zip(*written, strict=True), strict=True)),
        f'UPDATE "{target.name}" SET {new} FROM {{lists}} AS new({_quoted(names)}) '  # noqa: S608
        f'WHERE "{target.name}"."{key}" = new."{key}"',
    )


def delete_rows(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Delete the rows that hold these values, of columns of text that they all name."""
    if not rows:
        return
    session.flush()
    connection = session.connection()
    target: Table = table.__table__  # type: ignore[assignment]  # a mapped class has a table
    names = list(rows[0])
    if connection.dialect.name == "sqlite":
        same = " AND ".join(f'"{one}" = ?' for one in names)
        values = [tuple(row[one] for one in names) for row in rows]
        connection.exec_driver_sql(f'DELETE FROM "{target.name}" WHERE {same}', values)  # noqa: S608
        return
    same = " AND ".join(f'"{target.name}"."{one}" = gone."{one}"' for one in names)
    _with_lists(
        connection,
        target,
        {one: [row[one] for row in rows] for one in names},
        f'DELETE FROM "{target.name}" USING {{lists}} AS gone({_quoted(names)}) '  # noqa: S608
        f"WHERE {same}",
    )


def _with_lists(
    connection: Connection, table: Table, columns: Mapping[str, Sequence[Any]], statement: str
) -> None:
    """Run a statement of PostgreSQL that takes a list for each column, in the place of a table."""
    lists = ", ".join(f"%b::{_kind(connection, table, name)}[]" for name in columns)
    with _by_key(connection):
        connection.exec_driver_sql(
            statement.format(lists=f"unnest({lists})"),
            tuple(list(values) for values in columns.values()),
        )


def _kind(connection: Connection, table: Table, name: str) -> str:
    """Name the kind of a column's values; texts whole, whatever length the column allows."""
    kind = table.c[name].type.dialect_impl(connection.dialect)
    is_text = isinstance(getattr(kind, "impl", kind), String)
    return "text" if is_text else kind.compile(connection.dialect)


@contextmanager
def _by_key(connection: Connection) -> Iterator[None]:
    """Have rows looked up by their key, one after the other.

    PostgreSQL cannot know how few of a table's rows a list names, and would rather read
    the whole table for every list.
    """
    connection.exec_driver_sql("; ".join(f"SET LOCAL {name} = off" for name in _OTHER_WAYS))
    yield
    connection.exec_driver_sql("; ".join(f"SET LOCAL {name} TO DEFAULT" for name in _OTHER_WAYS))


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
    """Write the values of rows; most are written as they are."""
    written = [(place, write) for place, write in enumerate(writers) if write]
    for row in rows:
        values = [row[name] for name in names]
        for place, write in written:
            values[place] = write(values[place])
        yield tuple(values)


def _writer(connection: Connection, table: Table, name: str) -> Write | None:
    """Say how values of a column are written; None: as they are, which is true of bytes."""
    kind = table.c[name].type
    if isinstance(kind, LargeBinary):
        return None
    if isinstance(kind, JSON):
        return write_json
    found: Write | None = kind.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return found
