"""What was sent in follows its service when entities merge, and webhooks find their new owner."""

from typing import Any

import pytest

from app.core.db import Database
from tests.api.gates import make_key
from tests.reorganisation.orders import asked, merge, part, split
from tests.submissions.conftest import Desk

PATH = "/reorganisations"


@pytest.fixture
def heirs(desk: Desk, seeded: Database) -> Desk:
    """The desk, with somebody of ``moe``, to which everything of ``moi`` will go."""
    return Desk(
        desk.client,
        desk.database,
        {**desk.keys, "heir": make_key(seeded, "entity_editor", "moe")},
    )


def _carry_out(desk: Desk, *operations: Any) -> Any:
    body = asked(*operations)
    plan = desk.ask("reviewer", "POST", f"{PATH}/preview", body).json()
    order = {**body, "fingerprint": plan["fingerprint"]}
    done = desk.ask("reviewer", "POST", PATH, order)
    assert done.status_code == 200, done.text
    return done.json()


def _affected(plan: Any, kind: str) -> list[tuple[str, str]]:
    return [(one["id"], one["effect"]) for one in plan["affected"] if one["kind"] == kind]


def test_what_waits_goes_to_the_new_entity_and_is_published_there(heirs: Desk) -> None:
    waiting = heirs.sent()
    assert heirs.ask("heir", "GET", f"/submissions/{waiting}").status_code == 404

    plan = _carry_out(heirs, split("moi", part("moe", "moi-boat")))

    assert _affected(plan, "submission") == [(waiting, "moved")]
    assert plan["moves"][0]["status"] == "draft"
    assert heirs.ask("editor", "GET", f"/submissions/{waiting}").status_code == 404
    seen = heirs.ask("heir", "GET", f"/submissions/{waiting}").json()
    assert (seen["entity"], seen["state"]) == ("moe", "submitted")
    assert heirs.act("reviewer", waiting, "approve").status_code == 200
    boat = heirs.ask("", "GET", "/services/moi-boat").json()
    assert (boat["hasCompetentAuthority"]["id"], boat["sourceId"]) == ("moe", "boat")


def test_the_successor_goes_on_with_the_entry_under_its_own_id(heirs: Desk) -> None:
    heirs.act("reviewer", heirs.sent(), "approve")

    _carry_out(heirs, merge("moi", "moe"))

    kept = heirs.ask("heir", "GET", "/entities/moe/services/boat").json()["content"]
    changed = {**kept, "processingTime": "P9D"}
    sent = heirs.ask("heir", "PUT", "/entities/moe/services/boat", changed)
    assert (sent.status_code, sent.json()["service"]["id"]) == (200, "moi-boat")
    late = heirs.ask("reviewer", "PUT", "/entities/moi/services/boat", changed)
    assert (late.status_code, late.json()["code"]) == (409, "entity-vanished")


def test_what_was_decided_is_handed_on_too(heirs: Desk) -> None:
    decided = heirs.sent()
    heirs.act("reviewer", decided, "approve")

    plan = _carry_out(heirs, merge("moi", "moe"))

    assert _affected(plan, "submission") == []
    assert heirs.ask("heir", "GET", f"/submissions/{decided}").json()["state"] == "published"


def test_webhooks_go_on_and_belong_to_the_successor(heirs: Desk) -> None:
    hook = {"url": "https://hooks.example.kw/a", "entities": ["moi"]}
    webhook = heirs.ask("editor", "POST", "/webhooks", hook).json()["id"]

    plan = _carry_out(heirs, merge("moi", "moe"))

    assert _affected(plan, "webhook") == [(webhook, "moved")]
    seen = heirs.ask("heir", "GET", f"/webhooks/{webhook}").json()
    assert (seen["entity"], seen["isEnabled"], seen["entities"]) == ("moe", True, ["moi"])
    late = heirs.ask("reviewer", "POST", "/webhooks", {**hook, "entity": "moi"})
    assert (late.status_code, late.json()["code"]) == (409, "entity-vanished")
