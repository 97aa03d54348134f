"""The worker keeps a search index up to date without serving anybody."""

import threading
from pathlib import Path

from app.cli.seeding import seed
from app.cli.working import work
from app.core.db import Database
from app.core.settings import Settings
from app.wiring import open_index


def test_the_worker_follows_the_journal_until_it_is_told_to_stop(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, follow_seconds=0.01)
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(settings, database), kwargs={"stop": stop})

    worker.start()
    seed(database, progress=lambda *_: None)
    stop.wait(1)
    stop.set()
    worker.join(30)

    index = open_index(settings, database)
    assert not worker.is_alive()
    assert index.engine.count == 538
    index.close()
