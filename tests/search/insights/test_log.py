"""The search log: what is written, how much, and what happens when it cannot be."""

import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from app.core.clock import now
from app.core.db import Database
from app.search import duties
from app.search.duties import SearchDuties
from app.search.insights import collecting
from app.search.insights.batches import MOST_CLICKS, MOST_SEARCHES, Click
from app.search.insights.collecting import SearchLog
from app.search.insights.heard import Heard
from app.search.insights.models import AskedBy, AskedQuery, AskedWord, DaySalt, SearchClick
from app.search.insights.rules import query_id_of

HERE, THERE = "203.0.113.7", "198.51.100.9"


def heard(words: str, hits: int | None = 3, unknown: tuple[str, ...] = ()) -> Heard:
    return Heard(query_id_of(words), words, "ar", hits, False, True, False, unknown)


def rows(database: Database, table: type) -> list[tuple[object, ...]]:
    with database.read() as session:
        columns = table.__table__.columns  # type: ignore[attr-defined]  # a mapped class
        return [tuple(row) for row in session.execute(select(*columns).order_by(*columns))]


def test_repeats_of_a_session_are_one_row(database: Database) -> None:
    log = SearchLog(database)
    for who in (HERE, HERE, THERE):
        log.note(heard("كشته", 0, ("كشته",)), who)

    log.write()
    log.note(heard("كشته", 0, ("كشته",)), HERE)
    log.write()

    asked = rows(database, AskedBy)
    assert sorted(times for *_, times in asked) == [1, 3]
    assert len({session for _, _, session, _ in asked}) == 2
    day = now().date().isoformat()
    (query,) = rows(database, AskedQuery)
    assert query == (day, query_id_of("كشته"), "كشته", "ar", 0, False, True, False)
    assert [word for *_, word in rows(database, AskedWord)] == ["كشته"]


def test_no_address_is_written_anywhere(database: Database) -> None:
    log = SearchLog(database)
    log.note(heard("جواز"), HERE)
    log.note(Click(query_id_of("جواز"), "moi-x", 1), HERE)
    log.write()

    written = [rows(database, table) for table in (AskedBy, AskedQuery, SearchClick, DaySalt)]
    assert HERE not in str(written)


def test_a_search_under_filters_does_not_say_how_much_there_is(database: Database) -> None:
    log = SearchLog(database)
    log.note(heard("جواز", 7), HERE)
    log.note(heard("جواز", None), HERE)
    log.write()
    log.note(heard("جواز", None), THERE)
    log.write()

    assert [row[4] for row in rows(database, AskedQuery)] == [7]


def test_what_was_typed_on_the_way_is_not_a_search(database: Database) -> None:
    log = SearchLog(database)
    for typed in ("تج", "تجديد", "تجديد الجو", "تجديد الجواز", "تجديد الجواز", "رخصه"):
        log.note(heard(typed), HERE)
    log.note(heard("تجديد"), THERE)

    log.write()

    assert sorted(row[2] for row in rows(database, AskedQuery)) == sorted(
        ["تجديد", "تجديد الجواز", "رخصه"]
    )
    assert sorted(row[3] for row in rows(database, AskedBy)) == [1, 1, 2]


def test_only_clicks_on_published_services_are_written(seeded: Database) -> None:
    log, query = SearchLog(seeded), query_id_of("جواز")
    for service, position in (("moi-dl-renew", 3), ("no-such-service", 1), ("moi-dl-renew", 2)):
        log.note(Click(query, service, position), HERE)

    log.write()

    assert [row[3:] for row in rows(seeded, SearchClick)] == [("moi-dl-renew", 2)]


