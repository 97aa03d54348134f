"""A receiver of webhooks on loopback that behaves as badly as a test wants it to."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
from standardwebhooks import Webhook as Verifier

Behaviour = Callable[[BaseHTTPRequestHandler, int], None]


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    headers: Mapping[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def message(self) -> Any:  # Any: JSON
        return orjson.loads(self.body)

    def verified(self, secret: str) -> Any:  # Any: JSON
        """Read the message as a receiver should: with the official library."""
        return Verifier(secret).verify(self.body, dict(self.headers))


def answering(*statuses: int, headers: Mapping[str, str] | None = None) -> Behaviour:
    """Give these answers in turn, the last one for ever."""

    def behave(handler: BaseHTTPRequestHandler, number: int) -> None:
        handler.send_response(statuses[min(number, len(statuses) - 1)])
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")

    return behave


def hanging(seconds: float) -> Behaviour:
    """Say nothing for a while, then answer 200."""

    def behave(handler: BaseHTTPRequestHandler, number: int) -> None:
        time.sleep(seconds)
        answering(200)(handler, number)

    return behave


@dataclass
class Receiver:
    """A server that notes what arrives."""

    url: str
    received: list[Received]
    behaviour: Behaviour

    def wait_for(self, count: int, seconds: float = 15) -> list[Received]:
        """Wait until so many requests have arrived."""
        until(lambda: len(self.received) >= count, seconds)
        return self.received[:]

    @property
    def seqs(self) -> list[int]:
        return [one.message["data"]["seq"] for one in self.received]


def until(is_true: Callable[[], bool], seconds: float = 15) -> None:
    """Wait until something is true, or fail."""
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.01)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    """As servers have it: with the five of Python, connections wait a second and more."""


@contextmanager
def receiving(behaviour: Behaviour | None = None) -> Iterator[Receiver]:
    """Run a receiver in threads until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            number = len(receiver.received)
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.received.append(Received(headers, body, time.monotonic()))
            try:
                receiver.behaviour(self, number)
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    receiver = Receiver(url, [], behaviour or answering(200))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
