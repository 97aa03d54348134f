"""Messages are signed, and sent within bounds to public addresses only."""

import asyncio
import gzip
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import time_machine
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from app.webhooks.progress import Tried
from app.webhooks.reading import Outgoing, Target
from app.webhooks.sealing import Seal, new_secret
from app.webhooks.sending import Sender, signed_headers
from tests.webhooks.receiver import Receiver, answering, hanging, receiving

SEAL = Seal(b"a pepper of the tests, which is long enough")
SECRET = new_secret()
MESSAGE = Outgoing("msg_1", '{"type":"service_published","data":"خدمة"}'.encode(), 1)


def target(url: str, *secrets: str) -> Target:
    return Target("wh_a", url, tuple(SEAL.close(one, "wh_a") for one in secrets or (SECRET,)))


def sent(url: str, sender: Sender | None = None, *, seal: Seal | None = SEAL) -> Tried:
    """Send the message once, in a thread of its own."""
    sender = sender or Sender(allows_loopback=True)

    async def run() -> Tried:
        async with sender.opened(url) as client:
            return await sender.send(client, target(url), MESSAGE, seal=seal, attempt=3)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, run()).result()


def resolving(*answers: Sequence[str]) -> Callable[[str, int], Awaitable[Sequence[str]]]:
    """A name server that gives these answers in turn, the last one for ever."""
    asked = iter(range(1000))

    async def found(_host: str, _port: int) -> Sequence[str]:
        return answers[min(next(asked), len(answers) - 1)]

    return found


def test_a_message_is_verified_by_the_official_library() -> None:
    with receiving() as receiver:
        tried = sent(receiver.url)

    (one,) = receiver.received
    assert one.verified(SECRET)["data"] == "خدمة"
    assert one.headers["content-type"] == "application/json"
    assert one.id == "msg_1"
    assert (tried.is_delivered, tried.status, tried.error, tried.attempt) == (True, 200, None, 3)


def test_both_secrets_sign_while_they_overlap() -> None:
    old, new = new_secret(), new_secret()

    headers = signed_headers(target("https://x", new, old), MESSAGE, SEAL)

    assert headers["webhook-signature"].count("v1,") == 2
    for secret in (new, old):
        assert Verifier(secret).verify(MESSAGE.body, headers)
    with pytest.raises(WebhookVerificationError):
        Verifier(new_secret()).verify(MESSAGE.body, headers)


@pytest.mark.parametrize(
    "change", [{"webhook-id": "msg_2"}, {"webhook-timestamp": "1700000000"}, {}]
)
def test_what_was_altered_is_not_verified(change: dict[str, str]) -> None:
    headers = signed_headers(target("https://x"), MESSAGE, SEAL) | change
    body = MESSAGE.body if change else MESSAGE.body + b" "

    with pytest.raises(WebhookVerificationError):
        Verifier(SECRET).verify(body, headers)


def test_an_old_message_is_not_verified() -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        headers = signed_headers(target("https://x"), MESSAGE, SEAL)
        Verifier(SECRET).verify(MESSAGE.body, headers)
    with (
        time_machine.travel(datetime(2026, 1, 1, 0, 7, tzinfo=UTC)),
        pytest.raises(WebhookVerificationError),
    ):
        Verifier(SECRET).verify(MESSAGE.body, headers)


@pytest.mark.parametrize("status", [201, 202, 204, 299])
def test_every_status_of_success_is_one(status: int) -> None:
    with receiving(answering(status)) as receiver:
        assert sent(receiver.url).is_delivered


@pytest.mark.parametrize("status", [400, 404, 410, 429, 500, 503])
def test_other_statuses_are_failures(status: int) -> None:
    with receiving(answering(status)) as receiver:
        tried = sent(receiver.url)

    assert (tried.is_delivered, tried.status) == (False, status)
    assert tried.error == f"The receiver answered {status}."


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_a_failure_and_is_not_followed(status: int) -> None:
    with (
        receiving() as other,
        receiving(answering(status, headers={"Location": other.url})) as receiver,
    ):
        tried = sent(receiver.url)

    assert (tried.is_delivered, tried.status) == (False, status)
    assert "Redirects are not followed." in (tried.error or "")
    assert other.received == []


