"""Units of work: what is kept, what is seen, and who has to wait."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.catalogue.models import EvidenceType
from app.core import journal
from app.core.clock import now
from app.core.db import Database, Instant
from app.core.journal import Change, record

CHANGE = Change(kind="k", subject_type="entity", subject_id="x", op="upsert", actor="test")


def test_a_reader_sees_one_picture_whatever_is_written_meanwhile(database: Database) -> None:
    with database.read() as reader:
        assert journal.head(reader) == 0
        with database.write() as writer:
            record(writer, CHANGE)
        assert journal.head(reader) == 0
        assert journal.count(reader) == 0

    with database.read() as reader:
        assert journal.head(reader) == 1


def test_what_a_reader_writes_is_not_kept(database: Database) -> None:
    with database.read() as session:
        session.execute(text("UPDATE journal_head SET seq = 5"))

    with database.read() as session:
        assert journal.head(session) == 0


def test_writers_take_turns_from_their_first_statement(database: Database) -> None:
    seen: list[int] = []
    is_inside = threading.Event()

    def slow() -> None:
        with database.write() as session:
            record(session, CHANGE)
            journal.head(session)
            is_inside.set()
            threading.Event().wait(0.3)

    def waiting() -> None:
        is_inside.wait(5)
        with database.write() as session:
            seen.append(journal.head(session))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(slow), pool.submit(waiting)]:
            done.result(timeout=20)

    assert seen == [1]


def test_listeners_hear_of_commits_alone(database: Database) -> None:
    heard: list[str] = []
    database.on_commit(lambda: heard.append("commit"))

    with pytest.raises(RuntimeError), database.write() as session:
        record(session, CHANGE)
        raise RuntimeError
    with database.write() as session:
        record(session, CHANGE)

    assert heard == ["commit"]


def test_sqlite_survives_a_loss_of_power_and_checks_references(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'folder' / 'dalil.sqlite3'}")

    with database.read() as session:
        found = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    database.close()

    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30000,
    }  # fmt: skip


def test_an_instant_is_kept_as_text_and_comes_back() -> None:
    instant, kind = datetime(2026, 3, 1, 9, 30, 0, 5, tzinfo=UTC), Instant()

    kept = kind.process_bind_param(instant, None)

    assert kept == "2026-03-01T09:30:00.000005Z"
    assert kind.process_result_value(kept, None) == instant
    assert kind.process_bind_param(None, None) is None
    assert kind.process_result_value(None, None) is None


def test_json_comes_back_as_it_was(database: Database) -> None:
    said = {"ar": "رخصة", "n": [1, 1.5, None, True]}
    made = EvidenceType(id="x", version=1, modified_at=now(), content=said)
    with database.rehearse() as session:
        session.add(made)
        session.flush()
        session.expire_all()

        assert session.get_one(EvidenceType, "x").content == said


def test_arabic_in_json_is_not_escaped(database: Database) -> None:
    made = EvidenceType(id="x", version=1, modified_at=now(), content={"ar": "رخصة"})
    with database.rehearse() as session:
        session.add(made)
        session.flush()
        written = session.scalar(text("SELECT CAST(content AS VARCHAR) FROM evidence_type"))

    assert written == '{"ar":"رخصة"}'


def test_a_statement_that_fails_does_not_tell_its_values(database: Database) -> None:
    with database.read() as session, pytest.raises(SQLAlchemyError) as caught:
        session.execute(text("INSERT INTO nowhere VALUES (:mail)"), {"mail": "a@moi.example"})

    assert "nowhere" in str(caught.value)
    assert "a@moi.example" not in str(caught.value)
