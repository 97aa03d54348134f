"""People with keys who send entries in, approve them and look for them, over one connection."""

import http.client
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from app.catalogue.schemas.content import ServiceContent
from app.cli.generate import generate_services, load_vocabulary
from app.core.db import Database
from bench import catalogues, servers
from bench.servers import LOAD_CORE, Server

ENTITY = "moi"
Json = dict[str, Any]  # Any: JSON
_WAIT_SECONDS = 600


@dataclass(frozen=True)
class Answer:
    """What a server said, and how long it took, in milliseconds."""

    body: Json
    milliseconds: float


@dataclass(frozen=True)
class Office:
    """A server over a catalogue of its own, and the keys of one who sends in and one who judges."""

    server: Server
    connection: http.client.HTTPConnection
    writing: str
    judging: str

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        media_type: str = "application/json",
    ) -> Answer:
        """Ask for something that is answered with JSON.

        Raises:
            RuntimeError: it was refused.

        """
        key = self.writing if method == "PUT" else self.judging
        headers = {"Authorization": f"Bearer {key}", "Content-Type": media_type}
        started = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        said = answer.read()
        taken = (time.perf_counter() - started) * 1000
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} was answered {answer.status}: {said[:500]!r}")
        return Answer(orjson.loads(said), taken)

    def put(self, source_id: str, content: Json) -> Answer:
        """Send an entry in."""
        path = f"/v1/entities/{ENTITY}/services/{source_id}"
        return self.ask("PUT", path, orjson.dumps(content))

    def until(self, path: str, is_so: Mapping[str, Any], *, pause: float) -> Answer:
        """Ask again and again until the answer says so."""
        deadline = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < deadline:
            answer = self.ask("GET", path)
            if is_so.items() <= answer.body.items():
                return answer
            time.sleep(pause)
        raise TimeoutError(f"{path} never said {json.dumps(dict(is_so))}")


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    """Serve a copy of a catalogue, and ask it from the other core."""
    before = os.sched_getaffinity(0)
    with TemporaryDirectory(dir=folder.parent) as temporary:
        copied = Path(shutil.copytree(folder, Path(temporary) / "data"))
        writing = _key(copied, "--entity", ENTITY, "--role", "entity_editor")
        judging = _key(copied, "--staff", "--role", "catalogue_editor")
        with servers.dalil(copied) as server:
            os.sched_setaffinity(0, {LOAD_CORE})
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            connection.connect()
            try:
                yield Office(server, connection, writing, judging)
            finally:
                connection.close()
                os.sched_setaffinity(0, before)


def entries(folder: Path, number: int, seed: int) -> list[tuple[str, Json]]:
    """Make entries with titles of their own: the entity's id of each, and what it says."""
    database = Database(f"sqlite:///{folder / 'dalil.sqlite3'}")
    with database.read() as session:
        known = load_vocabulary(session)
    database.close()
    made = generate_services(known, services=number, seed=seed)
    return [(one.source_id, _content(one.content)) for one in made]


def _key(folder: Path, *whose: str) -> str:
    return catalogues.command(folder, "keys", "create", *whose).split()[-1]


def _content(content: ServiceContent) -> Json:
    # What is related may not be published yet, and would be refused.
    return content.model_dump(mode="json", by_alias=True) | {"relatedService": []}
