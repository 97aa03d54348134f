"""Who may do what: every route and every right, for every kind of caller, own and other's."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Annotated

import httpx2
import pytest
import time_machine
from fastapi import APIRouter
from fastapi.responses import Response
from fastapi.testclient import TestClient

from app.api import access
from app.api.access import ACCESS, PUBLIC, CallerDep, allowed
from app.api.answers import bytes_answer
from app.core.access import RIGHTS, ROLES, Caller, Right, Role, require, require_sight
from app.core.access.commands import revoke_key
from app.core.access.rules import ENTITY_ROLES
from app.core.db import Database
from app.core.errors import NotFound
from app.core.settings import Settings
from app.main import create_app
from tests.api.gates import FROM, bearer, make_key, opened, opened_app, settings_of

# Columns: reader, entity_editor, entity_approver, catalogue_editor, taxonomy_steward,
# workshop_facilitator, board, programme_office, admin. "o" own, "a" any, "." not at all.
REACHES = """
entries:read        . o o a . . . . a
entries:submit      . o o a . . . . a
submissions:review  . . o a . . . . a
services:confirm    . o o a . . . . a
services:archive    . . o a . . . . a
entities:write      . . . a . . . . a
registries:write    . . . a . . . . a
imports:run         . o o a . . . . a
webhooks:manage     o o o a . . . . a
keys:manage         . . . . . . . . a
workshops:read      . o o a a a a a a
workshops:run       . . . . . a . . a
positions:record    . o o . . a . . a
taxonomy:propose    . o o . a a . . a
taxonomy:discuss    . . . . a a . . a
taxonomy:decide     . . . . a a a . a
taxonomy:release    . . . . a . . . a
tasks:decide        . o o a a . . . a
search:explain      . . . a a a a a a
audit:read          . . o a . . a a a
programme:read      . o o a . . a a a
programme:write     . . . . . . . a a
"""
EXPECTED = {
    (row.split()[0], role): letter
    for row in REACHES.strip().splitlines()
    for role, letter in zip(ROLES, row.split()[1:], strict=True)
}
OTHERS = ("anonymous", "revoked", "expired")
CALLERS = (*ROLES, *OTHERS)
_hosts = count()


def probe_path(right: Right) -> str:
    """Name the probe of a right."""
    return f"/v1/probes/{right.replace(':', '-')}/{{entity}}"


def probes() -> tuple[APIRouter, dict[tuple[str, str], Right]]:
    """Make a route for every right, as a package of the product would."""
    router, rows = APIRouter(), {}
    for right in RIGHTS:
        path = probe_path(right)
        method = "GET" if right.endswith(":read") else "POST"
        router.add_api_route(path, _probe(right), methods=[method])
        rows[method, path] = right
    return router, rows


def _probe(right: Right) -> object:
    def probe(entity: str, caller: CallerDep) -> Response:
        if right == "entries:read":
            require_sight(caller, entity, NotFound("There is no draft 'd1'."))
        require(caller, right, entity)
        return bytes_answer(b'{"draft": "secret"}')

    return probe


@pytest.fixture(scope="module")
def settings(seeded_url: str, server: object, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    url = server.copy_of(seeded_url)  # type: ignore[attr-defined]  # a Server of conftest
    return settings_of(Settings(database_url=url, data_dir=tmp_path_factory.mktemp("access")))


@pytest.fixture(scope="module")
def keys(settings: Settings) -> Mapping[str, str]:
    """A key of ``moi`` or of staff for every caller."""
    database = Database(settings.resolved_database_url)
    found: dict[str, str] = {}
    for role in ROLES:
        entity = "moi" if role in ENTITY_ROLES or role == "reader" else None
        found[role] = make_key(database, role, entity)
    found["revoked"] = make_key(database, "admin")
    with database.write() as session:
        revoke_key(session, found["revoked"].split("_")[1], actor="test")
    with time_machine.travel("2025-01-01T00:00:00Z", tick=False):
        found["expired"] = make_key(database, "admin", days=1)
    database.close()
    return found


@pytest.fixture(scope="module")
def probed(settings: Settings, keys: Mapping[str, str]) -> Iterator[TestClient]:
    """The application with a probe for every right."""
    app = create_app(settings)
    router, rows = probes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access, "ACCESS", {**ACCESS, **rows})
        app.edge.app.include_router(router)  # type: ignore[attr-defined]  # gate, edge, routes
        with opened_app(app, "127.0.0.1") as client:
            yield client


def headers_of(keys: Mapping[str, str], caller: str) -> dict[str, str]:
    """Send a caller's key, each time from another address, so that guesses are not counted."""
    number = next(_hosts)
    host = {FROM: f"10.0.{number // 250}.{number % 250}"}
    return {**bearer(keys[caller]), **host} if caller in keys else host


