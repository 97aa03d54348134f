"""Many editors of many entities at once: nothing is lost, doubled, torn or forgotten."""

import random
import sqlite3
import threading
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn

from app.cli import mirroring
from app.cli.mirror_file import MirrorFile
from app.cli.mirror_source import Source
from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from tests.api.gates import make_key, settings_of
from tests.conftest import serving
from tests.endurance.editors import Editor
from tests.endurance.proofs import exported, faults_of, index_faults, searched
from tests.webhooks.receiver import until

ENTITIES = ("moi", "moe", "moh", "paci")
EDITORS = 8
SEED = 20260301


def silent(_text: str) -> None:
    """Tell nobody."""


def mirrored(url: str, path: Path, is_over: threading.Event) -> Mapping[str, bytes]:
    """Build a mirror from the feed alone, reading small pages until all is over."""
    source = Source(url, attempts=3, on_fault=silent, page=50)
    mirror = MirrorFile(path, source.url)
    while not is_over.is_set():
        mirroring.catch_up(mirror, source, told=silent)
        is_over.wait(0.05)
    mirroring.catch_up(mirror, source, told=silent)
    mirror.close()
    source.close()
    file = sqlite3.connect(path)
    rows = file.execute("SELECT id, document FROM service").fetchall()
    file.close()
    return {key: document.encode() for key, document in rows}


def editors(url: str, database: Database) -> list[Editor]:
    """Let two editors speak for each entity, so that they meet in the same entries."""
    found = []
    for number in range(EDITORS):
        entity = ENTITIES[number % len(ENTITIES)]
        writing = make_key(database, "entity_editor", entity)
        judging = make_key(database, "entity_approver", entity)
        found.append(Editor(url, entity, writing, judging, random.Random(SEED + number)))
    return found


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    "edits", [pytest.param(200, id="200"), pytest.param(10_000, id="10000", marks=pytest.mark.long)]
)
def test_after_many_edits_at_once_everything_still_agrees(
    seeded: Database, tmp_path: Path, edits: int
) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    settings = settings_of(
        Settings(database_url=url, data_dir=tmp_path / "data", follow_seconds=0.05), rate_key=0
    )
    app, is_over = create_app(settings), threading.Event()
    configuration = uvicorn.Config(app, port=0, log_level="warning", access_log=False)

    with serving(configuration) as address, ThreadPoolExecutor(EDITORS + 1) as pool:
        following = pool.submit(mirrored, address, tmp_path / "followed.sqlite3", is_over)
        people = editors(address, seeded)
        try:
            for done in [pool.submit(one.work, edits // EDITORS) for one in people]:
                done.result()
        finally:
            is_over.set()
        published = exported(address)
        assert following.result() == published
        assert mirrored(address, tmp_path / "read.sqlite3", is_over) == published
        until(lambda: searched(address) == sorted(published))

    assert faults_of(seeded) == []
    assert index_faults(settings, seeded) == []
    answered = sum((one.answers for one in people), Counter[tuple[str, int]]())
    done = {name for name, status in answered if status < 300}
    assert done >= {"change", "repeat", "patch", "approve"}, answered
