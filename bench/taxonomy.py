"""Operations, conflicts and impact on large schemes, and a release beside reads on PostgreSQL."""

import argparse
import http.client
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import orjson
from rich.console import Console

from app.core.settings import ROOT
from app.taxonomy.operations import apply_all
from app.taxonomy.operations.conflicts import matrix
from bench import catalogues, moves, postgres, report, schemes, servers
from bench.load import Latencies, spread
from bench.office import Json
from bench.postgres import Postgres
from bench.report import Result, at_most
from bench.servers import Server

_JSON = "application/json"


def main() -> None:
    """Run what was asked for and show the results."""
    asked = _arguments()
    console, results = Console(width=110), []
    for part in PARTS:
        if not asked.only or part.__name__ in asked.only:
            found = list(part(asked))
            report.show(console, (part.__doc__ or "").splitlines()[0], found)
            results += found
    if asked.markdown:
        report.write_markdown(asked.markdown, results)


def operations(asked: argparse.Namespace) -> Iterator[Result]:
    """A request of 1,000 operations on 100,000 concepts; the quickest of some runs."""
    draft = schemes.generated_draft(100_000)
    found = schemes.operations_on(draft, operations=1000, seed=1)
    taken, used = _quickest(lambda: apply_all(draft, found), asked.rounds)
    yield at_most("1,000 operations on 100,000 concepts", taken, most=1, unit="s")
    yield Result("The same, processor time", f"{used:.2f} s")


def conflicts(asked: argparse.Namespace) -> Iterator[Result]:
    """Every two of 100 open requests, tried in both orders; the quickest of some runs."""
    draft = schemes.generated_draft(5000)
    for among in (5000, 1000):
        requests = schemes.requests_of(draft, requests=100, seed=2, among=among)
        taken, used = _quickest(lambda found=requests: matrix(draft, found), asked.rounds)
        name = f"100 requests about {among:,} of 5,000 concepts"
        yield at_most(name, taken, most=2, unit="s")
        kinds = [one.kind for one in matrix(draft, requests).values()]
        told = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("ordered", "exclusive"))
        yield Result(f"{told}: processor time", f"{used:.2f} s")


def impact(asked: argparse.Namespace) -> Iterator[Result]:
    """What a change request means that touches 10,000 services and more, over HTTP."""
    with _catalogue(asked) as (_, folder, url):
        key = _key(folder, url, "--staff", "--role", "taxonomy_steward")
        body = moves.change_request(url, services=10_000)
        with servers.dalil(folder, DALIL_DATABASE_URL=url) as server:
            connection = _connected(server)
            made = _ask(connection, "POST", "/v1/change-requests", key, body)
            path = f"/v1/change-requests/{made['id']}/impact"
            taken = []
            used = server.processor_seconds()
            for _ in range(asked.rounds):
                started = time.perf_counter()
                found = _ask(connection, "GET", path, key)
                taken.append(time.perf_counter() - started)
            used = (server.processor_seconds() - used) / asked.rounds
            connection.close()
    name = f"Impact on {found['services']:,} of {asked.services:,} services"
    yield at_most(f"{name}, slowest of {asked.rounds}", max(taken), most=1, unit="s")
    yield Result("The same, processor time of the server", f"{used:.2f} s")


def release(asked: argparse.Namespace) -> Iterator[Result]:
    """A release that moves every service, on PostgreSQL, beside reads by id."""
    with _catalogue(asked) as (_, _, url):
        ids = moves.published_ids(url)
    for place in ("another process", "the process that is read from"):
        with _catalogue(asked) as (server, folder, url):
            counted = moves.move_everything(url)
            yield from _released(_Run(asked, server, folder, url, ids, counted), place)


PARTS = (operations, conflicts, impact, release)


@dataclass(frozen=True)
class _Run:
    """What one release needs: its catalogue, and the services that are read meanwhile."""

    asked: argparse.Namespace
    postgres: Postgres
    folder: Path
    url: str
    ids: Sequence[str]
    moved: int


def _released(run: _Run, place: str) -> Iterator[Result]:
    key = _key(run.folder, run.url, "--staff", "--role", "taxonomy_steward")
    with ExitStack() as serving:
        read = serving.enter_context(servers.dalil(run.folder, DALIL_DATABASE_URL=run.url))
        written = read
        if place == "another process":
            folder = Path(shutil.copytree(run.folder, f"{run.folder}-other"))
            written = serving.enter_context(
                servers.dalil(folder, is_pinned=False, DALIL_DATABASE_URL=run.url)
            )
        reader = _Reader(read, run.ids)
        idle = reader.read_for(run.asked.seconds)
        used, stored = written.processor_seconds(), run.postgres.processor_seconds()
        work = _Release(written, key)
        work.start()
        busy = reader.read_until(work)
        work.join()
        used = written.processor_seconds() - used
        stored = run.postgres.processor_seconds() - stored
    yield from _told(run, place, work, (used, stored), (idle, busy))


