"""Clients of Meilisearch as they are, and the facade over both engines."""

import re
from collections.abc import Callable

import meilisearch_python_sdk
import pytest
from fastapi.testclient import TestClient
from meilisearch_python_sdk.errors import MeilisearchApiError
from meilisearch_python_sdk.models.search import SearchParams

from tests.api.meili.conftest import SEARCH, asking
from tests.api.meili.contract import breaches_of_answer
from tests.api.test_search_engine_away import AWAY, is_indexed, serve, stand_in, until
from tests.search.meili.contract import DOCUMENT
from tests.search.meili.server import StandIn

pytestmark = pytest.mark.any_database

__all__ = ["serve", "stand_in"]

ASKED: tuple[dict[str, object], ...] = (
    {"q": "تجديد الاقامه", "limit": 7, "facets": ["*"], "attributesToHighlight": ["*"]},
    {"q": "رخصة", "filter": [['"entity"="moi"', '"entity"="moe"'], "isFree = false"]},
    {"filter": "NOT (channel = portal OR minCostFils > 2000) AND digitalStage IS NOT NULL"},
    {"filter": "channel IS EMPTY", "sort": ["modifiedAt:desc"], "hitsPerPage": 3, "page": 2},
    {"sort": ["title.ar:desc"], "offset": 3, "limit": 5, "facets": ["entityLabel.ar"]},
    {"filter": 'id IN ["moi-res18-renew"] OR modifiedAt < 0', "attributesToRetrieve": ["id"]},
)


def test_the_python_client_reads_searches_and_hears_of_faults(address: str) -> None:
    with meilisearch_python_sdk.Client(f"{address}/meili", "any-key") as client:
        index = client.index("services")

        found = index.search(
            "تجديد الاقامه",
            limit=2,
            filter='"entity"="moi"',
            facets=["entity"],
            attributes_to_highlight=["title"],
        )
        several = client.multi_search(
            [SearchParams(index_uid="services", query="رخصة", hits_per_page=3, page=1)]
        )
        with pytest.raises(MeilisearchApiError) as refused:
            index.search("x", filter="colour = red")
        with pytest.raises(MeilisearchApiError) as forbidden:
            index.add_documents([{"id": 1}])

        assert client.health().status == "available"
        assert client.get_version().pkg_version.startswith("1.")
        assert client.get_index("services").primary_key == "id"
        assert index.get_stats().number_of_documents > 100

    assert len(found.hits) == 2
    assert "<em>" in found.hits[0]["_formatted"]["title"]["ar"]
    assert found.facet_distribution == {"entity": {"moi": found.estimated_total_hits}}
    assert (several[0].page, len(several[0].hits)) == (1, 3)
    assert refused.value.code == "invalid_search_filter"
    assert forbidden.value.code == "invalid_api_key"


def test_what_is_read_beside_searches_keeps_to_the_contract(client: TestClient) -> None:
    if not DOCUMENT.exists():
        pytest.skip("Meilisearch's OpenAPI document is not here")
    for path in (
        "/health", "/version", "/stats", "/indexes", "/indexes/services",
        "/indexes/services/settings", "/indexes/services/stats",
    ):  # fmt: skip
        answer = client.get(f"/meili{path}")

        for moment in re.findall(r'At":"([^"]*)"', answer.text):
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", moment)
        assert answer.status_code == 200
        assert breaches_of_answer("GET", path, 200, answer.json()) == []


def test_both_engines_give_the_same_answers(
    serve: Callable[..., TestClient], client: TestClient
) -> None:
    with serve() as remote:
        until(lambda: is_indexed(remote))
        remotely = [asking(remote)(SEARCH, **asked) for asked in ASKED]

    embedded = [asking(client)(SEARCH, **asked) for asked in ASKED]
    for one, other in zip(remotely, embedded, strict=True):
        assert {**one, "processingTimeMs": 0} == {**other, "processingTimeMs": 0}
    assert [bool(one["hits"]) for one in embedded] == [True, True, True, False, True, True]


def test_clients_hear_that_the_search_server_is_away(
    serve: Callable[..., TestClient], stand_in: StandIn
) -> None:
    stand_in.faults.append(AWAY)
    with serve(search_fallback="none") as client:
        answer = client.post(f"/meili{SEARCH}", json={"q": "رخصة"})

        assert answer.status_code == 503
        assert answer.json()["code"] == "too_many_search_requests"
        assert answer.json()["type"] == "system"
        assert answer.headers["retry-after"]
        assert client.get("/meili/health").json() == {"status": "available"}
