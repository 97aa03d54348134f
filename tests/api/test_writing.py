"""Putting entities and shared records over HTTP, and reading them back at once."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.core.db import Database
from app.core.settings import Settings
from tests.api.gates import PEPPER, bearer, make_key, opened
from tests.catalogue import world
from tests.catalogue.conftest import built_url as built_url  # noqa: PLC0414  # a fixture
from tests.conftest import Server, lent_copy

JSON = {"Content-Type": "application/json"}
MOI = {"title": world.text("Interior"), "type": "ministry"}
KINDS = {
    "/v1/evidence-types/new": {"title": world.text("Passport")},
    "/v1/channels/new": {"type": "portal", "title": world.text("Portal"), "ownedBy": "moi"},
    "/v1/legal-resources/new": {"title": world.text("Law"), "issued": "2020-01-31"},
    "/v1/entities/new": {**MOI, "parent": "moi"},
}


@dataclass(frozen=True)
class Desk:
    """A server of a small government, and the key of somebody who keeps its catalogue."""

    client: TestClient
    staff: Mapping[str, str]
    url: str


@contextmanager
def _desk(url: str, folder: Path) -> Iterator[Desk]:
    database = Database(url)
    with database.write() as session:
        world.publish(session, world.entry("full", world.FULL), world.entry("plain"))
    key = make_key(database, "catalogue_editor")
    database.close()
    settings = Settings(database_url=url, data_dir=folder, key_pepper=SecretStr(PEPPER))
    with opened(settings, "127.0.0.1") as client:
        yield Desk(client, bearer(key), url)


@pytest.fixture
def desk(server: Server, built_url: str, tmp_path: Path) -> Iterator[Desk]:
    with lent_copy(server, built_url) as url, _desk(url, tmp_path) as found:
        yield found


@pytest.fixture
def api(desk: Desk) -> TestClient:
    return desk.client


@pytest.fixture
def staff(desk: Desk) -> Mapping[str, str]:
    """Headers of somebody who keeps the catalogue."""
    return desk.staff


@pytest.fixture(scope="module")
def still(
    server: Server, built_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    """A server that is asked for what it refuses, and so never changes."""
    with _desk(server.copy_of(built_url), tmp_path_factory.mktemp("still")) as found:
        yield found


@pytest.mark.parametrize("path", KINDS)
def test_a_record_is_created_changed_and_left_alone(
    api: TestClient, staff: Mapping[str, str], path: str
) -> None:
    assert api.get(path).status_code == 404
    assert len(api.get(path.rpartition("/")[0]).json()["items"]) in (1, 2)

    created = api.put(path, json=KINDS[path], headers=staff)
    same = api.put(path, json=KINDS[path], headers=staff)
    renamed = {**KINDS[path], "title": world.text("Renamed")}
    changed = api.put(path, json=renamed, headers=staff)

    assert (created.status_code, created.json()["outcome"]) == (201, "created")
    assert created.headers["location"] == path
    assert created.headers["cache-control"] == "private, no-store"
    assert (same.status_code, same.json()["outcome"]) == (200, "unchanged")
    assert same.json()["document"] == created.json()["document"]
    assert (changed.status_code, changed.json()["outcome"]) == (200, "changed")
    shown = api.get(path)
    assert shown.json() == changed.json()["document"]
    assert shown.headers["etag"] == changed.json()["etag"]
    assert (shown.json()["version"], shown.json()["title"]["en"]) == (2, "Renamed")
    ids = [one["id"] for one in api.get(path.rpartition("/")[0]).json()["items"]]
    assert "new" in ids


def test_a_title_that_changes_reaches_every_reader_at_once(
    api: TestClient, staff: Mapping[str, str]
) -> None:
    paths = ["/v1/entities/moi", "/v1/entities", "/v1/services/full", "/v1/services"]
    before = [api.get(path).content for path in paths for _ in range(2)]

    put = api.put("/v1/entities/moi", json=MOI, headers=staff)

    assert (put.status_code, put.json()["rippled"]) == (200, 2)
    after = [api.get(path).content for path in paths]
    assert all(b"Interior" in body for body in after)
    assert not any(b"Interior" in body for body in before)
    [entry] = api.get("/v1/changes?types=entity&limit=500").json()["items"][-1:]
    assert (entry["kind"], entry["changedFields"]) == ("entity_changed", ["title"])


def test_a_shared_record_that_changes_reaches_the_services_that_show_it(
    api: TestClient, staff: Mapping[str, str]
) -> None:
    put = api.put("/v1/evidence-types/pp", json={"title": world.text("Passport")}, headers=staff)

    assert put.json()["rippled"] == 1
    shown = api.get("/v1/services/full").json()["hasInputType"][0]
    assert shown["title"]["en"] == "Passport"


def test_what_was_read_in_any_language_can_be_put_back(
    api: TestClient, staff: Mapping[str, str]
) -> None:
    for address in ("/v1/entities/moi", "/v1/entities/moi?lang=ar"):
        etag = api.get(address, headers={"Accept-Encoding": "gzip"}).headers["etag"]
        sent = {**staff, "If-Match": f'"other", {etag}'}

        assert api.put("/v1/entities/moi", json=MOI, headers=sent).status_code == 200


def test_what_has_changed_since_it_was_read_is_not_overwritten(
    api: TestClient, staff: Mapping[str, str]
) -> None:
    etag = api.get("/v1/channels/moi-portal").headers["etag"]
    portal = {"type": "portal", "title": world.text("Ours")}
    api.put("/v1/channels/moi-portal", json=portal, headers=staff)

    late = api.put(
        "/v1/channels/moi-portal",
        json={"type": "counter", "title": world.text("Theirs")},
        headers={**staff, "If-Match": etag},
    )

    assert (late.status_code, late.json()["code"]) == (412, "precondition-failed")
    assert api.get("/v1/channels/moi-portal").json()["title"]["en"] == "Ours"


@pytest.mark.parametrize(
    ("name", "conditions", "status"),
    [
        ("moi", {"If-Match": "*"}, 200),
        ("moi", {"If-Match": '"nothing"'}, 412),
        ("moi", {"If-Match": ""}, 200),
        ("moi", {"If-None-Match": "*"}, 412),
        ("moi", {"If-None-Match": '"nothing"'}, 200),
        ("new", {"If-None-Match": "*"}, 201),
        ("new", {"If-Match": "*"}, 412),
        ("new", {"If-Match": '"nothing"'}, 412),
    ],
)
def test_conditions_are_honoured(
    api: TestClient, staff: Mapping[str, str], name: str, conditions: dict[str, str], status: int
) -> None:
    answer = api.put(f"/v1/entities/{name}", json=MOI, headers={**staff, **conditions})

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("path", "changes", "expected"),
    [
        ("entities/new", {"parent": "nobody"}, ("/parent", "REF-01")),
        ("entities/moi", {"parent": "moi"}, ("/parent", "ENTITY-PARENT")),
        ("entities/new", {"title": {"ar": "\u202eوزارة"}}, ("/title/ar", "TEXT-02")),
        ("entities/new", {"title": {"en": "a\x00b"}}, ("/title/en", "SHAPE-08")),
        ("entities/new", {"title": {}}, ("/title", "SHAPE-09")),
        ("entities/new", {"type": "kingdom"}, ("/type", "SHAPE-04")),
        ("entities/new", {"colour": "red"}, ("/colour", "SHAPE-02")),
        ("entities/new", {"id": "other"}, ("/id", "SHAPE-02")),
        ("channels/new", {"type": "pigeon", "parent": None}, ("/parent", "SHAPE-02")),
        ("channels/new", {"type": "pigeon"}, ("/type", "REF-01")),
        ("channels/new", {"type": "portal", "ownedBy": "nobody"}, ("/ownedBy", "REF-01")),
        ("channels/new", {"type": "portal", "url": "ftp://x.kw"}, ("/url", "SHAPE-05")),
        (
            "evidence-types/new",
            {"description": {"en": "a\ud800b"}},
            ("/description/en", "SHAPE-08"),
        ),
        ("legal-resources/new", {"issued": "2020-13-01"}, ("/issued", "SHAPE-11")),
        ("entities/a b", {}, ("/path/entity_id", "SHAPE-05")),
        ("channels/-", {"type": "portal"}, ("/path/record_id", "SHAPE-05")),
    ],
)
def test_what_is_not_sound_is_refused_with_findings(
    still: Desk, path: str, changes: dict, expected: tuple[str, str]
) -> None:
    api, staff = still.client, still.staff
    pointer, rule = expected
    base = {**MOI} if path.startswith("entities") else {"title": world.text("Name")}
    seq = api.get("/v1").json()["journalSeq"]

    # As ASCII, so that half of a surrogate pair can be sent as JSON can.
    body = json.dumps({**base, **changes})
    answer = api.put(f"/v1/{path}", content=body, headers={**staff, **JSON})

    assert answer.status_code == 422
    assert pointer in [one["pointer"] for one in answer.json()["errors"]]
    assert answer.json()["errors"][0]["rule"] == rule
    assert api.get("/v1").json()["journalSeq"] == seq


def test_an_entity_is_never_put_below_itself(api: TestClient, staff: Mapping[str, str]) -> None:
    for name, above in (("dept", "moi"), ("unit", "dept")):
        below = {**MOI, "title": {"en": name}, "parent": above}
        assert api.put(f"/v1/entities/{name}", json=below, headers=staff).status_code == 201

    answer = api.put("/v1/entities/moi", json={**MOI, "parent": "unit"}, headers=staff)

    assert (answer.status_code, answer.json()["code"]) == (422, "entity-parent-cycle")
    assert answer.json()["errors"][0]["pointer"] == "/parent"


def test_a_name_that_looks_like_anothers_is_refused_and_the_other_named(
    api: TestClient, staff: Mapping[str, str]
) -> None:
    answer = api.put(
        "/v1/entities/false",
        json={**MOI, "title": {"en": "Passport 0ffice"}},
        headers=staff,
    )
    assert answer.status_code == 201

    refused = api.put(
        "/v1/entities/other",
        json={**MOI, "title": {"en": "Pаssport Office"}},
        headers=staff,
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "entity-name-taken")
    [finding] = refused.json()["errors"]
    assert (finding["pointer"], finding["rule"]) == ("/title/en", "ENTITY-NAME")
    assert "'false'" in finding["message"]["en"]
    assert api.get("/v1/entities/other").status_code == 404


@pytest.mark.parametrize("path", KINDS)
def test_only_those_with_the_right_may_put(still: Desk, path: str) -> None:
    api, database = still.client, Database(still.url)
    editor = bearer(make_key(database, "entity_editor", "moi"))
    database.close()

    nobody = api.put(path, json=KINDS[path])
    foreign = api.put(path, json=KINDS[path], headers=editor)

    assert (nobody.status_code, foreign.status_code) == (401, 403)
    assert api.get(path).status_code == 404


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b"\xff", b"{}" * 9])
@pytest.mark.parametrize("path", KINDS)
def test_no_body_is_answered_with_a_fault_of_ours(still: Desk, path: str, body: bytes) -> None:
    answer = still.client.put(path, content=body, headers={**still.staff, **JSON})

    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("path", KINDS)
def test_a_body_of_another_type_is_not_taken(still: Desk, path: str) -> None:
    sent = {**still.staff, "Content-Type": "text/plain"}

    assert still.client.put(path, json=KINDS[path], headers=sent).status_code == 415
