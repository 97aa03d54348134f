"""Ten thousand rows of a workbook, judged, saved, published and found; with little memory."""

import os
import threading
import time
from pathlib import Path

import pytest

from app.cli.generate import generate_services, load_vocabulary
from app.core import journal
from app.core.access import Caller
from app.core.db import Database
from app.search.indexing import EmbeddedIndex
from app.search.source import CatalogueSource
from app.submissions.imports.commands import SentFile, create_import
from app.submissions.imports.duties import ImportDuties
from app.submissions.imports.flattening import flatten, in_order, plain_lists
from app.submissions.imports.queries import get_import
from app.submissions.imports.schemas import ImportIn
from app.submissions.imports.storage import ImportFolder
from app.submissions.neighbourhood import Neighbourhood
from tests.submissions.imports.tables import workbook

STAFF = Caller("key:load", "key", frozenset(("catalogue_editor",)))
ROWS = 10_000
MOST_SECONDS_OF_PROCESSOR = 60
MOST_MIB = 150


def large_workbook(database: Database) -> bytes:
    with database.read() as session:
        known = load_vocabulary(session)
    entries = [
        (one.source_id, one.content.model_dump(mode="json", by_alias=True) | {"relatedService": []})
        for one in generate_services(known, services=ROWS, seed=3)
    ]
    is_plain = plain_lists(content for _, content in entries)
    flats = [flatten(source_id, content, is_plain=is_plain) for source_id, content in entries]
    columns = in_order({column for flat in flats for column in flat})
    rows = ([flat.get(column) for column in columns] for flat in flats)
    return workbook(*rows, headers=[column.label("ar") for column in columns])


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_ten_thousand_rows_are_loaded_and_found(seeded: Database, tmp_path: Path) -> None:
    folder = ImportFolder(tmp_path, "i_large")
    folder.create()
    folder.sent.write_bytes(large_workbook(seeded))
    asked = ImportIn(entity="moi", mode="valid-rows", publish=True)
    with seeded.write() as session:
        file = SentFile("i_large", "services.xlsx", "xlsx", 1, "0" * 64)
        create_import(session, asked, file, caller=STAFF)
    index = EmbeddedIndex(tmp_path / "search", CatalogueSource(seeded))
    watched = _Watched()

    duties = ImportDuties(seeded, tmp_path, Neighbourhood(seeded))
    began = time.process_time()
    with watched:
        duties.work()
        index.catch_up()
    spent = time.process_time() - began

    with seeded.read() as session:
        found = get_import(session, "i_large", caller=STAFF)
        assert index.engine.seq == journal.head(session)
    assert (found.state, found.counts.created) == ("finished", ROWS)
    assert index.engine.count == ROWS + 538
    index.close()
    assert spent < MOST_SECONDS_OF_PROCESSOR
    assert watched.grown_mib < MOST_MIB


class _Watched:
    """Looks at the memory of this process every now and then."""

    def __init__(self) -> None:
        self.grown_mib = 0
        self._over = threading.Event()
        self._before = _resident_mib()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.grown_mib = max(self.grown_mib, _resident_mib() - self._before)


def _resident_mib() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // (1024 * 1024)
