"""What Meilisearch will not do, in our own terms."""

from collections.abc import Callable, Mapping

import structlog
from meilisearch_python_sdk.errors import MeilisearchApiError

from app.search.errors import (
    IndexNotReady,
    KeyRefused,
    SearchRefused,
    SearchUnavailable,
    TaskHidden,
)

_log = structlog.get_logger("dalil.search")
_REFUSALS: Mapping[str, Callable[[str], SearchUnavailable]] = {
    "index_not_found": IndexNotReady,
    "task_not_found": TaskHidden,
    "invalid_api_key": KeyRefused,
    "missing_authorization_header": KeyRefused,
    "no_space_left_on_device": SearchUnavailable,
}


def refusal(fault: MeilisearchApiError) -> SearchUnavailable:
    """Tell by its code, never by its text, what the server would not do."""
    kind = _REFUSALS.get(fault.code, SearchRefused)
    if kind not in (IndexNotReady, TaskHidden):
        _log.warning("search_engine_refused", code=fault.code, status=fault.status_code)
    return kind(f"The search engine answered {fault.status_code} {fault.code}.")


def first_of(group: ExceptionGroup[Exception]) -> Exception:
    """Return the first fault of a group, however deep it stands."""
    first = group.exceptions[0]
    return first_of(first) if isinstance(first, ExceptionGroup) else first
