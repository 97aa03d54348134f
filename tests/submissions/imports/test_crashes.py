"""Whoever dies in an import leaves it so that the next goes on, with nothing twice."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.catalogue.models import Service, ServiceRevision
from app.cli.generate import generate_services, load_vocabulary
from app.core import journal
from app.core.access import Caller
from app.core.db import Database
from app.core.settings import ROOT
from app.submissions.imports.commands import SentFile, create_import
from app.submissions.imports.duties import ImportDuties
from app.submissions.imports.models import ImportRow
from app.submissions.imports.queries import get_import
from app.submissions.imports.schemas import ImportIn, ImportOut
from app.submissions.imports.storage import ImportFolder
from app.submissions.models import Submission
from app.submissions.neighbourhood import Neighbourhood

STAFF = Caller("key:load", "key", frozenset(("catalogue_editor",)))
ENDED = {"finished", "refused", "failed"}
_PROCESS = "tests.submissions.imports.working_process"


@dataclass
class Shop:
    """A database and a folder in which imports are worked on by processes that die."""

    database: Database
    folder: Path

    def queue(self, lines: str, name: str = "i_crash", **asked: Any) -> str:
        folder = ImportFolder(self.folder, name)
        folder.create()
        folder.sent.write_text(lines, encoding="utf-8")
        file = SentFile(name, "services.ndjson", "ndjson", len(lines), "0" * 64)
        with self.database.write() as session:
            create_import(session, ImportIn(entity="moi", **asked), file, caller=STAFF)
        return name

    def read(self, import_id: str) -> ImportOut:
        with self.database.read() as session:
            return get_import(session, import_id, caller=STAFF)

    def start(self, batch: int) -> subprocess.Popen[bytes]:
        url = self.database.url.render_as_string(hide_password=False)
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.submissions.imports.working_process",
                url,
                str(self.folder),
                str(batch),
            ],
            cwd=ROOT,
        )

    def work(self) -> None:
        duties = ImportDuties(self.database, self.folder, Neighbourhood(self.database))
        duties.work()


@pytest.fixture
def shop(seeded: Database, tmp_path: Path) -> Shop:
    return Shop(seeded, tmp_path)


def lines_of(database: Database, number: int) -> str:
    with database.read() as session:
        known = load_vocabulary(session)
    entries = generate_services(known, services=number, seed=7)
    contents = ((one.source_id, one.content) for one in entries)
    return "\n".join(
        json.dumps(
            {
                "sourceId": source_id,
                "content": {
                    **content.model_dump(mode="json", by_alias=True),
                    "relatedService": [],
                },
            }
        )
        for source_id, content in contents
    )


def killed_until_done(shop: Shop, import_id: str, *, kills: int, batch: int) -> int:
    """Kill processes at random moments, then let one finish; returns how many were killed."""
    chance, killed = random.Random(11), 0
    for _ in range(kills * 4):
        if killed == kills or shop.read(import_id).state in ENDED:
            break
        process = shop.start(batch)
        started = shop.read(import_id)
        deadline = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < deadline:
            now = shop.read(import_id)
            if (now.state, now.done_rows) != (started.state, started.done_rows):
                break
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            killed += 1
        process.wait(timeout=30)
    shop.work()
    return killed


def written(database: Database) -> dict[str, Any]:
    """Tell what an import has left behind, without ids and times."""
    with database.read() as session:
        made = select(Service.id).where(Service.source_id.like("gen7-%"))
        revisions = session.execute(
            select(ServiceRevision.service_id, ServiceRevision.number, ServiceRevision.sha256)
            .where(ServiceRevision.service_id.in_(made))
            .order_by(ServiceRevision.service_id)
        ).all()
        submissions = session.execute(
            select(Submission.service_id, Submission.revision, Submission.state)
            .where(Submission.service_id.in_(made))
            .order_by(Submission.service_id)
        ).all()
        rows = session.execute(
            select(ImportRow.number, ImportRow.source_id, ImportRow.outcome).order_by(
                ImportRow.number
            )
        ).all()
        kinds = Counter(
            one.change.kind
            for one in journal.entries(session, after=0, limit=100_000)
            if one.change.actor == STAFF.id and not one.change.kind.startswith("import_")
        )
        assert journal.find_broken_entry(session) is None
    return {
        "revisions": [tuple(one) for one in revisions],
        "submissions": [tuple(one) for one in submissions],
        "rows": [tuple(one) for one in rows],
        "journal": kinds,
    }


def crashed_and_whole(
    shop: Shop, server: Any, seeded_url: str, *, rows: int, kills: int, batch: int, **asked: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Import the same lines with crashes and, into another database, without."""
    lines = lines_of(shop.database, rows)
    crashed = shop.queue(lines, **asked)
    assert killed_until_done(shop, crashed, kills=kills, batch=batch) >= min(kills, 2)
    other = Shop(Database(server.copy_of(seeded_url)), shop.folder / "other")
    whole = other.queue(lines, **asked)
    other.work()
    found, expected = shop.read(crashed), other.read(whole)
    assert (found.state, found.counts) == (expected.state, expected.counts)
    results = written(shop.database), written(other.database)
    other.database.close()
    return results


