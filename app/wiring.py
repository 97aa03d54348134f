"""Which adapter stands behind which port; nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass

from app.catalogue.queries.stored import StoredDocuments
from app.core import migrating
from app.core.db import Database
from app.core.errors import DalilError
from app.core.settings import Settings
from app.core.watching import JournalWatcher
from app.search.indexing import EmbeddedIndex, SearchIndex
from app.search.serving import ServedSearch
from app.search.source import CatalogueSource


class NotMigrated(DalilError):
    """The database is not at the newest schema; run ``dalil migrate``."""

    title = "The database is not at the newest schema; run `dalil migrate`"


def check_schema(database: Database) -> None:
    """Refuse to work on a database that was not migrated.

    Raises:
        NotMigrated: the schema is missing or older than this code.

    """
    if migrating.is_behind(database):
        raise NotMigrated


@dataclass(frozen=True)
class Opened:
    """What one process holds open, and closes at its end."""

    database: Database
    search: ServedSearch
    watcher: JournalWatcher
    stored: StoredDocuments | None

    def close(self) -> None:
        """Stop following the journal and close everything."""
        self.watcher.stop()
        self.search.index.close()
        if self.stored:
            self.stored.close()
        self.database.close()


def open_index(settings: Settings, database: Database) -> SearchIndex:
    """Open the search index that the settings name."""
    return EmbeddedIndex(settings.data_dir / "search", CatalogueSource(database))


def rebuild_index(settings: Settings, database: Database) -> SearchIndex:
    """Build the search index anew beside the one in use, if any, and switch to it."""
    source = CatalogueSource(database)
    return EmbeddedIndex(settings.data_dir / "search", source, is_built_anew=True)


def open_all(settings: Settings, on_move: Callable[[], None]) -> Opened:
    """Open database and index, and begin to follow the journal.

    ``on_move`` is called when the journal has moved, by whichever process.
    """
    database = Database(settings.resolved_database_url)
    check_schema(database)
    search = ServedSearch(database, open_index(settings, database))
    watcher = JournalWatcher(database, seconds=settings.follow_seconds)

    def forget(_seq: int) -> bool:
        on_move()
        return True

    watcher.follow(search.follow)
    watcher.follow(forget)
    watcher.look()
    watcher.start()
    database.on_commit(on_move)
    # A PostgreSQL that is far or busy must not hold up the event loop, so it has no short cut.
    stored = StoredDocuments(database) if database.is_sqlite else None
    return Opened(database, search, watcher, stored)
