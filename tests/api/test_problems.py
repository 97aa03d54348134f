"""Whatever is sent, nothing is answered that is not documented, and never a 500."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy.exc import DatabaseError, DataError, OperationalError

pytestmark = pytest.mark.any_database

PATHS = [
    "/v1/services",
    "/v1/search",
    "/v1/suggest",
    "/v1/changes",
    "/v1/entities",
    "/v1/taxonomies/services/versions/latest/concepts",
]
HOSTILE = [
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "a" * 5000,
    "%E2%80%AE",
    "9" * 400,
    "-1",
    "NaN",
    "1e999",
    "null",
    "[]",
    "' OR 1=1 --",
    "%F0%9F%A6%84",
    "../../etc/passwd",
    "%25s%25n",
    "\\",
    "*",
    "(",
    '"',
    "",
]
NAMES = [
    "q", "limit", "cursor", "entity", "category", "isFree", "costMaxFils", "updatedAfter",
    "asOf", "page", "pageSize", "facets", "fields", "format", "lang", "sort", "wait", "types",
    "taxonomyVersion", "includeChildren", "digitalStage",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", NAMES)
def test_hostile_parameters_are_answered_or_refused(
    client: TestClient, path: str, name: str
) -> None:
    for value in HOSTILE:
        if name == "wait" and value.isdigit():
            continue
        answer = client.get(f"{path}?{name}={value}")

        assert answer.status_code in (200, 414, 422), (value[:20], answer.text[:300])
        assert len(answer.content) < 8192 or answer.status_code == 200


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "path",
    [
        "/v1/services/{}",
        "/v1/services/{}/revisions",
        "/v1/services/moi-res18-renew/revisions/{}",
        "/v1/entities/{}",
        "/v1/taxonomies/{}",
        "/v1/taxonomies/services/versions/{}",
        "/v1/taxonomies/services/notations/{}",
        "/v1/concepts/{}",
        "/v1/evidence-types/{}",
        "/v1/channels/{}",
        "/v1/events/{}",
        "/v1/legal-resources/{}",
    ],
)
def test_hostile_addresses_are_answered_or_refused(
    client: TestClient, path: str, value: str
) -> None:
    answer = client.get(path.format(value))

    assert answer.status_code in (200, 400, 404, 414, 422)
    if answer.status_code != 200:
        problem = answer.json()
        assert answer.headers["content-type"] == "application/problem+json"
        assert problem["status"] == answer.status_code


def test_an_unknown_parameter_names_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/services?entty=moi")

    [finding] = answer.json()["errors"]
    assert answer.status_code == 422
    assert finding["pointer"] == "?entty"
    assert finding["hint"]["en"] == "Did you mean 'entity'?"


def test_a_parameter_of_one_value_may_not_be_repeated(client: TestClient) -> None:
    answer = client.get("/v1/services?limit=1&limit=2")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "QUERY-REPEATED"


def test_a_problem_carries_everything_that_a_client_needs(client: TestClient) -> None:
    answer = client.get("/v1/services/nothing")

    problem = answer.json()
    assert problem.pop("traceId") == answer.headers["x-request-id"]
    assert problem == {
        "type": "/problems/service-not-found",
        "title": "There is no such service",
        "status": 404,
        "code": "service-not-found",
        "detail": "There is no published service 'nothing'.",
        "instance": "/v1/services/nothing",
        "errors": [],
    }


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_reading_routes_take_no_writing(client: TestClient, method: str) -> None:
    answer = client.request(method, "/v1/services")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"


def test_too_many_headers_are_refused(client: TestClient) -> None:
    answer = client.get("/v1", headers={f"X-{number}": "1" for number in range(120)})

    assert (answer.status_code, answer.json()["code"]) == (
        431,
        "header-fields-too-large",
    )


def test_a_long_address_is_refused(client: TestClient) -> None:
    assert client.get(f"/v1/search?q={'a' * 9000}").status_code == 414


def test_a_misspelt_value_names_the_nearest(client: TestClient) -> None:
    [finding] = client.get("/v1/services?purpose=aply").json()["errors"]

    assert (finding["pointer"], finding["hint"]["en"]) == ("?purpose", "Did you mean 'apply'?")


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (DatabaseError("SELECT", {}, Exception("malformed")), 503, "unavailable"),
        (OperationalError("SELECT", {}, Exception("locked")), 503, "unavailable"),
        (DataError("SELECT", {}, Exception("NUL")), 422, "validation-failed"),
    ],
)
def test_a_database_that_fails_is_not_the_fault_of_who_asks(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    status: int,
    code: str,
) -> None:
    def fail(_session: object, _id: str) -> None:
        raise fault

    monkeypatch.setattr("app.catalogue.queries.registries.get_channel", fail)

    answer = client.get("/v1/channels/any")

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "SELECT" not in answer.text