@pytest.mark.parametrize("mode", ["valid-rows", "all-or-nothing"])
def test_an_import_that_was_killed_ends_as_one_that_was_not(
    shop: Shop, server: Any, seeded_url: str, mode: str
) -> None:
    crashed, whole = crashed_and_whole(
        shop, server, seeded_url, rows=120, kills=3, batch=20, mode=mode
    )

    assert crashed == whole
    assert len(crashed["rows"]) == 120


def test_a_load_that_was_killed_is_published_once(shop: Shop, server: Any, seeded_url: str) -> None:
    crashed, whole = crashed_and_whole(
        shop, server, seeded_url, rows=90, kills=2, batch=15, mode="valid-rows", publish=True
    )

    assert crashed == whole
    assert crashed["journal"]["service_published"] == whole["journal"]["service_published"] > 0


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("mode", ["valid-rows", "all-or-nothing"])
def test_twenty_kills_of_five_thousand_rows(
    shop: Shop, server: Any, seeded_url: str, mode: str
) -> None:
    crashed, whole = crashed_and_whole(
        shop, server, seeded_url, rows=5000, kills=20, batch=100, mode=mode
    )

    assert crashed == whole
    assert len(crashed["rows"]) == 5000


def test_all_or_nothing_is_nothing_when_a_row_loses_its_ground_meanwhile(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.catalogue.errors import UnknownReference
    from app.submissions.imports import saving

    lines = lines_of(shop.database, 30)
    import_id = shop.queue(lines, mode="all-or-nothing")

    def failing(*_: object) -> None:
        raise UnknownReference("It is gone.")

    monkeypatch.setattr(saving, "submit_rows", failing)
    shop.work()

    found = shop.read(import_id)
    assert (found.state, found.problem and found.problem.rule) == ("refused", "IMPORT-18")
    assert written(shop.database)["revisions"] == []


def test_a_fault_of_ours_ends_one_import_and_not_the_others(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.submissions.imports import running

    first = shop.queue(lines_of(shop.database, 3), "i_first")
    second = shop.queue(lines_of(shop.database, 3), "i_second")
    judge = running.judge_rows

    def failing(session: Any, builder: Any, *rest: Any, **named: Any) -> Any:
        if builder.import_id == first:
            raise RuntimeError("a fault")
        return judge(session, builder, *rest, **named)

    monkeypatch.setattr(running, "judge_rows", failing)
    shop.work()

    assert [shop.read(one).state for one in (first, second)] == ["failed", "finished"]


def test_of_two_processes_one_works(shop: Shop) -> None:
    import_id = shop.queue(lines_of(shop.database, 120), mode="valid-rows")

    processes = [shop.start(10) for _ in range(3)]
    codes = [process.wait(timeout=120) for process in processes]
    shop.work()

    assert codes == [0, 0, 0]
    assert shop.read(import_id).done_rows == 120
    found = written(shop.database)
    assert {number for _, number, _ in found["revisions"]} == {1}


def test_small_imports_do_not_wait_for_a_large_one(shop: Shop) -> None:
    from app.submissions.imports import limits

    order: list[str] = []
    large = shop.queue(lines_of(shop.database, 60), "i_large", mode="valid-rows", dry_run=True)
    small = shop.queue(lines_of(shop.database, 3), "i_small", mode="valid-rows", dry_run=True)
    duties = ImportDuties(shop.database, shop.folder, Neighbourhood(shop.database))

    def note() -> None:
        order.extend(
            one for one in (large, small) if one not in order and shop.read(one).state in ENDED
        )

    kept, limits.BATCH_ROWS = limits.BATCH_ROWS, 10
    try:
        duties.work(note)
    finally:
        limits.BATCH_ROWS = kept

    assert order == [small, large]


def test_what_was_abandoned_is_swept_away(shop: Shop) -> None:
    import time_machine

    from app.submissions.imports.sweeping import sweep

    ended = shop.queue(lines_of(shop.database, 3), "i_ended", mode="valid-rows")
    shop.work()
    ImportFolder(shop.folder, "i_abandoned").create()

    assert sweep(shop.database, shop.folder) == 0
    with time_machine.travel(time.time() + 40 * 86_400, tick=True):
        swept = sweep(shop.database, shop.folder)

    assert swept == 2
    assert list((shop.folder / "imports").iterdir()) == []
    assert shop.read(ended).state == "finished"


def test_a_full_disk_is_waited_for(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.submissions.imports import running

    import_id = shop.queue(lines_of(shop.database, 3), mode="valid-rows")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched, pytest.raises(OSError, match="No space"):
        patched.setattr(running, "write_rows", full)
        shop.work()
    assert shop.read(import_id).state == "reading"
    shop.work()

    assert shop.read(import_id).state == "finished"


def test_rows_that_were_removed_end_the_import(shop: Shop) -> None:
    import_id = shop.queue(lines_of(shop.database, 3), mode="valid-rows")
    duties = ImportDuties(shop.database, shop.folder, Neighbourhood(shop.database))
    rows = ImportFolder(shop.folder, import_id).rows

    duties.work(lambda: rows.unlink(missing_ok=True))

    assert shop.read(import_id).state == "failed"