def test_a_redirect_to_metadata_is_not_followed() -> None:
    headers = {"Location": "http://169.254.169.254/latest/meta-data"}
    with receiving(answering(302, headers=headers)) as receiver:
        tried = sent(receiver.url)

    assert tried.status == 302


@pytest.mark.parametrize(("text", "seconds"), [("120", 120), ("nonsense", 0), ("", 0)])
def test_a_receiver_may_say_when_to_come_again(text: str, seconds: float) -> None:
    with receiving(answering(429, headers={"Retry-After": text})) as receiver:
        assert sent(receiver.url).asked_seconds == seconds


def test_a_receiver_may_name_the_time_to_come_again() -> None:
    later = {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}
    with receiving(answering(503, headers=later)) as receiver:
        assert sent(receiver.url).asked_seconds > 86400


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0",
        "2130706433",
        "0x7f.1",
        "localhost",
        "localhost.",
        "user@localhost",
        "169.254.169.254",
        "10.1.2.3",
        "[fc00::1]",
        "[fe80::1]",
        "[::]",
        "[::127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "0.0.0.0",
        "0177.0.0.1",
        "0x7f000001",
        "127.1",
        "user:secret@127.0.0.1",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
    ],
)
def test_nothing_inside_the_network_is_connected_to(host: str) -> None:
    with receiving() as receiver:
        port = receiver.url.split(":")[2]
        tried = sent(f"https://{host}:{port}", Sender(allows_loopback=False))
        plain = sent(f"http://{host}:{port}", Sender(allows_loopback=False))

    assert (tried.is_delivered, tried.status, plain.status) == (False, None, None)
    assert receiver.received == []


def test_a_name_that_leads_inside_is_not_connected_to() -> None:
    inside = Sender(allows_loopback=False, resolve=resolving(["10.0.0.1"]))
    mixed = Sender(allows_loopback=True, resolve=resolving(["127.0.0.1", "10.0.0.1"]))

    with receiving() as receiver:
        port = receiver.url.split(":")[2]
        answers = [sent(f"http://hooks.test:{port}", one) for one in (inside, mixed)]

    assert {one.error for one in answers} == {"The host leads to an address that is not public."}
    assert receiver.received == []


def test_a_name_is_resolved_once_and_the_checked_address_connected_to() -> None:
    # Rebinding: the first answer passes the check, every later one leads elsewhere.
    resolve = resolving(["127.0.0.1"], ["169.254.169.254"])
    with receiving() as receiver:
        tried = sent(
            receiver.url.replace("127.0.0.1", "hooks.test"),
            Sender(allows_loopback=True, resolve=resolve),
        )

    assert tried.is_delivered
    assert receiver.received[0].headers["host"].startswith("hooks.test:")


def test_the_next_address_is_asked_when_one_takes_no_connection() -> None:
    resolve = resolving(["127.0.0.2", "127.0.0.1"])
    with receiving() as receiver:
        url = receiver.url.replace("127.0.0.1", "hooks.test")

        assert sent(url, Sender(allows_loopback=True, resolve=resolve)).is_delivered
    assert len(receiver.received) == 1


