"""What Meilisearch's clients are told when something is wrong: its shape, codes and statuses."""

import re

PREFIX = "/meili/"
"""Where the facade's addresses begin."""
_LINK = "https://docs.meilisearch.com/errors#"
_STATUSES = {
    "index_not_found": 404,
    "not_found": 404,
    "invalid_api_key": 403,
    "payload_too_large": 413,
    "missing_content_type": 415,
    "invalid_content_type": 415,
    "internal": 500,
    "too_many_search_requests": 503,
}
_EARLY = {
    413: "payload_too_large",
    429: "too_many_search_requests",
    500: "internal",
    503: "too_many_search_requests",
}
_TYPES = {403: "auth", 500: "internal", 503: "system"}
_CODES = {
    "hybrid": "invalid_search_hybrid_query",
    "indexUid": "invalid_index_uid",
    "facetName": "invalid_facet_search_facet_name",
    "facetQuery": "invalid_facet_search_query",
    "federation": "invalid_multi_search_federated",
    "federationOptions": "invalid_multi_search_federation_options",
    "queries": "bad_request",
}
_INSIDE = re.compile(r"(?=[A-Z])")


class MeiliFault(Exception):
    """A request that cannot be answered; ``code`` is one of Meilisearch's."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    @property
    def status(self) -> int:
        """The HTTP status that Meilisearch gives to the code."""
        return _STATUSES.get(self.code, 400)


def fault_body(fault: MeiliFault) -> dict[str, str]:
    """Write a fault as Meilisearch does."""
    return {
        "message": fault.message,
        "code": fault.code,
        "type": _TYPES.get(fault.status, "invalid_request"),
        "link": f"{_LINK}{fault.code}",
    }


def fault_of_status(status: int, detail: str) -> dict[str, str]:
    """Write what was refused before any route, under the code that comes nearest."""
    return fault_body(MeiliFault(_EARLY.get(status, "bad_request"), detail))


def code_of(parameter: str) -> str:
    """Name the code for a search parameter that cannot be taken, e.g. ``hitsPerPage``."""
    if parameter in _CODES:
        return _CODES[parameter]
    return f"invalid_search_{_INSIDE.sub('_', parameter).lower()}"
