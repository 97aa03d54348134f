"""Writes that are refused leave nothing behind, whatever their bodies hold."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.endurance.proofs import picture
from tests.endurance.write import Ids, Write
from tests.endurance.writes import BOAT, REASON, ROUTES, WITH_BODY, WRITES, prepared
from tests.submissions.conftest import ENTRY, Desk

SERVER_OWNED = {
    "id": "moe-boat", "uuid": "00000000-0000-4000-8000-000000000000", "identifier": "x",
    "entity": "moe", "entityId": "moe", "entity_id": "moe", "sourceId": "other",
    "hasCompetentAuthority": {"id": "moe"}, "status": "published", "state": "published",
    "revision": 99, "publishedRevision": 1, "published_revision": 1, "version": 7,
    "lastRevision": 9, "documentVersion": 9, "issued": "2020-01-01T00:00:00Z",
    "modified": "2020-01-01T00:00:00Z", "publishedAt": "2020-01-01T00:00:00Z",
    "createdAt": "2020-01-01T00:00:00Z", "submittedBy": "key:x", "submitted_by": "key:x",
    "approvedBy": "key:x", "decidedBy": "key:x", "decidedAt": "2020-01-01T00:00:00Z",
    "reviewer": "key:x", "dueAt": "2099-01-01T00:00:00Z", "actor": "admin", "roles": ["admin"],
    "findings": [], "quality": 100, "seq": 1, "etag": '"x"', "sha256": "0" * 64, "digest": "0",
    "isPublic": True, "isJournaled": False, "taxonomy_version": "1.0.0", "secret": "whsec_x",
    "disabledAt": "2020-01-01T00:00:00Z", "failedAttempts": 0, "__proto__": {},
    "_sa_instance_state": 1, "issuedAt": "2020-01-01T00:00:00Z", "rules": "x",
    "confirmedAt": "2099-01-01T00:00:00Z", "service": "moe-boat",
}  # fmt: skip
LEAKS = ("Traceback", "sqlalchemy", "psycopg", "sqlite", "SELECT ", "INSERT ", ".py",
         "site-packages", "pydantic", "app.api", "app/")  # fmt: skip
MOST_BYTES = 8 * 1024
_OF_ENTRIES = ("/v1/entities", "/v1/services", "/v1/submissions", "/v1/validate")


def is_clean(answer: Any) -> bool:  # Any: a Response
    """Tell whether a refusal is a problem document that gives nothing of the inside away."""
    problem = answer.json()
    wanted = {"type", "title", "status", "code", "detail", "instance", "traceId"}
    return (
        answer.headers["content-type"] == "application/problem+json"
        and wanted <= problem.keys()
        and problem["status"] == answer.status_code
        and problem["traceId"] == answer.headers["x-request-id"]
        and len(answer.content) <= MOST_BYTES
        and not any(leak in answer.text for leak in LEAKS)
    )


def test_every_route_that_writes_has_its_request() -> None:
    assert {one.name for one in WRITES} == ROUTES


def enriched(write: Write) -> Iterator[tuple[str, Any]]:
    """Add each field that the server owns to a body, one at a time."""
    taken = {"isEnabled"} | write.own
    for name, value in SERVER_OWNED.items():
        if name not in taken:
            yield name, {**(write.body or {}), name: value}


def within(write: Write) -> Iterator[tuple[str, Any]]:
    """Add such fields to what the body holds: classifications, fees, reasons."""
    if write.name.startswith("PUT /v1/entities"):
        for name in ("isClassifiedBy", "hasCost", "hasChannel", "contactPoint"):
            yield name, {**ENTRY, name: [{**ENTRY[name][0], "id": 1}]}
        yield "title", {**ENTRY, "title": {**ENTRY["title"], "status": "published"}}


@pytest.mark.parametrize("who", ["editor", "staff"])
def test_what_the_server_owns_is_never_taken_from_a_body(desk: Desk, who: str) -> None:
    ids = prepared(desk)
    before, taken = picture(desk.database), []
    keys = {"staff": desk.keys["reviewer"]} if who == "staff" else {}

    for write in WITH_BODY:
        sender = "staff" if keys and write.route.startswith(_OF_ENTRIES) else write.who
        asking = Desk(desk.client, desk.database, {**desk.keys, **keys})
        for name, body in (*enriched(write), *within(write)):
            path = write.path(ids)
            answer = asking.ask(sender, write.method, path, body, **write.headers)
            is_found = write.route == "/v1/validate" and not answer.is_error
            if answer.status_code != 422 and not is_found:
                taken.append((write.name, name, answer.status_code))
            elif not is_found and not is_clean(answer):
                taken.append((write.name, name, answer.text))

    assert taken == []
    assert picture(desk.database) == before


def test_a_refused_write_leaves_no_trace(desk: Desk) -> None:
    ids = prepared(desk)
    submission, webhook = ids["submission_id"], ids["webhook_id"]
    tag = {"If-Match": '"1-000000000000000000000000"'}
    place = "/entities/moi/services/boat"
    before = picture(desk.database)

    refused: Mapping[int, list[Any]] = {
        401: [desk.ask("", *one) for one in asked_of_all(ids)],
        403: [
            desk.ask("stranger", "PUT", place, dict(ENTRY)),
            desk.ask("stranger", "POST", f"{BOAT}/archive", REASON),
            desk.ask("editor", "POST", f"{BOAT}/archive", REASON),
            desk.ask("editor", "POST", f"/submissions/{submission}/approve", {}),
            desk.ask("editor", "POST", "/webhooks", {"url": "https://a.kw/", "entity": "moe"}),
        ],
        404: [
            desk.ask("reviewer", "PUT", "/entities/none/services/a", dict(ENTRY)),
            desk.ask("editor", "PATCH", "/services/moi-none", {}, **tag),
            desk.ask("reviewer", "POST", "/submissions/s_none/approve", {}),
            desk.ask("stranger", "POST", f"/submissions/{submission}/approve", {}),
            desk.ask("stranger", "DELETE", f"/webhooks/{webhook}"),
            desk.ask("approver", "POST", "/services/moi-none/archive", REASON),
        ],
        409: [desk.ask("approver", "POST", f"{BOAT}/restore", REASON)],
        412: [
            desk.ask("editor", "PUT", place, dict(ENTRY), **tag),
            desk.ask("editor", "PATCH", BOAT, {"processingTime": "P1D"}, **tag),
        ],
        415: [desk.ask("editor", "PUT", place, None, **{"Content-Type": "text/plain"})],
        422: [
            desk.send(isClassifiedBy=[{"notation": "99.9"}]),
            desk.send(hasCost=[{"amountFils": -1}]),
            desk.act("reviewer", submission, "return", {}),
            desk.ask("approver", "POST", f"{BOAT}/archive", {}),
            desk.ask("approver", "POST", f"{BOAT}/archive", {"reason": "x", "unknown": 1}),
            desk.ask("editor", "POST", f"{BOAT}/confirm", None, **{"Idempotency-Key": "a b"}),
            desk.ask("editor", "PUT", f"{place}?unknown=1", dict(ENTRY)),
        ],
        428: [desk.ask("editor", "PATCH", BOAT, {"processingTime": "P1D"})],
    }

    assert {s: [one.status_code for one in found] for s, found in refused.items()} == {
        status: [status] * len(found) for status, found in refused.items()
    }
    assert [one.text for found in refused.values() for one in found if not is_clean(one)] == []
    assert picture(desk.database) == before


def asked_of_all(ids: Ids) -> Iterator[tuple[str, str, Any]]:
    """Ask every route that needs a right for what it takes."""
    for write in WRITES:
        if write.who:
            yield write.method, write.path(ids), write.body
