"""What the search log hears of searches over HTTP, at every way that an answer takes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from app.search.duties import SearchDuties
from app.search.insights.collecting import SearchLog
from app.search.insights.models import AskedBy, AskedQuery, AskedWord, SearchClick
from tests.api.gates import FROM, bearer, make_key, opened_app, settings_of


@dataclass
class Heard:
    """An application, its database and its log."""

    client: TestClient
    database: Database
    log: SearchLog

    def asked(self) -> list[tuple[str, int | None, int, int]]:
        """Write the log down; gives text, hits, sessions and times of each query."""
        self.log.write()
        with self.database.read() as session:
            queries = session.execute(select(AskedQuery.id, AskedQuery.text, AskedQuery.hits))
            found = []
            for row in queries.all():
                chosen = select(AskedBy.times).where(AskedBy.query_id == row.id)
                times = session.scalars(chosen).all()
                found.append((row.text, row.hits, len(times), sum(times)))
        return sorted(found)

    def words(self) -> list[str]:
        self.log.write()
        with self.database.read() as session:
            return list(session.scalars(select(AskedWord.word).order_by(AskedWord.word)))


def settings_for(database: Database, folder: Path, **changes: object) -> Settings:
    url = database.url.render_as_string(hide_password=False)
    found = Settings(database_url=url, data_dir=folder, follow_seconds=0.1)
    return settings_of(found, **changes)


@pytest.fixture
def hearing(seeded: Database, data_folder: Path) -> Iterator[Heard]:
    app = create_app(settings_for(seeded, data_folder))
    with opened_app(app) as client:
        log = app.edge.log
        assert log is not None
        yield Heard(client, seeded, log)


def test_an_answer_that_is_kept_is_heard_each_time(hearing: Heard) -> None:
    for address in ("203.0.113.7", "203.0.113.7", "198.51.100.9"):
        answer = hearing.client.get("/v1/search?q=passport", headers={FROM: address})
    hits = answer.json()["total"]

    assert hearing.asked() == [("passport", hits, 2, 3)]


def test_an_answer_that_is_known_is_heard_too(hearing: Heard) -> None:
    etag = hearing.client.get("/v1/search?q=passport").headers["etag"]
    again = hearing.client.get("/v1/search?q=passport", headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert [one[3] for one in hearing.asked()] == [2]


def test_only_the_first_page_of_the_present_is_a_search(hearing: Heard) -> None:
    for query in ("?q=passport&page=2", "?q=", "?q=passport&asOf=2026-01-01T00:00:00Z", "?q=%20"):
        hearing.client.get(f"/v1/search{query}")
    hearing.client.get("/v1/suggest?q=pass")

    assert hearing.asked() == []


def test_a_search_under_filters_is_heard_without_its_number(hearing: Heard) -> None:
    hearing.client.get("/v1/search?q=passport&entity=moe")

    assert [one[:2] for one in hearing.asked()] == [("passport", None)]


def test_the_pages_of_the_portal_are_heard(hearing: Heard) -> None:
    for address in ("203.0.113.7", "198.51.100.9"):
        hearing.client.get("/ar/search?q=جواز", headers={FROM: address})

    assert [(text, sessions) for text, _, sessions, _ in hearing.asked()] == [("جواز", 2)]


def test_numbers_and_addresses_never_reach_the_log(hearing: Heard) -> None:
    for query in ("civil id 284010101234", "me@example.com passport", "جواز ٢٨٤٠١٠١٠١٢٣٤"):
        hearing.client.get("/v1/search", params={"q": query})

    assert [one[0] for one in hearing.asked()] == [
        "<mail> passport", "civil id <number>", "جواز <number>",
    ]  # fmt: skip
    assert not {"284010101234", "example", "com"} & set(hearing.words())


@pytest.mark.parametrize(
    "query",
    ["%00", "%ED%A0%80", "%FF%FE", "a%00b", "<script>", "' OR 1=1 --", "%F0%9F%98%80" * 90],
)
def test_no_query_breaks_the_log(hearing: Heard, query: str) -> None:
    answer = hearing.client.get(f"/v1/search?q={query}")
    hearing.client.get("/v1/search?q=passport")

    assert answer.status_code in (200, 422)
    assert "passport" in [one[0] for one in hearing.asked()]


def test_words_that_nobody_knows_are_noted_and_known_ones_are_not(hearing: Heard) -> None:
    for query in ("زقنبوتلاند", "تجديد الإقامة", "ليسن", "passport qqwzzk", "pass"):
        hearing.client.get("/v1/search", params={"q": query})

    assert hearing.words() == ["qqwzzk", "زقنبوتلاند"]


def test_an_app_tells_its_sessions_apart(hearing: Heard) -> None:
    key = bearer(make_key(hearing.database, "reader"))
    for session in ("a", "b", "b"):
        headers = {**key, "Search-Session": session}
        hearing.client.get("/v1/search?q=passport", headers=headers)
    hearing.client.get("/v1/search?q=passport", headers={"Search-Session": "c"})
    hearing.client.get("/v1/search?q=passport", headers={"Search-Session": "d"})

    assert [one[2:] for one in hearing.asked()] == [(3, 5)]


def test_the_log_can_be_switched_off(seeded: Database, data_folder: Path) -> None:
    app = create_app(settings_for(seeded, data_folder, search_log_days=0))
    with opened_app(app) as client:
        for _ in range(2):
            assert client.get("/v1/search?q=passport").status_code == 200
        assert app.edge.log is None

    with seeded.read() as session:
        assert session.scalars(select(AskedBy.times)).all() == []
        assert session.scalars(select(SearchClick.position)).all() == []


def test_the_name_of_a_search_says_nothing_of_who_asks(hearing: Heard) -> None:
    names = {
        hearing.client.get("/v1/search", params={"q": q}, headers={FROM: address}).json()["queryId"]
        for q in ("تجديد الإقامة", "تجديد الاقامه")
        for address in ("203.0.113.7", "198.51.100.9")
    }

    assert len(names) == 1
    assert hearing.client.get("/v1/search?q=").json()["queryId"] is None


def test_a_click_is_written_with_the_search_that_it_follows(hearing: Heard) -> None:
    found = hearing.client.get("/v1/search?q=passport").json()
    click = {"queryId": found["queryId"], "service": found["items"][1]["id"], "position": 2}

    answers = [hearing.client.post("/v1/search-clicks", json=click) for _ in range(3)]

    assert {(one.status_code, one.content) for one in answers} == {(204, b"")}
    hearing.log.write()
    with hearing.database.read() as session:
        rows = session.execute(select(SearchClick.service_id, SearchClick.position)).all()
    assert [tuple(row) for row in rows] == [(click["service"], 2)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"queryId": "q_1"},
        {"queryId": "q_" + "g" * 16},
        {"queryId": None},
        {"service": ""},
        {"service": "a" * 161},
        {"service": "x'; DROP TABLE service; --"},
        {"service": ["moi-dl-renew"]},
        {"position": 0},
        {"position": 10_001},
        {"position": "1"},
        {"position": 1.5},
        {"position": True},
        {"position": 10**400},
        {"who": "203.0.113.7"},
    ],
)
def test_a_click_that_is_none_is_refused(hearing: Heard, wrong: dict[str, object]) -> None:
    click = {"queryId": "q_" + "0" * 16, "service": "moi-dl-renew", "position": 1, **wrong}

    assert hearing.client.post("/v1/search-clicks", json=click).status_code == 422


def test_a_click_is_json(hearing: Heard) -> None:
    plain = {"Content-Type": "text/plain"}
    for body in (b"", b"[]", b"{", b"null", b"\xff" * 50):
        assert hearing.client.post(
            "/v1/search-clicks", content=body, headers={"Content-Type": "application/json"}
        ).status_code in (400, 422)
    assert hearing.client.post("/v1/search-clicks", content=b"{}", headers=plain).status_code == 415


def test_without_a_log_clicks_are_taken_and_forgotten(seeded: Database, data_folder: Path) -> None:
    app = create_app(settings_for(seeded, data_folder, search_log_days=0))
    click = {"queryId": "q_" + "0" * 16, "service": "moi-dl-renew", "position": 1}
    with opened_app(app) as client:
        assert client.post("/v1/search-clicks", json=click).status_code == 204

    with seeded.read() as session:
        assert session.scalars(select(SearchClick.position)).all() == []


def test_what_people_open_is_popular_after_the_next_count(hearing: Heard) -> None:
    first = hearing.client.get("/v1/search?sort=popularity&pageSize=3").json()
    chosen = "moi-dl-renew"
    assert chosen not in {one["id"] for one in first["items"]}
    for number in range(6):
        headers = {FROM: f"203.0.113.{number}"}
        found = hearing.client.get("/v1/search?q=driving", headers=headers).json()
        click = {"queryId": found["queryId"], "service": chosen, "position": 1}
        hearing.client.post("/v1/search-clicks", json=click, headers=headers)
    hearing.log.write()
    SearchDuties(hearing.database, hearing.log, days=90).do_hourly()

    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = hearing.client.get("/v1/search?sort=popularity&pageSize=3").json()
        if found["items"][0]["id"] == chosen:
            break
        time.sleep(0.2)

    assert [one["id"] for one in found["items"]] == [
        chosen, *(one["id"] for one in first["items"][:2])
    ]  # fmt: skip
    assert found["total"] == first["total"]
    assert {one["score"] for one in found["items"]} == {0.0}


def test_pages_of_the_portal_name_their_search_and_the_place_of_their_hits(
    hearing: Heard,
) -> None:
    name = hearing.client.get("/v1/search?q=renewal").json()["queryId"]

    first = hearing.client.get("/en/search?q=renewal").text
    second = hearing.client.get("/en/search?q=renewal&page=2").text

    assert f'<ul class="hits" data-query="{name}" data-first="1">' in first
    assert "data-query" not in second
    assert "data-query" not in hearing.client.get("/en/search").text
