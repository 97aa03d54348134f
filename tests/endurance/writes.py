"""One good request for every route that writes, from which tests make bad ones."""

import orjson

from app.api.access import ACCESS
from tests.endurance.workshop_writes import ON_CHANGE_REQUESTS, ON_SCHEMES, ON_WORKSHOPS, convened
from tests.endurance.write import Ids, Json, Write
from tests.submissions.conftest import ENTRY, Desk

BOAT = "/services/moi-boat"
REASON: Json = {"reason": "It ends"}
VERDICT = {"reason": {"en": "The fee is wrong"}, "rejection": "other"}
# Of what it asks for the tests make nothing: no delivery is noted behind a test's back.
HOOK = {"url": "https://hooks.example.kw/dalil", "types": ["taxonomy-version"]}


_SERVICE, _SUBMISSION = "/v1/services/{service_id}", "/v1/submissions/{submission_id}"
_HOOK = "/v1/webhooks/{webhook_id}"
_SAID = frozenset(("reason", "rejection", "publishAt"))
_ASKED = frozenset(("entity",))
"""What a search is narrowed to."""
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
    Write("POST", "/v1/search", "", {"q": "boat", "entity": ["moi"]}, _ASKED),
    *ON_CHANGE_REQUESTS,
    *ON_WORKSHOPS,
    *ON_SCHEMES,
)
WITH_BODY = tuple(one for one in WRITES if one.body is not None)
ELSEWHERE = {
    "PUT /v1/entities/{entity_id}",  # tests/api/test_writing.py
    "PUT /v1/evidence-types/{record_id}",
    "PUT /v1/channels/{record_id}",
    "PUT /v1/legal-resources/{record_id}",
    "POST /v1/reorganisations",  # tests/api/test_reorganisations.py
    "POST /v1/reorganisations/preview",
    "PUT /v1/best-bets/{best_bet_id}",  # tests/api/test_best_bets.py
    "DELETE /v1/best-bets/{best_bet_id}",
    "POST /v1/search-clicks",  # everybody may: tests/api/test_search_log.py
    "POST /v1/search-insights/proposals",  # needs what many have asked: tests/api/test_insights.py
    "POST /v1/imports",  # takes files: tests/submissions/imports
    "POST /v1/taxonomies/{scheme}/guesses",  # takes files: tests/interchange/schemes
    "POST /meili/multi-search",  # these write nothing: tests/api/meili
    "POST /meili/indexes/{index_uid}/search",
    "POST /meili/indexes/{index_uid}/facet-search",
    *(f"{method} /meili/{{rest:path}}" for method in ("POST", "PUT", "PATCH", "DELETE")),
}
"""Routes whose refusals have tests of their own."""
ROUTES = {f"{method} {path}" for method, path in ACCESS if method != "GET"} - ELSEWHERE


def prepared(desk: Desk) -> Ids:
    """Publish an entry, send its next revision in, make a webhook, convene; gives their ids."""
    desk.act("reviewer", desk.sent(), "approve")
    waiting = desk.sent(processingTime="P5D")
    made = desk.ask("editor", "POST", "/webhooks", HOOK)
    return {"submission_id": waiting, "webhook_id": made.json()["id"], **convened(desk)}


def written(body: object) -> bytes:
    """Write JSON as a client does."""
    return orjson.dumps(body)
