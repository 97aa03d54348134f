"""What a mirror asks a catalogue over HTTP, again and again when the network fails."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2
import orjson

PAGE = 500
_SECONDS = 30.0
_LONGEST_PAUSE = 60.0
_Found = TypeVar("_Found")


class FeedWasReset(Exception):
    """The catalogue's journal is not the one that the cursor came from."""


class SourceRefuses(Exception):
    """The catalogue answers something that asking again will not change."""


@dataclass(frozen=True)
class FeedPage:
    """A page of the feed; ``items`` are as they came."""

    items: list[Any]  # Any: JSON
    cursor: str
    has_more: bool


class Source:
    """A catalogue on the network; ``attempts`` bounds how often a request is repeated."""

    def __init__(
        self,
        url: str,
        *,
        attempts: int | None,
        on_fault: Callable[[str], None],
        sleep: Callable[[float], None] = time.sleep,
        page: int = PAGE,
    ) -> None:
        self.url = url.rstrip("/")
        self._attempts, self._on_fault, self._sleep, self._page = attempts, on_fault, sleep, page
        self._client = httpx2.Client(timeout=_SECONDS, headers={"User-Agent": "dalil mirror"})

    def read_page(self, cursor: str | None, *, wait: int = 0) -> FeedPage:
        """Read what comes after a cursor.

        Raises:
            FeedWasReset: the cursor is of another journal.
            SourceRefuses: this is not a catalogue, or it has not answered often enough.

        """
        asked: dict[str, str | int] = {"limit": self._page, "wait": wait}
        if cursor:
            asked["cursor"] = cursor

        def ask() -> FeedPage:
            answer = self._client.get(
                f"{self.url}/v1/changes", params=asked, timeout=_SECONDS + wait
            )
            if answer.status_code == 410:
                raise FeedWasReset
            _check(answer)
            page = orjson.loads(answer.content)
            return FeedPage(list(page["items"]), str(page["nextCursor"]), bool(page["hasMore"]))

        return self._again(ask)

    def export(self, take: Callable[[Iterator[Any]], _Found]) -> _Found:  # Any: JSON
        """Hand the export of all services to ``take``, from its start if it breaks off.

        Raises:
            SourceRefuses: it has not answered often enough.

        """

        def ask() -> _Found:
            address = f"{self.url}/v1/services"
            with self._client.stream("GET", address, params={"format": "ndjson"}) as answer:
                _check(answer)
                return take(orjson.loads(line) for line in _lines(answer))

        return self._again(ask)

    def read_entities(self) -> list[Any]:  # Any: JSON
        """Read the list of all entities.

        Raises:
            SourceRefuses: it has not answered often enough.

        """

        def ask() -> list[Any]:  # Any: JSON
            answer = self._client.get(f"{self.url}/v1/entities")
            _check(answer)
            return list(orjson.loads(answer.content)["items"])

        return self._again(ask)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _again(self, ask: Callable[[], _Found]) -> _Found:
        """Ask until there is an answer, with growing pauses."""
        attempt = 0
        while True:
            attempt += 1
            try:
                return ask()
            except (httpx2.TransportError, httpx2.StreamError, _Failing) as fault:
                if self._attempts is not None and attempt >= self._attempts:
                    raise SourceRefuses(f"{self.url} does not answer: {fault}") from None
                pause = min(_LONGEST_PAUSE, max(2.0**attempt / 2, getattr(fault, "asked", 0.0)))
                self._on_fault(f"{fault} Trying again in {pause:g} seconds.")
                self._sleep(pause)
            except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, KeyError, TypeError) as fault:
                raise SourceRefuses(f"{self.url} is not a catalogue: {fault!r}") from None


class _Failing(Exception):
    """The catalogue cannot answer just now; ``asked`` are the seconds it wants to be left."""

    def __init__(self, status: int, asked: float) -> None:
        super().__init__(f"It answered {status}.")
        self.asked = asked


def _lines(answer: httpx2.Response) -> Iterator[bytes]:
    """Split at line feeds alone: texts may hold other characters that end lines elsewhere."""
    rest = b""
    for piece in answer.iter_bytes():
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _check(answer: httpx2.Response) -> None:
    status = answer.status_code
    if status in (408, 425, 429) or status >= 500:
        asked = answer.headers.get("retry-after", "")
        raise _Failing(status, float(asked[:6]) if asked.isascii() and asked.isdigit() else 0.0)
    if status != 200:
        raise SourceRefuses(f"{answer.url} answered {status}.")
