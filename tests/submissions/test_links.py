"""Links are checked politely, within bounds, and never inside the network."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import httpx2
import pytest

from app.core.outbound import PublicOnly, is_public, resolve
from app.submissions.links import Outcome, check_link, check_links, classify, open_client
from app.submissions.rules.link_records import LinkRecord, after_check

PAGE = "https://www.moi.gov.kw/renew"
Answer = Callable[[httpx2.Request], httpx2.Response]
Found = TypeVar("Found")


def finished(work: Coroutine[object, object, Found]) -> Found:
    """Run to the end in a thread of its own: a browser's tests may leave a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def answering(*statuses: int, body: bytes = b"") -> tuple[Answer, list[str]]:
    """A site that gives these answers in turn, the last one for ever."""
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        status = statuses[min(len(asked), len(statuses) - 1)]
        asked.append(request.method)
        return httpx2.Response(status, content=_streamed(body))

    return answer, asked


async def _streamed(body: bytes) -> AsyncIterator[bytes]:
    yield body


def checked(answer: Answer, *, url: str = PAGE) -> tuple[Outcome, list[float]]:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async def run() -> Outcome:
        async with open_client(httpx2.MockTransport(answer)) as client:
            return await check_link(url, client, sleep=sleep)

    return finished(run()), pauses


def test_a_page_that_answers_is_sound_after_one_head() -> None:
    answer, asked = answering(200)

    assert checked(answer) == (Outcome(PAGE, "sound", 200), [])
    assert asked == ["HEAD"]


@pytest.mark.parametrize("refusal", [404, 405, 403, 501])
def test_get_decides_where_head_is_refused(refusal: int) -> None:
    answer, asked = answering(refusal, 200)

    assert checked(answer)[0] == Outcome(PAGE, "sound", 200)
    assert asked == ["HEAD", "GET"]


@pytest.mark.parametrize("status", [401, 403, 405, 429])
def test_a_site_that_refuses_robots_is_blocked_not_broken(status: int) -> None:
    answer, asked = answering(status)

    assert checked(answer) == (Outcome(PAGE, "blocked", status), [])
    assert asked == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b"<title>Renew</title>", "sound"),
        (200, b"<title>Just a moment...</title>", "blocked"),
        (503, b"<form id='captcha'>", "blocked"),
        (503, b"<h1>Maintenance</h1>", "failing"),
        (404, b"captcha", "gone"),
        (410, b"", "gone"),
        (418, b"", "gone"),
        (500, b"", "failing"),
        (302, b"", "sound"),
    ],
)
def test_an_answer_has_a_meaning(status: int, body: bytes, kind: str) -> None:
    assert classify(status, body) == kind


def test_a_failure_is_tried_three_times_with_growing_pauses() -> None:
    answer, asked = answering(500)

    assert checked(answer) == (Outcome(PAGE, "failing", 500), [2.0, 4.0])
    assert asked == ["HEAD", "GET"] * 3


def test_a_failure_that_passes_is_none() -> None:
    answer, _ = answering(500, 500, 200)

    assert checked(answer) == (Outcome(PAGE, "sound", 200), [2.0])


def test_a_page_that_is_gone_is_not_asked_again() -> None:
    answer, asked = answering(404)

    assert checked(answer) == (Outcome(PAGE, "gone", 404), [])
    assert len(asked) == 2


@pytest.mark.parametrize(
    "fault",
    [httpx2.ConnectError("no"), httpx2.ReadTimeout("slow"), httpx2.RemoteProtocolError("x")],
)
def test_a_site_that_does_not_answer_is_failing(fault: httpx2.HTTPError) -> None:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        raise fault

    assert checked(answer)[0] == Outcome(PAGE, "failing", None)


def test_a_circle_of_redirects_is_failing() -> None:
    def answer(_request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(302, headers={"Location": PAGE})

    assert checked(answer)[0] == Outcome(PAGE, "failing", None)


@pytest.mark.parametrize(
    "url", ["https://moi.gov.kw:port/", "https://moi.gov.kw:99999/", "https:///x", "https://[::1/"]
)
def test_an_address_that_cannot_be_read_is_failing(url: str) -> None:
    assert through({}, answering(200)[0], url) == Outcome(url, "failing", None)


def test_only_the_beginning_of_an_answer_is_read() -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1
            yield b"x" * 16_384

    def answer(request: httpx2.Request) -> httpx2.Response:
        status = 405 if request.method == "HEAD" else 200
        return httpx2.Response(status, content=endless() if status == 200 else b"")

    assert checked(answer)[0] == Outcome(PAGE, "sound", 200)
    assert given <= 5


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::a00:1",
        "::127.0.0.1",
        "fec0::1",
        "ff02::1",
        "not an address",
    ],
)
def test_inner_addresses_are_not_public(address: str) -> None:
    assert is_public(address) is False


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_outer_addresses_are_public(address: str) -> None:
    assert is_public(address) is True


def resolving(names: dict[str, Sequence[str]]) -> Callable[[str, int], Awaitable[Sequence[str]]]:
    async def found(host: str, _port: int) -> Sequence[str]:
        if host not in names:
            raise OSError("no such host")
        return names[host]

    return found


