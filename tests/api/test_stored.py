"""A plain read of a service is answered past the routes, and nobody can tell."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.core.settings import Settings
from app.main import create_app

RENEWAL = "/v1/services/moi-res18-renew"


@pytest.fixture
def both(served: Settings) -> Iterator[tuple[TestClient, TestClient]]:
    """The application as it is, and one that sends every request to the routes."""
    short, routed = create_app(served), create_app(served)
    with TestClient(short) as first, TestClient(routed) as second:
        routed.edge.stored.documents = None
        yield first, second


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_answer_is_that_of_the_route(
    both: tuple[TestClient, TestClient], method: str, encoding: str
) -> None:
    headers = {"Accept-Encoding": encoding}
    stored, routed = (one.request(method, RENEWAL, headers=headers) for one in both)

    assert (stored.status_code, stored.content) == (200, routed.content)
    assert _lasting(stored.headers) == _lasting(routed.headers)


def test_a_known_etag_is_answered_as_the_route_does(both: tuple[TestClient, TestClient]) -> None:
    etag = both[0].get(RENEWAL).headers["etag"]

    stored, routed = (one.get(RENEWAL, headers={"If-None-Match": etag}) for one in both)

    assert (stored.status_code, routed.status_code) == (304, 304)
    assert _lasting(stored.headers) == _lasting(routed.headers)


@pytest.mark.parametrize(
    "target", ["/v1/services/nothing", "/v1/services/", RENEWAL + "?lang=ar", RENEWAL + "?x=1"]
)
def test_everything_else_is_left_to_the_routes(
    both: tuple[TestClient, TestClient], target: str
) -> None:
    stored, routed = (one.get(target, follow_redirects=False) for one in both)

    assert stored.status_code == routed.status_code
    assert stored.json().get("code") == routed.json().get("code")


def test_a_read_with_two_hosts_is_refused(both: tuple[TestClient, TestClient]) -> None:
    answer = both[0].get(RENEWAL, headers=[("Host", "a"), ("Host", "b")])

    assert answer.status_code == 400


def test_a_database_that_fails_is_left_to_the_routes(both: tuple[TestClient, TestClient]) -> None:
    stored = both[0].app.edge.stored.documents  # type: ignore[attr-defined]
    if stored is None:
        pytest.skip("PostgreSQL has no short cut")
    stored._held.driver_connection.close()

    assert both[0].get(RENEWAL).status_code == 200


def _lasting(headers: dict[str, str]) -> dict[str, str]:
    own = ("x-request-id", "ratelimit", "ratelimit-remaining", "ratelimit-reset")
    return {name: value for name, value in headers.items() if name not in own}
