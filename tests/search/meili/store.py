"""What a Meilisearch keeps: indexes with settings and documents, and a queue of tasks."""

import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.search.meili import ranking, vectors
from tests.search.meili.filters import Stored

_DOCUMENT_ID = re.compile(r"[A-Za-z0-9_-]{1,511}$")


class Refused(Exception):
    """A request is answered with an error."""

    def __init__(self, status: int, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.status, self.code = status, code


class TaskFailed(Exception):
    """A task cannot be carried out."""


@dataclass
class Index:
    uid: str
    primary_key: str | None
    settings: dict[str, Any] = field(default_factory=lambda: dict(ranking.DEFAULTS))
    documents: dict[str, Stored] = field(default_factory=dict)
    created_at: str = field(default_factory=lambda: datetime.now(UTC).isoformat())

    def put(self, documents: list[dict[str, Any]]) -> None:
        """Add documents in place of others, all or none."""
        self._take({self._key(each): each for each in documents})

    def amend(self, documents: list[dict[str, Any]], *, skips_creation: bool) -> None:
        """Change the attributes that are given, all or none."""
        found = {self._key(each): each for each in documents}
        known = {key: self.documents.get(key) for key in found}
        self._take(
            {
                key: {**(known[key] or {}), **each}
                for key, each in found.items()
                if known[key] is not None or not skips_creation
            }
        )

    def _key(self, document: dict[str, Any]) -> str:
        key = str(document[self.primary_key or "id"])
        if not _DOCUMENT_ID.match(key):
            raise TaskFailed("invalid_document_id")
        return key

    def _take(self, found: dict[str, dict[str, Any]]) -> None:
        embedders = self.settings["embedders"]
        try:
            self.documents |= {
                key: vectors.taken(document, self.documents.get(key), embedders)
                for key, document in found.items()
            }
        except vectors.Wrong as fault:
            raise TaskFailed(fault.code) from fault

    def _embed(self, embedders: dict[str, Any]) -> None:
        """Take other embedders; every document has to have vectors for them, or say it has none."""
        try:
            vectors.check_embedders(embedders)
            for document in self.documents.values():
                vectors.taken(document, None, embedders)
        except vectors.Wrong as fault:
            raise TaskFailed(fault.code) from fault

    def configure(self, changes: dict[str, Any]) -> None:
        changes = dict(changes)
        if "embedders" in changes:
            asked, before = changes["embedders"], self.settings["embedders"]
            found = {} if asked is None else {**before, **asked}
            changes["embedders"] = {name: one for name, one in found.items() if one}
            self._embed(changes["embedders"])
        for name, value in changes.items():
            default = ranking.DEFAULTS[name]
            merges = isinstance(default, dict) and name not in ("synonyms", "embedders")
            self.settings[name] = {**self.settings[name], **value} if merges else value


@dataclass
class Task:
    uid: int
    kind: str
    index: str | None
    due: float
    work: Callable[[], None]
    status: str = "enqueued"
    error: str | None = None

    def view(self) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        return {
            "uid": self.uid,
            "indexUid": self.index,
            "status": self.status,
            "type": self.kind,
            "enqueuedAt": now,
            "details": {},
            "error": self.error and {"code": self.error, "message": "", "type": "", "link": ""},
        }

    def summary(self) -> dict[str, Any]:
        view = self.view()
        names = ("indexUid", "status", "type", "enqueuedAt")
        return {"taskUid": self.uid, **{name: view[name] for name in names}}


class Store:
    """The state of one server; it outlives the server's absence."""

    def __init__(self) -> None:
        self.indexes: dict[str, Index] = {}
        self.tasks: list[Task] = []
        self.keys: list[dict[str, Any]] = []
        self.task_seconds = 0.0
        self.is_paused = False
        self.failing: list[tuple[str, str]] = []
        """Kinds of tasks that will fail once, each with its error code."""

    def enqueue(self, kind: str, index: str | None, work: Callable[[], None]) -> dict[str, Any]:
        due = time.monotonic() + self.task_seconds
        task = Task(len(self.tasks), kind, index, due, work)
        self.tasks.append(task)
        return task.summary()

    def advance(self) -> None:
        """Carry out what is due, the oldest first; nothing overtakes."""
        for task in self.tasks:
            if task.status != "enqueued":
                continue
            if self.is_paused or task.due > time.monotonic():
                return
            self._carry_out(task)

    def index(self, uid: str) -> Index:
        if uid not in self.indexes:
            raise Refused(404, "index_not_found", f"Index `{uid}` not found.")
        return self.indexes[uid]

    def create(self, uid: str, primary_key: str | None) -> None:
        if uid in self.indexes:
            raise TaskFailed("index_already_exists")
        self.indexes[uid] = Index(uid, primary_key)

    def delete(self, uid: str) -> None:
        self._existing(uid)
        del self.indexes[uid]

    def put(self, uid: str, primary_key: str | None, documents: list[dict[str, Any]]) -> None:
        self.indexes.setdefault(uid, Index(uid, primary_key)).put(documents)

    def amend(self, uid: str, documents: list[dict[str, Any]], *, skips_creation: bool) -> None:
        self._existing(uid).amend(documents, skips_creation=skips_creation)

    def remove(self, uid: str, keys: list[str]) -> None:
        index = self._existing(uid)
        for key in keys:
            index.documents.pop(key, None)

    def configure(self, uid: str, changes: dict[str, Any]) -> None:
        self.indexes.setdefault(uid, Index(uid, None)).configure(changes)

    def swap(self, pairs: list[tuple[str, str]]) -> None:
        for one, other in pairs:
            first, second = self._existing(one), self._existing(other)
            self.indexes[one], self.indexes[other] = second, first
            first.uid, second.uid = other, one

    def new_key(self, wanted: dict[str, Any]) -> dict[str, Any]:
        now = datetime.now(UTC).isoformat()
        key = {"uid": str(uuid.uuid4()), "key": uuid.uuid4().hex, **wanted}
        self.keys.append({**key, "createdAt": now, "updatedAt": now})
        return self.keys[-1]

    def _existing(self, uid: str) -> Index:
        if uid not in self.indexes:
            raise TaskFailed("index_not_found")
        return self.indexes[uid]

    def _carry_out(self, task: Task) -> None:
        for failing in self.failing:
            if failing[0] == task.kind:
                self.failing.remove(failing)
                task.status, task.error = "failed", failing[1]
                return
        try:
            task.work()
            task.status = "succeeded"
        except TaskFailed as fault:
            task.status, task.error = "failed", str(fault)
