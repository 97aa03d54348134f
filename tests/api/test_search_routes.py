"""Search and suggestions over HTTP."""

import pytest
from fastapi.testclient import TestClient

RENEWALS = {
    "moi-res17-renew", "moi-res18-renew", "moi-res20-renew", "moi-res22-renew",
}  # fmt: skip


def test_a_renewal_is_found_without_hamza_and_ta_marbuta(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "تجديد الاقامه"}).json()

    first = [one["id"] for one in found["items"][:4]]
    assert set(first) <= {one["id"] for one in found["items"] if "renew" in one["id"]}
    assert set(first) & RENEWALS
    assert "<mark>" in found["items"][0]["highlights"]["title"]["ar"]


def test_an_address_may_hold_arabic_as_it_is_typed(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    import socket

    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(
            "GET /v1/search?q=تجديد%20الاقامه&pageSize=1 HTTP/1.1\r\n"
            "Host: dalil\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"-renew" in answer


def test_what_is_not_http_is_refused_with_a_problem(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    import socket

    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"HELLO\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in answer


def test_facets_count_under_the_other_filters(client: TestClient) -> None:
    found = client.get("/v1/search?facets=entity,audience,category&entity=moi").json()

    entities = {one["value"]: one["count"] for one in found["facets"]["entity"]}
    audiences = {one["value"]: one["count"] for one in found["facets"]["audience"]}
    assert found["total"] == 70
    assert len(entities) > 50
    assert entities["moi"] == 70
    assert (
        audiences["citizen"]
        == client.get("/v1/services?entity=moi&audience=citizen&limit=1").json()["total"]
    )
    assert found["facets"]["entity"][0]["label"]["ar"]


def test_pages_of_a_search_do_not_overlap(client: TestClient) -> None:
    first = client.get("/v1/search?q=licence&pageSize=5").json()
    second = client.get("/v1/search?q=licence&pageSize=5&page=2").json()

    ids = [one["id"] for one in [*first["items"], *second["items"]]]
    assert len(set(ids)) == 10
    assert first["total"] == second["total"]


def test_the_query_is_explained_on_request(client: TestClient) -> None:
    found = client.get("/v1/search?q=drivng&queryUnderstanding=true").json()

    assert found["queryUnderstanding"]["words"][0]["kind"] == "typo"
    assert client.get("/v1/search?q=driving").json()["queryUnderstanding"] is None


def test_a_facet_that_does_not_exist_is_refused(client: TestClient) -> None:
    answer = client.get("/v1/search?facets=entity,colour")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "?facets"


def test_search_reads_the_past(client: TestClient) -> None:
    past = client.get("/v1/search", params={"q": "إقامة", "asOf": "2020-01-01"}).json()
    now = client.get("/v1/search", params={"q": "إقامة", "asOf": "2100-01-01"}).json()

    assert past["total"] == 0
    assert now["total"] == client.get("/v1/search", params={"q": "إقامة"}).json()["total"]


@pytest.mark.parametrize("path", ["/v1/search", "/v1/suggest"])
def test_what_is_typed_is_read_alike_by_search_and_suggestions(
    client: TestClient, path: str
) -> None:
    for text in ("\x00", "جواز\x1b", "\ufffe", "ا" * 1001):
        refused = client.get(path, params={"q": text})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "?q")
    pasted = client.get(path, params={"q": "\u202bتجديد إقامة\u202c"})
    assert pasted.json()["items"] == client.get(path, params={"q": "تجديد إقامة"}).json()["items"]
    assert pasted.json()["items"]


def test_suggestions_complete_what_is_typed(client: TestClient) -> None:
    found = client.get("/v1/suggest", params={"q": "تجديد إق", "limit": 3}).json()

    assert len(found["items"]) == 3
    assert all("تجديد" in one["text"] for one in found["items"])
    assert found["items"][0]["kind"] == "service"
