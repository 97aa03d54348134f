"""Notices from the journal to the folder of mail: once each, tried again, over restarts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from app.core import journal
from app.core.access import Caller
from app.core.db import Database
from app.core.mailing import FileMailer, Mail, Undeliverable, Undelivered
from app.workshops import meetings_commands as commands
from app.workshops import notices_collecting, notices_duties, notices_sending
from app.workshops.meetings_models import Invitation, Workshop
from app.workshops.meetings_records import reply
from app.workshops.meetings_schemas import CancelIn, ReplyIn, WorkshopIn, WorkshopPatch
from app.workshops.notices_duties import NoticeDuties, Notifying
from app.workshops.notices_models import Notice, NoticeProgress
from tests.catalogue import world

FACILITATOR = Caller("key:f", "key", frozenset(("workshop_facilitator",)))
START = datetime(2026, 12, 6, 6, 0, tzinfo=UTC)
NOW = START - timedelta(days=10)


class Memory:
    """Keeps what it is given; ``faults`` are raised in the place of taking it."""

    def __init__(self, *faults: Exception) -> None:
        self.taken: list[Mail] = []
        self.faults = list(faults)

    def send(self, mail: Mail) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append(mail)


@contextmanager
def nobody_else() -> Iterator[Any]:
    yield lambda: True


def duties(database: Database, mailer: Any) -> NoticeDuties:
    notifying = Notifying(mailer, "https://dalil.example", 3)
    return NoticeDuties(database, notifying, holding=nobody_else, seconds=1)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def workshop(database: Database) -> str:
    """A workshop to which one entity with an address and one without are invited."""
    asked = WorkshopIn.model_validate(
        {
            "title": {"ar": "ورشة", "en": "Workshop"},
            "startsAt": START,
            "entities": ["moi", "paci"],
            "contacts": {"moi": ["a@moi.example", "b@moi.example"]},
        }
    )
    with database.write() as session:
        world.build(session)
        return commands.plan_workshop(session, asked, caller=FACILITATOR).id


def notices(database: Database) -> list[tuple[str, str, str, str]]:
    with database.read() as session:
        rows = session.scalars(select(Notice).order_by(Notice.edition, Notice.address))
        return [(one.kind, one.entity_id, one.address, one.state) for one in rows]


def test_invitations_are_sent_once_and_a_missing_address_is_noted(
    database: Database, workshop: str
) -> None:
    mailer = Memory()

    sent = [duties(database, mailer).do_all() for _ in range(3)]
    assert sent == [2, 0, 0]
    assert [one.to for one in mailer.taken] == ["a@moi.example", "b@moi.example"]
    assert notices(database) == [
        ("invitation", "paci", "", "no_address"),
        ("invitation", "moi", "a@moi.example", "sent"),
        ("invitation", "moi", "b@moi.example", "sent"),
    ]


def test_the_folder_of_mail_holds_each_notice(
    database: Database, workshop: str, tmp_path: Path
) -> None:
    duties(database, FileMailer(tmp_path, "dalil@dalil.example")).do_all()

    files = sorted(tmp_path.glob("*.eml"))
    assert len(files) == 2
    message = message_from_bytes(files[0].read_bytes(), policy=default)
    assert message["Subject"] == "دعوة إلى ورشة عمل: ورشة | Invitation to a workshop: Workshop"
    assert message["To"] in ("a@moi.example", "b@moi.example")


def test_what_fails_is_tried_again_after_a_pause(database: Database, workshop: str) -> None:
    mailer = Memory(Undelivered("down"), Undeliverable("no such mailbox"))
    duties(database, mailer).do_all()

    assert mailer.taken == []
    states = {address: state for _, _, address, state in notices(database) if address}
    assert sorted(states.values()) == ["failed", "waiting"]
    duties(database, mailer).do_all()
    assert mailer.taken == []
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        duties(database, mailer).do_all()
    assert [one.to for one in mailer.taken] == [
        address for address, state in states.items() if state == "waiting"
    ]


def test_a_process_that_dies_before_it_notes_a_message_sends_it_under_the_same_id(
    database: Database, workshop: str
) -> None:
    class Dying(Memory):
        def send(self, mail: Mail) -> None:
            super().send(mail)
            raise KeyboardInterrupt

    first, second = Dying(), Memory()
    with pytest.raises(KeyboardInterrupt):
        duties(database, first).do_all()
    duties(database, second).do_all()

    assert [one.id for one in first.taken] == [second.taken[0].id]
    assert len(second.taken) == 2


def test_a_notice_that_nobody_can_write_does_not_keep_the_others(
    database: Database, workshop: str
) -> None:
    mailer = Memory(ValueError("nobody foresaw it"))

    assert duties(database, mailer).do_all() == 2

    assert len(mailer.taken) == 1
    assert sorted(state for *_, state in notices(database)) == ["failed", "no_address", "sent"]


def test_an_entry_that_nobody_can_tell_does_not_keep_the_others(
    database: Database, workshop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, planned = notices_collecting.invited_entities, [ValueError("nobody foresaw it")]

    def fail_once(fields: tuple[str, ...]) -> Any:
        if planned:
            raise planned.pop()
        return told(fields)

    monkeypatch.setattr(notices_collecting, "invited_entities", fail_once)
    mailer = Memory()
    duties(database, mailer).do_all()
    assert mailer.taken == []
    with database.write() as session:
        patch = WorkshopPatch.model_validate({"place": {"ar": "القاعة", "en": "The hall"}})
        commands.change_workshop(session, workshop, patch, caller=FACILITATOR, condition='"1"')

    duties(database, mailer).do_all()

    assert [one.to for one in mailer.taken] == ["a@moi.example", "b@moi.example"]


def test_reminders_are_sent_some_days_before_and_once(database: Database, workshop: str) -> None:
    mailer = Memory()
    with database.write() as session:
        no = ReplyIn.model_validate({"entity": "paci", "reply": "declined", "contacts": ["p@p.ex"]})
        reply(session, workshop, no, caller=FACILITATOR)
    duties(database, mailer).do_all()
    mailer.taken.clear()
    for days in (4, 3, 2):
        with time_machine.travel(START - timedelta(days=days), tick=False):
            duties(database, mailer).do_all()

    assert [(one.to, one.subject.partition(":")[0]) for one in mailer.taken] == [
        ("a@moi.example", "تذكير بورشة عمل"),
        ("b@moi.example", "تذكير بورشة عمل"),
    ]
    with database.read() as session:
        states = session.execute(select(Invitation.entity_id, Invitation.state)).all()
        kinds = [
            one.change.kind
            for one in journal.entries(session, after=0, limit=10_000, subject_types=["workshop"])
        ]
    assert sorted(map(tuple, states)) == [("moi", "reminded"), ("paci", "declined")]
    assert kinds.count("workshop_reminded") == 1


def test_those_who_are_invited_hear_of_a_new_time_and_of_nothing_smaller(
    database: Database, workshop: str
) -> None:
    mailer = Memory()
    duties(database, mailer).do_all()
    mailer.taken.clear()
    for changed in ({"title": {"en": "Other"}}, {"startsAt": START + timedelta(days=1)}):
        with database.write() as session:
            patch = WorkshopPatch.model_validate(changed)
            commands.change_workshop(session, workshop, patch, caller=FACILITATOR, condition="*")
    duties(database, mailer).do_all()

    assert len(mailer.taken) == 2
    assert "2026-12-07 09:00" in mailer.taken[0].text


def test_a_cancellation_says_why(database: Database, workshop: str) -> None:
    mailer = Memory()
    reason = CancelIn.model_validate({"reason": {"ar": "أُجّلت", "en": "Postponed"}})
    with database.write() as session:
        commands.act(session, workshop, "cancel", caller=FACILITATOR, said=reason)
    duties(database, mailer).do_all()

    told = [one.text for one in mailer.taken if one.subject.startswith("إلغاء")]
    assert len(told) == 2
    assert "السبب: أُجّلت" in told[0]
    assert "Reason: Postponed" in told[0]


def test_progress_and_notices_are_one_transaction(database: Database, workshop: str) -> None:
    duties(database, Memory()).do_all()
    before = notices(database)
    with database.write_aside() as session:
        session.execute(update(NoticeProgress).values(seq=0))

    with pytest.raises(Exception, match=r"(?i)unique"):
        duties(database, Memory()).do_all()
    assert notices(database) == before


def test_a_thread_sends_by_itself(database: Database, workshop: str) -> None:
    mailer = Memory()
    running = duties(database, mailer)
    running.start()
    with time_machine.travel(NOW, tick=True):
        for _ in range(200):
            if len(mailer.taken) == 2:
                break
            running._stopping.wait(0.05)
    running.stop()

    assert len(mailer.taken) == 2
    with database.read() as session:
        assert session.get_one(Workshop, workshop).state == "planned"


def test_what_cannot_be_noted_is_not_sent_again(
    database: Database, workshop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailer = Memory()
    note, is_full = notices_sending.note_outcome, [True]

    def noted(*said: Any) -> None:
        if is_full[0]:
            raise OperationalError("UPDATE", {}, Exception("database or disk is full"))
        note(*said)

    monkeypatch.setattr(notices_sending, "note_outcome", noted)
    ours = duties(database, mailer)
    for _ in range(3):
        with pytest.raises(OperationalError):
            ours.do_all()
    assert len(mailer.taken) == 1
    is_full[0] = False
    ours.do_all()

    assert [one.to for one in mailer.taken] == ["a@moi.example", "b@moi.example"]
    assert [state for *_, state in notices(database)] == ["no_address", "sent", "sent"]


def test_a_reminder_that_fails_every_time_keeps_no_notice_back(
    database: Database, workshop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> bool:
        raise OperationalError("SELECT", {}, Exception("out of memory"))

    monkeypatch.setattr(notices_duties, "is_reminder_due", fail)
    mailer = Memory()
    with pytest.raises(OperationalError):
        duties(database, mailer).do_all()

    assert len(mailer.taken) == 2


def test_a_clock_that_was_wrong_keeps_no_notice_for_a_year(
    database: Database, workshop: str
) -> None:
    mailer = Memory(Undelivered("down"), Undelivered("down"))
    with time_machine.travel(NOW + timedelta(days=365), tick=False):
        duties(database, mailer).do_all()
    assert mailer.taken == []
    duties(database, mailer).do_all()

    assert len(mailer.taken) == 2
