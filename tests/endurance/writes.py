"""One good request for every route that writes, from which tests make bad ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from app.api.access import ACCESS
from tests.submissions.conftest import ENTRY, Desk

Json = Mapping[str, Any]  # Any: JSON
BOAT = "/services/moi-boat"
REASON = {"reason": "It ends"}
VERDICT = {"reason": {"en": "The fee is wrong"}, "rejection": "other"}
HOOK = {"url": "https://hooks.example.kw/dalil", "types": ["service"]}


@dataclass(frozen=True)
class Write:
    """A route that writes, a body that it takes, and who may send it.

    ``own`` are names that a client may send here and that the server owns elsewhere.
    """

    method: str
    route: str
    who: str
    body: Json | None = None
    own: frozenset[str] = frozenset()
    headers: Json = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"

    def path(self, submission: str, webhook: str) -> str:
        filled = self.route.replace("{entity_id}", "moi").replace("{source_id}", "boat")
        filled = filled.replace("{service_id}", "moi-boat").replace("{webhook_id}", webhook)
        return filled.replace("{submission_id}", submission).removeprefix("/v1")

    def ask(self, desk: Desk, ids: tuple[str, str], body: Any) -> Any:  # Any: JSON; a Response
        """Send a body to the route."""
        return desk.ask(self.who, self.method, self.path(*ids), body, **self.headers)

    def ask_raw(self, desk: Desk, ids: tuple[str, str], body: bytes) -> Any:  # Any: a Response
        """Send bytes to the route."""
        sent = {"Authorization": f"Bearer {desk.keys[self.who]}", **self.headers}
        return desk.client.request(
            self.method,
            f"/v1{self.path(*ids)}",
            content=body,
            headers={**sent, "Content-Type": "application/json"},
        )


_SERVICE, _SUBMISSION = "/v1/services/{service_id}", "/v1/submissions/{submission_id}"
_HOOK = "/v1/webhooks/{webhook_id}"
_SAID = frozenset(("reason", "rejection", "publishAt"))
WRITES = (
    Write("PUT", "/v1/entities/{entity_id}/services/{source_id}", "editor", ENTRY),
    Write("PATCH", _SERVICE, "editor", {"processingTime": "P9D"}, headers={"If-Match": "*"}),
    Write(
        "POST",
        "/v1/validate",
        "editor",
        {"entity": "moi", "sourceId": "boat", "content": ENTRY},
        frozenset(("entity", "sourceId")),
    ),
    Write("POST", f"{_SERVICE}/confirm", "editor"),
    Write("POST", f"{_SERVICE}/archive", "approver", REASON, frozenset(("reason",))),
    Write("POST", f"{_SERVICE}/restore", "approver", REASON, frozenset(("reason",))),
    Write("POST", f"{_SUBMISSION}/take", "reviewer"),
    Write("POST", f"{_SUBMISSION}/approve", "reviewer", {}, _SAID),
    Write("POST", f"{_SUBMISSION}/return", "reviewer", VERDICT, _SAID),
    Write("POST", f"{_SUBMISSION}/reject", "reviewer", VERDICT, _SAID),
    Write("POST", f"{_SUBMISSION}/withdraw", "editor", {}, _SAID),
    Write("POST", "/v1/webhooks", "editor", HOOK, frozenset(("entity",))),
    Write("PATCH", _HOOK, "editor", {"types": ["entity"]}),
    Write("DELETE", _HOOK, "editor"),
    Write("POST", f"{_HOOK}/replay", "editor", {"seq": 1}, frozenset(("seq",))),
    Write("POST", f"{_HOOK}/rotate-secret", "editor", {"overlapSeconds": 60}),
    Write("POST", f"{_HOOK}/test", "editor"),
)
WITH_BODY = tuple(one for one in WRITES if one.body is not None)
ELSEWHERE = {
    "PUT /v1/entities/{entity_id}",  # tests/api/test_writing.py
    "PUT /v1/evidence-types/{record_id}",
    "PUT /v1/channels/{record_id}",
    "PUT /v1/legal-resources/{record_id}",
    "POST /v1/reorganisations",  # tests/api/test_reorganisations.py
    "POST /v1/reorganisations/preview",
    "POST /v1/imports",  # takes files: tests/submissions/imports
}
"""Routes whose refusals have tests of their own."""
ROUTES = {f"{method} {path}" for method, path in ACCESS if method != "GET"} - ELSEWHERE


def prepared(desk: Desk) -> tuple[str, str]:
    """Publish an entry, send its next revision in and make a webhook; gives their ids."""
    desk.act("reviewer", desk.sent(), "approve")
    waiting = desk.sent(processingTime="P5D")
    made = desk.ask("editor", "POST", "/webhooks", HOOK)
    return waiting, str(made.json()["id"])


def written(body: object) -> bytes:
    """Write JSON as a client does."""
    return orjson.dumps(body)
