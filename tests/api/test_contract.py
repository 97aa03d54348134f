"""The API against its own OpenAPI document: whatever is sent, every answer is documented."""

import math

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.main import openapi_document

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)


SYSTEM = ("/id/", "/health/", "/status", "/metrics", "/rules", "/taxonomy-rules", "/problems")
schemathesis.serializer.alias(
    [
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/x-ndjson",
    ],
    "application/octet-stream",
)
document = openapi_document()
for shape in document["components"]["schemas"].values():
    if "properties" in shape:  # clients have to bear more than what is stated; we state it all
        shape.setdefault("additionalProperties", False)
schema = schemathesis.openapi.from_dict(document)
CASES = 10_000
_METHODS = ("get", "put", "post", "delete", "patch")
OPERATIONS = sum(name in _METHODS for path in document["paths"].values() for name in path)


@pytest.mark.any_database
@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_documented(case: schemathesis.Case, address: str) -> None:
    judge(case, address)


@pytest.mark.long
@schema.parametrize()
@settings(
    max_examples=math.ceil(CASES / OPERATIONS),
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_ten_thousand_cases_are_answered_as_documented(
    case: schemathesis.Case, address: str
) -> None:
    judge(case, address)


def judge(case: schemathesis.Case, address: str) -> None:
    response = case.call(base_url=address if case.path.startswith(SYSTEM) else f"{address}/v1")

    case.validate_response(response, checks=CHECKS)
