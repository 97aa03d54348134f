"""The facade pins, prefers and logs as search does."""

import time
from typing import Any
from uuid import UUID

import pytest

from app.search.duties import SearchDuties
from tests.api.gates import FROM, bearer, make_key
from tests.api.meili.conftest import ids
from tests.api.meili.contract import breaches_of_answer
from tests.api.test_search_log import Heard, hearing
from tests.search.meili.contract import DOCUMENT

__all__ = ["hearing"]
MEILI = "/meili/indexes/services/search"


@pytest.fixture
def pinned(hearing: Heard) -> str:
    """Pin a service for a phrase that its words say nothing of, for readers of Arabic."""
    chosen = hearing.client.get("/v1/services?entity=moe&limit=1&fields=id").json()
    name: str = chosen["items"][0]["id"]
    bet = {"phrases": ["driving licence"], "services": [name], "languages": ["ar"]}
    key = bearer(make_key(hearing.database, "catalogue_editor"))
    answer = hearing.client.put("/v1/best-bets/test", json=bet, headers=key)
    assert answer.status_code in (200, 201), answer.text
    eventually(hearing, name)
    return name


def eventually(hearing: Heard, name: str) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = search(hearing, q="driving licence", limit=1)
        if ids(found) == [name]:
            return
        time.sleep(0.1)
    raise AssertionError("it was never pinned")


def search(hearing: Heard, language: str = "ar", **body: object) -> Any:
    headers = {"Accept-Language": language}
    answer = hearing.client.post(MEILI, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_is_pinned_comes_first_in_order_of_relevance(hearing: Heard, pinned: str) -> None:
    known = hearing.client.get(
        "/v1/search?q=driving%20licence&pageSize=5", headers={"Accept-Language": "ar"}
    ).json()
    found = search(hearing, q="driving licence", limit=5, showRankingScore=True)

    assert ids(found) == [one["id"] for one in known["items"]]
    assert ids(found)[0] == pinned
    assert found["estimatedTotalHits"] == known["total"]
    assert found["hits"][0]["_rankingScore"] == 1.0
    assert pinned not in ids(search(hearing, "en", q="driving licence", limit=5))
    sorted_by_name = search(hearing, q="driving licence", limit=5, sort=["title.ar:asc"])
    assert ids(sorted_by_name)[0] != pinned


def test_what_is_pinned_passes_filters_and_counts(hearing: Heard, pinned: str) -> None:
    within = search(hearing, q="driving licence", filter='entity = "moe"', facets=["entity"])
    without = search(hearing, q="driving licence", filter='entity = "moi"')
    values = hearing.client.post(
        "/meili/indexes/services/facet-search",
        json={"facetName": "entity", "facetQuery": "moe", "q": "driving licence"},
        headers={"Accept-Language": "ar"},
    ).json()

    assert ids(within)[0] == pinned
    assert within["facetDistribution"]["entity"]["moe"] == within["estimatedTotalHits"]
    assert pinned not in ids(without)
    assert [one["value"] for one in values["facetHits"]] == ["moe"]


def test_popularity_decides_between_equals_as_in_search(hearing: Heard) -> None:
    asked = "/v1/search?q=residence&pageSize=20"
    served = hearing.client.get(asked).json()
    scores: dict[float, list[str]] = {}
    for one in served["items"]:
        scores.setdefault(one["score"], []).append(one["id"])
    first, *_, last = next(names for names in scores.values() if len(names) > 1)
    for number in range(6):
        headers = {FROM: f"203.0.113.{number}"}
        found = hearing.client.get("/v1/search?q=residence", headers=headers).json()
        click = {"queryId": found["queryId"], "service": last, "position": 1}
        hearing.client.post("/v1/search-clicks", json=click, headers=headers)
    hearing.log.write()
    SearchDuties(hearing.database, hearing.log, days=90).do_hourly()

    ordered: list[str] = []
    deadline = time.monotonic() + 20
    while ordered[:1] != [last] and time.monotonic() < deadline:
        time.sleep(0.1)
        found = ids(search(hearing, q="residence", limit=20))
        ordered = [one for one in found if one in (first, last)]

    assert ordered == [last, first]
    known = hearing.client.get(asked).json()
    assert found == [one["id"] for one in known["items"]]


def test_a_click_can_be_told_of_a_search_that_asked_for_its_metadata(hearing: Heard) -> None:
    headers = {"Meili-Include-Metadata": "true"}
    asked = {"q": "residence", "limit": 3}
    answer = hearing.client.post(MEILI, json=asked, headers=headers)
    named = answer.json()["metadata"]

    assert "Meili-Include-Metadata" in answer.headers["vary"]
    assert (named["indexUid"], named["primaryKey"]) == ("services", "id")
    assert UUID(named["queryUid"])
    served = hearing.client.get("/v1/search?q=residence").json()
    assert named["queryId"] == served["queryId"]
    if DOCUMENT.exists():
        path = MEILI.removeprefix("/meili")
        assert breaches_of_answer("POST", path, 200, answer.json()) == []
    assert "metadata" not in search(hearing, **asked)
    empty = hearing.client.post(MEILI, json={}, headers=headers).json()["metadata"]
    assert "queryId" not in empty


def test_searches_are_heard_once_a_request(hearing: Heard) -> None:
    total = search(hearing, q="passport")["estimatedTotalHits"]
    several = {
        "queries": [
            {"indexUid": "services", "q": "passport", "hitsPerPage": 5, "page": 1},
            {"indexUid": "services", "q": "passport", "hitsPerPage": 0, "facets": ["entity"]},
            {"indexUid": "services", "q": "passport", "limit": 1, "filter": 'entity = "moi"'},
        ]
    }
    answer = hearing.client.post(
        "/meili/multi-search", json=several, headers={FROM: "198.51.100.9"}
    )
    assert answer.status_code == 200
    hearing.client.get(f"{MEILI}?q=passport", headers={FROM: "198.51.100.10"})

    assert hearing.asked() == [("passport", total, 3, 3)]


def test_what_is_no_search_is_not_heard(hearing: Heard) -> None:
    for body in ({"q": ""}, {"q": " "}, {"q": "passport", "offset": 20}, {"q": "x", "limit": 0}):
        search(hearing, **body)
    search(hearing, q="passport", page=2, hitsPerPage=5)
    facets = {"facetName": "entity", "facetQuery": "m", "q": "passport"}
    hearing.client.post("/meili/indexes/services/facet-search", json=facets)

    assert hearing.asked() == []


def test_filtered_searches_and_numbers_are_masked_alike(hearing: Heard) -> None:
    search(hearing, q="civil id 284010101234", filter='entity = "moi"')

    assert [one[:2] for one in hearing.asked()] == [("civil id <number>", None)]


def test_a_key_of_dalils_names_no_session_here(hearing: Heard) -> None:
    key = bearer(make_key(hearing.database, "reader"))
    for session in ("a", "b"):
        headers = {**key, "Search-Session": session}
        hearing.client.post(MEILI, json={"q": "passport"}, headers=headers)

    assert [one[2:] for one in hearing.asked()] == [(1, 2)]
