"""Requests as bytes: what is read as one request, and who is made to wait."""

import socket
import time

import pytest

from app.api.edge import protocol

pytestmark = pytest.mark.any_database

HOST = b"Host: dalil.test\r\n"


def _connect(address: str, *, receive_bytes: int = 65536) -> socket.socket:
    host, _, port = address.removeprefix("http://").partition(":")
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_bytes)
    connection.settimeout(20)
    connection.connect((host, int(port)))
    return connection


def _read(connection: socket.socket) -> bytes:
    """Read until the server closes the connection or says nothing more for a while."""
    connection.settimeout(1.0)
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except TimeoutError:
        pass
    return found


def _ask(address: str, *packets: bytes) -> bytes:
    with _connect(address) as connection:
        for packet in packets:
            connection.sendall(packet)
            time.sleep(0.1)
        return _read(connection)


def test_a_body_after_its_answer_is_never_read_as_a_request(address: str) -> None:
    hidden = b"GET /v1/hidden HTTP/1.1\r\n" + HOST + b"\r\n"
    body = b"\xd9" * (len(hidden) // 2) + b"\n" + hidden
    length = b"Content-Length: %d\r\n\r\n" % len(body)

    answers = _ask(address, b"POST /v1/nothing HTTP/1.1\r\n" + HOST + length, body)

    assert answers.count(b"HTTP/1.1 ") == 1
    assert b"hidden" not in answers


def test_a_request_line_may_be_cut_within_a_letter(address: str) -> None:
    asked = "GET /v1/suggest?q=تجديد HTTP/1.1\r\n".encode() + HOST + b"Connection: close\r\n\r\n"

    answer = _ask(address, asked[:19], asked[19:22], asked[22:])

    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_a_header_is_never_rewritten_wherever_it_is_cut(address: str) -> None:
    name = "Hos\u0637t: x\r\n".encode()

    together = _ask(address, b"GET /v1 HTTP/1.1\r\n" + HOST + name + b"\r\n")
    apart = _ask(address, b"GET /v1 HTTP/1.1\r\n" + HOST, name + b"\r\n")

    assert together.startswith(b"HTTP/1.1 400 ")
    assert apart.startswith(b"HTTP/1.1 400 ")


def test_a_head_without_end_is_refused_before_it_fills_the_memory(address: str) -> None:
    with _connect(address) as connection:
        connection.sendall(b"GET /v1 HTTP/1.1\r\n" + HOST + b"X-Endless: ")
        with pytest.raises(OSError, match=r"."):
            for _ in range(400):
                connection.sendall(b"x" * 65536)


def test_a_long_head_gets_a_problem(address: str) -> None:
    packets = [b"x" * 50_000] * 2
    answer = _ask(address, b"GET /v1 HTTP/1.1\r\n" + HOST + b"X-Long: ", *packets)

    assert answer.startswith(b"HTTP/1.1 431 ")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "CHECK_SECONDS", 0.1)
    monkeypatch.setattr(protocol, "PATIENCE_SECONDS", 0.3)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "begun",
    [
        b"GET /v1 HTTP/1.1\r\n" + HOST,
        b"POST /v1/nothing HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\n",
        b"",
    ],
)
def test_a_request_that_drips_is_given_up(address: str, begun: bytes) -> None:
    started = time.monotonic()
    with _connect(address) as connection:
        connection.sendall(begun)
        answer = b""
        connection.settimeout(0.1)
        while time.monotonic() < started + 10:
            try:
                connection.sendall(b"x")
                part = connection.recv(65536)
            except TimeoutError:
                continue
            except OSError:
                break
            if not part:
                break
            answer += part

    assert time.monotonic() < started + 8
    assert answer.startswith(b"HTTP/1.1 40")


@pytest.mark.usefixtures("impatient")
def test_an_answer_that_nobody_takes_is_given_up(address: str) -> None:
    asked = b"GET /v1/services?format=ndjson HTTP/1.1\r\n" + HOST + b"\r\n"
    with _connect(address, receive_bytes=4096) as connection:
        connection.sendall(asked * 20)
        time.sleep(5)
        taken = _read(connection)

    assert taken.count(b"\r\n\r\n") < 20
    assert not taken.endswith(b"0\r\n\r\n")


@pytest.mark.usefixtures("impatient")
def test_a_body_and_an_answer_with_a_pace_are_waited_for(address: str) -> None:
    body = b"x" * 16_000
    head = b"POST /v1/nothing HTTP/1.1\r\n" + HOST + b"Content-Length: 128000\r\n\r\n"

    answers = _ask(address, head, *[body] * 8, b"GET /v1 HTTP/1.1\r\n" + HOST + b"\r\n")

    assert answers.count(b"HTTP/1.1 ") == 2


def test_an_answer_at_hand_is_the_one_that_a_route_gives(address: str) -> None:
    path = b"GET /v1/services/moi-res18-renew HTTP/1.%d\r\n" + HOST + b"\r\n"

    at_once, by_task = _ask(address, path % 1), _ask(address, path % 0)

    assert _lasting(at_once) == _lasting(by_task)
    assert at_once.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"\r\nratelimit-remaining: " in at_once


def test_answers_at_hand_keep_the_order_of_the_questions(address: str) -> None:
    path = b"GET /v1/services/%b HTTP/1.1\r\n" + HOST + b"\r\n"
    slow = b"GET /v1/search?q=visa HTTP/1.1\r\n" + HOST + b"\r\n"

    answers = _ask(address, path % b"moi-res18-renew" + slow + path % b"moi-res18-new")

    _, first, second, third = answers.split(b"HTTP/1.1 200 OK\r\n")
    assert b'\r\n\r\n{"id":"moi-res18-renew"' in first
    assert b'"highlights"' in second
    assert b'\r\n\r\n{"id":"moi-res18-new"' in third


def test_a_head_at_hand_has_no_body(address: str) -> None:
    answer = _ask(address, b"HEAD /v1/services/moi-res18-renew HTTP/1.1\r\n" + HOST + b"\r\n")

    assert answer.endswith(b"\r\n\r\n")
    assert b"content-length: " in answer


def test_a_proxy_says_who_is_asking(address: str) -> None:
    line = b"GET /v1/services/moi-res18-renew HTTP/1.1\r\n"
    through = line + HOST + b"X-Forwarded-For: 203.0.113.9\r\n\r\n"

    first, second = _ask(address, through), _ask(address, through)

    assert _remaining(first) == _remaining(second) + 1


def _remaining(answer: bytes) -> int:
    return int(answer.partition(b"ratelimit-remaining: ")[2].partition(b"\r\n")[0])


def _lasting(answer: bytes) -> set[bytes]:
    """Leave out what differs from one request to the next."""
    ours = (b"x-request-id", b"ratelimit", b"date", b"connection")
    return {line for line in answer.split(b"\r\n") if not line.startswith(ours)}