@pytest.mark.parametrize("caller", CALLERS)
def test_every_right_reaches_whom_it_should(
    probed: TestClient, keys: Mapping[str, str], caller: str
) -> None:
    wrong = []
    for right in RIGHTS:
        method = "GET" if right.endswith(":read") else "POST"
        for entity in ("moi", "moj"):
            path = probe_path(right).replace("{entity}", entity)
            status = probed.request(method, path, headers=headers_of(keys, caller)).status_code
            if status != expected_status(right, caller, is_own=entity == "moi"):
                wrong.append((right, entity, status))

    assert wrong == []


def expected_status(right: Right, caller: str, *, is_own: bool) -> int:
    if caller in OTHERS:
        return 401
    reach = EXPECTED[right, caller]
    if reach == ".":
        return 403
    if reach == "a" or is_own:
        return 200
    return 404 if right == "entries:read" else 403


@pytest.fixture(scope="module")
def public_answers(probed: TestClient) -> Mapping[tuple[str, str], httpx2.Response]:
    """What everybody may read, by method and path, as it is answered without a key."""
    return {
        (method, path): probed.request(method, filled(path))
        for (method, path), row in ACCESS.items()
        if row == PUBLIC and path not in ("/metrics", "/v1", "/v1/")
    }


@pytest.mark.any_database
@pytest.mark.parametrize("caller", CALLERS)
def test_what_is_public_is_answered_to_everybody_alike(
    probed: TestClient,
    keys: Mapping[str, str],
    public_answers: Mapping[tuple[str, str], httpx2.Response],
    caller: str,
) -> None:
    for (method, path), plain in public_answers.items():
        answer = probed.request(method, filled(path), headers=headers_of(keys, caller))
        is_free = path.startswith(("/health", "/status", "/meili"))  # no key is looked at there
        if caller in ("revoked", "expired") and not is_free:
            assert answer.status_code == 401, path
        else:
            assert answer.status_code == plain.status_code, path
            if plain.status_code == 200:
                assert answer.content == plain.content, path


def filled(path: str) -> str:
    """Put something real in the place of every parameter of a route."""
    real = {
        "entity_id": "moi",
        "service_id": "moi-res18-renew",
        "number": "1",
        "scheme": "services",
        "version": "1.0.0",
        "notation": "02.1.2",
        "record_id": "pp",
        "concept_id": "c_none",
        "kind": "service",
        "identifier": "moi-res18-renew",
    }
    for name, value in real.items():
        path = path.replace(f"{{{name}}}", value)
    return path + ("?from=1&to=1" if path.endswith("/diff") else "")


def test_a_refusal_names_the_right_that_is_missing(
    probed: TestClient, keys: Mapping[str, str]
) -> None:
    sent = headers_of(keys, "entity_editor")

    missing = probed.post("/v1/probes/taxonomy-release/moi", headers=sent)
    foreign = probed.post("/v1/probes/entries-submit/moj", headers=sent)
    nobody = probed.post("/v1/probes/entries-submit/moj")

    assert missing.json()["detail"] == "The right 'taxonomy:release' is missing."
    assert 'scope="taxonomy:release"' in missing.headers["www-authenticate"]
    assert foreign.json()["detail"] == (
        "The right 'entries:submit' reaches the objects of 'moi' only."
    )
    assert nobody.json()["code"] == "unauthorized"
    assert nobody.headers["www-authenticate"] == 'Bearer realm="dalil"'


