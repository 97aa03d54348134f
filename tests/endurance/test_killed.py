"""A server that is killed at any moment: what it acknowledged is there, and nothing by halves."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest
from typer.testing import CliRunner

from app.cli.main import app
from app.core.db import Database
from app.core.settings import ROOT
from tests.api.gates import PEPPER, bearer, make_key
from tests.endurance.editors import content
from tests.endurance.proofs import exported, faults_of, searched
from tests.webhooks.receiver import until

ENTITIES = ("moi", "moe", "moh")
SEED = 20260302


@dataclass
class Noted:
    """What one writer knows of its one service.

    ``done`` is the last title that was acknowledged, ``tried`` the one whose answer never
    came, if any; for what was sent in and for what was published.
    """

    sent: set[str] = field(default_factory=set)
    published: set[str | None] = field(default_factory=lambda: {None})
    approved: str | None = None


@dataclass
class Writer:
    """Sends an entry in and has it approved, again and again, and notes every answer."""

    entity: str
    writing: str
    judging: str
    dice: random.Random
    noted: Noted = field(default_factory=Noted)
    acknowledged: int = 0

    def work(self, url: str) -> None:
        """Write until the server is gone."""
        with httpx2.Client(base_url=f"{url}/v1", timeout=30) as client:
            try:
                while True:
                    self.write(client)
            except httpx2.TransportError:
                return

    def write(self, client: httpx2.Client) -> None:
        entry = content(self.dice, "boat")
        entry["processingNote"] = {"en": f"Note {self.dice.randrange(10**9)}."}
        note = entry["processingNote"]["en"]
        self.noted.sent.add(note)
        path = f"/entities/{self.entity}/services/boat"
        sent = client.put(path, json=entry, headers=bearer(self.writing))
        assert sent.status_code in (200, 201), sent.text
        self.noted.sent, self.acknowledged = {note}, self.acknowledged + 1
        submission = sent.json()["submission"]["id"]
        self.noted.published.add(note)
        path = f"/submissions/{submission}/approve"
        answer = client.post(path, headers=bearer(self.judging))
        assert answer.json()["state"] == "published", answer.text
        self.noted.published, self.acknowledged = {note}, self.acknowledged + 1
        self.noted.approved = submission

    def check(self, url: str) -> None:
        """Find what was acknowledged, or what was asked last and never answered."""
        with httpx2.Client(base_url=f"{url}/v1", headers=bearer(self.writing)) as client:
            kept = client.get(f"/entities/{self.entity}/services/boat")
            if self.acknowledged or kept.is_success:
                found = kept.json()["content"]["processingNote"]["en"]
                assert found in self.noted.sent
                self.noted.sent = {found}
            shown = client.get(f"/services/{self.entity}-boat")
            note = shown.json()["processingNote"]["en"] if shown.is_success else None
            assert note in self.noted.published
            self.noted.published = {note}
            if self.noted.approved:
                submission = client.get(f"/submissions/{self.noted.approved}").json()
                assert submission["state"] == "published"


@dataclass(frozen=True)
class Place:
    """Where a server keeps what it has."""

    folder: Path
    database_url: str

    @property
    def log(self) -> Path:
        """What the last server said."""
        return self.folder / "server.log"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name[:6] != "DALIL_"}
        return {
            **kept,
            "DALIL_DATA_DIR": str(self.folder),
            "DALIL_DATABASE_URL": self.database_url,
            "DALIL_KEY_PEPPER": PEPPER,
            "DALIL_LOG_LEVEL": "ERROR",
        }


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def served(place: Place) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Run ``dalil serve`` until the block ends; it is killed if it runs then."""
    port = free_port()
    program = [sys.executable, "-c", "from app.cli.main import app; app()"]
    place.folder.mkdir(exist_ok=True)
    with place.log.open("wb") as log:
        process = subprocess.Popen(
            [*program, "serve", "--port", str(port)],
            cwd=ROOT,
            env=place.environment,
            stdout=log,
            stderr=log,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: answers(url, process, place), 60)
        yield url, process
    finally:
        process.kill()
        process.wait()


def answers(url: str, process: "subprocess.Popen[bytes]", place: Place) -> bool:
    assert process.poll() is None, place.log.read_text("utf-8")
    time.sleep(0.05)
    try:
        return httpx2.get(f"{url}/health/ready").status_code == 200
    except httpx2.TransportError:
        return False


def write_until_killed(place: Place, writers: list[Writer], seconds: float) -> None:
    """Let all write to one server, which is killed so long after its first answer."""
    with served(place) as (url, process):
        for one in writers:
            one.check(url)
        with ThreadPoolExecutor(len(writers)) as pool:
            before = sum(one.acknowledged for one in writers)
            working = [pool.submit(one.work, url) for one in writers]
            until(lambda: sum(one.acknowledged for one in writers) > before)
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
        for done in working:
            done.result()


def run(place: Place, *words: str) -> Any:  # Any: a Result of the runner
    """Run a command over the same database."""
    done = CliRunner(env=place.environment).invoke(app, words)
    assert done.exit_code == 0, done.stderr
    return done


def found_by_its_note(url: str, service: str) -> bool:
    """Tell whether a search for a service's own words finds it."""
    title = httpx2.get(f"{url}/v1/services/{service}").json()["title"]["en"]
    answer = httpx2.get(f"{url}/v1/search", params={"q": title, "pageSize": 20}).json()
    return service in [one["id"] for one in answer["items"]]


@pytest.mark.parametrize("kills", [pytest.param(2, id="2"), pytest.param(200, id="200")])
@pytest.mark.long
@pytest.mark.timeout(3600)
def test_what_was_acknowledged_survives_and_nothing_is_half_published(
    seeded: Database, tmp_path: Path, kills: int
) -> None:
    print("seed", SEED)  # noqa: T201  # so that a failure can be repeated
    dice = random.Random(SEED)
    place = Place(tmp_path / "data", seeded.url.render_as_string(hide_password=False))
    writers = [
        Writer(
            entity,
            make_key(seeded, "entity_editor", entity),
            make_key(seeded, "entity_approver", entity),
            random.Random(dice.random()),
        )
        for entity in ENTITIES
    ]
    boats = [f"{one.entity}-boat" for one in writers]

    for _ in range(kills):
        write_until_killed(place, writers, dice.uniform(0, 0.8))
        assert faults_of(seeded, boats) == []
        run(place, "audit", "verify")

    assert faults_of(seeded) == []
    assert sum(one.acknowledged for one in writers) >= kills
    with served(place) as (url, _):
        for one in writers:
            one.check(url)
        published = exported(url)
        until(lambda: searched(url) == sorted(published))
        mine = [f"{one.entity}-boat" for one in writers if one.noted.published != {None}]
        assert [key for key in mine if not found_by_its_note(url, key)] == []
        mirror = run(place, "mirror", url, "--into", str(tmp_path / "mirror.sqlite3"), "--verify")
        assert "byte for byte" in mirror.stderr
        assert {orjson.loads(body)["id"] for body in published.values()} >= set(mine)
