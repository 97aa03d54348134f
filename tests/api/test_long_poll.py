"""Clients that wait for the journal to move: they cost little, and may go away."""

import json
import socket
import time
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
import uvicorn

from app.api import changes
from app.api.edge import Edge
from app.core.settings import Settings
from app.main import create_app
from tests.conftest import serving


@pytest.fixture
def edge(served: Settings) -> Edge:
    return create_app(served).edge


@pytest.fixture
def place(edge: Edge) -> Iterator[tuple[str, int]]:
    configuration = uvicorn.Config(edge, port=0, log_level="warning", access_log=False)
    with serving(configuration) as address:
        host, _, port = address.removeprefix("http://").partition(":")
        yield host, int(port)


def _wait(place: tuple[str, int], seconds: int) -> socket.socket:
    with urlopen(f"http://{place[0]}:{place[1]}/v1") as start:
        last = json.load(start)["journalSeq"]
    connection = socket.create_connection(place, timeout=20)
    asked = f"GET /v1/changes?cursor={last}&wait={seconds} HTTP/1.1\r\nHost: dalil\r\n\r\n"
    connection.sendall(asked.encode())
    return connection


def _until(is_true) -> None:
    deadline = time.monotonic() + 10
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_client_that_went_away_is_no_longer_waited_for(
    edge: Edge, place: tuple[str, int]
) -> None:
    waiting = [_wait(place, 60) for _ in range(5)]
    _until(lambda: edge.app.state.queue.length == 5)  # type: ignore[attr-defined]

    for connection in waiting:
        connection.close()

    _until(lambda: edge.app.state.queue.length == 0)  # type: ignore[attr-defined]
    _until(lambda: edge.active == 0)


def test_who_waits_does_not_ask_the_database(
    place: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    read, reads = changes._read, []

    def count(*asked):
        reads.append(1)
        return read(*asked)

    monkeypatch.setattr(changes, "_read", count)

    with _wait(place, 2) as connection:
        answer = connection.recv(65536)

    assert b'"items":[]' in answer
    assert len(reads) == 2


def test_a_queue_has_an_end(place: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_WAITING", 0)
    started = time.monotonic()

    with _wait(place, 30) as connection:
        answer = connection.recv(65536)

    assert b'"items":[]' in answer
    assert time.monotonic() < started + 10
