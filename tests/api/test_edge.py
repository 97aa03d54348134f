"""The edge: what every request passes before and after the routes."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.api.edge import Edge, KeptAnswers, edge
from app.api.edge.conditions import encoded_etag, etag_for, matches_etag, plain_etag
from app.api.edge.encoding import accepted_encoding
from app.api.edge.kept import KeptAnswer
from app.api.edge.measures import Measures
from app.api.edge.stored import StoredAnswers

KEY = ("http", b"host", b"/", b"", b"", b"", "")


def _answer(body: bytes) -> KeptAnswer:
    return KeptAnswer(body, [], [], etag_for(body))


def test_the_least_recently_used_answer_makes_room() -> None:
    kept = KeptAnswers(max_bytes=16_000)
    keys = [("http", b"host", f"/{number}".encode(), b"", b"", b"", "") for number in range(9)]

    for key in keys[:8]:
        kept.keep(key, _answer(b"x" * 900), kept.shelf)
    kept.find(keys[0])
    kept.keep(keys[8], _answer(b"x" * 900), kept.shelf)

    assert kept.find(keys[0])
    assert kept.find(keys[1]) is None
    assert len(kept) == 8


def test_an_answer_begun_before_the_journal_moved_is_not_kept() -> None:
    kept = KeptAnswers(max_bytes=100_000)
    shelf = kept.shelf

    kept.drop_all()
    kept.keep(KEY, _answer(b"old"), shelf)

    assert kept.find(KEY) is None


@given(body=st.binary(min_size=1), encoding=st.sampled_from(["", "gzip", "br"]))
def test_an_etag_matches_itself_and_no_other(body: bytes, encoding: str) -> None:
    etag = encoded_etag(etag_for(body), encoding)

    assert matches_etag(etag, etag)
    assert matches_etag(b'"x", W/' + etag, etag)
    assert matches_etag(b"*", etag)
    assert not matches_etag(etag_for(body + b"!"), etag)
    assert plain_etag(etag.decode()) == etag_for(body).decode()


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        (None, ""),
        (b"", ""),
        (b"gzip, deflate, br", "br"),
        (b"gzip;q=1.0, br;q=0", "gzip"),
        (b"br;q=0.000, gzip;q=0", ""),
        (b"*", "gzip"),
        (b"identity", ""),
    ],
)
def test_the_encoding_is_what_the_client_takes(header: bytes | None, encoding: str) -> None:
    assert accepted_encoding(header) == encoding


def test_an_answer_from_memory_is_the_answer_of_the_route(client: TestClient) -> None:
    first = client.get("/v1/entities/moi")
    again = client.get("/v1/entities/moi")

    own = {"x-request-id", "ratelimit", "ratelimit-remaining", "ratelimit-reset"}
    assert {k: v for k, v in first.headers.items() if k not in own} == {
        k: v for k, v in again.headers.items() if k not in own
    }
    assert first.content == again.content
    assert first.headers["x-request-id"] != again.headers["x-request-id"]


def test_the_scheme_and_the_host_tell_answers_apart(client: TestClient) -> None:
    accept = {"Accept": "text/turtle"}
    plain = client.get("/v1/entities/moi", headers=accept)
    other = client.get("/v1/entities/moi", headers={**accept, "Host": "other.test"})

    assert "http://dalil.test/" in plain.text
    assert "http://other.test/" in other.text


def test_two_hosts_are_refused(client: TestClient) -> None:
    answer = client.get("/v1", headers=[("Host", "a"), ("Host", "b")])  # type: ignore[arg-type]

    assert answer.status_code == 400
    assert answer.json()["code"] == "bad-request"


def _ask(app: Callable[..., Awaitable[None]], **changes: Any) -> list[dict[str, Any]]:
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": "http",
        "path": "/",
        "raw_path": b"/",
        "query_string": b"",
        "headers": [(b"host", b"dalil.test")],
        **changes,
    }
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    return sent


async def _fails(_scope: object, _receive: object, _send: object) -> None:
    raise RuntimeError("on purpose")


def test_a_fault_is_answered_with_its_number_and_nothing_else(capfd) -> None:
    guarded = Edge(_fails, kept=KeptAnswers(0), stored=StoredAnswers(), measures=Measures())

    start, body = _ask(guarded)

    number = dict(start["headers"])[b"x-request-id"].decode()
    assert start["status"] == 500
    assert number in body["body"].decode()
    assert b"on purpose" not in body["body"]


def test_too_much_at_once_is_refused_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "MOST_AT_ONCE", 0)
    guarded = Edge(_fails, kept=KeptAnswers(0), stored=StoredAnswers(), measures=Measures())

    start, _ = _ask(guarded)

    assert start["status"] == 503
    assert dict(start["headers"])[b"retry-after"] == b"1"


async def _streams(_scope: object, _receive: object, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for part in (b"a", b"b"):
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


def test_a_stream_leaves_as_it_comes_and_a_head_gets_no_body() -> None:
    guarded = Edge(_streams, kept=KeptAnswers(0), stored=StoredAnswers(), measures=Measures())

    parts = [one["body"] for one in _ask(guarded)[1:]]
    of_head = [one["body"] for one in _ask(guarded, method="HEAD")[1:]]

    assert parts == [b"a", b"b", b""]
    assert of_head == [b""]
