"""A server that speaks Meilisearch's protocol on loopback, with faults on demand.

It is a stand-in for the tests of the adapter: it knows the routes the adapter uses,
carries out tasks in order, ranks by the reference model of `ranking`, and holds every
request against Meilisearch's own OpenAPI document when that is at hand.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from typing import Any
from urllib.parse import parse_qs

import uvicorn

from tests.conftest import serving
from tests.search.meili import contract, ranking
from tests.search.meili.store import Refused, Store

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
MASTER_KEY = "master-key-of-the-stand-in"
_INDEX = r"/indexes/(?P<uid>[^/]+)"


@dataclass
class Fault:
    """Answers requests wrongly: `status`, a `delay` in seconds, or a `reset` mid-body."""

    path: str = ""
    status: int = 0
    code: str = ""
    delay: float = 0.0
    resets: bool = False
    times: int = 1_000_000
    body: bytes | None = None


class StandIn:
    """The ASGI application over a store."""

    def __init__(self, store: Store | None = None, *, master_key: str = "") -> None:
        self.store = store or Store()
        self.master_key = master_key
        self.faults: list[Fault] = []
        self.contract = contract.Contract() if contract.DOCUMENT.exists() else None
        self.requests: list[tuple[str, str, str]] = []
        """Method, path and bearer of what was asked."""

    async def __call__(self, scope: Scope, receive: Callable[[], Any], send: Send) -> None:
        if scope["type"] != "http":
            return
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body", False)
        method, path, query = scope["method"], scope["path"], scope["query_string"].decode()
        bearer = dict(scope["headers"]).get(b"authorization", b"").decode().removeprefix("Bearer ")
        self.requests.append((method, path, bearer))
        if self.contract:
            self.contract.check(method, path, query, body)
        fault = self._fault(path)
        if fault:
            await asyncio.sleep(fault.delay)
            if fault.resets:
                await _reset(send)
                return
            if fault.body is not None:
                await _answer(send, fault.status, fault.body, "text/html")
                return
            if fault.status:
                await _answer(send, fault.status, _error(fault.code or "internal"))
                return
        status, answer = self._answer(method, path, query, body, bearer)
        await _answer(send, status, json.dumps(answer).encode())

    def _fault(self, path: str) -> Fault | None:
        for fault in self.faults:
            if re.search(fault.path, path) and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    def _answer(
        self, method: str, path: str, query: str, body: bytes, bearer: str
    ) -> tuple[int, Any]:
        self.store.advance()
        try:
            for pattern, verb, action, handler in ROUTES:
                match = re.fullmatch(pattern, path)
                if match and verb == method:
                    asked = json.loads(body) if body else None
                    uid = match.groupdict().get("uid", "")
                    self._authorise(bearer, action, _touched(uid, action, asked))
                    if number := match.groupdict().get("number"):
                        self._show_task(bearer, int(number))
                    return handler(self.store, match.groupdict(), parse_qs(query), asked)
            raise Refused(404, "not_found")
        except Refused as refused:
            return refused.status, json.loads(_error(refused.code, str(refused)))
        except ranking.SearchFault as fault:
            return 400, json.loads(_error(fault.code, str(fault)))

    def _authorise(self, bearer: str, action: str, indexes: list[str]) -> None:
        if not self.master_key:
            if action.startswith("keys."):
                raise Refused(401, "missing_master_key")
            return
        if bearer == self.master_key:
            return
        if not bearer:
            raise Refused(401, "missing_authorization_header")
        for key in self.store.keys:
            may = any(fnmatchcase(action, each) for each in key["actions"])
            if (
                key["key"] == bearer
                and may
                and all(any(fnmatchcase(i, p) for p in key["indexes"]) for i in indexes)
            ):
                return
        raise Refused(403, "invalid_api_key")

    def _show_task(self, bearer: str, number: int) -> None:
        """Keep a task from a key for some indexes unless it is about one of these."""
        found = self.store.tasks[number : number + 1]
        for key in self.store.keys:
            patterns = key["indexes"] if key["key"] == bearer else ["*"]
            index = found[0].index if found else None
            if patterns != ["*"] and not any(fnmatchcase(index or "", each) for each in patterns):
                raise Refused(404, "task_not_found")


def _touched(uid: str, action: str, asked: Any) -> list[str]:
    if action == "search" and not uid:
        return [each["indexUid"] for each in asked["queries"]]
    return [uid] if uid else []


@contextmanager
def running(stand_in: StandIn, *, port: int = 0) -> Iterator[str]:
    """Serve until the block ends; gives the address."""
    configuration = uvicorn.Config(
        stand_in, port=port, log_level="critical", access_log=False, lifespan="off"
    )
    with serving(configuration) as url:
        yield url


async def _answer(send: Send, status: int, body: bytes, kind: str = "application/json") -> None:
    headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _reset(send: Send) -> None:
    """Promise a long body, send its beginning and hang up."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"100000")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"results":[', "more_body": True})
    raise ConnectionResetError


def _error(code: str, message: str = "") -> bytes:
    fault = {"message": message or code, "code": code, "type": "invalid_request", "link": ""}
    return json.dumps(fault).encode()


