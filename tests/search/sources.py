"""A catalogue in memory that an index can follow, for tests."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.search.source import Changes, Snapshot


class MemorySource:
    """Documents and a journal of their ids."""

    def __init__(self) -> None:
        self.bodies: dict[str, bytes] = {}
        self.journal: list[str] = []
        self.releases: list[int] = []

    def put(self, body: dict[str, Any]) -> None:
        self.bodies[body["id"]] = json.dumps(body).encode()
        self.journal.append(body["id"])

    def remove(self, service_id: str) -> None:
        self.bodies.pop(service_id, None)
        self.journal.append(service_id)

    def head(self) -> int:
        return len(self.journal)

    def mark(self, seq: int) -> str:
        return "|".join(self.journal[:seq])

    def changes(self, *, after: int, limit: int) -> Changes | None:
        ids = self.journal[after : after + limit]
        if not ids:
            return None
        return Changes(after + len(ids), {each: self.bodies.get(each) for each in set(ids)})

    def release(self) -> None:
        self.journal.append("")
        self.releases.append(self.head())

    def has_release(self, *, after: int) -> bool:
        return any(one > after for one in self.releases)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        bodies = list(self.bodies.values())
        yield Snapshot(self.head(), iter(bodies), len(bodies))
