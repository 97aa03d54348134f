"""One good request for every route of the workshops, as ``writes.py`` has for the others."""

from collections.abc import Mapping
from typing import Any

from tests.endurance.write import Write
from tests.submissions.conftest import Desk

Json = Mapping[str, Any]  # Any: JSON
_WORDS = {"ar": "خدمات القوارب", "en": "Services of boats"}
_NAMED = {"ar": "ورشة", "en": "A workshop"}
_ADD = {
    "op": "add_concept",
    "parents": [{"notation": "02"}],
    "notation": "02.99",
    "prefLabel": _WORDS,
}
_PROPOSED = {"scheme": "services", "title": _WORDS, "rationale": _WORDS, "operations": [_ADD]}
_PLANNED = {"title": _NAMED, "startsAt": "2026-12-06T06:00:00Z", "entities": ["moi"]}
_REASON = {"reason": _WORDS}
_DECISION = {"outcome": "accepted", "rule": "decree", **_REASON}
_PUBLIC = frozenset(("isPublic",))
_ENTITY = frozenset(("entity",))
_SAID = frozenset(("reason",))
_REQUEST, _MEETING = "/v1/change-requests/{change_request_id}", "/v1/workshops/{workshop_id}"
_SCHEME = "/v1/taxonomies/{scheme}"

ON_CHANGE_REQUESTS = (
    Write("POST", "/v1/change-requests", "editor", _PROPOSED),
    Write("PATCH", _REQUEST, "editor", {"title": _NAMED}, headers={"If-Match": "*"}),
    Write("PUT", f"{_REQUEST}/operations", "editor", {"operations": [_ADD]}),
    Write("POST", f"{_REQUEST}/submit", "editor", {}, _SAID),
    Write("POST", f"{_REQUEST}/discuss", "steward", {}, _SAID),
    Write("POST", f"{_REQUEST}/request-changes", "steward", _REASON, _SAID),
    Write("POST", f"{_REQUEST}/call", "steward", {}),
    Write("POST", f"{_REQUEST}/withdraw", "editor", {}, _SAID),
    Write("POST", f"{_REQUEST}/supersede", "editor", {"by": "cr_other", **_REASON}, _SAID),
    Write("POST", f"{_REQUEST}/decision", "board", _DECISION, _SAID),
    Write("POST", f"{_REQUEST}/enact", "steward"),
    Write("POST", f"{_REQUEST}/rebase", "editor", {}),
    Write(
        "POST",
        f"{_REQUEST}/positions",
        "editor",
        {"entity": "moi", "stance": "support"},
        _ENTITY | _SAID,
    ),
    Write("POST", f"{_REQUEST}/comments", "editor", {"text": _WORDS}),
)
ON_WORKSHOPS = (
    Write("POST", "/v1/workshops", "facilitator", _PLANNED, _PUBLIC),
    Write("PATCH", _MEETING, "facilitator", {"place": _NAMED}, _PUBLIC, {"If-Match": "*"}),
    Write("PUT", f"{_MEETING}/agenda", "facilitator", {"items": [{"topic": _NAMED}]}),
    Write(
        "POST",
        f"{_MEETING}/invitations",
        "editor",
        {"entity": "moi", "reply": "accepted"},
        _ENTITY,
    ),
    Write("POST", f"{_MEETING}/open", "facilitator"),
    Write("POST", f"{_MEETING}/attendance", "facilitator", {"entity": "moi"}, _ENTITY),
    Write("POST", f"{_MEETING}/minutes", "facilitator", {"paragraphs": [{"text": _WORDS}]}),
    Write("POST", f"{_MEETING}/close", "facilitator"),
    Write("POST", f"{_MEETING}/cancel", "facilitator", _REASON, _SAID),
)
ON_SCHEMES = (
    Write("POST", f"{_SCHEME}/releases", "steward", {"candidate": True}),
    Write("POST", f"{_SCHEME}/resolve", "", {"codes": ["02.1"]}),
    Write("POST", "/v1/tasks/{task_id}/decide", "editor", {"target": {"notation": "02.1"}}),
)


def convened(desk: Desk) -> Mapping[str, str]:
    """Propose a change and plan a workshop; gives their ids by the names of routes."""
    proposed = desk.ask("editor", "POST", "/change-requests", dict(_PROPOSED))
    planned = desk.ask("facilitator", "POST", "/workshops", dict(_PLANNED))
    return {
        "change_request_id": proposed.json()["id"],
        "workshop_id": planned.json()["id"],
        "task_id": "t_none",
        "scheme": "services",
    }
