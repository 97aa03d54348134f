"""What cannot be done when it is due is set aside with the reason, and the others go on."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.catalogue.errors import ServiceNotFound
from app.core import journal
from app.submissions import duties as module
from app.submissions.commands import due
from app.submissions.duties import Duties
from app.submissions.models import Submission
from app.submissions.neighbourhood import Neighbourhood
from tests.submissions.conftest import Desk
from tests.webhooks.receiver import until

NAMES = {
    "aaa": {"ar": "تسجيل قارب صيد", "en": "Fishing boat registration"},
    "bbb": {"ar": "حجز رصيف", "en": "Pier booking"},
    "ccc": {"ar": "ترخيص فرن", "en": "Kiln permit"},
}


def approve_all(desk: Desk, **said: Any) -> dict[str, str]:
    """Send three entries in and approve them; gives their submissions."""
    found = {name: desk.sent(source_id=name, title=title) for name, title in NAMES.items()}
    for one in found.values():
        assert desk.act("reviewer", one, "approve", said).status_code == 200
    return found


def later(*, days: int, hours: int = 0) -> datetime:
    return datetime.now(UTC) + timedelta(days=days, hours=hours)


def duties(desk: Desk) -> Duties:
    return Duties(desk.database, Neighbourhood(desk.database), seconds=0.01)


def pass_days(desk: Desk, days: int) -> None:
    with time_machine.travel(later(days=days, hours=1)):
        duties(desk).do_all()


def spoil(desk: Desk, service: str) -> None:
    """Let the last revision of a service say what no document can be made of."""
    spoilt = '{"title": {"ar": "قارب", "en": "Boat"}}'
    with desk.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE service_revision SET content = :c WHERE service_id = :s"),
            {"c": spoilt, "s": service},
        )


def statuses(desk: Desk) -> list[int]:
    return [desk.ask("", "GET", f"/services/moi-{name}").status_code for name in NAMES]


def entries(desk: Desk, kind: str) -> list[tuple[str, str | None]]:
    with desk.database.read() as session:
        found = journal.entries(session, after=0, limit=99_999)
    return [(one.subject_id, one.change.reason) for one in found if one.change.kind == kind]


def test_a_publication_that_cannot_be_done_goes_back_and_the_others_are_published(
    desk: Desk,
) -> None:
    sent = approve_all(desk, publishAt=later(days=1).isoformat())
    spoil(desk, "moi-aaa")

    pass_days(desk, 1)

    assert statuses(desk) == [404, 200, 200]
    for who in ("editor", "reviewer"):
        with desk.database.read() as session:
            kept = session.get_one(Submission, sent["aaa"])
        assert (kept.state, kept.decided_by) == ("in_review", "clock")
        told = desk.ask(who, "GET", "/submissions?state=in_review").json()["items"]
        assert [(one["id"], one["isLate"]) for one in told] == [(sent["aaa"], False)]
        assert told[0]["reason"]["en"] == (
            "It could not be published at its time: A fault of the server, which is logged. "
            "It is under review again."
        )
        assert told[0]["reason"]["ar"].startswith("تعذّر نشرها في موعدها")
    [(submission, reason)] = entries(desk, "submission_given_back")
    assert (submission, reason) == (sent["aaa"], told[0]["reason"]["en"])
    assert ("review", "moi-aaa") in [
        (one["kind"], one["service"])
        for one in desk.ask("reviewer", "GET", "/tasks").json()["items"]
    ]
    before = len(entries(desk, "submission_given_back"))
    pass_days(desk, 2)
    assert len(entries(desk, "submission_given_back")) == before


def test_what_the_domain_says_is_told(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = approve_all(desk, publishAt=later(days=1).isoformat())
    publish = due.publish

    def refuse(session: Session, revisions: dict[str, int], **said: Any) -> list[str]:
        if "moi-bbb" in revisions:
            raise ServiceNotFound("There is no service 'moi-bbb'.")
        return publish(session, revisions, **said)

    monkeypatch.setattr(due, "publish", refuse)

    pass_days(desk, 1)

    assert statuses(desk) == [200, 404, 200]
    found = desk.ask("editor", "GET", f"/submissions/{sent['bbb']}").json()
    assert "There is no service 'moi-bbb'." in found["reason"]["en"]
    assert "لا توجد خدمة كهذه" in found["reason"]["ar"]
    monkeypatch.undo()
    assert desk.act("reviewer", sent["bbb"], "approve").json()["state"] == "published"
    assert statuses(desk) == [200, 200, 200]


def test_a_database_that_is_down_is_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = approve_all(desk, publishAt=later(days=1).isoformat())
    publish = due.publish

    def fail(session: Session, revisions: dict[str, int], **said: Any) -> list[str]:
        if "moi-aaa" in revisions:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        return publish(session, revisions, **said)

    monkeypatch.setattr(due, "publish", fail)
    with pytest.raises(OperationalError):
        pass_days(desk, 1)

    assert statuses(desk) == [404, 200, 200]
    assert desk.ask("editor", "GET", f"/submissions/{sent['aaa']}").json()["state"] == "scheduled"
    monkeypatch.undo()
    pass_days(desk, 1)
    assert statuses(desk) == [200, 200, 200]


def test_a_database_that_is_down_is_not_asked_for_everything(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_all(desk, publishAt=later(days=1).isoformat())
    desk.act(
        "reviewer",
        desk.sent(source_id="ddd", title={"ar": "رخصة بقالة", "en": "Grocery licence"}),
        "approve",
        {"publishAt": later(days=1).isoformat()},
    )
    calls: list[str] = []

    def fail(_: Session, revisions: dict[str, int], **__: Any) -> list[str]:
        if threading.current_thread() is threading.main_thread():  # the server's duties try too
            calls.extend(revisions)
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    monkeypatch.setattr(due, "publish", fail)
    with pytest.raises(OperationalError):
        pass_days(desk, 1)

    assert len(calls) == 4  # the portion's first, and three alone


def test_what_fails_every_time_keeps_nobody_behind_it_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_all(desk, publishAt=later(days=1).isoformat())
    behind = desk.sent(source_id="ddd", title={"ar": "رخصة بقالة", "en": "Grocery licence"})
    at = {"publishAt": later(days=1, hours=0).isoformat()}
    assert desk.act("reviewer", behind, "approve", at).status_code == 200
    publish = due.publish

    def fail(session: Session, revisions: dict[str, int], **said: Any) -> list[str]:
        if "moi-ddd" not in revisions:
            raise OperationalError("UPDATE", {}, Exception("too many SQL variables"))
        return publish(session, revisions, **said)

    monkeypatch.setattr(due, "publish", fail)
    ours = duties(desk)
    with time_machine.travel(later(days=1, hours=1)):
        for _ in range(2):
            with pytest.raises(OperationalError):
                ours.do_all()

    assert statuses(desk) == [404, 404, 404]
    assert desk.ask("", "GET", "/services/moi-ddd").status_code == 200


def test_what_is_hourly_does_not_wait_for_what_fails_every_hour(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[str] = []

    def fail(*_: Any) -> None:
        raise OperationalError("DELETE", {}, Exception("disk I/O error"))

    monkeypatch.setattr(module, "forget_old", fail)
    monkeypatch.setattr(module, "announce_archives", lambda *_: announced.append("archives"))
    with pytest.raises(OperationalError):
        duties(desk).do_hourly()

    assert announced == ["archives"]


def test_an_archive_that_cannot_be_done_waits_a_day_and_the_others_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve_all(desk)
    asked = {"reason": "It ends", "at": later(days=1).isoformat()}
    for name in NAMES:
        desk.ask("approver", "POST", f"/services/moi-{name}/archive", asked)
    archive = due.archive

    def fail(session: Session, service_id: str, **said: Any) -> None:
        if service_id == "moi-aaa":
            raise ValueError("nobody foresaw it")
        archive(session, service_id, **said)

    monkeypatch.setattr(due, "archive", fail)
    pass_days(desk, 1)

    assert statuses(desk) == [200, 404, 404]
    [(service, reason)] = entries(desk, "archive_postponed")
    assert (service, reason) == ("moi-aaa", "A fault of the server, which is logged.")
    tasks = desk.ask("editor", "GET", "/tasks?kind=archive").json()["items"]
    assert [one["service"] for one in tasks] == ["moi-aaa"]
    monkeypatch.undo()
    pass_days(desk, 1)
    assert statuses(desk) == [200, 404, 404]
    pass_days(desk, 3)
    until(lambda: statuses(desk) == [404, 404, 404])


def test_what_cannot_be_judged_anew_does_not_keep_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = {name: desk.sent(source_id=name, title=title) for name, title in NAMES.items()}
    judge = due.judge

    def fail(session: Session, entry: Any, **said: Any) -> Any:
        if entry.id == "moi-aaa":
            raise KeyError("nobody foresaw it")
        return judge(session, entry, **said)

    monkeypatch.setattr(due, "judge", fail)
    with desk.database.engine.begin() as connection:
        connection.execute(text("UPDATE submission SET rules = 'old'"))
    duties(desk).do_all()

    assert [one for one, _ in entries(desk, "submission_not_judged")] == [sent["aaa"]]
    judged = {one for one, _ in entries(desk, "submission_judged_anew")}
    assert judged == {sent["bbb"], sent["ccc"]}
    assert desk.act("reviewer", sent["aaa"], "approve").json()["state"] == "published"


def test_what_the_shapes_no_longer_take_is_told_to_whoever_judges(desk: Desk) -> None:
    submission = desk.sent()
    spoil(desk, "moi-boat")
    with desk.database.engine.begin() as connection:
        connection.execute(text("UPDATE submission SET rules = 'old'"))

    duties(desk).do_all()

    with desk.database.read() as session:
        kept = session.get_one(Submission, submission)
    assert "error" in {one["severity"] for one in kept.findings}
    assert [one for one, _ in entries(desk, "submission_judged_anew")] == [submission]
