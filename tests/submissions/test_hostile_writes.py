"""What those try who write where they should not, or at the same time as others."""

import base64
import json
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine

from app.core.access.commands import create_key
from app.core.access.schemas import KeyIn
from app.submissions import duties
from app.submissions.duties import Duties
from app.submissions.neighbourhood import Neighbourhood
from tests.api.gates import PEPPER, replace_key
from tests.submissions.conftest import ENTRY, Desk


def test_a_new_key_does_not_make_another_person(desk: Desk) -> None:
    submission = desk.send("approver").json()["submission"]["id"]
    first = desk.keys["approver"]

    for _ in range(2):
        desk.keys = {**desk.keys, "approver": replace_key(desk.database, desk.keys["approver"])}
    answer = desk.act("approver", submission, "approve")
    later = desk.send("approver", "kiln", title={"ar": "ترخيص فرن", "en": "Kiln"})
    desk.keys = {**desk.keys, "approver": first}

    assert (answer.status_code, answer.json()["code"]) == (403, "own-submission")
    assert desk.act("approver", later.json()["submission"]["id"], "approve").status_code == 403
    assert desk.act("reviewer", submission, "approve").status_code == 200


def test_a_key_that_may_only_send_in_sends_in(desk: Desk) -> None:
    asked = KeyIn(label="only", roles=["entity_editor"], entity="moi", scopes=["entries:submit"])
    with desk.database.write() as session:
        made = create_key(session, asked, pepper=PEPPER.encode(), actor="test")
    desk.keys = {**desk.keys, "sender": made.key}

    sent = desk.send("sender")

    assert (sent.status_code, sent.headers["etag"][:3]) == (201, '"1-')
    assert desk.send("sender").json()["changed"] is False
    assert desk.ask("sender", "GET", "/entities/moi/services/boat").status_code == 403


@pytest.mark.parametrize("letters", [60, 61, 64])
def test_an_id_that_makes_a_public_one_too_long_is_refused(desk: Desk, letters: int) -> None:
    asked = {"entity": "moi", "sourceId": "x" * letters, "content": dict(ENTRY)}

    sent, judged = (
        desk.send(source_id="x" * letters),
        desk.ask("editor", "POST", "/validate", asked),
    )

    if (
        letters == 60
    ):  # with the entity's own id and a hyphen before them 64, as many as there may be
        assert (sent.status_code, judged.json()["valid"]) == (201, True)
        return
    assert (sent.status_code, judged.json()["valid"]) == (422, False)
    for one in (sent.json()["errors"], judged.json()["findings"]):
        assert [(found["pointer"], found["rule"]) for found in one] == [("/sourceId", "SHAPE-06")]


@pytest.mark.parametrize(
    "path", ["/submissions", "/imports", "/workshops", "/change-requests", "/services"]
)
@pytest.mark.parametrize("text", ["yesterday", "2026-13-45", "9999-12-31T23:59:59-10:00"])
def test_a_cursor_that_was_made_up_is_refused(desk: Desk, path: str, text: str) -> None:
    name = {"/services": "-modified"}.get(path, path[1:])
    packed = json.dumps([name, text, "x"]).encode()
    cursor = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    sort = "&sort=-modified" if path == "/services" else ""
    who = "" if path == "/services" else "reviewer"

    answer = desk.ask(who, "GET", f"{path}?cursor={cursor}{sort}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "QUERY-CURSOR"


def test_nobody_learns_of_a_draft_by_naming_it_as_a_replacement(desk: Desk) -> None:
    desk.act("reviewer", desk.sent(), "approve")
    desk.ask("reviewer", "PUT", "/entities/moe/services/secret", _entry())

    def archive(who: str, other: str) -> tuple[int, str]:
        asked = {"reason": "It ends", "replacedBy": [other]}
        answer = desk.ask(who, "POST", "/services/moi-boat/archive", asked)
        return answer.status_code, answer.json()["detail"].replace(other, "it")

    assert archive("approver", "moe-secret") == archive("approver", "moe-nothing")
    assert archive("reviewer", "moe-secret") == (409, "'it' is draft.")
    assert archive("approver", "moi-boat") == (409, "'it' cannot stand in its own place.")
    assert desk.ask("", "GET", "/services/moi-boat").status_code == 200


@pytest.mark.parametrize("is_scheduled", [False, True])
def test_what_waits_gives_way_when_a_planned_archive_comes(desk: Desk, is_scheduled: bool) -> None:
    desk.act("reviewer", desk.sent(), "approve")
    asked = {"reason": "It ends", "at": _later(days=2)}
    desk.ask("approver", "POST", "/services/moi-boat/archive", asked)
    edit = desk.sent(digitalStage=1)
    if is_scheduled:
        desk.act("reviewer", edit, "approve", {"publishAt": _later(days=3)})

    for days in (2, 3):
        with time_machine.travel(datetime.now(UTC) + timedelta(days=days, hours=1)):
            _duties(desk).do_all()

    assert desk.ask("", "GET", "/services/moi-boat").status_code == 404
    assert desk.ask("editor", "GET", f"/submissions/{edit}").json()["state"] == "superseded"
    assert desk.act("reviewer", edit, "approve").status_code == 409


def test_what_fails_once_does_not_end_what_comes_due(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def is_anything_due(*_: object) -> bool:
        calls.append(1)
        if len(calls) == 1:
            raise ValueError("a document that nobody foresaw")
        working.set()
        return False

    working = Event()
    monkeypatch.setattr(duties, "is_anything_due", is_anything_due)
    started = _duties(desk)

    started.start()
    has_gone_on = working.wait(5)
    started.stop()

    assert has_gone_on


def _duties(desk: Desk) -> Duties:
    return Duties(desk.database, Neighbourhood(desk.database), seconds=0.01)


def _later(*, days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def _entry() -> dict[str, object]:
    return {**ENTRY, "title": {"ar": "تصريح لا يعرفه أحد", "en": "A permit that nobody knows of"}}