def _told(
    run: _Run,
    place: str,
    work: "_Release",
    used: tuple[float, float],
    reads: tuple[Latencies, Latencies],
) -> Iterator[Result]:
    idle, busy = reads
    name = f"Release by {place}"
    yield at_most(f"{name}: {run.moved:,} services moved", work.seconds, most=30, unit="s")
    yield Result(f"{name}: {work.said}", "")
    yield Result(f"{name}: processor time of Dalil", f"{used[0]:.1f} s")
    yield Result(f"{name}: processor time of PostgreSQL", f"{used[1]:.1f} s")
    for what, now, before in (("p50", busy.p50, idle.p50), ("p99", busy.p99, idle.p99)):
        most = 2 if what == "p99" else None
        yield Result(
            f"Reads beside it, {what} of {busy.requests:,}",
            f"{now:.1f} ms",
            f"idle {before:.1f} ms, of {idle.requests:,}",
            now / before,
            f"≤ {most:.2f}" if most else "",
            now / before <= most if most else None,
        )


class _Reader:
    """Reads services at random over one connection, one after the other."""

    def __init__(self, server: Server, ids: Sequence[str]) -> None:
        self._connection = _connected(server)
        self._ids, self._dice = ids, Random(1)

    def read_for(self, seconds: float) -> Latencies:
        """Read for some seconds."""
        until = time.perf_counter() + seconds
        return spread(self._read_while(lambda: time.perf_counter() < until))

    def read_until(self, work: threading.Thread) -> Latencies:
        """Read until a thread has ended."""
        return spread(self._read_while(work.is_alive))

    def _read_while(self, goes_on: Callable[[], bool]) -> Iterator[float]:
        while goes_on():
            path = f"/v1/services/{self._dice.choice(self._ids)}"
            started = time.perf_counter()
            self._connection.request("GET", path)
            answer = self._connection.getresponse()
            answer.read()
            yield (time.perf_counter() - started) * 1000
            if answer.status != 200:
                raise RuntimeError(f"{path} was answered {answer.status}")


class _Release(threading.Thread):
    """Asks for a release and waits for it."""

    def __init__(self, server: Server, key: str) -> None:
        super().__init__()
        self.seconds, self.said = 0.0, "failed"
        self._connection, self._key = _connected(server), key

    def run(self) -> None:
        started = time.perf_counter()
        path = "/v1/taxonomies/services/releases"
        said = _ask(self._connection, "POST", path, self._key, {})
        self.seconds = time.perf_counter() - started
        counts = said["reclassified"]
        self.said = f"{counts['automatic']:,} by themselves, {counts['tasks']:,} tasks"


@contextmanager
def _catalogue(asked: argparse.Namespace) -> Iterator[tuple[Postgres, Path, str]]:
    """Copy the generated catalogue for one run: server, data folder, address of the database."""
    kept = asked.folder / f"postgres-{asked.services}"
    kept.mkdir(parents=True, exist_ok=True)
    with postgres.running(asked.folder / "postgres") as server:
        database = postgres.prepared(server, kept, asked.services)
        with (
            postgres.copied(server, database) as url,
            TemporaryDirectory(dir=asked.folder) as temporary,
        ):
            yield server, Path(shutil.copytree(kept, Path(temporary) / "data")), url


def _quickest(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Time some work; seconds of the quickest run, on the clock and on the processor."""
    taken = []
    for _ in range(rounds):
        started, used = time.perf_counter(), time.process_time()
        work()
        taken.append((time.perf_counter() - started, time.process_time() - used))
    return min(one for one, _ in taken), min(one for _, one in taken)


def _key(folder: Path, url: str, *whose: str) -> str:
    said = catalogues.command(folder, "keys", "create", *whose, DALIL_DATABASE_URL=url)
    return said.split()[-1]


def _connected(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=900)


def _ask(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    key: str,
    body: Json | None = None,
) -> Json:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": _JSON}
    sent = None if body is None else orjson.dumps(body)
    connection.request(method, path, sent, headers)
    answer = connection.getresponse()
    said = answer.read()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path} was answered {answer.status}: {said[:500]!r}")
    found: Json = orjson.loads(said)
    return found


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.taxonomy", description=__doc__)
    parts = [part.__name__ for part in PARTS]
    parser.add_argument("--only", nargs="*", choices=parts, help="Parts to run; all if none.")
    parser.add_argument("--services", type=int, default=100_000, help="Generated services.")
    parser.add_argument("--seconds", type=int, default=15, help="Length of the reads before.")
    parser.add_argument("--rounds", type=int, default=3, help="Runs of each.")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--markdown", type=Path, help="File for the results as Markdown.")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    return asked


if __name__ == "__main__":
    main()
