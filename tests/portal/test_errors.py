"""Error pages and the mount below the site's root."""

import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.core.errors import Unavailable
from app.portal.errors import show_domain_error, show_http_error
from app.portal.site import PortalMount, create_portal
from tests.portal.memory import MemoryReader


@pytest.mark.parametrize(
    "path",
    [
        "/ar/nothing",
        "/ar/services/nothing",
        "/ar/browse/99",
        "/ar/entities/nothing",
        "/ar/life-events/x",
        "/fr",
        "/nothing",
        "/ar/services/%00",
        "/ar/services/" + "a" * 5000,
        "/ar/services/%2e%2e",
    ],
)
def test_what_is_not_there_is_a_page_in_arabic(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 404
    assert "لا توجد صفحة هنا" in answer.text
    assert 'role="search"' in answer.text


def test_error_pages_speak_the_language_of_the_path(client: TestClient) -> None:
    assert "There is no page here" in client.get("/en/nothing").text


def test_pages_are_for_reading_only(client: TestClient) -> None:
    answer = client.post("/en/about")

    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert "These pages are for reading only." in answer.text


def test_an_unforeseen_error_tells_nothing_of_itself(
    reader: MemoryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise RuntimeError("secret")

    monkeypatch.setattr(reader, "count_services", fail)
    client = TestClient(create_portal(reader.opened), raise_server_exceptions=False)

    answer = client.get("/ar")

    assert answer.status_code == 500
    assert "حدث خلل عندنا" in answer.text
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_database_that_is_down_is_said_to_be_busy(
    reader: MemoryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> int:
        raise OperationalError("SELECT secret", {}, Exception("locked"))

    monkeypatch.setattr(reader, "count_services", fail)

    answer = TestClient(create_portal(reader.opened)).get("/en")

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "secret" not in answer.text


def test_when_search_is_down_browsing_goes_on(
    reader: MemoryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(question: object) -> None:
        raise Unavailable("down")

    client = TestClient(create_portal(reader.opened))
    browsed = client.get("/en/browse/02")
    monkeypatch.setattr(reader, "search", fail)

    answer = client.get("/en/search?q=x")

    assert browsed.status_code == 200
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "Busy at the moment" in answer.text


def request(portal: Starlette) -> Request:
    scope = {
        "type": "http", "app": portal, "method": "GET", "path": "/en", "query_string": b"",
        "headers": [(b"host", b"x")], "scheme": "http", "server": ("x", 80), "root_path": "",
    }  # fmt: skip
    return Request(scope)


def test_a_foreign_error_is_a_fault(portal: Starlette) -> None:
    assert show_domain_error(request(portal), ValueError()).status_code == 500
    assert show_http_error(request(portal), ValueError()).status_code == 500


@pytest.fixture
def site(portal: Starlette) -> TestClient:
    def answer(request: Request) -> Response:
        return JSONResponse({"it": "is"})

    def problem(request: Request, error: Exception) -> Response:
        return JSONResponse({"code": "not-found"}, 404)

    routes = [Route("/v1/things", answer), PortalMount(portal)]
    return TestClient(Starlette(routes=routes, exception_handlers={404: problem}))


def test_the_mount_leaves_other_routes_alone(site: TestClient) -> None:
    assert site.get("/v1/things", headers={"Accept": "text/html"}).json() == {"it": "is"}


@pytest.mark.parametrize("path", ["/", "/ar", "/en/about", "/ar/search?q=x"])
def test_the_mount_takes_its_own_paths(site: TestClient, path: str) -> None:
    answer = site.get(path)

    assert answer.status_code == 200
    assert "<!doctype html>" in answer.text


def test_a_program_on_a_dead_link_gets_a_problem_document(site: TestClient) -> None:
    assert site.get("/v1/nothing").json() == {"code": "not-found"}


def test_a_person_on_a_dead_link_sees_a_page(site: TestClient) -> None:
    answer = site.get("/nothing", headers={"Accept": "text/html", "Accept-Language": "en"})

    assert answer.status_code == 404
    assert "There is no page here" in answer.text


def test_the_mount_is_no_websocket(site: TestClient) -> None:
    mount = PortalMount(Starlette())

    assert mount.matches({"type": "websocket", "path": "/ar"})[0].name == "NONE"
