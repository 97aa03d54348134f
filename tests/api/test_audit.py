"""The audit over HTTP: everything for those who oversee, what is theirs for entities."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.db import Database
from app.core.journal.rules import Change, chain
from app.core.settings import Settings
from tests.api.gates import bearer, make_key, opened, settings_of
from tests.catalogue import world
from tests.conftest import Server

HOOK = {"url": "https://hooks.example.kw/"}


@pytest.fixture(scope="module")
def settings(
    server: Server, migrated_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    folder: Path = tmp_path_factory.mktemp("audit")
    return settings_of(Settings(database_url=server.copy_of(migrated_url), data_dir=folder))


@pytest.fixture(scope="module")
def keys(settings: Settings) -> dict[str, Any]:
    database = Database(settings.resolved_database_url)
    with database.write() as session:
        world.build(session)
        world.publish(session, world.entry("m1"), world.entry("p1", entity="paci"))
        world.commands.save_revisions(session, [world.entry("canary")], actor="editor")
    with database.write() as session:
        world.archive(session, "m1")
    found = {
        "moi": bearer(make_key(database, "entity_approver", "moi")),
        "paci": bearer(make_key(database, "entity_approver", "paci")),
        "board": bearer(make_key(database, "board")),
        "reader": bearer(make_key(database, "reader", "moi")),
    }
    database.close()
    return found


@pytest.fixture(scope="module")
def client(settings: Settings, keys: dict[str, Any]) -> Iterator[TestClient]:
    with opened(settings, "127.0.0.1") as found:
        hook = found.post("/v1/webhooks", json=HOOK, headers=keys["moi"]).json()
        found.delete(f"/v1/webhooks/{hook['id']}", headers=keys["moi"])
        yield found


def read(client: TestClient, headers: Any, query: str = "") -> list[Any]:
    answer = client.get(f"/v1/audit?limit=200{query}", headers=headers)
    assert answer.status_code == 200, answer.text
    items: list[Any] = answer.json()["items"]
    return items


def test_the_audit_needs_its_right(client: TestClient, keys: dict[str, Any]) -> None:
    assert client.get("/v1/audit").status_code == 401
    assert client.get("/v1/audit", headers=keys["reader"]).status_code == 403
    answer = client.get("/v1/audit", headers=keys["board"])
    assert answer.headers["cache-control"] == "private, no-store"


def test_who_oversees_sees_everything(client: TestClient, keys: dict[str, Any]) -> None:
    found = read(client, keys["board"])

    assert [one["seq"] for one in found] == list(range(found[0]["seq"], 0, -1))
    assert found[0]["seq"] == client.get("/v1").json()["journalSeq"]


def test_an_entity_sees_what_is_its_own(client: TestClient, keys: dict[str, Any]) -> None:
    moi, paci = read(client, keys["moi"]), read(client, keys["paci"])

    def subjects(found: list[Any]) -> set[tuple[str, str]]:
        return {(one["subjectType"], one["subjectId"]) for one in found}

    own = {one for one in subjects(moi) if one[0] not in ("key", "webhook")}
    assert own == {("entity", "moi"), ("service", "m1"), ("revision", "m1"), ("revision", "canary")}
    assert sorted(one["kind"] for one in moi if one["subjectType"] == "webhook") == [
        "webhook_created",
        "webhook_deleted",
    ]
    assert not subjects(moi) & subjects(paci)
    assert "canary" not in str(paci)
    assert sum(one["kind"] == "key_created" for one in moi) == 2


def test_what_was_archived_says_why(client: TestClient, keys: dict[str, Any]) -> None:
    (archived,) = read(client, keys["moi"], "&kind=service_archived")

    assert (archived["subjectId"], archived["op"], archived["actor"], archived["reason"]) == (
        "m1", "delete", "test", "no longer offered",
    )  # fmt: skip


def test_filters_and_pages(client: TestClient, keys: dict[str, Any]) -> None:
    board = keys["board"]
    everything = [one["seq"] for one in read(client, board)]

    seen: list[int] = []
    cursor = ""
    while True:
        page = client.get(f"/v1/audit?limit=7{cursor}", headers=board).json()
        seen += [one["seq"] for one in page["items"]]
        if page["nextCursor"] is None:
            break
        cursor = f"&cursor={page['nextCursor']}"
    assert seen == everything
    assert {one["actor"] for one in read(client, board, "&actor=editor")} == {"editor"}
    assert {one["subjectId"] for one in read(client, board, "&subject=p1")} == {"p1"}
    assert {one["subjectType"] for one in read(client, board, "&subjectType=key")} == {"key"}
    assert read(client, board, "&to=2020-01-01") == []
    assert len(read(client, board, "&from=2020-01-01")) == len(everything)
    assert read(client, board, "&from=2100-01-01") == []


def test_the_chain_can_be_checked_from_outside(client: TestClient, keys: dict[str, Any]) -> None:
    from datetime import datetime

    found = read(client, keys["board"])[::-1]
    link = "0" * 64
    for one in found:
        change = Change(
            kind=one["kind"],
            subject_type=one["subjectType"],
            subject_id=one["subjectId"],
            op=one["op"],
            actor=one["actor"],
            version=one["version"],
            changed_fields=tuple(one["changedFields"]),
            reason=one["reason"],
            replaced_by=tuple(one["replacedBy"]),
            digest=one["digest"],
            is_public=one["isPublic"],
        )
        entry = chain(one["seq"], datetime.fromisoformat(one["at"]), change, link)
        assert (one["prevHash"], one["hash"]) == (link, entry.hash)
        link = entry.hash


@pytest.mark.parametrize(
    "query",
    ["from=never", "to=2026-13-01", "cursor=x", "limit=0", "limit=201", "entity=moi", "actor=",
     "actor=%00", "subject=%E2%80%AE", "kind=" + "x" * 200, "actor=a&actor=b",
     "from=9999-12-31T23:59:59-23:59"],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(
    client: TestClient, keys: dict[str, Any], query: str
) -> None:
    assert client.get(f"/v1/audit?{query}", headers=keys["board"]).status_code == 422
