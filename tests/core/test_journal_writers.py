"""The journal under many writers: no gap, no entry overtaken, nothing half kept."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from app.core import journal
from app.core.db import Database
from app.core.journal import Change, record
from app.core.settings import ROOT
from app.entities.queries import list_entities


def _change(subject: str) -> Change:
    return Change(
        kind="entity_changed", subject_type="entity", subject_id=subject, op="upsert", actor="test"
    )


def test_many_writers_leave_no_gap_and_readers_skip_nothing(database: Database) -> None:
    read: list[tuple[int, str]] = []
    is_over = threading.Event()

    def write(name: int) -> None:
        for number in range(6):
            try:
                with database.write() as session:
                    record(session, _change(f"{name}-{number}-a"))
                    record(session, _change(f"{name}-{number}-b"))
                    if (name + number) % 4 == 0:
                        raise RuntimeError("on purpose")
            except RuntimeError:
                continue

    def follow() -> None:
        while True:
            has_ended = is_over.is_set()
            after = read[-1][0] if read else 0
            with database.read() as session:
                found = journal.entries(session, after=after, limit=7)
            read.extend((one.seq, one.subject_id) for one in found)
            if has_ended and not found:
                return

    reader = threading.Thread(target=follow)
    reader.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(8)))
    is_over.set()
    reader.join()

    with database.read() as session:
        assert journal.find_broken_entry(session) is None
        assert journal.head(session) == journal.count(session) == 72
    assert [seq for seq, _ in read] == list(range(1, 73))
    pairs = [(read[place][1][:-2], read[place + 1][1][:-2]) for place in range(0, 72, 2)]
    assert all(first == second for first, second in pairs), "a transaction was torn apart"


def test_a_late_commit_is_not_overtaken(database: Database) -> None:
    """The second writer has to wait, so that its number cannot be read before the first's."""
    first_has_recorded, second_may_try = threading.Event(), threading.Event()
    order: list[str] = []

    def first() -> None:
        with database.write() as session:
            record(session, _change("first"))
            journal.head(session)
            first_has_recorded.set()
            second_may_try.wait(5)
            threading.Event().wait(0.2)
            order.append("first")

    def second() -> None:
        first_has_recorded.wait(5)
        second_may_try.set()
        with database.write() as session:
            record(session, _change("second"))
            journal.head(session)
            order.append("second")

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(first), pool.submit(second)]:
            done.result(timeout=20)

    with database.read() as session:
        found = [one.subject_id for one in journal.entries(session, after=0, limit=9)]
    assert order == found == ["first", "second"]


@contextmanager
def _writer(url: str, name: str, number: int) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.core.journal_writer", url, name, str(number)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _url(database: Database) -> str:
    return database.url.render_as_string(hide_password=False)


def test_several_processes_write_one_chain(database: Database) -> None:
    url = _url(database)

    with _writer(url, "a", 10) as one, _writer(url, "b", 10) as two, _writer(url, "c", 10) as three:
        for process in (one, two, three):
            assert process.wait(60) == 0

    with database.read() as session:
        assert journal.find_broken_entry(session) is None
        actors = Counter(one.change.actor for one in journal.entries(session, after=0, limit=99))
    assert actors == {"a": 10, "b": 10, "c": 10}


def test_a_killed_writer_loses_nothing_that_it_acknowledged(database: Database) -> None:
    acknowledged = []

    for killed_after in (1, 5, 9):
        with _writer(_url(database), f"w{killed_after}", 10_000) as process:
            assert process.stdout is not None
            acknowledged += [process.stdout.readline().strip() for _ in range(killed_after)]
            process.kill()
            acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]

    with database.write() as session:
        record(session, _change("afterwards"))
    with database.read() as session:
        assert journal.find_broken_entry(session) is None
        announced = [one.subject_id for one in journal.entries(session, after=0, limit=100_000)]
        kept = [one.id for one in list_entities(session)]
    assert set(acknowledged) <= set(kept)
    assert sorted(kept) == sorted(announced[:-1])
    assert len(acknowledged) >= 15
