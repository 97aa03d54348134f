"""Reorganisations over HTTP: previewed, carried out, and read by those who know nothing of it."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.core.clock import now, to_text
from app.core.db import Database
from app.core.settings import Settings
from tests.api.gates import PEPPER, bearer, make_key, opened
from tests.catalogue import world
from tests.catalogue.conftest import built_url as built_url  # noqa: PLC0414  # a fixture
from tests.conftest import Server, lent_copy
from tests.reorganisation.orders import asked, merge, part, rename, split

PATH = "/v1/reorganisations"
MERGE = asked(merge("moi", "paci"))


@dataclass(frozen=True)
class Desk:
    """A server of a small government, with keys of staff, of ``moi`` and of ``paci``."""

    client: TestClient
    keys: Mapping[str, Mapping[str, str]]


@contextmanager
def _desk(url: str, folder: Path) -> Iterator[Desk]:
    database = Database(url)
    with database.write() as session:
        world.publish(session, world.entry("a", world.FULL), world.entry("b"))
        world.publish(session, world.entry("p", entity="paci"))
    found = {
        "staff": bearer(make_key(database, "catalogue_editor")),
        "moi": bearer(make_key(database, "entity_editor", "moi")),
        "paci": bearer(make_key(database, "entity_editor", "paci")),
    }
    database.close()
    settings = Settings(database_url=url, data_dir=folder, key_pepper=SecretStr(PEPPER))
    with opened(settings, "127.0.0.1") as client:
        yield Desk(client, found)


@pytest.fixture
def desk(server: Server, built_url: str, tmp_path: Path) -> Iterator[Desk]:
    with lent_copy(server, built_url) as url, _desk(url, tmp_path) as found:
        yield found


@pytest.fixture
def api(desk: Desk) -> TestClient:
    return desk.client


@pytest.fixture
def keys(desk: Desk) -> Mapping[str, Mapping[str, str]]:
    """Headers of staff, of somebody of ``moi`` and of somebody of ``paci``."""
    return desk.keys


@pytest.fixture(scope="module")
def still(
    server: Server, built_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A server that is asked for what it refuses, and so never changes."""
    with _desk(server.copy_of(built_url), tmp_path_factory.mktemp("still")) as found:
        yield found


def _carry_out(api: TestClient, keys: Mapping[str, Mapping[str, str]], body: Any) -> Any:
    plan = api.post(f"{PATH}/preview", json=body, headers=keys["staff"]).json()
    sent = {**body, "fingerprint": plan["fingerprint"]}
    done = api.post(PATH, json=sent, headers=keys["staff"])
    assert done.status_code == 200, done.text
    assert done.json() == {**plan, "isApplied": True}
    return done.json()


def _wait_for_search(api: TestClient) -> None:
    """Search follows the journal by itself, a little later."""
    for _ in range(100):
        if api.get("/v1/search?entity=moi").json()["total"] == 3:
            return
        time.sleep(0.1)
    pytest.fail("search has not caught up")


def test_old_addresses_go_on_answering(
    api: TestClient, keys: Mapping[str, Mapping[str, str]]
) -> None:
    paths = ["/v1/entities/moi", "/v1/services?entity=moi", "/v1/services/a", "/v1/entities"]
    for path in paths:
        api.get(path)

    plan = _carry_out(api, keys, MERGE)

    assert [one["service"] for one in plan["moves"]] == ["a", "b"]
    moi = api.get("/v1/entities/moi")
    assert (moi.status_code, moi.json()["status"]) == (200, "merged")
    assert moi.json()["replacedBy"] == ["paci"]
    assert moi.headers["link"] == '</v1/entities/paci>; rel="successor-version"'
    services = api.get("/v1/services?entity=moi").json()
    assert [one["id"] for one in services["items"]] == ["a", "b", "p"]
    assert api.get("/v1/services/a").json()["hasCompetentAuthority"]["id"] == "paci"
    assert [one["id"] for one in api.get("/v1/entities").json()["items"]] == ["paci"]
    assert api.get("/v1/services/a/revisions").json()["total"] == 1


def test_search_follows(api: TestClient, keys: Mapping[str, Mapping[str, str]]) -> None:
    _carry_out(api, keys, MERGE)

    _wait_for_search(api)
    found = api.get("/v1/search?entity=moi&facets=entity").json()
    assert [one["value"] for one in found["facets"]["entity"]] == ["paci"]


def test_the_past_is_as_it_was(api: TestClient, keys: Mapping[str, Mapping[str, str]]) -> None:
    before = to_text(now())
    _carry_out(api, keys, MERGE)

    then = api.get(f"/v1/services?entity=moi&asOf={before}").json()["items"]
    assert [one["id"] for one in then] == ["a", "b"]
    assert {one["hasCompetentAuthority"]["id"] for one in then} == {"moi"}
    assert api.get(f"/v1/search?entity=moi&asOf={before}").json()["total"] == 2
    old = api.get(f"/v1/entities/moi?asOf={before}").json()
    assert (old["status"], old["serviceCount"], old["replacedBy"]) == ("active", 2, [])
    today = api.get(f"/v1/services?entity=moi&asOf={to_text(now())}").json()["items"]
    assert [one["id"] for one in today] == ["a", "b", "p"]
    assert api.get("/v1/entities/moi?asOf=2020-01-01").status_code == 404


