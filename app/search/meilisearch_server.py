"""The Meilisearch server: every call of its client library is made here, with a bound.

What the library raises never leaves this module: whatever goes wrong becomes a
`SearchUnavailable`, which is answered 503 with a time to come back.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

import httpx2
import structlog
from meilisearch_python_sdk import Client
from meilisearch_python_sdk import errors as sdk
from meilisearch_python_sdk.models.search import SearchParams, SearchResultsWithUID
from meilisearch_python_sdk.models.settings import MeilisearchSettings

from app.search.errors import IndexingFailed, KeyRefused, SearchUnavailable, TaskHidden
from app.search.meilisearch_documents import KEY, Row
from app.search.meilisearch_faults import first_of, refusal
from app.search.meilisearch_keys import search_key
from app.search.meilisearch_query import Ask
from app.search.meilisearch_readers import Readers
from app.search.meilisearch_settings import LOCALE, SEARCHED, Settings

_log = structlog.get_logger("dalil.search")
_MOST_INDEXES = 1000
_POLL_SECONDS = (0.01, 0.25)
"""How soon a task is looked at again: at first, and at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where the server is, with which keys, and how long anything may take.

    Seconds. Without a search key of its own, one that can do nothing but search is asked of
    the server, if the other key may.
    """

    url: str
    index: str = "dalil-services"
    """The index in use; the names of others that are built begin with it."""
    key: str = ""
    search_key: str = ""
    search_seconds: int = 2
    write_seconds: int = 30
    task_seconds: float = 120
    rest_seconds: float = 1
    """After a call that got no answer, none is tried for this long."""
    most_searches: int = 16
    """Searches under way at a time, so that a slow server does not hold up other reads."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one question was answered: rows, how many in all, counts of facets."""

    rows: Sequence[Row]
    total: int
    facets: Mapping[str, Mapping[str, int]]


