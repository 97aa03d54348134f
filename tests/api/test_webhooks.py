"""Webhooks over HTTP: whose they are, what is shown once, and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.core.db import Database
from app.core.settings import Settings
from tests.api.gates import bearer, make_key, opened, settings_of
from tests.catalogue import world
from tests.conftest import Server, lent_copy
from tests.webhooks.receiver import answering, hanging, receiving, until

URL = "https://hooks.example.kw/dalil"


@pytest.fixture
def settings(server: Server, migrated_url: str, tmp_path: Path) -> Iterator[Settings]:
    with lent_copy(server, migrated_url) as url:
        found = Settings(database_url=url, data_dir=tmp_path)
        yield settings_of(found, webhook_loopback=True, follow_seconds=0.05)


@pytest.fixture
def store(settings: Settings) -> Iterator[Database]:
    database = Database(settings.resolved_database_url)
    with database.write() as session:
        world.build(session)
    yield database
    database.close()


@pytest.fixture
def client(settings: Settings, store: Database) -> Iterator[TestClient]:
    with opened(settings, "127.0.0.1") as found:
        yield found


@pytest.fixture
def moi(store: Database) -> Any:
    return bearer(make_key(store, "entity_editor", "moi"))


@pytest.fixture
def paci(store: Database) -> Any:
    return bearer(make_key(store, "reader", "paci"))


@pytest.fixture
def staff(store: Database) -> Any:
    return bearer(make_key(store, "catalogue_editor"))


def made(client: TestClient, headers: Any, **asked: object) -> Any:
    answer = client.post("/v1/webhooks", json={"url": URL, **asked}, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_webhook_is_made_and_its_secret_shown_once(client: TestClient, moi: Any) -> None:
    asked = {"url": URL, "description": "Our app", "types": ["service"], "entities": ["moi"]}
    answer = client.post("/v1/webhooks", json=asked, headers=moi)
    webhook = answer.json()

    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/webhooks/{webhook['id']}"
    assert answer.headers["cache-control"] == "private, no-store"
    assert webhook.pop("secret").startswith("whsec_")
    assert webhook == client.get(f"/v1/webhooks/{webhook['id']}", headers=moi).json()
    assert {key: webhook[key] for key in asked} == asked
    assert (webhook["entity"], webhook["isEnabled"]) == ("moi", True)


def test_secrets_are_nowhere_in_the_database(client: TestClient, moi: Any, store: Database) -> None:
    secret = made(client, moi)["secret"]

    with store.engine.connect() as connection:
        rows = [str(row) for row in connection.execute(text("SELECT * FROM webhook"))]
    assert len(rows) == 1
    assert secret.removeprefix("whsec_") not in rows[0]


def test_anothers_webhook_is_not_there(client: TestClient, moi: Any, paci: Any, staff: Any) -> None:
    own, others = made(client, paci)["id"], made(client, moi)["id"]
    ours = made(client, staff)["id"]
    asked = [
        ("GET", "", None),
        ("PATCH", "", {"isEnabled": False}),
        ("DELETE", "", None),
        ("GET", "/deliveries", None),
        ("POST", "/replay", {"seq": 0}),
        ("POST", "/rotate-secret", {}),
        ("POST", "/test", None),
    ]

    for method, path, body in asked:
        for webhook in (others, ours, "wh_nothing", "x" * 64):
            answer = client.request(
                method, f"/v1/webhooks/{webhook}{path}", json=body, headers=paci
            )
            assert (answer.status_code, answer.json()["code"]) == (404, "webhook-not-found")
    listed = client.get("/v1/webhooks", headers=paci).json()
    assert ([one["id"] for one in listed["items"]], listed["total"]) == ([own], 1)
    seen = client.get("/v1/webhooks", headers=staff).json()["items"]
    assert sorted(one["id"] for one in seen) == sorted([own, others, ours])


def test_nobody_in_particular_has_webhooks(client: TestClient, store: Database) -> None:
    homeless = bearer(make_key(store, "reader"))

    assert client.get("/v1/webhooks").status_code == 401
    assert client.post("/v1/webhooks", json={"url": URL}).status_code == 401
    assert client.get("/v1/webhooks", headers=homeless).status_code == 403


def test_an_entity_makes_webhooks_of_its_own_only(client: TestClient, moi: Any, staff: Any) -> None:
    refused = client.post("/v1/webhooks", json={"url": URL, "entity": "paci"}, headers=moi)
    for_paci = made(client, staff, entity="paci")
    unknown = client.post("/v1/webhooks", json={"url": URL, "entity": "none"}, headers=staff)

    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert for_paci["entity"] == "paci"
    assert made(client, staff)["entity"] is None
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown-reference")
    assert unknown.json()["errors"][0]["pointer"] == "/entity"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": None},
        {"url": "https://"},
        {"url": "ftp://x.example"},
        {"url": "http://x.example/"},
        {"url": "https://10.0.0.1/"},
        {"url": "https://169.254.169.254/"},
        {"url": "https://user:pw@x.example/"},
        {"url": URL + "/" + "x" * 3000},
        {"url": URL + "\u202e"},
        {"url": URL, "types": ["draft"]},
        {"url": URL, "types": None},
        {"url": URL, "types": ["service"] * 11},
        {"url": URL, "entities": ["nothing"]},
        {"url": URL, "entities": ["moi"] * 101},
        {"url": URL, "description": "x" * 400},
        {"url": URL, "description": "a\u0000b"},
        {"url": URL, "secret": "whsec_mine"},
        {"url": URL, "isEnabled": True},
        {"url": URL, "id": "wh_mine"},
        [],
        "text",
        7,
    ],
)
def test_what_cannot_be_a_webhook_is_refused(client: TestClient, moi: Any, body: Any) -> None:
    answer = client.post("/v1/webhooks", json=body, headers=moi)

    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert client.get("/v1/webhooks", headers=moi).json()["total"] == 0


def test_there_is_a_limit(client: TestClient, moi: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.webhooks.commands.MOST_WEBHOOKS", 2)
    first = made(client, moi)
    made(client, moi)
    full = client.post("/v1/webhooks", json={"url": URL}, headers=moi)
    client.delete(f"/v1/webhooks/{first['id']}", headers=moi)

    assert (full.status_code, full.json()["code"]) == (409, "too-many-webhooks")
    assert made(client, moi)


def test_a_webhook_is_changed_in_part(client: TestClient, moi: Any) -> None:
    webhook = made(client, moi, description="Old", types=["service"])
    path = f"/v1/webhooks/{webhook['id']}"

    def change(**values: object) -> Any:
        return client.patch(path, json=values, headers=moi).json()

    assert change(description=None)["description"] is None
    assert change(types=["entity"], entities=["moi"])["types"] == ["entity"]
    assert change(isEnabled=False)["disabledReason"].startswith("Disabled by key:")
    assert change(isEnabled=True)["disabledAt"] is None
    last = change(url=URL + "/new")
    assert (last["url"], last["types"], last["entities"]) == (URL + "/new", ["entity"], ["moi"])
    for bad in ({"url": "https://10.0.0.1/"}, {"url": None}, {"isEnabled": None},
                {"isEnabled": "yes"}, {"entity": "paci"}, {"seq": 1}, {"types": None}):  # fmt: skip
        assert client.patch(path, json=bad, headers=moi).status_code == 422
    assert change() == last


def test_a_deleted_webhook_is_gone(client: TestClient, moi: Any, store: Database) -> None:
    webhook = made(client, moi)
    path = f"/v1/webhooks/{webhook['id']}"

    assert client.delete(path, headers=moi).status_code == 204
    assert client.get(path, headers=moi).status_code == 404
    assert client.delete(path, headers=moi).status_code == 404
    with store.engine.connect() as connection:
        row = connection.execute(text("SELECT url, secret, old_secret FROM webhook")).one()
    assert tuple(row) == ("", "", None)


def test_every_change_is_in_the_journal_and_not_in_the_feed(
    client: TestClient, moi: Any, store: Database
) -> None:
    from app.core import journal

    head = client.get("/v1").json()["journalSeq"]
    webhook = made(client, moi)
    path = f"/v1/webhooks/{webhook['id']}"
    client.patch(path, json={"description": "x"}, headers=moi)
    client.patch(path, json={"description": "x"}, headers=moi)
    client.post(f"{path}/rotate-secret", headers=moi)
    client.post(f"{path}/replay", json={"seq": 0}, headers=moi)
    client.delete(path, headers=moi)

    with store.read() as session:
        found = journal.entries(session, after=head, limit=20)
    assert [one.change.kind for one in found] == [
        "webhook_created",
        "webhook_changed",
        "webhook_secret_rotated",
        "webhook_replayed",
        "webhook_deleted",
    ]
    assert {one.change.actor.partition(":")[0] for one in found} == {"key"}
    assert not any(one.change.is_public for one in found)
    assert client.get(f"/v1/changes?cursor={head}").json()["items"] == []


def test_lists_have_pages(client: TestClient, moi: Any) -> None:
    ids = sorted(made(client, moi)["id"] for _ in range(3))

    first = client.get("/v1/webhooks?limit=2", headers=moi).json()
    cursor = first["nextCursor"]
    second = client.get(f"/v1/webhooks?limit=2&cursor={cursor}", headers=moi).json()

    assert [one["id"] for one in (*first["items"], *second["items"])] == ids
    assert (first["total"], second["nextCursor"]) == (3, None)
    for bad in ("?cursor=nonsense", "?limit=0", "?unknown=1"):
        assert client.get(f"/v1/webhooks{bad}", headers=moi).status_code == 422
    deliveries = f"/v1/webhooks/{ids[0]}/deliveries"
    assert client.get(f"{deliveries}?cursor={cursor}", headers=moi).status_code == 422


def test_a_change_is_delivered_and_logged(client: TestClient, moi: Any, store: Database) -> None:
    with receiving() as receiver:
        webhook = made(client, moi, url=receiver.url)
        with store.write() as session:
            world.publish(session, world.entry("a"), world.entry("b"))
        receiver.wait_for(2)
        path = f"/v1/webhooks/{webhook['id']}/deliveries"
        until(lambda: client.get(path, headers=moi).json()["total"] == 2)
        first = client.get(f"{path}?limit=1", headers=moi).json()
        second = client.get(f"{path}?limit=1&cursor={first['nextCursor']}", headers=moi).json()

    assert [one.verified(webhook["secret"])["data"]["subject"]["id"] for one in receiver.received]
    newest, oldest = first["items"][0], second["items"][0]
    assert (newest["number"], oldest["number"], second["nextCursor"]) == (2, 1, None)
    assert oldest["messageId"] == receiver.received[0].id
    assert (oldest["status"], oldest["isDelivered"], oldest["error"]) == (200, True, None)


def test_a_test_is_sent_at_once_and_moves_nothing(client: TestClient, moi: Any) -> None:
    with receiving(answering(200, 410)) as receiver:
        webhook = made(client, moi, url=receiver.url)
        path = f"/v1/webhooks/{webhook['id']}"
        good = client.post(f"{path}/test", headers=moi).json()
        bad = client.post(f"{path}/test", headers=moi).json()
        after = client.get(path, headers=moi).json()

    message = receiver.received[0].verified(webhook["secret"])
    assert (message["type"], message["data"]) == ("webhook_test", {"webhook": webhook["id"]})
    assert (good["kind"], good["isDelivered"], good["seq"]) == ("test", True, None)
    assert (bad["isDelivered"], bad["status"]) == (False, 410)
    assert {**webhook, "secret": 0} == {**after, "secret": 0}


def test_only_a_few_tests_are_sent_at_a_time(
    client: TestClient, moi: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    with receiving(hanging(1.5)) as receiver:
        path = f"/v1/webhooks/{made(client, moi, url=receiver.url)['id']}/test"
        senders = [
            threading.Thread(target=client.post, args=(path,), kwargs={"headers": moi})
            for _ in range(4)
        ]
        for one in senders:
            one.start()
        receiver.wait_for(4)
        refused = client.post(path, headers=moi)
        for one in senders:
            one.join()

    assert refused.status_code == 503
    assert refused.headers["retry-after"] == "5"


def test_rotation_shows_a_new_secret_and_both_sign(client: TestClient, moi: Any) -> None:
    with receiving() as receiver:
        webhook = made(client, moi, url=receiver.url)
        path = f"/v1/webhooks/{webhook['id']}"
        rotated = client.post(
            f"{path}/rotate-secret", json={"overlapSeconds": 60}, headers=moi
        ).json()
        client.post(f"{path}/test", headers=moi)
        shown = client.get(path, headers=moi).json()

    (one,) = receiver.received
    assert rotated["secret"] != webhook["secret"]
    assert one.verified(webhook["secret"]) == one.verified(rotated["secret"])
    assert shown["oldSecretUntil"] == rotated["oldSecretUntil"] is not None
    for bad in ({"overlapSeconds": -1}, {"overlapSeconds": 10**9}, {"secret": "x"}):
        assert client.post(f"{path}/rotate-secret", json=bad, headers=moi).status_code == 422


def test_a_replay_begins_at_a_cursor_or_an_entry(client: TestClient, moi: Any) -> None:
    path = f"/v1/webhooks/{made(client, moi)['id']}"
    client.patch(path, json={"isEnabled": False}, headers=moi)
    cursor = client.get("/v1/changes?limit=3").json()["nextCursor"]

    def replay(**place: object) -> Any:
        return client.post(f"{path}/replay", json=place, headers=moi)

    assert replay(cursor=cursor).json()["seq"] == 3
    assert replay(seq=2).json()["seq"] == 2
    assert (replay(seq=10**6).status_code, replay(seq=10**6).json()["code"]) == (410, "feed-reset")
    for bad in ({}, {"seq": 1, "cursor": cursor}, {"seq": -1}, {"seq": 2**60}, {"cursor": "x"},
                {"cursor": ""}, {"seq": True}, {"seq": "1"}, {"seq": 1.5}):  # fmt: skip
        assert replay(**bad).status_code == 422
    surrogate = client.post(
        f"{path}/replay",
        content=b'{"cursor": "\\ud800"}',
        headers={**moi, "Content-Type": "application/json"},
    )
    assert surrogate.status_code in (400, 422)


def test_a_webhook_asked_for_twice_under_one_key_is_made_once(
    client: TestClient, moi: Any, paci: Any
) -> None:
    key = {"Idempotency-Key": "the-same"}
    asked = {"url": URL, "types": ["service"]}

    first = client.post("/v1/webhooks", json=asked, headers={**moi, **key})
    again = client.post("/v1/webhooks", json=asked, headers={**moi, **key})
    other = client.post("/v1/webhooks", json={"url": URL}, headers={**moi, **key})
    elses = client.post("/v1/webhooks", json=asked, headers={**paci, **key})

    assert [one.status_code for one in (first, again, other, elses)] == [201, 201, 422, 201]
    assert other.json()["code"] == "idempotency-key-reused"
    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert client.get("/v1/webhooks", headers=moi).json()["total"] == 1


def test_a_secret_rotated_twice_under_one_key_is_rotated_once(
    client: TestClient, moi: Any, store: Database
) -> None:
    path = f"/v1/webhooks/{made(client, moi)['id']}/rotate-secret"
    key = {"Idempotency-Key": "the-same"}

    first, again = (client.post(path, json={}, headers={**moi, **key}) for _ in range(2))

    assert (again.status_code, again.json()) == (200, first.json())
    with store.engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM given_answer")).all())
    assert first.json()["secret"] not in kept
    assert first.json()["secret"].removeprefix("whsec_") not in kept
    assert first.json()["id"] not in kept


def test_deliveries_are_counted(client: TestClient, staff: Any, store: Database) -> None:
    with receiving(answering(500)) as failing, receiving(answering(200)) as sound:
        made(client, staff, url=failing.url)
        made(client, staff, url=sound.url)
        stopped = made(client, staff)
        disabled = {"isEnabled": False}
        client.patch(f"/v1/webhooks/{stopped['id']}", json=disabled, headers=staff)
        with store.write() as session:
            world.publish(session, world.entry("counted"))
        until(lambda: 'outcome="failed"} 1.0' in client.get("/metrics").text)
        until(lambda: 'outcome="delivered"} 1.0' in client.get("/metrics").text)
        until(lambda: 'dalil_webhooks{state="failing"} 1.0' in client.get("/metrics").text)

    told = client.get("/metrics").text
    assert 'dalil_webhooks{state="sound"} 1.0' in told
    assert 'dalil_webhooks{state="disabled"} 1.0' in told
    assert "dalil_webhook_delivery_seconds_count 2.0" in told


def test_scripts_of_other_origins_may_read_what_they_need(client: TestClient) -> None:
    exposed = client.get("/v1/services").headers["access-control-expose-headers"]

    assert set(exposed.split(", ")) >= {
        "Location",
        "Idempotency-Replayed",
        "RateLimit",
        "RateLimit-Policy",
        "Retry-After",
        "ETag",
        "Link",
    }