Handler = Callable[[Store, dict[str, str], dict[str, list[str]], Any], tuple[int, Any]]


def _create(store: Store, _path: Any, _query: Any, asked: Any) -> tuple[int, Any]:
    work = partial(store.create, asked["uid"], asked.get("primaryKey"))
    return 202, store.enqueue("indexCreation", asked["uid"], work)


def _list(store: Store, _path: Any, query: Any, _asked: Any) -> tuple[int, Any]:
    limit = int(query.get("limit", ["20"])[0])
    found = [_index_view(store, uid) for uid in sorted(store.indexes)]
    return 200, {"results": found[:limit], "offset": 0, "limit": limit, "total": len(found)}


def _index_view(store: Store, uid: str) -> dict[str, Any]:
    index = store.index(uid)
    return {
        "uid": uid,
        "createdAt": index.created_at,
        "updatedAt": index.created_at,
        "primaryKey": index.primary_key,
    }


def _read(store: Store, path: Any, _query: Any, _asked: Any) -> tuple[int, Any]:
    return 200, _index_view(store, path["uid"])


def _delete(store: Store, path: Any, _query: Any, _asked: Any) -> tuple[int, Any]:
    return 202, store.enqueue("indexDeletion", path["uid"], partial(store.delete, path["uid"]))


def _settings(store: Store, path: Any, _query: Any, _asked: Any) -> tuple[int, Any]:
    return 200, store.index(path["uid"]).settings


def _configure(store: Store, path: Any, _query: Any, asked: Any) -> tuple[int, Any]:
    work = partial(store.configure, path["uid"], asked)
    return 202, store.enqueue("settingsUpdate", path["uid"], work)


def _put(store: Store, path: Any, query: Any, asked: Any) -> tuple[int, Any]:
    key = query.get("primaryKey", [None])[0]
    work = partial(store.put, path["uid"], key, asked)
    return 202, store.enqueue("documentAdditionOrUpdate", path["uid"], work)


def _amend(store: Store, path: Any, query: Any, asked: Any) -> tuple[int, Any]:
    skips = query.get("skipCreation", ["false"])[0] == "true"
    work = partial(store.amend, path["uid"], asked, skips_creation=skips)
    return 202, store.enqueue("documentAdditionOrUpdate", path["uid"], work)


def _remove(store: Store, path: Any, _query: Any, asked: Any) -> tuple[int, Any]:
    work = partial(store.remove, path["uid"], asked)
    return 202, store.enqueue("documentDeletion", path["uid"], work)


def _task(store: Store, path: Any, _query: Any, _asked: Any) -> tuple[int, Any]:
    number = int(path["number"])
    if number >= len(store.tasks):
        raise Refused(404, "task_not_found")
    return 200, store.tasks[number].view()


def _swap(store: Store, _path: Any, _query: Any, asked: Any) -> tuple[int, Any]:
    pairs = [tuple(each["indexes"]) for each in asked]
    return 202, store.enqueue("indexSwap", None, partial(store.swap, pairs))


def _search(store: Store, _path: Any, _query: Any, asked: Any) -> tuple[int, Any]:
    answers = []
    for each in asked["queries"]:
        uid = each["indexUid"]
        if uid not in store.indexes:
            raise Refused(400, "index_not_found")
        index = store.indexes[uid]
        found = ranking.search(list(index.documents.values()), index.settings, each)
        answers.append({"indexUid": uid, **found})
    return 200, {"results": answers}


def _search_one(store: Store, path: Any, _query: Any, asked: Any) -> tuple[int, Any]:
    index = store.index(path["uid"])
    return 200, ranking.search(list(index.documents.values()), index.settings, asked)


def _keys(store: Store, _path: Any, _query: Any, _asked: Any) -> tuple[int, Any]:
    total = len(store.keys)
    return 200, {"results": store.keys, "offset": 0, "limit": total, "total": total}


def _new_key(store: Store, _path: Any, _query: Any, asked: Any) -> tuple[int, Any]:
    return 201, store.new_key(asked)


ROUTES: tuple[tuple[str, str, str, Handler], ...] = (
    ("/indexes", "GET", "indexes.get", _list),
    ("/indexes", "POST", "indexes.create", _create),
    (_INDEX, "GET", "indexes.get", _read),
    (_INDEX, "DELETE", "indexes.delete", _delete),
    (f"{_INDEX}/settings", "GET", "settings.get", _settings),
    (f"{_INDEX}/settings", "PATCH", "settings.update", _configure),
    (f"{_INDEX}/documents", "POST", "documents.add", _put),
    (f"{_INDEX}/documents", "PUT", "documents.add", _amend),
    (f"{_INDEX}/search", "POST", "search", _search_one),
    (f"{_INDEX}/documents/delete-batch", "POST", "documents.delete", _remove),
    ("/tasks/(?P<number>[0-9]+)", "GET", "tasks.get", _task),
    ("/swap-indexes", "POST", "indexes.swap", _swap),
    ("/multi-search", "POST", "search", _search),
    ("/keys", "GET", "keys.get", _keys),
    ("/keys", "POST", "keys.create", _new_key),
)
