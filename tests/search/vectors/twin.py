"""Vectors in memory for an index, and what a portal asks that goes past Dalil."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import httpx2

from app.search.meilisearch_index import MeilisearchIndex
from app.search.meilisearch_server import Access, MeilisearchServer
from app.search.meilisearch_vectors import Late
from tests.search.sources import MemorySource

WANTED = {"source": "userProvided", "dimensions": 3}
NORTH, EAST, UP = (1.0, 0.0, 0.0), (0.1, 0.99, 0.1), (0.0, 0.0, 1.0)


class Memory:
    """Vectors in memory, each set at a time of its own."""

    def __init__(self, name: str = "twin/1", length: int = 3) -> None:
        self.name, self.length = name, length
        self.vectors: dict[str, list[bytes]] = {}
        self.times: dict[str, str] = {}
        self._puts = 0

    def put(self, service: str, *vectors: tuple[float, ...]) -> None:
        self.vectors[service] = [struct.pack(f"<{len(one)}f", *one) for one in vectors]
        self._puts += 1
        self.times.pop(service, None)  # the times are in order
        self.times[service] = f"{self._puts:04}"

    def find(self, ids: Iterable[str]) -> Mapping[str, Sequence[bytes]]:
        return {each: self.vectors[each] for each in ids if each in self.vectors}

    def mark(self) -> str:
        return max(self.times.values(), default="")

    def late(self, after: str) -> Late | None:
        found = [name for name, at in self.times.items() if at > after]
        return Late(found[:1], self.times[found[0]], len(found) == 1) if found else None


def opened(
    server: MeilisearchServer, source: MemorySource, vectors: Memory | None = None
) -> MeilisearchIndex:
    return MeilisearchIndex(server, source, holding=lambda: nullcontext(True), vectors=vectors)


def send(access: Access, method: str, path: str, asked: object) -> httpx2.Response:
    """Send what somebody else sends."""
    headers = {"Authorization": f"Bearer {access.key}"} if access.key else {}
    url = f"{access.url}/indexes/{access.index}/{path}"
    return httpx2.request(method, url, json=asked, headers=headers)


def ask(access: Access, **asked: object) -> list[dict[str, Any]]:
    """Search as a portal does, that asks Meilisearch without Dalil."""
    answer = send(access, "POST", "search", {"filter": 'kind = "service"', **asked})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["hits"]
    return found


def carried(access: Access) -> dict[str, list[list[float]]]:
    """Return the vectors of each service in the index."""
    hits = ask(access, retrieveVectors=True)
    return {hit["id"]: hit["_vectors"]["dalil"]["embeddings"] for hit in hits}


def embedders(server: MeilisearchServer) -> dict[str, Any]:
    found = server.settings(server.index)["embedders"] or {}
    return {name: {each: one[each] for each in WANTED} for name, one in found.items()}
