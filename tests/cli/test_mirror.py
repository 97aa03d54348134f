"""A mirror is the catalogue, whatever happens to either of them on the way."""

import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx2
import orjson
import pytest
import uvicorn
from sqlalchemy import text
from typer.testing import CliRunner, Result

from app.catalogue import commands
from app.cli import mirroring
from app.cli.main import app
from app.cli.mirror_file import MirrorFile, NotThisMirror
from app.cli.mirror_source import FeedPage, Source, SourceRefuses
from app.core.canonical import canonical_json
from app.core.db import Database
from app.core.settings import ROOT, Settings
from app.main import create_app
from tests.catalogue import world
from tests.conftest import Server, opened_copy, serving


def silent(_text: str) -> None:
    """Tell nobody."""


@pytest.fixture
def store(server: Server, migrated_url: str) -> Iterator[Database]:
    with opened_copy(server, migrated_url) as database:
        with database.write() as session:
            world.build(session)
        yield database


@pytest.fixture
def url(store: Database, tmp_path: Path) -> Iterator[str]:
    settings = Settings(
        database_url=store.url.render_as_string(hide_password=False),
        data_dir=tmp_path / "data",
        follow_seconds=0.02,
    )
    configuration = uvicorn.Config(
        create_app(settings), port=0, log_level="warning", access_log=False
    )
    with serving(configuration) as address:
        yield address


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mirror.sqlite3"


@contextmanager
def opened(url: str, path: Path, *, page: int = 7) -> Iterator[tuple[MirrorFile, Source]]:
    source = Source(url, attempts=3, on_fault=silent, sleep=lambda _: None, page=page)
    mirror = MirrorFile(path, source.url)
    try:
        yield mirror, source
    finally:
        mirror.close()
        source.close()


def caught_up(url: str, path: Path) -> None:
    with opened(url, path) as (mirror, source):
        mirroring.catch_up(mirror, source, told=silent)


def published(url: str) -> dict[str, bytes]:
    body = httpx2.get(f"{url}/v1/services?format=ndjson").content
    documents = [orjson.loads(line) for line in body.split(b"\n") if line]
    return {one["id"]: canonical_json(one) for one in documents}


def mirrored(path: Path, kind: str = "service") -> dict[str, bytes]:
    file = sqlite3.connect(path)
    rows = file.execute(f"SELECT id, document FROM {kind}").fetchall()
    file.close()
    return {key: document.encode() for key, document in rows}


def edit(store: Database, dice: random.Random) -> None:
    """Do something to the catalogue, of which much ripples to other documents."""
    service, entity = f"s{dice.randrange(12)}", dice.choice(["moi", "paci"])
    name = world.text(f"{dice.randrange(10**6)} \u2028 .")
    with store.write() as session:
        match dice.randrange(6):
            case 0:
                world.put_entity(session, entity, title=world.text(str(dice.random())))
            case 1:
                world.put_channel(session, "moi-portal", url=f"https://x{dice.randrange(99)}.kw")
            case 2:
                world.put_evidence(session, "pp", f"Paper {dice.random()}")
            case 3 if published_now(session, service):
                world.archive(session, service)
            case _:
                owner = "moi" if int(service[1:]) % 2 else "paci"
                world.publish(
                    session, world.entry(service, world.FULL, entity=owner, description=name)
                )


def published_now(session: object, service: str) -> bool:
    found = session.execute(  # type: ignore[attr-defined]  # a Session
        text("SELECT count(*) FROM service_document WHERE service_id = :id"), {"id": service}
    )
    return bool(found.scalar())


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["mirror", *words])


@pytest.mark.parametrize("seed", [1, 2])
def test_after_many_edits_the_mirror_is_the_published_set(
    store: Database, url: str, path: Path, seed: int
) -> None:
    dice = random.Random(seed)
    for _ in range(8):
        for _ in range(dice.randrange(1, 12)):
            edit(store, dice)
        caught_up(url, path)
        assert mirrored(path) == published(url)

    assert len(mirrored(path)) > 2
    with opened(url, path) as (mirror, source):
        assert mirroring.verify(mirror, source, told=silent) == []


def test_a_mirror_follows_while_the_catalogue_is_edited(
    store: Database, url: str, path: Path
) -> None:
    dice = random.Random(3)
    editing = threading.Thread(target=lambda: [edit(store, dice) for _ in range(40)])
    editing.start()
    with opened(url, path, page=5) as (mirror, source):
        while editing.is_alive():
            mirroring.catch_up(mirror, source, told=silent)
        mirroring.catch_up(mirror, source, told=silent)

    assert mirrored(path) == published(url)