def test_a_name_without_an_address_is_a_failure() -> None:
    async def nothing(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such host")

    tried = sent("https://hooks.test", Sender(allows_loopback=False, resolve=nothing))

    assert tried.error == "The connection failed. The host has no address."


def test_a_port_where_nobody_listens_is_a_failure() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    assert (sent(f"http://127.0.0.1:{port}").error or "").startswith("The connection failed.")


def test_a_receiver_that_says_nothing_is_not_waited_for() -> None:
    with receiving(hanging(5)) as receiver:
        tried = sent(receiver.url, Sender(allows_loopback=True, seconds=0.3))

    assert tried.error == "There was no answer within 0.3 seconds."
    assert 250 < tried.duration_ms < 3000


def test_a_receiver_that_drips_its_headers_is_not_waited_for() -> None:
    def drip(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    with receiving(drip) as receiver:
        tried = sent(receiver.url, Sender(allows_loopback=True, seconds=0.4))

    assert (tried.status, tried.is_delivered) == (None, False)
    assert tried.duration_ms < 3000


def test_a_receiver_that_drips_its_body_has_received_the_message() -> None:
    def drip(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    with receiving(drip) as receiver:
        tried = sent(receiver.url)

    assert tried.is_delivered
    assert tried.duration_ms < 3000


def endless(headers: bytes, piece: bytes) -> tuple[Callable[..., None], list[int]]:
    """Answer without an end; counts the bytes that were taken."""
    given = [0]

    def behave(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n")
        while given[0] < 100_000_000:
            handler.wfile.write(piece)
            given[0] += len(piece)

    return behave, given


@pytest.mark.parametrize(
    ("headers", "piece"),
    [
        (b"Content-Length: 100000000\r\n", b"x" * 65536),
        (b"Content-Encoding: gzip\r\n", gzip.compress(b"0" * 10_000_000)),
    ],
)
def test_only_the_beginning_of_a_huge_answer_is_read(headers: bytes, piece: bytes) -> None:
    behave, given = endless(headers, piece)
    with receiving(behave) as receiver:
        tried = sent(receiver.url)

    assert tried.is_delivered
    assert given[0] < 20_000_000  # what the buffers of the system took, and no more
    assert tried.duration_ms < 3000


def test_endless_headers_are_not_read() -> None:
    given = [0]

    def without_end(handler: BaseHTTPRequestHandler, number: int) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while given[0] < 100_000_000:
            handler.wfile.write(b"X-Header: " + b"y" * 1000 + b"\r\n")
            given[0] += 1000

    with receiving(without_end) as receiver:
        tried = sent(receiver.url)

    assert not tried.is_delivered
    assert given[0] < 20_000_000


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"\x00\xff" * 100])
def test_a_receiver_that_speaks_something_else_is_a_failure(said: bytes) -> None:
    def speak(handler: BaseHTTPRequestHandler, _number: int) -> None:
        handler.wfile.write(said)
        handler.close_connection = True

    with receiving(speak) as receiver:
        tried = sent(receiver.url)

    assert (tried.is_delivered, tried.status) == (False, None)
    assert "SSH" not in (tried.error or "")  # nothing that a stranger says is handed on


def test_without_the_pepper_nothing_is_sent() -> None:
    with receiving() as receiver:
        for seal in (None, Seal(b"another pepper, which is long enough as well")):
            tried = sent(receiver.url, seal=seal)
            assert "cannot be read with the pepper" in (tried.error or "")

    assert receiver.received == []


@contextmanager
def tls(receiver: Receiver, folder: Path) -> Iterator[tuple[str, Path]]:
    """Put a certificate for ``hooks.test`` before a receiver, as a proxy does."""
    key, certificate = folder / "key", folder / "certificate"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", "/CN=hooks.test", "-addext", "subjectAltName=DNS:hooks.test",
         "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    inner = int(receiver.url.split(":")[2].partition("/")[0])
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:
                return
            try:
                with (
                    context.wrap_socket(plain, server_side=True) as outer,
                    socket.create_connection(("127.0.0.1", inner)) as inside,
                ):
                    inside.sendall(outer.recv(65536) + outer.recv(65536))
                    outer.sendall(inside.recv(65536))
            except (OSError, ssl.SSLError):
                plain.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"https://hooks.test:{listening.getsockname()[1]}/hook", certificate
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def test_the_certificate_is_that_of_the_name_not_of_the_address(tmp_path: Path) -> None:
    resolve = resolving(["127.0.0.1"])
    with receiving() as receiver, tls(receiver, tmp_path) as (url, certificate):
        trusted = ssl.create_default_context(cafile=str(certificate))
        trusting = Sender(allows_loopback=True, resolve=resolve, trusted=trusted)
        other = url.replace("hooks.test", "other.test")

        assert sent(url, trusting).is_delivered
        assert "certificate" in (sent(other, trusting).error or "").lower()
        assert (
            "certificate"
            in (sent(url, Sender(allows_loopback=True, resolve=resolve)).error or "").lower()
        )
    assert len(receiver.received) == 1
