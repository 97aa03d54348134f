"""The journal can be searched by who, what and when."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.core import journal
from app.core.db import Database
from app.core.journal import Change, Wanted

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def filled(database: Database) -> Database:
    """Twelve entries, one an hour, by two actors on three things."""
    for number in range(12):
        change = Change(
            kind="thing_changed",
            subject_type="service" if number % 3 else "key",
            subject_id=f"t{number % 3}",
            op="upsert",
            actor="b" if number % 4 == 0 else "a",
            is_public=bool(number % 2),
        )
        with (
            time_machine.travel(START + timedelta(hours=number), tick=False),
            database.write() as session,
        ):
            journal.record(session, change)
    return database


def found(database: Database, wanted: Wanted, **place: int) -> list[int]:
    with database.read() as session:
        page = journal.search_entries(session, wanted, **{"limit": 100, **place})
        streamed = [one.seq for one in journal.stream_entries(session, wanted)]
    if not place:
        assert streamed == sorted(one.seq for one in page)
    return [one.seq for one in page]


def test_everything_is_found_newest_first(filled: Database) -> None:
    assert found(filled, Wanted()) == list(range(12, 0, -1))


def test_pages_cover_everything_once(filled: Database) -> None:
    first = found(filled, Wanted(), limit=5)
    second = found(filled, Wanted(), limit=5, before=first[-1])
    third = found(filled, Wanted(), limit=5, before=second[-1])

    assert first + second + third == list(range(12, 0, -1))


@pytest.mark.parametrize(
    ("wanted", "seqs"),
    [
        (Wanted(actor="b"), [9, 5, 1]),
        (Wanted(subject_type="key"), [10, 7, 4, 1]),
        (Wanted(subject_id="t1", actor="b"), [5]),
        (Wanted(kind="nothing"), []),
        (Wanted(since=START + timedelta(hours=9)), [12, 11, 10]),
        (Wanted(since=START + timedelta(hours=9, seconds=1)), [12, 11]),
        (Wanted(until=START + timedelta(hours=2)), [3, 2, 1]),
        (Wanted(until=START - timedelta(seconds=1)), []),
        (Wanted(since=START + timedelta(days=9)), []),
        (Wanted(since=START + timedelta(hours=3), until=START + timedelta(hours=4)), [5, 4]),
        (Wanted(owned={}), []),
        (Wanted(owned={"service": ["t1"], "key": ["t1"]}), [11, 8, 5, 2]),
    ],
)
def test_entries_are_found_by_what_is_known(
    filled: Database, wanted: Wanted, seqs: list[int]
) -> None:
    assert found(filled, wanted) == seqs


def test_an_empty_journal_holds_nothing(database: Database) -> None:
    assert found(database, Wanted(since=START, until=START)) == []


def test_a_journal_that_lost_entries_can_still_be_searched(filled: Database) -> None:
    with filled.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM journal_entry WHERE seq IN (6, 12)")

    assert found(filled, Wanted(since=START + timedelta(hours=4))) == [11, 10, 9, 8, 7, 5]