def test_an_answer_that_needed_a_right_is_nobody_elses(
    probed: TestClient, keys: Mapping[str, str]
) -> None:
    path = "/v1/probes/entries-read/moi"

    seen = probed.get(path, headers=headers_of(keys, "entity_editor"))
    again = probed.get(path)
    foreign = probed.get(path, headers=headers_of(keys, "reader"))

    assert seen.json() == {"draft": "secret"}
    assert seen.headers["cache-control"] == "private, no-store"
    assert "x-dalil-keep" not in seen.headers
    assert (again.status_code, foreign.status_code) == (401, 403)


@pytest.mark.parametrize("caller", ["anonymous", "reader", "entity_approver", "catalogue_editor"])
def test_no_way_of_writing_an_address_opens_it(
    probed: TestClient, keys: Mapping[str, str], caller: str
) -> None:
    path = "/v1/probes/keys-manage/moi"
    ways = [
        path, f"{path}/", f"/{path}", path.replace("/moi", "//moi"), path.upper(),
        path.replace("/moi", "/%2e/moi"), path.replace("probes", "%70robes"),
        path.replace("/v1", "/v1/."), f"/v1/entities/..{path[3:]}", f"{path}?x=1", f"{path}%00",
        f"{path};a=b", path.replace("/moi", "/moi%2f"),
    ]  # fmt: skip
    tricks = [{}, {"X-HTTP-Method-Override": "POST"}, {"X-Original-URL": path}]
    for way in ways:
        for method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"):
            for trick in tricks:
                sent = {**headers_of(keys, caller), **trick}
                status = probed.request(method, way, headers=sent).status_code
                assert status in (400, 401, 403, 404, 405, 422), (method, way)
                if method == "TRACE":
                    assert status in (400, 404, 405)


def test_a_route_without_a_row_lets_nobody_in(settings: Settings, keys: Mapping[str, str]) -> None:
    app = create_app(settings)
    router = APIRouter()
    router.add_api_route("/v1/forgotten", lambda: {"open": True})
    app.edge.app.include_router(router)  # type: ignore[attr-defined]  # gate, edge, routes
    with opened_app(app) as client:
        answers = [client.get("/v1/forgotten", headers=headers_of(keys, one)) for one in CALLERS]

    assert {one.status_code for one in answers} == {401, 403}


def test_a_route_may_ask_for_a_right_beyond_its_row(
    settings: Settings, keys: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ask(caller: Annotated[Caller, allowed("audit:read")]) -> dict[str, str]:
        return {"id": caller.id}

    app = create_app(settings)
    router = APIRouter()
    router.add_api_route("/v1/more", ask)
    monkeypatch.setattr(access, "ACCESS", {("GET", "/v1/more"): PUBLIC})
    app.edge.app.include_router(router)  # type: ignore[attr-defined]  # gate, edge, routes
    with opened_app(app) as client:
        board = client.get("/v1/more", headers=headers_of(keys, "board"))
        steward = client.get("/v1/more", headers=headers_of(keys, "taxonomy_steward"))
        nobody = client.get("/v1/more")

    assert board.json()["id"].startswith("key:")
    assert board.headers["cache-control"] == "private, no-store"
    assert (steward.status_code, nobody.status_code) == (403, 401)


def test_the_document_says_which_right_a_route_needs(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.api import openapi_access

    rows = {**ACCESS, ("GET", "/v1/entities"): "audit:read"}
    monkeypatch.setattr(openapi_access, "ACCESS", rows)
    with opened(settings) as client:
        paths = client.get("/openapi.json").json()["paths"]

    closed, public = paths["/entities"]["get"], paths["/services"]["get"]
    assert (closed["x-right"], closed["security"]) == ("audit:read", [{"bearer": []}])
    assert "403" in closed["responses"]
    assert public["security"] == [{}, {"bearer": []}]
    assert {"401", "429"} <= public["responses"].keys()
    assert "RateLimit" in public["responses"]["200"]["headers"]
    assert "429" not in paths["/health/live"]["get"]["responses"]


def test_roles_are_those_of_the_table() -> None:
    assert {right for right, _ in EXPECTED} == set(RIGHTS)
    assert set(ROLES) == set(Role.__args__)  # type: ignore[attr-defined]  # of a Literal