@pytest.mark.parametrize("step", [0, 1, 2, 5])
def test_a_mirror_that_dies_at_any_step_goes_on_where_it_was(
    store: Database, url: str, path: Path, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(4)
    for _ in range(30):
        edit(store, dice)
    steps = iter(range(1000))
    apply_one = MirrorFile._apply_one

    def dies(self: MirrorFile, change: object, reading: int) -> None:
        if next(steps) == step * 7 + 3:
            raise MemoryError
        apply_one(self, change, reading)

    with monkeypatch.context() as patch, pytest.raises(MemoryError):
        patch.setattr(MirrorFile, "_apply_one", dies)
        caught_up(url, path)
    with opened(url, path) as (mirror, _):
        place = mirror.place()
    caught_up(url, path)

    assert (place.cursor is None) is (step == 0)
    assert mirrored(path) == published(url)


def test_a_mirror_that_is_killed_goes_on_where_it_was(
    store: Database, url: str, path: Path
) -> None:
    dice = random.Random(5)
    program = [sys.executable, "-c", "from app.cli.main import app; app()", "mirror", url]
    process = subprocess.Popen(
        [*program, "--into", str(path), "--follow"], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 30
    while not path.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    for _ in range(20):
        edit(store, dice)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    edit(store, dice)

    done = run(url, "--into", str(path), "--verify")
    assert done.exit_code == 0, done.stderr
    assert "byte for byte" in done.stderr
    assert mirrored(path) == published(url)


def test_following_hears_of_a_change_at_once(store: Database, url: str, path: Path) -> None:
    told: list[str] = []

    def follow() -> None:
        with opened(url, path) as (mirror, source):
            try:
                mirroring.follow(mirror, source, told=hear)
            except InterruptedError:
                return

    def hear(text: str) -> None:
        told.append(text)
        raise InterruptedError

    following = threading.Thread(target=follow)
    following.start()
    for number in range(10):  # what comes before it follows is caught up with and not told
        with store.write() as session:
            world.publish(session, world.entry("a", title=world.text(f"A {number}")))
        following.join(1)
        if told:
            break

    assert told == ["The mirror holds 1 of kind service and 2 of kind entity."]


def test_an_archived_service_leaves_the_mirror(store: Database, url: str, path: Path) -> None:
    with store.write() as session:
        world.publish(session, world.entry("a"), world.entry("b"))
    caught_up(url, path)
    with store.write() as session:
        commands.archive(session, "a", actor="test", reason="closed")
    caught_up(url, path)

    assert list(mirrored(path)) == ["b"]


def test_a_replaced_feed_is_read_anew_and_nothing_old_stays(
    store: Database, url: str, path: Path
) -> None:
    with store.write() as session:
        world.publish(session, world.entry("a"), world.entry("b"))
    caught_up(url, path)
    file = sqlite3.connect(path)
    file.execute("UPDATE place SET cursor = '999999'")
    file.execute("INSERT INTO service VALUES ('forgotten', '{}', 1)")
    file.commit()
    told: list[str] = []

    with opened(url, path) as (mirror, source):
        mirroring.catch_up(mirror, source, told=told.append)

    assert told == ["The feed was replaced. Reading it from the start."]
    assert mirrored(path) == published(url)
    assert sorted(mirrored(path)) == ["a", "b"]


def test_what_is_there_stays_until_a_replaced_feed_is_read(
    store: Database, url: str, path: Path
) -> None:
    with store.write() as session:
        world.publish(session, world.entry("a"))
    caught_up(url, path)

    with opened(url, path, page=2) as (mirror, source):
        mirror.begin_anew()
        assert list(mirrored(path)) == ["a"]
        place = mirror.place()
        page = source.read_page(place.cursor)
        mirror.apply(place, page.items, page.cursor, is_end=not page.has_more)
        assert list(mirrored(path)) == ["a"]
        mirroring.catch_up(mirror, source, told=silent)

    assert list(mirrored(path)) == ["a"]


def test_differences_are_named(
    store: Database, url: str, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirroring, "_SETTLE_SECONDS", 0)
    with store.write() as session:
        world.publish(session, world.entry("a"), world.entry("b"), world.entry("d"))
    assert run(url, "--into", str(path)).exit_code == 0
    file = sqlite3.connect(path)
    file.execute("UPDATE service SET document = x'ff' WHERE id = 'd'")
    file.execute("UPDATE service SET document = document || ' ' WHERE id = 'a'")
    file.execute("DELETE FROM service WHERE id = 'b'")
    file.execute("INSERT INTO service VALUES ('c', '{}', 1)")
    file.execute("UPDATE entity SET document = '{}' WHERE id = 'moi'")
    file.commit()

    result = run(url, "--into", str(path), "--verify")

    assert result.exit_code == 1
    for line in ("service a: differs", "service b: missing in the mirror",
                 "service c: not in the catalogue", "entity moi: differs", "service d: differs",
                 "The mirror differs in 5 documents."):  # fmt: skip
        assert line in result.stderr


def test_a_file_of_something_else_is_left_alone(url: str, path: Path) -> None:
    path.write_bytes(b"a picture, say" * 100)
    damaged = run(url, "--into", str(path))
    other = path.with_name("other.sqlite3")
    file = sqlite3.connect(other)
    file.execute("CREATE TABLE mine (id TEXT)")
    file.close()
    foreign = run(url, "--into", str(other))

    assert (damaged.exit_code, foreign.exit_code) == (1, 1)
    assert "cannot be used as a mirror" in damaged.stderr
    assert "something else" in foreign.stderr
    assert path.read_bytes().startswith(b"a picture")


def test_a_mirror_belongs_to_one_catalogue(url: str, path: Path) -> None:
    MirrorFile(path, "https://other.example").close()

    result = run(url, "--into", str(path))

    assert result.exit_code == 1
    assert "a mirror of https://other.example" in result.stderr


def test_a_mirror_that_has_lost_its_place_says_so(url: str, path: Path) -> None:
    assert run(url, "--into", str(path)).exit_code == 0
    with sqlite3.connect(path) as file:
        file.execute("DELETE FROM place")

    result = run(url, "--into", str(path))

    assert (result.exit_code, "has lost its place" in result.stderr) == (1, True)


def test_two_processes_do_not_write_one_mirror(path: Path) -> None:
    first, second = MirrorFile(path, "https://x"), MirrorFile(path, "https://x")
    place = first.place()
    second.apply(place, [], "later", is_end=False)

    with pytest.raises(NotThisMirror):
        first.apply(place, [], "earlier", is_end=False)
    assert first.place().cursor == "later"
    first.close()
    second.close()


class Faulty(BaseHTTPRequestHandler):
    """A server that fails in every way there is, and then answers an empty page."""

    plan: ClassVar[list[object]] = []
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        what = self.plan.pop(0) if self.plan else 200
        if what == "drop":
            self.connection.close()
            self.close_connection = True
            return
        body = orjson.dumps({"items": [], "nextCursor": "c", "hasMore": False})
        if isinstance(what, bytes):
            body, what = what, 200
        self.send_response(int(str(what)))
        self.send_header("Content-Length", str(len(body) + (9 if what == 206 else 0)))
        self.send_header("Retry-After", "3")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def faulty() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Faulty)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


def asked(url: str, attempts: int) -> tuple[list[float], FeedPage]:
    pauses: list[float] = []
    source = Source(url, attempts=attempts, on_fault=silent, sleep=pauses.append)
    try:
        return pauses, source.read_page(None)
    finally:
        source.close()


def test_faults_of_the_network_are_waited_out(faulty: str) -> None:
    Faulty.plan = ["drop", 503, 429, 500, "drop"]

    pauses, page = asked(faulty, 9)

    assert page == FeedPage([], "c", has_more=False)
    assert pauses == [1.0, 3.0, 4.0, 8.0, 16.0]


def test_a_catalogue_that_stays_away_is_given_up(faulty: str) -> None:
    Faulty.plan = [503] * 3

    with pytest.raises(SourceRefuses, match="does not answer"):
        asked(faulty, 3)


@pytest.mark.parametrize(
    "what", [404, 403, b"<html>", b"[]", b"{}", b'{"items": 1}', b'{"items": [], "hasMore": 1}']
)
def test_what_is_no_catalogue_is_told_at_once(faulty: str, what: object) -> None:
    Faulty.plan = [what]

    with pytest.raises(SourceRefuses):
        asked(faulty, 3)
    assert Faulty.plan == []


@pytest.mark.parametrize(
    "words", [("ftp://x",), ("https://x", "--follow", "--verify"), ("http://127.0.0.1:9/\x00",)]
)
def test_what_cannot_be_mirrored_is_refused(words: tuple[str, ...], path: Path) -> None:
    result = run(*words, "--into", str(path))

    assert result.exit_code == 1
    assert "Traceback" not in result.output