def through(names: dict[str, Sequence[str]], answer: Answer, url: str = PAGE) -> Outcome:
    async def run() -> Outcome:
        guarded = PublicOnly(httpx2.MockTransport(answer), resolve=resolving(names))
        async with open_client(guarded) as client:
            return await check_link(url, client, sleep=_no_pause)

    return finished(run())


async def _no_pause(_seconds: float) -> None:
    return None


def test_the_address_that_was_checked_is_the_one_contacted() -> None:
    seen: list[tuple[str, str, object]] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append((request.url.host, request.headers["Host"], request.extensions["sni_hostname"]))
        return httpx2.Response(200)

    assert through({"www.moi.gov.kw": ["8.8.8.8"]}, answer).kind == "sound"
    assert seen == [("8.8.8.8", "www.moi.gov.kw", "www.moi.gov.kw")]


@pytest.mark.parametrize("found", [["10.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], []])
def test_a_host_inside_the_network_is_never_contacted(found: list[str]) -> None:
    answer, asked = answering(200)

    assert through({"www.moi.gov.kw": found}, answer) == Outcome(PAGE, "private", None)
    assert asked == []


def test_a_redirect_into_the_network_is_not_followed() -> None:
    asked: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.url.host)
        return httpx2.Response(302, headers={"Location": "http://169.254.169.254/latest"})

    names = {"www.moi.gov.kw": ["8.8.8.8"], "169.254.169.254": ["169.254.169.254"]}

    assert through(names, answer).kind == "private"
    assert asked == ["8.8.8.8"]


def test_a_relative_redirect_stays_on_its_host() -> None:
    hosts: list[str] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        hosts.append(request.headers["Host"])
        if request.url.path == "/renew":
            return httpx2.Response(301, headers={"Location": "/new"})
        return httpx2.Response(200)

    assert through({"www.moi.gov.kw": ["8.8.8.8"]}, answer).kind == "sound"
    assert hosts == ["www.moi.gov.kw", "www.moi.gov.kw"]


def test_a_host_without_an_address_is_failing() -> None:
    assert through({}, answering(200)[0]) == Outcome(PAGE, "failing", None)


def test_the_system_resolves_a_name_of_this_machine() -> None:
    assert set(finished(resolve("localhost", 80))) <= {"127.0.0.1", "::1"}


async def _serving(said: bytes, pause: float, then: Callable[[str], Awaitable[Found]]) -> Found:
    """Run a loopback server that drips what it says, and ask it something."""

    async def on_connection(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            for place in range(len(said)) if pause else ():
                writer.write(said[place : place + 1])
                await writer.drain()
                await asyncio.sleep(pause)
            writer.write(said if not pause else b"")
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(on_connection, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        return await then(f"http://site.test:{port}/renew")


async def _on_loopback(url: str) -> Outcome:
    guarded = PublicOnly(
        httpx2.AsyncHTTPTransport(trust_env=False),
        resolve=resolving({"site.test": ["127.0.0.1"]}),
        is_allowed=lambda _: True,
    )
    async with open_client(guarded) as client:
        return await check_link(url, client, sleep=_no_pause, most_seconds=0.3)


def test_a_real_server_is_asked_over_a_real_connection() -> None:
    said = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    assert finished(_serving(said, 0, _on_loopback)).kind == "sound"


def test_a_server_that_drips_its_answer_is_not_waited_for() -> None:
    started = time.monotonic()
    said = b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 500

    outcome = finished(_serving(said, 0.05, _on_loopback))

    assert outcome.kind == "failing"
    assert time.monotonic() - started < 3


def test_a_loopback_server_is_refused_unless_it_is_allowed() -> None:
    async def ask(url: str) -> Outcome:
        async with open_client() as client:
            return await check_link(url.replace("site.test", "127.0.0.1"), client, sleep=_no_pause)

    assert finished(_serving(b"HTTP/1.1 200 OK\r\n\r\n", 0, ask)).kind == "private"


def test_three_failures_running_break_a_link() -> None:
    record = None
    for _ in range(3):
        assert record is None or not record.is_broken
        record = after_check(record, "failing", 500)

    assert record == LinkRecord("failing", 500, 3)
    assert record.is_broken


def test_an_answer_wipes_out_the_strikes_and_a_refusal_leaves_them() -> None:
    struck = LinkRecord("gone", 404, strikes=2)

    assert after_check(struck, "blocked", 403) == LinkRecord("blocked", 403, strikes=2)
    assert after_check(struck, "sound", 200) == LinkRecord("sound", 200, strikes=0)


def test_links_are_asked_once_each_with_a_pause_between() -> None:
    answer, asked = answering(404)
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    async def run() -> dict[str, LinkRecord]:
        urls = [PAGE, "https://e.gov.kw/x", PAGE]
        before = {PAGE: LinkRecord("gone", 404, strikes=2)}
        async with open_client(httpx2.MockTransport(answer)) as client:
            found = check_links(urls, before, client=client, sleep=sleep)
            return {url: record async for url, record in found}

    assert finished(run()) == {
        PAGE: LinkRecord("gone", 404, strikes=3),
        "https://e.gov.kw/x": LinkRecord("gone", 404, strikes=1),
    }
    assert pauses == [1.0]
    assert asked == ["HEAD", "GET", "HEAD", "GET"]
