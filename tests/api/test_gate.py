"""The gate: bad credentials are refused everywhere, and guessing ends soon."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
import time_machine
import uvicorn
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.core.access import issuer
from app.core.access.commands import revoke_key, rotate_key
from app.core.access.queries import list_keys
from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from tests.api.gates import FROM, PEPPER, bearer, make_key, opened, settings_of
from tests.conftest import serving
from tests.core.access.test_tokens import BAD
from tests.core.access.tokens import AUDIENCE, CLAIMS, ISSUER, NOW, Issuer, signed

SERVICE = "/v1/services/moi-res18-renew"
UNKNOWN = "dalil_abcdefghijkm_" + "A" * 43


@pytest.fixture
def settings(seeded: Database, data_folder: Path) -> Settings:
    url = seeded.url.render_as_string(hide_password=False)
    return settings_of(Settings(database_url=url, data_dir=data_folder))


@pytest.fixture
def gate(settings: Settings) -> Iterator[TestClient]:
    with opened(settings) as client:
        yield client


def test_a_good_key_reads_what_everybody_reads(gate: TestClient, seeded: Database) -> None:
    key = make_key(seeded, "reader")

    kept, again = gate.get(SERVICE), gate.get(SERVICE, headers=bearer(key))

    assert again.status_code == 200
    assert again.content == kept.content
    assert again.headers["etag"] == kept.headers["etag"]
    assert again.headers["ratelimit-policy"] == '"key";q=6000;w=60'
    known = {**bearer(key), "If-None-Match": kept.headers["etag"]}
    assert gate.get(SERVICE, headers=known).status_code == 304


BAD_HEADERS = [
    "Bearer " + UNKNOWN, "Bearer", "Bearer ", "bearer x", "Basic YTpi", "Bearer a.b.c",
    "Bearer dalil_ä", "", UNKNOWN,
]  # fmt: skip


def test_a_bad_credential_is_refused_on_every_address(gate: TestClient) -> None:
    for place, path in enumerate([SERVICE, "/v1/search?q=x", "/v1/nowhere", "/", "/ar/"]):
        for sent in BAD_HEADERS:
            headers = {"Authorization": sent.encode(), FROM: f"192.0.2.{place}".encode()}
            answer = gate.get(path, headers=headers)

            problem = answer.json()
            challenge = answer.headers["www-authenticate"]
            assert answer.status_code == 401
            assert answer.headers["content-type"] == "application/problem+json"
            assert challenge == 'Bearer realm="dalil", error="invalid_token"'
            assert problem["code"] == "invalid-credential"
            assert problem["traceId"] == answer.headers["x-request-id"]


def test_two_credentials_are_one_too_many(gate: TestClient, seeded: Database) -> None:
    key = make_key(seeded, "reader")
    both = [("Authorization", f"Bearer {key}"), ("Authorization", f"Bearer {key}")]

    assert gate.get(SERVICE, headers=both).status_code == 401  # type: ignore[arg-type]


def test_health_needs_no_credential_and_looks_at_none(gate: TestClient) -> None:
    answer = gate.get("/health/live", headers=bearer("nonsense"))

    assert answer.status_code == 200
    assert "ratelimit" not in answer.headers


def test_guessing_ends_within_twenty(gate: TestClient, settings: Settings) -> None:
    statuses = [gate.get(SERVICE, headers=bearer(UNKNOWN)).status_code for _ in range(40)]

    assert statuses == [401] * 15 + [429] * 25
    assert 'dalil_requests_refused_total{policy="credentials"} 25.0' in gate.get("/metrics").text
    assert "dalil_bad_credentials_total 1" in gate.get("/metrics").text


def test_others_go_on_while_somebody_guesses(gate: TestClient, seeded: Database) -> None:
    steady, late = make_key(seeded, "reader"), make_key(seeded, "reader")
    assert gate.get(SERVICE, headers=bearer(steady)).status_code == 200
    for _ in range(30):
        refused = gate.get(SERVICE, headers=bearer(UNKNOWN))
    neighbour = {**bearer(late), FROM: "203.0.113.8"}
    elsewhere = gate.get(SERVICE, headers=neighbour).status_code

    assert refused.status_code == 429
    assert elsewhere == 200
    assert gate.get(SERVICE).status_code == 200


def test_a_key_that_was_good_goes_on_beside_a_guesser(gate: TestClient, seeded: Database) -> None:
    steady, late = make_key(seeded, "reader"), make_key(seeded, "reader")
    assert gate.get(SERVICE, headers=bearer(steady)).status_code == 200
    for _ in range(20):
        gate.get(SERVICE, headers=bearer(UNKNOWN))
    time.sleep(0.6)  # longer than a good answer is remembered

    assert gate.get(SERVICE, headers=bearer(steady)).status_code == 200
    assert gate.get(SERVICE, headers=bearer(late)).status_code == 429


def test_a_revoked_key_is_refused_within_a_second(gate: TestClient, seeded: Database) -> None:
    key = make_key(seeded, "reader")
    assert gate.get(SERVICE, headers=bearer(key)).status_code == 200

    with seeded.write() as session:
        revoke_key(session, key.split("_")[1], actor="test")
    revoked_at = time.monotonic()
    while gate.get(SERVICE, headers=bearer(key)).status_code == 200:
        assert time.monotonic() - revoked_at < 1
        time.sleep(0.02)

    assert gate.get(SERVICE, headers=bearer(key)).json()["detail"].endswith("is revoked.")


def test_an_expired_key_is_refused(gate: TestClient, seeded: Database) -> None:
    with time_machine.travel("2025-01-01T00:00:00Z", tick=False):
        key = make_key(seeded, "reader", days=1)

    assert gate.get(SERVICE, headers=bearer(key)).status_code == 401


def test_no_request_fails_while_a_key_is_rotated(gate: TestClient, seeded: Database) -> None:
    old = make_key(seeded, "entity_editor", "moi")
    statuses = []
    for turn in range(60):
        if turn == 20:
            with seeded.write() as session:
                new = rotate_key(
                    session,
                    old.split("_")[1],
                    pepper=PEPPER.encode(),
                    overlap_seconds=60,
                    actor="test",
                ).key
        key = old if turn < 40 else new
        statuses.append(gate.get("/v1/services?limit=1", headers=bearer(key)).status_code)

    assert statuses == [200] * 60


def test_the_last_use_is_noted_in_the_background(gate: TestClient, seeded: Database) -> None:
    key = make_key(seeded, "reader")
    gate.get(SERVICE, headers=bearer(key))

    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        with seeded.read() as session:
            [shown] = list_keys(session)
        if shown.used_at:
            break
        time.sleep(0.02)

    assert shown.used_at is not None


def test_a_key_cannot_be_checked_while_the_database_is_broken(
    gate: TestClient, seeded: Database
) -> None:
    with seeded.engine.begin() as connection:
        connection.execute(text("DROP TABLE api_key_use"))
        connection.execute(text("DROP TABLE api_key"))

    answer = gate.get(SERVICE, headers=bearer(UNKNOWN))

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"] == "5"
    assert gate.get(SERVICE).status_code == 200


@pytest.fixture
def tokens(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Issuer]:
    source = Issuer()
    monkeypatch.setattr(issuer, "fetch_json", source.fetch)
    return source


def test_a_token_of_the_issuer_is_taken(settings: Settings, tokens: Issuer) -> None:
    configured = settings_of(settings, oidc_issuer=ISSUER, oidc_audience=AUDIENCE)
    with opened(configured) as gate, time_machine.travel(NOW, tick=False):
        good = gate.get("/v1/services?limit=1", headers=bearer(signed(CLAIMS)))
        refused = gate.get(SERVICE, headers=bearer(signed({**CLAIMS, "aud": "x"})))

    assert good.status_code == 200
    assert good.headers["ratelimit-policy"].startswith('"key"')
    assert refused.status_code == 401


def test_every_bad_token_is_401_and_asks_nobody(settings: Settings, tokens: Issuer) -> None:
    configured = settings_of(settings, oidc_issuer=ISSUER, oidc_audience=AUDIENCE)
    statuses = {}
    with opened(configured) as gate, time_machine.travel(NOW, tick=False):
        for number, (name, token) in enumerate(BAD.items()):
            sent = f"Bearer {token}".encode()
            headers = {"Authorization": sent, FROM: f"192.0.2.{number}".encode()}
            statuses[name] = gate.get(SERVICE, headers=headers).status_code

    assert statuses == dict.fromkeys(BAD, 401)
    assert tokens.asked == []


def test_the_server_believes_a_proxy_it_trusts(settings: Settings) -> None:
    limited = settings_of(settings, rate_anonymous=2)
    configuration = uvicorn.Config(
        create_app(limited), port=0, log_level="warning", forwarded_allow_ips="127.0.0.1"
    )
    with serving(configuration) as address:
        statuses = [
            httpx2.get(f"{address}/v1", headers={"X-Forwarded-For": one}).status_code
            for one in ["203.0.113.1"] * 3 + ["203.0.113.2"]
        ]

    assert statuses == [200, 200, 429, 200]
