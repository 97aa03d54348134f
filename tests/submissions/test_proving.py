"""Submissions are what the journal says: who sent in what, who decided, when and why."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.core import journal
from app.core.db import Database
from app.submissions.queries.proving import find_altered_submissions
from tests.submissions.conftest import Desk

REASON = {"reason": {"ar": "ناقص", "en": "Not complete"}}


def altered(database: Database) -> list[str]:
    with database.read() as session:
        return list(find_altered_submissions(session))


def tamper(desk: Desk, statement: str) -> None:
    desk.is_tampered_with = True
    with desk.database.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.fixture
def sent(desk: Desk) -> str:
    submission = desk.sent()
    later = (datetime.now(UTC) + timedelta(days=3)).isoformat()
    assert desk.act("reviewer", submission, "take").status_code == 200
    approved = desk.act("reviewer", submission, "approve", {"publishAt": later})
    assert approved.json()["state"] == "scheduled"
    return submission


def test_whatever_becomes_of_a_submission_the_journal_vouches_for_it(desk: Desk, sent: str) -> None:
    returned = desk.sent(source_id="net", title={"ar": "رخصة شبكة", "en": "Net licence"})
    assert desk.act("reviewer", returned, "return", REASON).status_code == 200
    withdrawn = desk.sent(source_id="oar", title={"ar": "رخصة مجداف", "en": "Oar licence"})
    assert desk.act("editor", withdrawn, "withdraw").status_code == 200

    assert altered(desk.database) == []
    with desk.database.read() as session:
        found = journal.entries(session, after=0, limit=99_999, subject_types=("submission",))
    assert all(one.change.digest for one in found)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'published'",
        "decided_by = 'key:somebody'",
        "reviewer = NULL",
        "decided_at = '2026-01-01T00:00:00.000000Z'",
        "decided_at = 'yesterday'",
        "publish_at = NULL",
        "submitted_by = 'key:somebody'",
        "entity_id = 'moe'",
        "revision = 7",
        "version = 1",
        "findings = '[]'",
        """reason = '{"en": "Well done"}'""",
    ],
)
def test_what_was_altered_behind_the_journal_is_named(desk: Desk, sent: str, change: str) -> None:
    tamper(desk, f"UPDATE submission SET {change}")

    assert altered(desk.database) == [f"The submission '{sent}'"]


def test_what_is_gone_or_was_never_told_of_is_named(desk: Desk, sent: str) -> None:
    tamper(desk, "UPDATE submission SET id = 's_other'")

    assert altered(desk.database) == [
        "The submission 's_other'",
        f"The submission '{sent}', which is gone,",
    ]


def test_what_an_earlier_version_has_noted_without_a_digest_is_not_compared(
    desk: Desk, sent: str
) -> None:
    tamper(desk, "UPDATE journal_entry SET digest = NULL WHERE subject_type = 'submission'")

    assert altered(desk.database) == []
