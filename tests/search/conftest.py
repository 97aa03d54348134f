"""Engines and the Meilisearch servers behind them: the stand-in, and a real one if there is."""

import os
import shutil
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest

from app.search.engine_meilisearch import MeilisearchEngine, State
from app.search.meilisearch_server import Access, MeilisearchServer
from app.search.meilisearch_settings import PINNED
from tests.search.meili.server import StandIn, running

REAL_URL = os.environ.get("DALIL_MEILISEARCH_URL", "")
REAL_KEY = os.environ.get("DALIL_MEILISEARCH_KEY", "")
BINARY = shutil.which("meilisearch")

REAL = pytest.param(
    "real",
    marks=pytest.mark.skipif(
        not (REAL_URL or BINARY),
        reason="no DALIL_MEILISEARCH_URL and no meilisearch on the PATH",
    ),
)
MEILISEARCHES = ["stand-in", REAL]
"""Every kind of server the adapter is tried on."""


@pytest.fixture(scope="session")
def shared_stand_in() -> Iterator[Access]:
    """A stand-in for all tests that do it no harm."""
    stand_in = StandIn()
    with running(stand_in) as url:
        yield Access(url=url)
    if stand_in.contract:
        assert stand_in.contract.breaches == []


@pytest.fixture(scope="session")
def real_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Access]:
    """A real Meilisearch: the one that the environment names, or one that is started."""
    if REAL_URL:
        yield Access(url=REAL_URL, key=REAL_KEY)
        return
    assert BINARY
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    folder = tmp_path_factory.mktemp("meilisearch")
    command = [BINARY, "--http-addr", address, "--no-analytics", "--db-path", str(folder / "db")]
    command += ["--dump-dir", str(folder / "dumps"), "--snapshot-dir", str(folder / "snapshots")]
    process = subprocess.Popen([*command, "--master-key", "k" * 16], cwd=folder)
    _wait_for(f"http://{address}/health")
    yield Access(url=f"http://{address}", key="k" * 16)
    process.terminate()
    process.wait(timeout=30)


def access_of(kind: str, request: pytest.FixtureRequest) -> Access:
    """Return how to reach a server of a kind, with an index name nothing else uses."""
    fixture = "real_server" if kind == "real" else "shared_stand_in"
    found: Access = request.getfixturevalue(fixture)
    return Access(url=found.url, key=found.key, index=f"test-{uuid.uuid4().hex[:12]}")


@contextmanager
def meilisearch_engine(access: Access) -> Iterator[MeilisearchEngine]:
    """An engine over an empty index of its own."""
    server = MeilisearchServer(access)
    server.create(access.index, PINNED)
    engine = MeilisearchEngine(server, access.index)
    engine.built_with = State(layout="test")
    engine.refresh()
    try:
        yield engine
        server.delete(access.index)
    finally:
        server.close()


@contextmanager
def meilisearch_server(access: Access) -> Iterator[MeilisearchServer]:
    """A connection whose indexes are gone afterwards."""
    server = MeilisearchServer(access)
    try:
        yield server
        for name in server.indexes():
            if name.startswith(access.index):
                server.delete(name)
    finally:
        server.close()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            if httpx2.get(url).is_success:
                return
        except httpx2.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(url)
