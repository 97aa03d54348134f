"""What ``dalil doctor`` looks at."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import SQLAlchemyError

from app.catalogue.queries.documents import count_documents
from app.core import journal, migrating
from app.core.db import Database
from app.core.settings import Settings
from app.search.engine import EngineQuery
from app.search.errors import SearchUnavailable
from app.wiring import open_index


@dataclass(frozen=True)
class Examined:
    """One thing that was looked at."""

    what: str
    is_well: bool
    detail: str


def examine(settings: Settings, database: Database) -> Iterator[Examined]:
    """Look at everything that has to be in order, the foundations first."""
    try:
        present, newest = migrating.present_revision(database), migrating.newest_revision()
    except SQLAlchemyError as fault:
        yield Examined("database", is_well=False, detail=str(fault).splitlines()[0])
        return
    yield Examined("schema", is_well=present == newest, detail=f"{present or 'empty'}")
    if present != newest:
        return
    with database.read() as session:
        broken, head = journal.find_broken_entry(session), journal.head(session)
        documents = count_documents(session)
    detail = f"{head} entries" if broken is None else f"broken at entry {broken}"
    yield Examined("journal", is_well=broken is None, detail=detail)
    yield from _examine_index(settings, database, head, documents)


def _examine_index(
    settings: Settings, database: Database, head: int, documents: int
) -> Iterator[Examined]:
    index = open_index(settings, database)
    try:
        index.catch_up()
        index.check()
        index.engine.search(EngineQuery(facets=("entity",)))
    except SearchUnavailable as fault:
        yield Examined("search index", is_well=False, detail=fault.detail)
        return
    finally:
        index.close()
    seq, count = index.engine.seq, index.engine.count
    yield Examined(
        "search index",
        is_well=seq >= head and count == documents,
        detail=f"{count} of {documents} services, entry {seq} of {head}",
    )


def show(console: Console, examined: Iterator[Examined]) -> bool:
    """Print what was found; tells whether all is well."""
    table = Table("", "What", "Found")
    is_well = True
    for one in examined:
        is_well = is_well and one.is_well
        mark = Text("✓", style="green") if one.is_well else Text("✗", style="red")
        table.add_row(mark, one.what, one.detail)
    console.print(table)
    return is_well
