"""Which right each route needs, and who is asking.

``ACCESS`` has one row for every route; a route without one lets nobody in, and a
test names it. Whose objects a caller reaches is asked where the object is known,
with ``require(caller, right, entity)`` of ``app.core.access``.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

import structlog
from fastapi import Depends, Request

from app.core.access import ANONYMOUS, Caller, MissingRight, Right
from app.core.access.rules import require_right

PUBLIC: Final = "public"
OPEN: Final = "open"
Row = Literal["public", "open"] | Right
_log = structlog.get_logger("dalil.access")

# What is public is answered to everybody alike: such a route may not ask who is calling.
# What is open is answered to everybody by what each may see, and is never kept for others.
ACCESS: Mapping[tuple[str, str], Row] = {
    ("GET", "/v1"): PUBLIC,
    ("GET", "/v1/"): PUBLIC,
    ("GET", "/health/live"): PUBLIC,
    ("GET", "/health/ready"): PUBLIC,
    ("GET", "/status"): PUBLIC,
    ("GET", "/metrics"): PUBLIC,
    ("GET", "/docs"): PUBLIC,
    ("GET", "/openapi.json"): PUBLIC,
    ("GET", "/rules"): PUBLIC,
    ("GET", "/rules/{rule_id}"): PUBLIC,
    ("GET", "/taxonomy-rules"): PUBLIC,
    ("GET", "/taxonomy-rules/{rule_id}"): PUBLIC,
    ("GET", "/problems"): PUBLIC,
    ("GET", "/problems/{code}"): PUBLIC,
    ("GET", "/id/{kind}/{identifier}"): PUBLIC,
    ("GET", "/id/concept/{scheme}/{notation}"): PUBLIC,
    ("GET", "/id/scheme/{scheme}/{version}"): PUBLIC,
    ("GET", "/v1/entities"): PUBLIC,
    ("GET", "/v1/entities/{entity_id}"): PUBLIC,
    ("PUT", "/v1/entities/{entity_id}"): "entities:write",
    ("POST", "/v1/reorganisations"): "entities:write",
    ("POST", "/v1/reorganisations/preview"): "entities:write",
    ("GET", "/v1/services"): PUBLIC,
    ("GET", "/v1/services/{service_id}"): PUBLIC,
    ("GET", "/v1/services/{service_id}/revisions"): PUBLIC,
    ("GET", "/v1/services/{service_id}/revisions/{number}"): PUBLIC,
    ("GET", "/v1/services/{service_id}/diff"): PUBLIC,
    ("GET", "/v1/services/{service_id}/related"): PUBLIC,
    ("PUT", "/v1/entities/{entity_id}/services/{source_id}"): "entries:submit",
    ("GET", "/v1/entities/{entity_id}/services/{source_id}"): "entries:read",
    ("GET", "/v1/entities/{entity_id}/services"): "entries:read",
    ("PATCH", "/v1/services/{service_id}"): "entries:submit",
    ("GET", "/v1/services/{service_id}/quality"): PUBLIC,
    ("GET", "/v1/entities/{entity_id}/quality"): PUBLIC,
    ("POST", "/v1/taxonomies/{scheme}/releases"): "taxonomy:release",
    ("GET", "/v1/tasks"): "entries:read",
    ("POST", "/v1/tasks/{task_id}/decide"): "tasks:decide",
    ("POST", "/v1/validate"): "entries:submit",
    ("POST", "/v1/services/{service_id}/confirm"): "services:confirm",
    ("POST", "/v1/services/{service_id}/archive"): "services:archive",
    ("POST", "/v1/services/{service_id}/restore"): "services:archive",
    ("POST", "/v1/imports"): "imports:run",
    ("GET", "/v1/imports"): "imports:run",
    ("GET", "/v1/imports/template.xlsx"): "imports:run",
    ("GET", "/v1/imports/{import_id}"): "imports:run",
    ("GET", "/v1/imports/{import_id}/rows"): "imports:run",
    ("GET", "/v1/imports/{import_id}/report.xlsx"): "imports:run",
    ("GET", "/v1/entities/{entity_id}/services.xlsx"): "entries:read",
    ("GET", "/v1/submissions"): "entries:read",
    ("GET", "/v1/submissions/{submission_id}"): "entries:read",
    ("POST", "/v1/submissions/{submission_id}/take"): "submissions:review",
    ("POST", "/v1/submissions/{submission_id}/approve"): "submissions:review",
    ("POST", "/v1/submissions/{submission_id}/return"): "submissions:review",
    ("POST", "/v1/submissions/{submission_id}/reject"): "submissions:review",
    ("POST", "/v1/submissions/{submission_id}/withdraw"): "entries:submit",
    ("GET", "/v1/search"): PUBLIC,
    ("POST", "/v1/search"): PUBLIC,
    ("GET", "/v1/suggest"): PUBLIC,
    ("POST", "/meili/multi-search"): PUBLIC,
    ("POST", "/meili/indexes/{index_uid}/search"): PUBLIC,
    ("GET", "/meili/indexes/{index_uid}/search"): PUBLIC,
    ("POST", "/meili/indexes/{index_uid}/facet-search"): PUBLIC,
    ("GET", "/meili/health"): PUBLIC,
    ("GET", "/meili/version"): PUBLIC,
    ("GET", "/meili/stats"): PUBLIC,
    ("GET", "/meili/indexes"): PUBLIC,
    ("GET", "/meili/indexes/{index_uid}"): PUBLIC,
    ("GET", "/meili/indexes/{index_uid}/settings"): PUBLIC,
    ("GET", "/meili/indexes/{index_uid}/stats"): PUBLIC,
    # What else Meilisearch has is refused in words that its clients understand.
    ("GET", "/meili/{rest:path}"): PUBLIC,
    ("POST", "/meili/{rest:path}"): PUBLIC,
    ("PUT", "/meili/{rest:path}"): PUBLIC,
    ("PATCH", "/meili/{rest:path}"): PUBLIC,
    ("DELETE", "/meili/{rest:path}"): PUBLIC,
    ("POST", "/v1/search-clicks"): PUBLIC,
    # Those who lead the lexicon's change requests; no entity, for what people ask is nobody's own.
    ("GET", "/v1/search-insights"): "taxonomy:discuss",
    ("POST", "/v1/search-insights/proposals"): "taxonomy:discuss",
    ("GET", "/v1/best-bets"): "registries:write",
    ("GET", "/v1/best-bets/{best_bet_id}"): "registries:write",
    ("PUT", "/v1/best-bets/{best_bet_id}"): "registries:write",
    ("DELETE", "/v1/best-bets/{best_bet_id}"): "registries:write",
    ("GET", "/v1/changes"): PUBLIC,
    ("GET", "/v1/taxonomies"): PUBLIC,
    ("POST", "/v1/taxonomies/{scheme}/guesses"): "taxonomy:propose",
    ("GET", "/v1/taxonomies/{scheme}"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/versions"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/versions/{version}"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/versions/{version}/snapshot"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/versions/{version}/concepts"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/versions/{version}/concepts/{concept_id}"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/versions/{version}/concepts/{concept_id}/children"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/notations/{notation}"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/correspondence"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/diff"): PUBLIC,
    ("POST", "/v1/taxonomies/{scheme}/resolve"): PUBLIC,
    ("GET", "/v1/taxonomies/{scheme}/draft"): "workshops:read",
    ("GET", "/v1/concepts/{concept_id}"): PUBLIC,
    ("GET", "/v1/lexicon"): PUBLIC,
    ("GET", "/v1/lexicon/versions"): PUBLIC,
    ("GET", "/v1/lexicon/versions/{version}"): PUBLIC,
    ("GET", "/v1/lexicon/versions/{version}/snapshot"): PUBLIC,
    ("GET", "/v1/lexicon/diff"): PUBLIC,
    ("GET", "/v1/lexicon/groups"): PUBLIC,
    ("GET", "/v1/lexicon/groups/{group_id}"): PUBLIC,
    ("GET", "/v1/lexicon/groups/{group_id}/history"): PUBLIC,
    ("GET", "/v1/concepts/{concept_id}/history"): PUBLIC,
    ("GET", "/v1/evidence-types"): PUBLIC,
    ("GET", "/v1/evidence-types/{record_id}"): PUBLIC,
    ("GET", "/v1/channels"): PUBLIC,
    ("GET", "/v1/channels/{record_id}"): PUBLIC,
    ("GET", "/v1/legal-resources"): PUBLIC,
    ("GET", "/v1/legal-resources/{record_id}"): PUBLIC,
    ("GET", "/v1/code-lists"): PUBLIC,
    ("GET", "/v1/code-lists/{record_id}"): PUBLIC,
    ("GET", "/v1/code-lists/{record_id}/{code}"): PUBLIC,
    ("PUT", "/v1/evidence-types/{record_id}"): "registries:write",
    ("PUT", "/v1/channels/{record_id}"): "registries:write",
    ("PUT", "/v1/legal-resources/{record_id}"): "registries:write",
    ("GET", "/v1/events"): PUBLIC,
    ("GET", "/v1/events/{record_id}"): PUBLIC,
    ("GET", "/v1/audit"): "audit:read",
    ("GET", "/v1/webhooks"): "webhooks:manage",
    ("POST", "/v1/webhooks"): "webhooks:manage",
    ("GET", "/v1/webhooks/{webhook_id}"): "webhooks:manage",
    ("PATCH", "/v1/webhooks/{webhook_id}"): "webhooks:manage",
    ("DELETE", "/v1/webhooks/{webhook_id}"): "webhooks:manage",
    ("GET", "/v1/webhooks/{webhook_id}/deliveries"): "webhooks:manage",
    ("POST", "/v1/webhooks/{webhook_id}/replay"): "webhooks:manage",
    ("POST", "/v1/webhooks/{webhook_id}/rotate-secret"): "webhooks:manage",
    ("POST", "/v1/webhooks/{webhook_id}/test"): "webhooks:manage",
    ("POST", "/v1/workshops"): "workshops:run",
    ("GET", "/v1/workshops"): OPEN,
    ("GET", "/v1/workshops/{workshop_id}"): OPEN,
    ("PATCH", "/v1/workshops/{workshop_id}"): "workshops:run",
    ("POST", "/v1/workshops/{workshop_id}/open"): "workshops:run",
    ("POST", "/v1/workshops/{workshop_id}/close"): "workshops:run",
    ("POST", "/v1/workshops/{workshop_id}/cancel"): "workshops:run",
    ("PUT", "/v1/workshops/{workshop_id}/agenda"): "workshops:run",
    ("POST", "/v1/workshops/{workshop_id}/invitations"): "positions:record",
    ("GET", "/v1/workshops/{workshop_id}/attendance"): OPEN,
    ("POST", "/v1/workshops/{workshop_id}/attendance"): "workshops:run",
    ("GET", "/v1/workshops/{workshop_id}/minutes"): OPEN,
    ("GET", "/v1/workshops/{workshop_id}/conflicts"): OPEN,
    ("GET", "/v1/workshops/{workshop_id}/outcome"): OPEN,
    ("GET", "/v1/workshops/{workshop_id}/guide"): OPEN,
    ("POST", "/v1/workshops/{workshop_id}/minutes"): "workshops:run",
    ("POST", "/v1/change-requests"): "taxonomy:propose",
    ("GET", "/v1/change-requests"): OPEN,
    ("GET", "/v1/change-requests/{change_request_id}"): OPEN,
    ("PATCH", "/v1/change-requests/{change_request_id}"): "taxonomy:propose",
    ("PUT", "/v1/change-requests/{change_request_id}/operations"): "taxonomy:propose",
    ("GET", "/v1/change-requests/{change_request_id}/revisions"): OPEN,
    ("POST", "/v1/change-requests/{change_request_id}/submit"): "taxonomy:propose",
    ("POST", "/v1/change-requests/{change_request_id}/discuss"): "taxonomy:discuss",
    ("POST", "/v1/change-requests/{change_request_id}/request-changes"): "taxonomy:discuss",
    ("POST", "/v1/change-requests/{change_request_id}/call"): "taxonomy:discuss",
    ("POST", "/v1/change-requests/{change_request_id}/withdraw"): "taxonomy:propose",
    ("POST", "/v1/change-requests/{change_request_id}/supersede"): "taxonomy:propose",
    ("POST", "/v1/change-requests/{change_request_id}/decision"): "taxonomy:decide",
    ("POST", "/v1/change-requests/{change_request_id}/enact"): "taxonomy:release",
    ("POST", "/v1/change-requests/{change_request_id}/rebase"): "taxonomy:propose",
    ("GET", "/v1/change-requests/{change_request_id}/positions"): OPEN,
    ("POST", "/v1/change-requests/{change_request_id}/positions"): "positions:record",
    ("GET", "/v1/change-requests/{change_request_id}/comments"): OPEN,
    ("POST", "/v1/change-requests/{change_request_id}/comments"): "taxonomy:propose",
    ("GET", "/v1/change-requests/{change_request_id}/decision"): OPEN,
    ("GET", "/v1/change-requests/{change_request_id}/impact"): OPEN,
    ("GET", "/v1/change-requests/{change_request_id}/search-effect"): OPEN,
    ("GET", "/v1/change-requests/{change_request_id}/preview/tree"): OPEN,
    ("GET", "/v1/change-requests/{change_request_id}/preview/facets"): OPEN,
    ("GET", "/v1/change-requests/{change_request_id}/preview/services"): OPEN,
    ("GET", "/v1/change-requests/{change_request_id}/conflicts"): OPEN,
    ("GET", "/v1/change-requests/{change_request_id}/rebase"): OPEN,
}
# Applications that are mounted whole and read only what is public.
MOUNTED = frozenset(("/docs/assets", "/"))


def caller_of(request: Request) -> Caller:
    """Tell who is asking, as the gate has found it out."""
    found: object = request.scope.get("state", {}).get("caller")
    return found if isinstance(found, Caller) else ANONYMOUS


async def enforce(request: Request) -> None:
    """Let nobody on a route without the right that its row names; runs before every route.

    Raises:
        Unauthorized: the route needs a right, and nobody has said who is asking.
        MissingRight: the caller does not have it, or the route has no row.

    """
    key = (request.method, request.scope["route"].path)
    row = ACCESS.get(key)
    if row is None:
        _log.error("route_without_access", route=" ".join(key))
        raise MissingRight("This address has no rule of access yet.")
    if row == OPEN:
        request.state.is_private = True
    elif row != PUBLIC:
        require(request, row)


def require(request: Request, right: Right) -> Caller:
    """Let nobody pass without a right on something, and mark the answer as not for everybody."""
    request.state.is_private = True
    caller = caller_of(request)
    require_right(caller, right)
    return caller


def allowed(right: Right) -> Any:  # Any: FastAPI's Depends
    """Ask for a right beyond the one of the route's row; gives the caller.

    ``caller: Annotated[Caller, allowed("entries:read")]``
    """

    async def ask(request: Request) -> Caller:
        return require(request, right)

    return Depends(ask)


async def calling(request: Request) -> Caller:
    """Tell a route who is asking."""
    return caller_of(request)


CallerDep = Annotated[Caller, Depends(calling)]