class MeilisearchServer:
    """A server that may be away at any time."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self.index = access.index
        self._writer = Client(access.url, access.key or None, timeout=access.write_seconds)
        self._readers = Readers(self._new_reader)
        self._gate = threading.BoundedSemaphore(access.most_searches)
        self._lock = threading.Lock()
        self._rest_until = 0.0
        self._refusals = 0
        self._refused_until = 0.0

    def search(self, index: str, asks: Sequence[Ask]) -> list[Answer]:
        """Answer several questions to one index, in one request."""
        with self._searching() as reader:
            found = reader.multi_search([_params(index, ask) for ask in asks])
            return [_answer(each) for each in found if isinstance(each, SearchResultsWithUID)]

    def indexes(self) -> list[str]:
        """List the names of the indexes."""
        with self._calling():
            found = self._writer.get_raw_indexes(limit=_MOST_INDEXES)
        return [each.uid for each in found or ()]

    def has(self, index: str) -> bool:
        """Tell whether there is an index of that name."""
        return self._born(index) is not None

    def create(self, index: str, settings: Settings) -> None:
        """Create an index; the settings come before any document."""
        with self._calling():
            timeout = round(self._access.task_seconds * 1000)
            self._writer.create_index(index, KEY, timeout_in_ms=timeout)
            pinned = MeilisearchSettings.model_validate(settings)
            task = self._writer.index(index).update_settings(pinned)
        self.wait([task.task_uid])

    def delete(self, index: str) -> None:
        """Delete an index."""
        with self._calling():
            task = self._writer.index(index).delete()
        self.wait([task.task_uid])

    def swap(self, one: str, other: str) -> None:
        """Let two indexes change places, at once for everybody.

        Raises:
            IndexingFailed: they did not.

        """
        born = self._born(other)
        with self._calling():
            task = self._writer.swap_indexes([(one, other)])
        try:
            self.wait([task.task_uid])
        except TaskHidden:
            # A key for some indexes is never told of a task about two. Tasks are carried out in
            # their order, so it is over when one is that came after it and does nothing.
            self.wait([self.remove(other, [])])
        if self._born(one) != born:
            raise IndexingFailed("The indexes did not change places.")

    def settings(self, index: str) -> Settings:
        """Read the settings of an index as the server reports them."""
        with self._calling():
            found = self._writer.index(index).get_settings()
        return found.model_dump(mode="json", by_alias=True)

    def put(self, index: str, documents: list[dict[str, Any]]) -> int:  # Any: JSON
        """Hand in documents to be added or replaced; return the number of the task."""
        with self._calling():
            return self._writer.index(index).add_documents(documents, KEY).task_uid

    def amend(self, index: str, documents: list[dict[str, Any]]) -> int:  # Any: JSON
        """Hand in attributes for documents that are there; return the number of the task."""
        with self._calling():
            found = self._writer.index(index)
            return found.update_documents(documents, KEY, skip_creation=True).task_uid

    def remove(self, index: str, keys: list[str]) -> int:
        """Hand in keys of documents to be deleted; return the number of the task."""
        with self._calling():
            return self._writer.index(index).delete_documents(keys).task_uid

    def wait(self, tasks: Iterable[int]) -> None:
        """Wait until these tasks have succeeded.

        Raises:
            IndexingFailed: one of them failed, was cancelled or took too long.

        """
        deadline = time.monotonic() + self._access.task_seconds
        for task in tasks:
            self._wait(task, deadline)

    def close(self) -> None:
        """Close the connections."""
        self._readers.retire()
        self._writer.http_client.close()

    def _born(self, index: str) -> datetime | None:
        """Tell when an index was created, which goes with it when indexes change places."""
        with self._calling():
            found = self._writer.get_raw_index(index)
        return found.created_at if found else None

    def _wait(self, task: int, deadline: float) -> None:
        pause, longest = _POLL_SECONDS
        while True:
            with self._calling():
                found = self._writer.get_task(task)
            if found.status == "succeeded":
                return
            if found.status in ("failed", "canceled"):
                fault = found.error or {}
                raise IndexingFailed(f"Task {task}: {fault.get('code', found.status)}.")
            if time.monotonic() > deadline:
                raise IndexingFailed(f"Task {task} is still {found.status}.")
            time.sleep(pause)
            pause = min(2 * pause, longest)

    def _new_reader(self) -> Client:
        given = self._access.search_key or search_key(self._writer, f"{self.index}*")
        key = given or self._access.key or None
        return Client(self._access.url, key, timeout=self._access.search_seconds)

    @contextmanager
    def _searching(self) -> Iterator[Client]:
        if time.monotonic() < self._refused_until:
            raise SearchUnavailable("The search engine has just refused two keys.")
        if not self._gate.acquire(timeout=self._access.search_seconds / 4):
            raise SearchUnavailable("The search engine has too much to do.")
        reader = None
        try:
            with self._calling(), self._readers.lent() as reader:
                yield reader
            self._refusals = 0
        except KeyRefused:
            self._look_for_a_key(reader)
            raise
        finally:
            self._gate.release()

    def _look_for_a_key(self, refused: Client | None) -> None:
        """Let the next search look for a key again: this one may have been withdrawn.

        If the one that was found then is refused as well, another is not looked for at once.
        """
        if refused and not self._readers.retire(refused):
            return  # a search beside this one has been refused with the same key before
        with self._lock:
            self._refusals += 1
            if self._refusals > 1:
                self._refused_until = time.monotonic() + self._access.rest_seconds

    @contextmanager
    def _calling(self) -> Iterator[None]:
        """Turn faults into our own; rest for a while after one that was no answer."""
        self._mind_the_rest()
        try:
            yield
        except ExceptionGroup as group:  # the library runs some of its work side by side
            self._raise(first_of(group))
        except (sdk.MeilisearchError, sdk.PayloadTooLarge, httpx2.HTTPError) as fault:
            self._raise(fault)
        except (ValueError, TypeError, LookupError) as fault:
            self._raise(fault)  # an answer cut short, or one that is not Meilisearch's
        else:
            self._note_answer()

    def _mind_the_rest(self) -> None:
        with self._lock:
            now = time.monotonic()
            if now < self._rest_until:
                raise SearchUnavailable("The search engine did not answer just now.")
            if self._rest_until:
                # Only this caller tries whether the server is back; the others go on resting.
                self._rest_until = now + self._access.rest_seconds

    def _note_answer(self) -> None:
        if self._rest_until:
            _log.info("search_engine_back")
        self._rest_until = 0.0

    def _raise(self, fault: Exception) -> NoReturn:
        if isinstance(fault, sdk.MeilisearchApiError) and fault.status_code < 500:
            self._note_answer()
            raise refusal(fault) from fault
        if not self._rest_until:
            _log.warning("search_engine_away", fault=f"{type(fault).__name__}: {fault}"[:300])
        self._rest_until = time.monotonic() + self._access.rest_seconds
        raise SearchUnavailable from fault


def _params(index: str, ask: Ask) -> SearchParams:
    return SearchParams.model_validate(
        {
            "index_uid": index,
            "q": ask.words,
            "filter": ask.filter,
            "sort": list(ask.sort) or None,
            "facets": list(ask.facets) or None,
            "attributes_to_retrieve": list(ask.attributes),
            "offset": ask.offset,
            "limit": ask.limit or 0,
            # Asking for no hits on a page makes the total exact.
            "hits_per_page": 0 if ask.limit is None else None,
            "matching_strategy": "frequency",
            "attributes_to_search_on": list(SEARCHED) if ask.words else None,
            "locales": [LOCALE] if ask.words else None,
        }
    )


def _answer(found: SearchResultsWithUID) -> Answer:  # type: ignore[type-arg]  # rows are JSON
    total = found.total_hits if found.estimated_total_hits is None else found.estimated_total_hits
    return Answer(found.hits, total or 0, found.facet_distribution or {})
