"""Taking care of what is published: quality, freshness, and what waits for people."""

from datetime import UTC, datetime, timedelta

from app.core.clock import now
from app.core.errors import Finding
from app.submissions.commands.due import announce_archives, do_what_is_due
from app.submissions.models import PlannedArchive
from app.submissions.neighbourhood import Neighbourhood
from app.submissions.rules.freshness import GENERAL, WITH_FEES, freshness_of
from app.submissions.rules.quality import Quality, quality_of
from tests.submissions.conftest import Desk

AT = datetime(2026, 1, 1, tzinfo=UTC)


def _finding(rule: str, severity: str) -> Finding:
    return Finding(pointer="", rule=rule, message={}, severity=severity)


def test_a_rule_counts_once_however_many_places_break_it() -> None:
    findings = [
        _finding("A-1", "warning"), _finding("A-1", "warning"), _finding("B-1", "suggestion")
    ]  # fmt: skip

    assert quality_of(findings, is_stale=False) == Quality(93, 0, 1, 1, is_stale=False)
    assert quality_of(findings, is_stale=True).score == 83


def test_a_score_is_never_below_zero() -> None:
    findings = [_finding(f"A-{number}", "error") for number in range(9)]

    assert quality_of(findings, is_stale=True).score == 0


def test_what_names_fees_goes_stale_sooner() -> None:
    with_fees = freshness_of({"hasCost": [{}]}, AT)
    general = freshness_of({"hasCost": []}, AT)

    assert (with_fees.class_id, general.class_id) == (WITH_FEES.id, GENERAL.id)
    assert with_fees.stale_at == datetime(2026, 6, 30, tzinfo=UTC)
    assert general.stale_at == datetime(2027, 1, 1, tzinfo=UTC)
    assert not with_fees.is_stale(datetime(2026, 6, 29, tzinfo=UTC))


def test_a_service_has_a_public_score(desk: Desk) -> None:
    desk.act("reviewer", desk.sent(), "approve")

    found = desk.ask("", "GET", "/services/moi-boat/quality").json()

    lost = 15 * found["errors"] + 5 * found["warnings"] + 2 * found["suggestions"]
    assert found["score"] == 100 - lost
    assert found["isStale"] is False
    assert desk.ask("", "GET", "/services/nothing/quality").status_code == 404


def test_the_score_of_an_entity_is_the_mean_of_its_services(desk: Desk) -> None:
    found = desk.ask("", "GET", "/entities/moi/quality").json()

    scores = [one["score"] for one in found["services"]]
    assert len(scores) == desk.ask("", "GET", "/services?entity=moi").json()["total"]
    assert found["score"] == round(sum(scores) / len(scores))


def test_an_entity_sees_what_it_has_to_mend(desk: Desk) -> None:
    submission = desk.sent()
    desk.act("reviewer", submission, "return", {"reason": {"en": "The fee is wrong"}})

    def tasks(who: str) -> list[tuple[str, str]]:
        items = desk.ask(who, "GET", "/tasks").json()["items"]
        return [(one["kind"], one["service"]) for one in items]

    assert tasks("editor") == [("mend", "moi-boat")]
    assert tasks("stranger") == []
    desk.send()
    assert tasks("editor") == []
    assert tasks("reviewer") == [("review", "moi-boat")]


def test_a_stale_service_is_a_task_until_somebody_confirms_it(desk: Desk) -> None:
    service = _make_old(desk, timedelta(days=400))

    tasks = desk.ask("editor", "GET", "/tasks").json()["items"]
    score = desk.ask("", "GET", f"/services/{service}/quality").json()
    desk.ask("editor", "POST", f"/services/{service}/confirm")

    assert [(one["kind"], one["service"]) for one in tasks] == [("confirm", service)]
    assert score["isStale"] is True
    assert desk.ask("editor", "GET", "/tasks").json()["items"] == []
    assert desk.ask("editor", "GET", "/tasks?entity=moe").status_code == 403


def test_what_nobody_cares_for_is_announced_and_then_archived(desk: Desk) -> None:
    service = _make_old(desk, timedelta(days=520))

    with desk.database.write() as session:
        assert announce_archives(session, now()) == 1
        assert announce_archives(session, now()) == 0
    tasks = desk.ask("editor", "GET", "/tasks").json()["items"]
    later = now() + timedelta(days=31)
    with desk.database.write() as session:
        do_what_is_due(session, later, near=Neighbourhood(desk.database).near)

    assert sorted(one["kind"] for one in tasks) == ["archive", "confirm"]
    assert desk.ask("", "GET", f"/services/{service}").status_code == 404


def test_a_confirmation_calls_off_what_time_has_planned(desk: Desk) -> None:
    service = _make_old(desk, timedelta(days=520))
    with desk.database.write() as session:
        announce_archives(session, now())

    desk.ask("editor", "POST", f"/services/{service}/confirm")

    with desk.database.read() as session:
        assert session.get(PlannedArchive, service) is None


def _make_old(desk: Desk, age: timedelta) -> str:
    """Let a service have been published long ago."""
    from sqlalchemy import text

    from app.core.clock import to_text

    desk.act("reviewer", desk.sent(), "approve")
    with desk.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE service_revision SET published_at = :at WHERE service_id = 'moi-boat'"),
            {"at": to_text(now() - age)},
        )
    return "moi-boat"
