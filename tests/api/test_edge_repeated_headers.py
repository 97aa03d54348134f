"""What the edge does with requests that say a thing twice, too long or not at all."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.api.edge import KeptAnswers
from app.api.edge.conditions import etag_for
from app.api.edge.encoding import accepted_encoding
from app.api.edge.kept import KeptAnswer

pytestmark = pytest.mark.any_database


def _get(client: TestClient, path: str, *headers: tuple[str, str]) -> Any:  # an answer
    return client.get(path, headers=[*headers])  # type: ignore[arg-type]  # httpx takes pairs


def test_an_accept_header_in_two_lines_spoils_no_kept_answer(client: TestClient) -> None:
    turtle, json = ("Accept", "text/turtle"), ("Accept", "application/json;q=0.9")

    both = _get(client, "/v1/entities/moi", turtle, json)
    alone = _get(client, "/v1/entities/moi", json)

    assert both.headers["content-type"].startswith("text/turtle")
    assert alone.headers["content-type"] == "application/json"


def test_an_empty_line_before_another_spoils_no_kept_answer(client: TestClient) -> None:
    _get(client, "/v1/entities/moe", ("Accept", ""), ("Accept", "text/turtle"))

    alone = _get(client, "/v1/entities/moe", ("Accept", "text/turtle"))

    assert alone.headers["content-type"].startswith("text/turtle")


def test_a_language_header_in_two_lines_spoils_no_kept_answer(client: TestClient) -> None:
    arabic, english = ("Accept-Language", "ar"), ("Accept-Language", "en;q=0.5")

    both = _get(client, "/v1/entities/moj", arabic, english)
    alone = _get(client, "/v1/entities/moj", english)

    assert both.headers["content-language"] == "ar"
    assert alone.headers["content-language"] == "en"


def test_limits_hold_for_answers_that_are_kept(client: TestClient) -> None:
    client.get("/v1/entities")

    hosts = _get(client, "/v1/entities", ("Host", "other"), ("Host", "dalil.test"))
    many = _get(client, "/v1/entities", *[("X-Filler", "x")] * 150)

    assert hosts.status_code == 400
    assert many.status_code == 431


@pytest.mark.parametrize("path", ["/v1/services/a%00b", "/en/services/a%00b", "/v1/concepts/%00"])
def test_an_address_with_a_nul_is_refused_on_both_databases(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_part_of_a_file_is_never_compressed(client: TestClient) -> None:
    headers = {"Range": "bytes=0-4999", "Accept-Encoding": "br"}

    answer = client.get("/docs/assets/swagger-ui.css", headers=headers)

    assert answer.status_code == 206
    assert "content-encoding" not in answer.headers
    assert len(answer.content) == 5000


def test_a_part_beyond_the_end_is_refused_with_a_problem(client: TestClient) -> None:
    answer = client.get("/docs/assets/swagger-ui.css", headers={"Range": "bytes=99999999-"})

    assert answer.status_code == 416
    assert answer.json()["code"] == "range-not-satisfiable"
    assert answer.headers["content-range"].startswith("bytes */")


def test_a_fault_in_a_route_is_answered_with_a_problem(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_session: object, _id: str) -> None:
        raise RuntimeError("on purpose")

    monkeypatch.setattr("app.catalogue.queries.registries.get_evidence_type", fail)

    answer = client.get("/v1/evidence-types/any")

    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["traceId"] == answer.headers["x-request-id"]
    assert "on purpose" not in answer.text


def test_the_question_counts_against_the_memory_for_answers() -> None:
    kept = KeptAnswers(max_bytes=160_000)
    answer = KeptAnswer(b"x", [], [], etag_for(b"x"))

    for number in range(50):
        language = b"%d," % number + b"x" * 15_000
        kept.keep(("http", b"host", b"/", b"", b"", language, ""), answer, kept.shelf)

    assert len(kept) == 9


def test_a_star_does_not_bring_back_an_encoding_that_is_refused() -> None:
    assert accepted_encoding(b"gzip;q=0, *;q=1") == ""