def test_one_session_cannot_fill_the_log(seeded: Database) -> None:
    log = SearchLog(seeded)
    with seeded.read() as session:
        services = session.scalars(text("SELECT service_id FROM service_document")).all()
    for number in range(MOST_SEARCHES + 50):
        log.note(heard(f"{number} جواز"), HERE)
    for service in services:
        log.note(Click(query_id_of("1 جواز"), service, 1), HERE)
    log.note(heard("جواز"), THERE)

    log.write()

    assert len(rows(seeded, AskedBy)) == MOST_SEARCHES + 1
    assert len(rows(seeded, SearchClick)) == MOST_CLICKS < len(services)


def test_what_waits_is_bounded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MOST_WAITING", 10)
    log = SearchLog(database)
    for number in range(25):
        log.note(heard(f"{number} جواز"), HERE)

    log.write()

    assert len(rows(database, AskedBy)) == 10


@pytest.mark.parametrize(
    "fault", [OperationalError("", {}, Exception("disk full")), OSError(28), ValueError("?")]
)
def test_a_log_that_cannot_be_written_is_only_logged(
    database: Database, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def fail(*_: object) -> None:
        raise fault

    log = SearchLog(database)
    log.note(heard("جواز"), HERE)
    with monkeypatch.context() as patched:
        patched.setattr(collecting, "keep_batch", fail)
        log.write()

    assert rows(database, AskedBy) == []
    log.note(heard("رخصة"), HERE)
    log.write()
    assert len(rows(database, AskedBy)) == 1


def test_many_threads_lose_nothing(database: Database) -> None:
    log = SearchLog(database)

    def ask(who: str) -> None:
        for _ in range(200):
            log.note(heard("جواز"), who)

    threads = [threading.Thread(target=ask, args=(f"203.0.113.{n}",)) for n in range(8)]
    for one in threads:
        one.start()
    while any(one.is_alive() for one in threads):
        log.write()
    for one in threads:
        one.join()
    log.write()

    assert sum(row[3] for row in rows(database, AskedBy)) == 1600  # type: ignore[misc]  # times


def test_what_was_kept_long_enough_is_forgotten_and_the_salt_with_its_day(
    database: Database,
) -> None:
    log, today = SearchLog(database), now()
    for days in (91, 90, 1, 0):
        with time_machine.travel(today - timedelta(days=days), tick=False):
            log.note(heard("جواز", 1, ("جواز",)), HERE)
            log.write()
    assert len(rows(database, DaySalt)) == 4

    SearchDuties(database, log, days=90).do_hourly()

    days = [(today - timedelta(days=days)).date().isoformat() for days in (90, 1, 0)]
    for table in (AskedQuery, AskedBy, AskedWord):
        assert [row[0] for row in rows(database, table)] == days
    assert [row[0] for row in rows(database, DaySalt)] == days[-1:]
    assert len({row[2] for row in rows(database, AskedBy)}) == 3


def test_a_count_that_fails_keeps_nothing_from_being_forgotten(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = SearchLog(database)
    with time_machine.travel(now() - timedelta(days=91), tick=False):
        log.note(heard("جواز"), HERE)
        log.write()

    def fail(*_: object) -> None:
        raise ValueError("nobody foresaw it")

    monkeypatch.setattr(duties, "count_popularity", fail)
    with pytest.raises(ValueError, match="foresaw"):
        SearchDuties(database, log, days=90).do_hourly()

    assert rows(database, AskedQuery) == []


def test_what_waits_at_the_end_is_written(database: Database) -> None:
    log = SearchLog(database)
    writing = SearchDuties(database, log, days=90, seconds=60)
    writing.start()
    log.note(heard("جواز"), HERE)

    writing.stop()

    assert len(rows(database, AskedBy)) == 1


def test_the_log_is_written_by_itself(database: Database) -> None:
    log = SearchLog(database)
    writing = SearchDuties(database, log, days=90, seconds=0.01)
    writing.start()
    log.note(heard("جواز"), HERE)
    waited = threading.Event()
    for _ in range(500):
        if rows(database, AskedBy):
            break
        waited.wait(0.01)
    writing.stop()

    assert len(rows(database, AskedBy)) == 1
