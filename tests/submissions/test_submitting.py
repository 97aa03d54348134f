"""Sending entries in over REST: who may, what is saved, what everybody sees meanwhile."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
import time_machine

from app.core import journal
from tests.submissions.conftest import ENTRY, Desk

BOAT = "/entities/moi/services/boat"


def test_a_new_entry_is_saved_and_waits_for_review(desk: Desk) -> None:
    answer = desk.send()

    assert answer.status_code == 201
    assert answer.headers["location"] == "/v1/services/moi-boat"
    assert answer.json()["service"] == {
        "id": "moi-boat", "entity": "moi", "sourceId": "boat", "revision": 1, "isNew": True
    }  # fmt: skip
    assert answer.json()["submission"]["state"] == "submitted"
    assert desk.ask("", "GET", "/services/moi-boat").status_code == 404


def test_the_same_again_changes_nothing_and_says_so(desk: Desk) -> None:
    first = desk.send().json()
    with desk.database.read() as session:
        before = journal.head(session)

    again = desk.send()

    assert again.status_code == 200
    assert again.json()["changed"] is False
    assert again.json()["submission"]["id"] == first["submission"]["id"]
    with desk.database.read() as session:
        assert journal.head(session) == before


def test_what_is_published_already_needs_no_submission(desk: Desk) -> None:
    path = "/entities/moi/services/res18-renew"
    kept = desk.ask("editor", "GET", path).json()

    answer = desk.ask("editor", "PUT", path, kept["content"])

    assert answer.status_code in (200, 422)  # the demonstration may break newer rules
    if answer.status_code == 200:
        assert answer.json()["changed"] is False
        assert answer.json()["submission"] is None


def test_an_approved_entry_is_published(desk: Desk) -> None:
    submission = desk.sent()

    answer = desk.act("reviewer", submission, "approve")

    assert answer.json()["state"] == "published"
    read = desk.ask("", "GET", "/services/moi-boat")
    assert read.json()["title"]["ar"] == "تسجيل قارب صيد"


def test_the_published_one_is_served_while_the_next_waits(desk: Desk) -> None:
    desk.act("reviewer", desk.sent(), "approve")
    title = {"ar": "تسجيل قارب نزهة", "en": "Leisure boat registration"}

    waiting = desk.sent(title=title)

    assert desk.ask("", "GET", "/services/moi-boat").json()["title"] == ENTRY["title"]
    numbers = desk.ask("", "GET", "/services/moi-boat/revisions").json()["items"]
    assert [one["number"] for one in numbers] == [1]
    assert desk.ask("", "GET", "/services/moi-boat/revisions/2").status_code == 404
    changes = desk.ask("editor", "GET", f"/submissions/{waiting}").json()["changes"]
    assert [one["pointer"] for one in changes] == ["/title/ar", "/title/en"]


def test_a_newer_entry_supersedes_the_one_that_waits(desk: Desk) -> None:
    first = desk.sent()
    second = desk.sent(processingTime="P5D")

    states = [
        desk.ask("editor", "GET", f"/submissions/{one}").json()["state"] for one in (first, second)
    ]
    assert states == ["superseded", "submitted"]
    assert desk.act("reviewer", first, "approve").status_code == 409


def test_another_entity_sees_no_draft_and_writes_nothing(desk: Desk) -> None:
    submission, why = desk.sent(), {"reason": "x"}

    answers = {
        "read": desk.ask("stranger", "GET", BOAT),
        "submission": desk.ask("stranger", "GET", f"/submissions/{submission}"),
        "write": desk.ask("stranger", "PUT", BOAT, dict(ENTRY)),
        "patch draft": desk.ask("stranger", "PATCH", "/services/moi-boat", {}, **{"If-Match": "*"}),
        "patch": desk.ask("stranger", "PATCH", "/services/moi-res18-renew", {}),
        "verdict": desk.act("stranger", submission, "approve"),
        "archive draft": desk.ask("stranger", "POST", "/services/moi-boat/archive", why),
        "archive": desk.ask("stranger", "POST", "/services/moi-res18-renew/archive", why),
    }  # fmt: skip

    assert {name: one.status_code for name, one in answers.items()} == {
        "read": 404, "submission": 404, "write": 403, "patch draft": 404, "patch": 403,
        "verdict": 404, "archive draft": 404, "archive": 403,
    }  # fmt: skip
    assert "entries:submit" in answers["write"].json()["detail"]
    assert desk.ask("stranger", "GET", "/submissions").json()["total"] == 0


def test_nobody_anonymous_writes(desk: Desk) -> None:
    assert desk.ask("", "PUT", BOAT, dict(ENTRY)).status_code == 401
    assert desk.ask("", "GET", BOAT).status_code == 401


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"isClassifiedBy": []}, "error"),
        ({"isClassifiedBy": [{"notation": "99.9"}]}, "error"),
        ({"hasCost": [{"amountFils": -1}]}, "error"),
        ({"audience": ["martian"]}, "error"),
        ({"processingTime": "three days"}, "error"),
    ],
)
def test_validating_gives_what_saving_gives(desk: Desk, changed: object, rule: str) -> None:
    content = {**ENTRY, **changed}  # type: ignore[dict-item]  # a dictionary
    asked = {"entity": "moi", "sourceId": "boat", "content": content}

    judged = desk.ask("editor", "POST", "/validate", asked).json()
    refused = desk.ask("editor", "PUT", BOAT, content)

    assert refused.status_code == 422
    assert judged["valid"] is False
    assert judged["findings"] == refused.json()["errors"]
    assert rule in {one["severity"] for one in judged["findings"]}


def test_validating_saves_nothing(desk: Desk) -> None:
    asked = {"entity": "moi", "sourceId": "boat", "content": dict(ENTRY)}

    judged = desk.ask("editor", "POST", "/validate", asked).json()

    assert judged["valid"] is True
    assert desk.send().json()["submission"]["findings"] == judged["findings"]
    assert desk.ask("reviewer", "GET", "/submissions").json()["total"] == 1


def test_a_likeness_is_shown_with_the_candidates(desk: Desk) -> None:
    twin = desk.ask("", "GET", "/services/moi-res18-renew").json()
    content = {**ENTRY, "title": twin["title"], "description": twin["description"]}

    judged = desk.ask(
        "editor", "POST", "/validate", {"entity": "moi", "sourceId": "twin", "content": content}
    ).json()

    shown = [one["id"] for finding in judged["findings"] for one in finding["candidates"]]
    assert "moi-res18-renew" in shown


@pytest.mark.parametrize("condition", ["*", " * ", '"other", *'])
def test_of_two_editors_who_create_one_entry_one_is_refused(desk: Desk, condition: str) -> None:
    new = {"If-None-Match": condition}
    first = desk.ask("editor", "PUT", BOAT, ENTRY, **new)
    second = desk.ask("editor", "PUT", BOAT, {**ENTRY, "processingTime": "P9D"}, **new)

    assert (first.status_code, second.status_code) == (201, 412)
    assert desk.ask("editor", "GET", BOAT).json()["content"]["processingTime"] != "P9D"


def test_two_editors_with_one_etag_make_one_change(desk: Desk) -> None:
    desk.send()
    etag = desk.ask("editor", "GET", BOAT).headers["etag"]
    together, found = Barrier(2), []

    def change(time: str) -> None:
        together.wait()
        answer = desk.ask(
            "editor", "PATCH", "/services/moi-boat", {"processingTime": time}, **{"If-Match": etag}
        )
        found.append(answer.status_code)

    threads = [Thread(target=change, args=(time,)) for time in ("P1D", "P2D")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [200, 412]


def test_the_etag_of_the_public_document_serves_until_something_newer_waits(desk: Desk) -> None:
    desk.act("reviewer", desk.sent(), "approve")
    etag = desk.client.get("/v1/services/moi-boat").headers["etag"]

    def change(time: str) -> int:
        patch = {"processingTime": time}
        answer = desk.ask("editor", "PATCH", "/services/moi-boat", patch, **{"If-Match": etag})
        return int(answer.status_code)

    assert [change("P1D"), change("P2D")] == [200, 412]


def test_a_patch_names_the_version_that_it_changes(desk: Desk) -> None:
    desk.send()

    answer = desk.ask("editor", "PATCH", "/services/moi-boat", {"processingTime": "P1D"})

    assert answer.status_code == 428
    assert answer.json()["code"] == "precondition-required"


def test_a_patch_removes_what_is_null(desk: Desk) -> None:
    desk.send()
    etag = desk.ask("editor", "GET", BOAT).headers["etag"]

    desk.ask(
        "editor", "PATCH", "/services/moi-boat", {"processingTime": None}, **{"If-Match": etag}
    )

    content = desk.ask("editor", "GET", BOAT).json()["content"]
    assert content["processingTime"] is None
    assert content["title"] == ENTRY["title"]


def test_a_body_of_another_type_is_refused(desk: Desk) -> None:
    answer = desk.ask("editor", "PUT", BOAT, None, **{"Content-Type": "text/plain"})

    assert answer.status_code == 415


def test_a_reviewer_never_judges_an_own_submission(desk: Desk) -> None:
    submission = desk.send("reviewer").json()["submission"]["id"]

    for action in ("take", "approve"):
        answer = desk.act("reviewer", submission, action)
        assert (answer.status_code, answer.json()["code"]) == (403, "own-submission")
    assert desk.act("approver", submission, "approve").status_code == 200


def test_a_returned_entry_says_why_for_each_field(desk: Desk) -> None:
    submission = desk.sent()
    reason = {"ar": "الرسم غير صحيح", "en": "The fee is wrong"}
    fields = [{"pointer": "/hasCost/0/amountFils", "reason": reason}]

    bare = desk.act("reviewer", submission, "return", {})
    answer = desk.act("reviewer", submission, "return", {"fields": fields})

    assert (bare.status_code, bare.json()["code"]) == (422, "reason-missing")
    assert answer.json()["state"] == "returned"
    assert desk.ask("editor", "GET", f"/submissions/{submission}").json()["fields"] == fields
    again = desk.send()
    assert again.json()["submission"]["state"] == "submitted"
    assert again.json()["submission"]["id"] != submission


def test_a_rejection_carries_a_code(desk: Desk) -> None:
    submission = desk.sent()
    reason = {"en": "It is there already"}

    bare = desk.act("reviewer", submission, "reject", {"reason": reason})
    answer = desk.act(
        "reviewer", submission, "reject", {"reason": reason, "rejection": "duplicate"}
    )

    assert bare.status_code == 422
    assert (answer.json()["state"], answer.json()["rejection"]) == ("rejected", "duplicate")


def test_what_was_withdrawn_is_not_approved(desk: Desk) -> None:
    submission = desk.sent()

    assert desk.act("editor", submission, "withdraw").json()["state"] == "withdrawn"
    assert desk.act("reviewer", submission, "approve").status_code == 409


def test_the_queue_shows_what_is_due_first(desk: Desk) -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
        keep_alive = make_old(desk)
    newer = desk.send(source_id="pier", title={"ar": "حجز رصيف للقوارب", "en": "Pier booking"})

    queue = desk.ask("reviewer", "GET", "/submissions?state=submitted&limit=1").json()
    rest = desk.ask(
        "reviewer", "GET", f"/submissions?state=submitted&limit=1&cursor={queue['nextCursor']}"
    ).json()

    assert [one["id"] for one in queue["items"]] == [keep_alive]
    assert queue["items"][0]["isLate"] is True
    assert [one["id"] for one in rest["items"]] == [newer.json()["submission"]["id"]]
    assert (queue["total"], rest["nextCursor"]) == (2, None)


def make_old(desk: Desk) -> str:
    """Send an entry in at a time when the keys of the tests were good already."""
    from app.catalogue.schemas.content import ServiceContent
    from app.core.access import Caller
    from app.submissions.commands import Sent, submit_entry

    caller = Caller("test", "key", frozenset(("admin",)))
    with desk.database.write() as session:
        sent = Sent("moi", "boat", ServiceContent.model_validate(dict(ENTRY)))
        answer = submit_entry(session, sent, caller=caller, near=lambda _: ())
    assert answer.submission
    return answer.submission.id


def test_a_publication_waits_for_its_time(desk: Desk) -> None:
    submission = desk.sent()
    at = datetime.now(UTC) + timedelta(seconds=1)

    answer = desk.act("reviewer", submission, "approve", {"publishAt": at.isoformat()})

    assert answer.json()["state"] == "scheduled"
    assert desk.ask("", "GET", "/services/moi-boat").status_code == 404
    wait_for(desk, "/services/moi-boat", 200)
    assert desk.ask("editor", "GET", f"/submissions/{submission}").json()["state"] == "published"


def test_an_archived_service_leaves_a_tombstone_and_comes_back(desk: Desk) -> None:
    desk.act("reviewer", desk.sent(), "approve")
    path = "/services/moi-boat"
    asked = {"reason": "No boats are registered any more", "replacedBy": ["moi-res18-renew"]}

    archived = desk.ask("approver", "POST", f"{path}/archive", asked)

    assert archived.json()["status"] == "archived"
    assert desk.ask("", "GET", path).status_code == 404
    with desk.database.read() as session:
        last = journal.entries(session, after=0, limit=9999, subject_types=("service",))[-1]
    assert (last.op, last.subject_id) == ("delete", "moi-boat")
    assert last.change.replaced_by == ("moi-res18-renew",)
    restored = desk.ask("approver", "POST", f"{path}/restore", {"reason": "They are again"})
    assert restored.json()["status"] == "published"
    assert desk.ask("", "GET", path).status_code == 200


def test_an_archived_entry_that_is_sent_again_is_reviewed_again(desk: Desk) -> None:
    first = desk.sent()
    desk.act("reviewer", first, "approve")
    desk.ask("approver", "POST", "/services/moi-boat/archive", {"reason": "It ends"})

    again = desk.send().json()
    once_more = desk.send().json()

    assert (again["submission"]["state"], again["changed"]) == ("submitted", False)
    assert again["submission"]["id"] != first
    assert once_more["submission"]["id"] == again["submission"]["id"]
    assert desk.ask("", "GET", "/services/moi-boat").status_code == 404
    desk.act("reviewer", again["submission"]["id"], "approve")
    assert desk.ask("", "GET", "/services/moi-boat").status_code == 200
    served = desk.send().json()["submission"]
    assert (served["id"], served["state"]) == (again["submission"]["id"], "published")


def test_an_archive_can_be_planned_and_called_off(desk: Desk) -> None:
    desk.act("reviewer", desk.sent(), "approve")
    path, later = "/services/moi-boat", datetime.now(UTC) + timedelta(seconds=1)
    asked = {"reason": "It ends", "at": later.isoformat()}

    planned = desk.ask("approver", "POST", f"{path}/archive", asked).json()
    off = desk.ask("approver", "POST", f"{path}/restore", {"reason": "It stays"}).json()
    desk.ask("approver", "POST", f"{path}/archive", asked)

    assert planned["archiveAt"] is not None
    assert off["archiveAt"] is None
    wait_for(desk, path, 404)


def test_an_editor_confirms_but_does_not_archive(desk: Desk) -> None:
    path = "/services/moi-res18-renew"

    assert desk.ask("editor", "POST", f"{path}/confirm").json()["confirmedAt"] is not None
    assert desk.ask("editor", "POST", f"{path}/archive", {"reason": "x"}).status_code == 403


def test_an_entity_lists_its_own_entries_with_drafts(desk: Desk) -> None:
    desk.send(source_id="aaa")

    page = desk.ask("editor", "GET", "/entities/moi/services?limit=1").json()

    assert [(one["sourceId"], one["status"]) for one in page["items"]] == [("aaa", "draft")]
    assert page["nextCursor"]
    assert desk.ask("editor", "GET", "/entities/moe/services").status_code == 403


def wait_for(desk: Desk, path: str, status: int) -> None:
    """Wait until an address answers with a status, ten seconds at most."""
    from time import monotonic, sleep

    until = monotonic() + 10
    while desk.ask("", "GET", path).status_code != status:
        assert monotonic() < until
        sleep(0.05)


def test_a_verdict_sent_again_under_its_key_gets_its_answer_again(desk: Desk) -> None:
    path, key = f"/submissions/{desk.sent()}/approve", {"Idempotency-Key": "verdict-1"}

    first = desk.ask("reviewer", "POST", path, **key)
    again = desk.ask("reviewer", "POST", path, **key)
    other = desk.ask("reviewer", "POST", path, {"publishAt": "2027-01-01T00:00:00Z"}, **key)
    without = desk.ask("reviewer", "POST", path)

    assert (first.status_code, again.status_code) == (200, 200)
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert without.status_code == 409


def test_keys_of_two_callers_do_not_meet(desk: Desk) -> None:
    submission = desk.sent()
    key = {"Idempotency-Key": "same"}
    desk.ask("reviewer", "POST", f"/submissions/{submission}/take", **key)

    answer = desk.ask("approver", "POST", f"/submissions/{submission}/approve", **key)

    assert answer.json()["state"] == "published"


def test_what_was_refused_may_be_mended_under_the_same_key(desk: Desk) -> None:
    path, key = f"/submissions/{desk.sent()}/return", {"Idempotency-Key": "k"}

    refused = desk.ask("reviewer", "POST", path, {}, **key)
    mended = desk.ask("reviewer", "POST", path, {"reason": {"en": "Why"}}, **key)

    assert (refused.status_code, mended.status_code) == (422, 200)
