"""What the OpenAPI document says of keys, rights and quotas."""

from typing import Any

from app.api.access import ACCESS, OPEN, PUBLIC, Row
from app.api.edge.gate import FREE
from app.api.problem_documents import MEDIA_TYPE

Document = dict[str, Any]  # Any: JSON

_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key of Dalil, or an access token (JWT) of the configured OIDC issuer.",
}
_LINE = {"type": "string", "maxLength": 200}
_NUMBER = {"type": "integer", "format": "int32", "minimum": 0}
_QUOTA = {
    "RateLimit-Policy": {
        "description": "The quota (`q`) in a window of seconds (`w`), by the IETF draft.",
        "schema": {**_LINE, "example": '"anonymous";q=600;w=60'},
    },
    "RateLimit": {
        "description": "Requests that are left (`r`), and seconds to the next window (`t`).",
        "schema": {**_LINE, "example": '"anonymous";r=599;t=60'},
    },
    "RateLimit-Limit": {"description": "Requests in a window.", "schema": _NUMBER},
    "RateLimit-Remaining": {"description": "Requests that are left.", "schema": _NUMBER},
    "RateLimit-Reset": {"description": "Seconds to the next window.", "schema": _NUMBER},
}
_RETRY = {"Retry-After": {"description": "Seconds to wait.", "schema": _NUMBER}}


def state_access(document: Document) -> None:
    """State for every operation who may call it and how often."""
    parts = document.setdefault("components", {})
    parts.setdefault("securitySchemes", {})["bearer"] = _SCHEME
    parts["schemas"]["QuotaProblem"] = _quota_problem(parts["schemas"]["Problem"])
    for path, item in document["paths"].items():
        for method, operation in item.items():
            row = ACCESS.get((method.upper(), path))
            if row is not None and not _is_free(path):
                _state_operation(operation, row)


def _state_operation(operation: Document, row: Row) -> None:
    responses = operation["responses"]
    for status, response in responses.items():
        if str(status)[0] in "23":
            response["headers"] = {**response.get("headers", {}), **_QUOTA}
    responses.setdefault("401", _problem("The key or token is missing or not valid.", {}))
    responses["429"] = _problem(
        "The quota of this address or key is used up.", {**_QUOTA, **_RETRY}, "QuotaProblem"
    )
    if row in (OPEN, PUBLIC):
        operation["security"] = [{}, {"bearer": []}]
    else:
        operation["security"] = [{"bearer": []}]
        operation["x-right"] = row
        responses.setdefault("403", _problem(f"The right `{row}` is missing.", {}))


def _problem(description: str, headers: Document, shape: str = "Problem") -> Document:
    schema = {"$ref": f"#/components/schemas/{shape}"}
    described: Document = {
        "description": description,
        "content": {MEDIA_TYPE: {"schema": schema}},
    }
    return {**described, "headers": headers} if headers else described


def _quota_problem(problem: Document) -> Document:
    policies = {
        "type": "array",
        "items": {"type": "string"},
        "description": "Names of the quotas that are used up.",
    }
    return {
        **problem,
        "title": "QuotaProblem",
        "properties": {**problem["properties"], "violated-policies": policies},
    }


def _is_free(path: str) -> bool:
    return path.encode().startswith(FREE)