def test_pages_lead_on(api: TestClient, keys: Mapping[str, Mapping[str, str]]) -> None:
    _carry_out(api, keys, MERGE)

    page = api.get("/en/entities/moi").text
    assert "This body is no more. Its services are now provided by:" in page
    assert '<a href="/en/entities/paci">' in page
    assert "This body is no more" not in api.get("/en/entities/paci").text
    _wait_for_search(api)
    found = api.get("/en/search?entity=moi").text
    assert "/en/services/a" in found
    assert "/en/services/p" in found


def test_linked_data_leads_on(api: TestClient, keys: Mapping[str, Mapping[str, str]]) -> None:
    uuid = api.get("/v1/entities/paci").json()["uuid"]
    _carry_out(api, keys, MERGE)

    shown = api.get("/v1/entities/moi", headers={"Accept": "application/ld+json"}).json()

    assert [one.rpartition("/")[2] for one in shown["isReplacedBy"]] == [uuid]


def test_keys_of_an_entity_that_is_no_more_are_revoked(
    api: TestClient, keys: Mapping[str, Mapping[str, str]]
) -> None:
    assert api.get("/v1/entities", headers=keys["moi"]).status_code == 200

    plan = _carry_out(api, keys, MERGE)

    assert [(one["kind"], one["effect"]) for one in plan["affected"]] == [("key", "revoked")]
    time.sleep(0.6)
    assert api.get("/v1/entities", headers=keys["moi"]).status_code == 401
    assert api.get("/v1/entities", headers=keys["paci"]).status_code == 200


def test_what_is_not_as_previewed_is_not_done(
    api: TestClient, keys: Mapping[str, Mapping[str, str]]
) -> None:
    staff = keys["staff"]
    plan = api.post(f"{PATH}/preview", json=MERGE, headers=staff).json()
    channel = {"type": "portal", "title": world.text("App"), "ownedBy": "moi"}
    api.put("/v1/channels/moi-app", json=channel, headers=staff)

    late = api.post(PATH, json={**MERGE, "fingerprint": plan["fingerprint"]}, headers=staff)

    assert (late.status_code, late.json()["code"]) == (409, "plan-outdated")
    assert api.get("/v1/entities/moi").json()["status"] == "active"
    assert _carry_out(api, keys, MERGE)["channels"] == ["moi-app"]
    assert api.get("/v1/channels/moi-app").json()["ownedBy"] == "paci"


def test_a_preview_is_seen_by_nobody(
    api: TestClient, keys: Mapping[str, Mapping[str, str]]
) -> None:
    seq = api.get("/v1").json()["journalSeq"]

    answer = api.post(f"{PATH}/preview", json=MERGE, headers=keys["staff"])

    assert answer.headers["cache-control"] == "private, no-store"
    assert api.get("/v1").json()["journalSeq"] == seq
    assert api.get("/v1/entities/moi").json()["status"] == "active"
    assert api.get("/v1/entities", headers=keys["moi"]).status_code == 200


def test_writing_to_an_entity_that_is_no_more_is_refused(
    api: TestClient, keys: Mapping[str, Mapping[str, str]]
) -> None:
    _carry_out(api, keys, MERGE)
    staff = keys["staff"]

    put = api.put(
        "/v1/entities/moi", json={"type": "ministry", "title": {"en": "X"}}, headers=staff
    )
    below = api.put(
        "/v1/entities/unit",
        json={"type": "agency", "title": {"en": "X"}, "parent": "moi"},
        headers=staff,
    )
    owned = api.put(
        "/v1/channels/c", json={"type": "portal", "title": {"en": "X"}, "ownedBy": "moi"},
        headers=staff,
    )  # fmt: skip

    assert (put.status_code, put.json()["code"]) == (409, "entity-vanished")
    assert (below.status_code, below.json()["errors"][0]["rule"]) == (422, "ENTITY-VANISHED")
    assert owned.json()["errors"] == [
        {
            "pointer": "/ownedBy",
            "rule": "ENTITY-VANISHED",
            "severity": "error",
            "message": {"en": "'moi' is no more.", "ar": "الجهة 'moi' لم تعد قائمة."},
            "hint": {"en": "In its place stands 'paci'.", "ar": "حلّت محلها 'paci'."},
            "docs": "/rules/ENTITY-VANISHED",
            "candidates": [],
        }
    ]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({**MERGE, "reason": ""}, "/reason"),
        ({**MERGE, "operations": []}, "/operations"),
        ({"operations": [{}], "reason": "x"}, "/operations/0"),
        (asked({**merge("moi", "paci"), **rename("moi", "X")}), "/operations/0"),
        (asked(merge("moi", "p a")), "/operations/0/merge/into"),
        (asked({"rename": {"entity": "moi", "title": {}}}), "/operations/0/rename/title"),
        (asked(merge("moi", "nobody")), "/operations/0/merge/into"),
        (asked(split("moi", part("paci", "p"))), "/operations/0/split/parts/0/services/0"),
    ],
)
def test_what_cannot_be_is_refused_with_findings(still: Desk, body: Any, pointer: str) -> None:
    answer = still.client.post(f"{PATH}/preview", json=body, headers=still.keys["staff"])

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


@pytest.mark.parametrize("path", [PATH, f"{PATH}/preview"])
def test_only_those_with_the_right_may_ask(still: Desk, path: str) -> None:
    api, keys = still.client, still.keys
    assert api.post(path, json=MERGE).status_code == 401
    assert api.post(path, json=MERGE, headers=keys["moi"]).status_code == 403
    for body in (b"", b"{", b"[]", b"null", b'{"operations": 1}'):
        sent = {**keys["staff"], "Content-Type": "application/json"}
        assert api.post(path, content=body, headers=sent).status_code in (400, 422)
