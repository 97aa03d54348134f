"""Quotas: headers that say what is left, 429 beyond it, and a store that may fail."""

from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_network
from pathlib import Path

import http_sf
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.api.edge.addresses import counted_address
from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from tests.api.gates import FROM, bearer, make_key, opened, settings_of

LIST = "/v1/services?limit=1"


@pytest.fixture
def settings(seeded: Database, data_folder: Path) -> Settings:
    url = seeded.url.render_as_string(hide_password=False)
    return settings_of(
        Settings(database_url=url, data_dir=data_folder), rate_anonymous=5, rate_key=20
    )


@pytest.fixture
def limited(settings: Settings) -> Iterator[TestClient]:
    with opened(settings) as client:
        yield client


def test_every_answer_says_what_is_left(limited: TestClient) -> None:
    first, second = limited.get(LIST), limited.get(LIST)

    policy = http_sf.parse(first.headers["ratelimit-policy"].encode(), tltype="list")
    standing = http_sf.parse(second.headers["ratelimit"].encode(), tltype="list")
    assert policy == [("anonymous", {"q": 5, "w": 60})]
    [(name, parameters)] = standing
    assert (name, parameters["r"]) == ("anonymous", 3)
    assert 55 <= parameters["t"] <= 60
    assert second.headers["ratelimit-limit"] == "5"
    assert second.headers["ratelimit-remaining"] == "3"
    assert second.headers["ratelimit-reset"] == str(parameters["t"])


def test_a_search_by_body_counts_as_one_by_address(limited: TestClient) -> None:
    answers = [
        limited.get("/v1/search?q=passport"),
        limited.post("/v1/search", json={"q": "passport"}),
        limited.get("/v1/search?q=passport"),
    ]

    assert [one.status_code for one in answers] == [200] * 3
    assert [one.headers["ratelimit-remaining"] for one in answers] == ["4", "3", "2"]


def test_beyond_the_quota_the_answer_is_429(limited: TestClient) -> None:
    statuses = [limited.get(LIST).status_code for _ in range(5)]
    refused = limited.get(LIST)

    assert statuses == [200] * 5
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == refused.headers["ratelimit-reset"]
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["ratelimit-remaining"] == "0"
    problem = refused.json()
    assert problem["type"] == "https://iana.org/assignments/http-problem-types#quota-exceeded"
    assert problem["code"] == "too-many-requests"
    assert problem["violated-policies"] == ["anonymous"]
    assert problem["status"] == 429
    assert problem["instance"] == "/v1/services"


def test_answers_from_memory_are_counted_too(limited: TestClient) -> None:
    statuses = [limited.get("/v1/entities/moi").status_code for _ in range(7)]

    assert statuses == [200] * 5 + [429] * 2


def test_each_address_has_its_own_quota_and_each_key(limited: TestClient, seeded: Database) -> None:
    key, other = make_key(seeded, "reader"), make_key(seeded, "reader")
    for _ in range(6):
        spent = limited.get(LIST)
    neighbour = limited.get(LIST, headers={FROM: "203.0.113.9"})
    statuses = [limited.get(LIST, headers=bearer(key)).status_code for _ in range(21)]

    assert (spent.status_code, neighbour.status_code) == (429, 200)
    assert statuses == [200] * 20 + [429]
    assert limited.get(LIST, headers=bearer(other)).status_code == 200


def test_this_machine_is_counted_but_never_refused(settings: Settings) -> None:
    with opened(settings, address="127.0.0.1") as client:
        answers = [client.get(LIST) for _ in range(8)]

    assert {one.status_code for one in answers} == {200}
    assert answers[-1].headers["ratelimit"].startswith('"anonymous";r=0;t=')


def test_no_limit_no_headers(settings: Settings) -> None:
    with opened(settings_of(settings, rate_anonymous=0)) as client:
        answers = [client.get(LIST) for _ in range(8)]

    assert {one.status_code for one in answers} == {200}
    assert not any(name.startswith("ratelimit") for name in answers[0].headers)


def test_two_processes_share_the_quota_on_postgresql(settings: Settings, seeded: Database) -> None:
    with ExitStack() as stack:
        replicas = [stack.enter_context(opened(settings)) for _ in range(3)]
        statuses = [replicas[n % 3].get(LIST).status_code for n in range(24)]

    assert statuses.count(200) == (15 if seeded.is_sqlite else 5)
    assert set(statuses) == {200, 429}


def test_processes_count_guesses_together(settings: Settings, seeded: Database) -> None:
    if seeded.is_sqlite:
        pytest.skip("one process on SQLite counts by itself")
    with ExitStack() as stack:
        replicas = [stack.enter_context(opened(settings)) for _ in range(3)]
        statuses = [replicas[n % 3].get(LIST, headers=bearer("x")).status_code for n in range(40)]

    assert statuses[:15] == [401] * 15
    assert set(statuses[18:]) == {429}


def test_a_store_that_fails_lets_everybody_in_and_is_counted(
    settings: Settings, seeded: Database
) -> None:
    if seeded.is_sqlite:
        pytest.skip("there is no store on SQLite")
    with opened(settings) as client:
        for _ in range(6):
            spent = client.get(LIST)
        with seeded.engine.begin() as connection:
            connection.execute(text("DROP TABLE quota_window"))
        other = {FROM: "203.0.113.10"}
        statuses = [client.get(LIST, headers=other).status_code for _ in range(6)]
        metrics = client.get("/metrics").text

    assert spent.status_code == 429
    assert statuses == [200] * 5 + [429]
    assert "dalil_quota_store_failures_total 1.0" in metrics


def test_a_preflight_names_the_methods_and_headers_of_writers(limited: TestClient) -> None:
    asked = {"Origin": "https://a.example", "Access-Control-Request-Method": "PUT"}

    answer = limited.options("/v1/services", headers=asked)

    assert answer.status_code == 204
    assert "PUT" in answer.headers["access-control-allow-methods"]
    assert "if-match" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("203.0.113.7", ("203.0.113.7", False)),
        ("127.0.0.1", ("127.0.0.1", True)),
        ("::1", ("::/64", True)),
        ("::ffff:203.0.113.7", ("203.0.113.7", False)),
        ("::ffff:127.0.0.1", ("127.0.0.1", True)),
        ("2001:db8:1:2:3:4:5:6", ("2001:db8:1:2::/64", False)),
        ("fe80::1%eth0", ("fe80::/64", False)),
        ("testclient", ("testclient", True)),
        ("", ("", True)),
    ],
)
def test_addresses_are_counted_by_customer(host: str, counted: tuple[str, bool]) -> None:
    exempt = (ip_network("127.0.0.0/8"), ip_network("::1/128"))

    assert counted_address(exempt)(host) == counted


def test_nothing_is_good_before_the_application_has_started() -> None:
    client = TestClient(create_app(Settings()), client=("203.0.113.7", 1))

    assert client.get(LIST, headers=bearer("x")).status_code == 401
