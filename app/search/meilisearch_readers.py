"""The client that searches are made with, and earlier ones until the last search with them."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from meilisearch_python_sdk import Client


class Readers:
    """Lends one client to all searches, until it is retired and another is made.

    Nobody may close it while others search with it; the last of them does.
    """

    def __init__(self, new: Callable[[], Client]) -> None:
        self._new = new
        self._current: Client | None = None
        self._lent: Counter[int] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def lent(self) -> Iterator[Client]:
        """Search with the present client."""
        with self._lock:
            client = self._current = self._current or self._new()
            self._lent[id(client)] += 1
        try:
            yield client
        finally:
            self._give_back(client)

    def retire(self, client: Client | None = None) -> bool:
        """Let the next search make another client; False if it would not have had this one."""
        with self._lock:
            retired = self._current
            if retired is None or client not in (None, retired):
                return False
            self._current = None
            is_free = not self._lent[id(retired)]
        if is_free:
            retired.http_client.close()
        return True

    def _give_back(self, client: Client) -> None:
        with self._lock:
            self._lent[id(client)] -= 1
            is_last = not self._lent[id(client)]
            if is_last:
                del self._lent[id(client)]
            is_over = is_last and client is not self._current
        if is_over:
            client.http_client.close()
