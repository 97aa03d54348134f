"""Links are checked in the background where it is asked for, and what is found is told."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest
from sqlalchemy import select, text

from app import wiring
from app.core.claiming import holding
from app.core.db import Database
from app.core.settings import Settings
from app.submissions.link_duties import LinkDuties
from app.submissions.links import open_client
from app.submissions.models import LinkCheck
from app.submissions.queries.link_checks import find_records
from app.submissions.rules import LinkRecord
from tests.catalogue import world
from tests.submissions.conftest import ENTRY, Desk
from tests.webhooks.receiver import receiving, until

PAGE = "https://www.moi.gov.kw/boats/register"
OTHER = "https://www.moi.gov.kw/boats/new"
Found = TypeVar("Found")


def finished(work: Coroutine[object, object, Found]) -> Found:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def no_pause(_seconds: float) -> None:
    return None


async def nothing() -> AsyncIterator[bytes]:
    yield b""


def held() -> AbstractContextManager[Callable[[], bool]]:
    return nullcontext(lambda: True)


class Site:
    """Answers every address of the world with what it says at present."""

    def __init__(self, status: int = 200, *, gone: str = "") -> None:
        self.status, self.gone = status, gone
        self.asked: list[str] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "HEAD":
            self.asked.append(str(request.url))
        is_gone = str(request.url) == self.gone
        return httpx2.Response(404 if is_gone else self.status, content=nothing())

    def opened(self) -> httpx2.AsyncClient:
        return open_client(httpx2.MockTransport(self))


def duties_of(database: Database, site: Site) -> LinkDuties:
    return LinkDuties(database, holding=held, days=7, open_client=site.opened, sleep=no_pause)


def make_due(database: Database, *urls: str) -> None:
    """Let these be due at once, and no other."""
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE link_check SET due_at = '9000-01-01T00:00:00.000000Z'"))
        for url in urls:
            connection.execute(
                text("UPDATE link_check SET due_at = '2020-01-01T00:00:00.000000Z' WHERE url = :u"),
                {"u": url},
            )


def rows(database: Database, columns: str = "url, kind, strikes") -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        found = connection.execute(text(f"SELECT {columns} FROM link_check ORDER BY url"))
        return [tuple(row) for row in found]


def channel(url: str) -> list[dict[str, Any]]:
    return [{"type": "portal", "purpose": "apply", "url": url}]


@pytest.fixture
def checked(desk: Desk) -> Callable[[int], None]:
    """Publish the boat with its page; the function checks that page once, as answering so."""
    desk.act("reviewer", desk.sent(hasChannel=channel(PAGE)), "approve")
    site = Site()
    duties = duties_of(desk.database, site)
    duties._note()

    def check(status: int) -> None:
        make_due(desk.database, PAGE)
        site.status, site.asked = status, []
        assert finished(duties.check_due()) == 1
        assert set(site.asked) == {PAGE}

    return check


def links_of(desk: Desk) -> list[tuple[str, str]]:
    """Judge the boat; gives what is said of its links."""
    entry = {**ENTRY, "hasChannel": channel(PAGE)}
    asked = {"entity": "moi", "sourceId": "boat", "content": entry}
    found = desk.ask("editor", "POST", "/validate", asked).json()["findings"]
    wanted = ("LINK-10", "LINK-11")
    return [(one["rule"], one["pointer"]) for one in found if one["rule"] in wanted]


def tasks_of(desk: Desk, who: str) -> list[tuple[str, str]]:
    found = desk.ask(who, "GET", "/tasks").json()["items"]
    return [(one["kind"], one["service"]) for one in found]


def score_of(desk: Desk) -> int:
    return int(desk.ask("", "GET", "/services/moi-boat/quality").json()["score"])


def test_three_strikes_are_a_finding_and_a_task_and_an_answer_ends_them(
    desk: Desk, checked: Callable[[int], None]
) -> None:
    before = score_of(desk)
    for _ in range(2):
        checked(404)
        assert (links_of(desk), tasks_of(desk, "editor")) == ([], [])

    checked(404)

    assert links_of(desk) == [("LINK-10", "/hasChannel/0/url")]
    until(lambda: score_of(desk) == before - 5)
    assert tasks_of(desk, "editor") == [("link", "moi-boat")]
    assert tasks_of(desk, "reviewer") == [("link", "moi-boat")]
    assert tasks_of(desk, "stranger") == []

    checked(200)

    assert (links_of(desk), tasks_of(desk, "editor")) == ([], [])
    until(lambda: score_of(desk) == before)
    with desk.database.engine.connect() as connection:
        told = connection.execute(
            text("SELECT kind FROM journal_entry WHERE subject_type = 'link' ORDER BY seq")
        )
        assert [row[0] for row in told] == ["link_broken", "link_sound"]


def test_a_site_that_refuses_robots_is_no_task(desk: Desk, checked: Callable[[int], None]) -> None:
    for _ in range(3):
        checked(403)

    assert links_of(desk) == [("LINK-11", "/hasChannel/0/url")]
    assert tasks_of(desk, "editor") == []


def test_a_task_is_done_when_the_link_is_replaced(
    desk: Desk, checked: Callable[[int], None]
) -> None:
    for _ in range(3):
        checked(410)

    desk.act("reviewer", desk.sent(hasChannel=channel(OTHER)), "approve")

    assert tasks_of(desk, "editor") == []


def published(database: Database, **links: str) -> None:
    """Publish services of a small world, each with a link."""
    with database.write() as session:
        world.build(session)
        entries = [world.entry(name, hasChannel=channel(url)) for name, url in links.items()]
        world.publish(session, *entries)


def test_each_address_is_asked_once_and_again_when_it_is_due(database: Database) -> None:
    published(database, a=PAGE, b=PAGE, c=OTHER)
    site = Site(500)
    duties = duties_of(database, site)

    assert finished(duties.check_due()) == 2
    assert finished(duties.check_due()) == 0
    assert sorted(set(site.asked)) == [OTHER, PAGE]
    assert len(site.asked) == 6
    assert rows(database) == [(OTHER, "failing", 1), (PAGE, "failing", 1)]
    make_due(database, PAGE)
    site.status = 200
    assert finished(duties.check_due()) == 1
    assert rows(database) == [(OTHER, "failing", 1), (PAGE, "sound", 0)]


def test_what_fails_is_looked_at_again_sooner(database: Database) -> None:
    published(database, a=PAGE, b=OTHER)

    finished(duties_of(database, Site(gone=PAGE)).check_due())

    with database.read() as session:
        found = session.scalars(select(LinkCheck).order_by(LinkCheck.url)).all()
        assert [one.due_at - (one.checked_at or one.due_at) for one in found] == [
            timedelta(days=7),
            timedelta(days=1),
        ]


def test_what_no_service_names_any_more_is_forgotten(database: Database) -> None:
    published(database, a=PAGE)
    duties = duties_of(database, Site())
    finished(duties.check_due())
    with database.write() as session:
        world.archive(session, "a")

    finished(duties.check_due())

    assert rows(database) == []


def test_what_was_found_long_ago_says_nothing(database: Database) -> None:
    published(database, a=PAGE)
    finished(duties_of(database, Site(404)).check_due())
    with database.read() as session:
        assert find_records(session, [PAGE]) == {PAGE: LinkRecord("gone", 404, 1)}

    with database.engine.begin() as connection:
        connection.execute(text("UPDATE link_check SET checked_at = '2020-01-01T00:00:00.000000Z'"))

    with database.read() as session:
        assert find_records(session, [PAGE]) == {}


def test_of_two_processes_one_checks(database: Database, tmp_path: Path) -> None:
    published(database, a=PAGE)
    site = Site()
    claim = partial(holding, database, tmp_path, "links")
    duties = LinkDuties(database, holding=claim, days=7, open_client=site.opened, sleep=no_pause)

    with claim() as is_held:
        assert is_held()
        assert finished(duties.check_due()) == 0
    assert site.asked == []
    assert finished(duties.check_due()) == 1


def test_nothing_inside_the_network_is_contacted(database: Database) -> None:
    with receiving() as inside:
        published(database, a=inside.url)
        duties = LinkDuties(database, holding=held, days=7, sleep=no_pause)

        assert finished(duties.check_due()) == 1

    assert inside.received == []
    assert rows(database, "kind, strikes") == [("private", 1)]


def test_it_is_off_unless_it_is_asked_for(database: Database, tmp_path: Path) -> None:
    url = database.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, data_dir=tmp_path)

    assert wiring.open_links(settings, database) is None
    asked = settings.model_copy(update={"link_check_days": 7})
    found = wiring.open_links(asked, database)
    assert found is not None
    assert finished(found.check_due()) == 0


def test_a_check_that_waits_does_not_hold_up_the_end(database: Database) -> None:
    published(database, a=PAGE)
    begun = threading.Event()

    async def hang(_request: httpx2.Request) -> httpx2.Response:
        begun.set()
        await asyncio.sleep(60)
        return httpx2.Response(200)

    duties = LinkDuties(
        database,
        holding=held,
        days=7,
        open_client=lambda: open_client(httpx2.MockTransport(hang)),
        first_seconds=0,
    )
    duties.start()
    assert begun.wait(10)

    started = time.monotonic()
    duties.stop()

    assert time.monotonic() - started < 5
    assert rows(database) == [(PAGE, None, 0)]
