"""Searching through the facade: hits, pages, filters, facets, orders and several at once."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.meili.conftest import SEARCH, Ask, ids
from tests.api.meili.contract import breaches_of_answer
from tests.search.meili.contract import DOCUMENT

pytestmark = pytest.mark.any_database

MOI = 'entity = "moi"'


def test_a_search_answers_as_meilisearch_does(ask: Ask) -> None:
    found = ask(q="تجديد الاقامه", limit=3)

    assert list(found) == [
        "hits", "query", "processingTimeMs", "limit", "offset", "estimatedTotalHits"
    ]  # fmt: skip
    assert (found["query"], found["limit"], found["offset"]) == ("تجديد الاقامه", 3, 0)
    assert len(found["hits"]) == 3
    assert all("renew" in one for one in ids(found))


def test_a_hit_carries_what_a_portal_shows(ask: Ask, client: TestClient) -> None:
    (hit,) = ask(filter='id = "moi-res18-renew"')["hits"]

    whole = client.get("/v1/services/moi-res18-renew").json()
    assert hit["title"] == whole["title"]
    assert hit["description"] == whole["description"]
    assert hit["entity"] == "moi"
    assert hit["entityLabel"]["ar"] == "وزارة الداخلية"
    assert hit["category"] == [one["notation"] for one in whole["isClassifiedBy"]]
    assert hit["categoryLabel"]["ar"] == [one["prefLabel"]["ar"] for one in whole["isClassifiedBy"]]
    assert len(hit["channel"]) == len(hit["channelLabel"]["en"]) > 0
    assert hit["modifiedAt"] > 1_700_000_000
    assert hit["url"]["ar"] == "http://dalil.test/ar/services/moi-res18-renew"
    assert client.get(hit["url"]["ar"]).status_code == 200
    assert "_formatted" not in hit


def test_without_words_everything_is_listed(ask: Ask, client: TestClient) -> None:
    total = client.get("/v1/services?limit=1").json()["total"]

    assert ask()["estimatedTotalHits"] == total
    assert ask(q=None, filter=None, facets=None, sort=None)["estimatedTotalHits"] == total
    assert ask(q="  ", attributesToRetrieve=None)["estimatedTotalHits"] == total


def test_the_facade_finds_what_search_finds(ask: Ask, client: TestClient) -> None:
    asked = {"q": "رخصة القيادة", "entity": "moi", "pageSize": 10}
    known = client.get("/v1/search", params=asked).json()

    found = ask(q="رخصة القيادة", filter=MOI, limit=10)

    assert ids(found) == [one["id"] for one in known["items"]]
    assert found["estimatedTotalHits"] == known["total"]


def test_hits_are_taken_from_any_place(ask: Ask) -> None:
    whole = ids(ask(q="licence", limit=20))

    assert ids(ask(q="licence", offset=3, limit=7)) == whole[3:10]
    assert ask(q="licence", limit=0)["hits"] == []
    assert ask(q="licence", offset=2**53, limit=5)["hits"] == []
    assert ask(q="licence", limit=5000)["limit"] == 100


def test_pages_tell_how_many_there_are(ask: Ask) -> None:
    first = ask(q="licence", hitsPerPage=4)
    second = ask(q="licence", hitsPerPage=4, page=2)

    assert (first["page"], second["page"], first["hitsPerPage"]) == (1, 2, 4)
    assert first["totalPages"] == -(-first["totalHits"] // 4)
    assert "estimatedTotalHits" not in first
    assert not set(ids(first)) & set(ids(second))
    assert ids(ask(q="licence", page=1, offset=7, limit=1)) == ids(ask(q="licence"))
    assert ask(q="licence", hitsPerPage=0)["totalPages"] == 0
    assert ask(q="licence", page=0)["hits"] == []
    assert ask(q="licence", hitsPerPage=4, page=first["totalPages"] + 1)["hits"] == []


@pytest.mark.parametrize(
    "wanted",
    [
        MOI,
        '"entity"="moi"',
        ['"entity"="moi"'],
        [['"entity"="moi"']],
        ["entity = moi", ["entity = moi", "entity = none"]],
        "entity IN [moi]",
        "NOT entity != moi",
        'entityLabel.ar = "وزارة الداخلية"',
        '"entityLabel.en"="Ministry of Interior"',
        "(entity = moi OR entity = nobody) AND NOT entity = moe",
    ],
)
def test_filters_of_every_form_mean_the_same(ask: Ask, client: TestClient, wanted: object) -> None:
    total = client.get("/v1/services?entity=moi&limit=1").json()["total"]

    assert ask(filter=wanted)["estimatedTotalHits"] == total > 0


def test_numbers_truths_and_missing_values_are_filtered_by(ask: Ask, client: TestClient) -> None:
    def known(query: str) -> int:
        return int(client.get(f"/v1/services?limit=1&{query}").json()["total"])

    def count(wanted: str) -> int:
        return int(ask(filter=wanted, limit=0)["estimatedTotalHits"])

    total = count("")
    assert count("minCostFils <= 5000") == known("costMaxFils=5000") > 0
    assert count("minCostFils 0 TO 5000") == known("costMaxFils=5000")
    assert count("isFree = true") == known("isFree=true") > 0
    assert count("isFree = true OR isFree = false OR isFree IS NULL") == total
    assert count("minCostFils IS NULL OR minCostFils >= 0") == total
    assert count("NOT entity = moi") == total - known("entity=moi")
    assert count("modifiedAt > 0 AND modifiedAt < 99999999999") == total
    assert count("channel IS EMPTY OR channel IS NOT EMPTY") == total


def test_facets_are_counted_under_all_filters(ask: Ask, client: TestClient) -> None:
    found = ask(filter=MOI, facets=["entity", "entityLabel.ar", "channel", "minCostFils"])

    counts, total = found["facetDistribution"], found["estimatedTotalHits"]
    assert counts["entity"] == {"moi": total}
    assert counts["entityLabel.ar"] == {"وزارة الداخلية": total}
    assert list(counts) == ["entity", "entityLabel.ar", "channel", "minCostFils"]
    for channel, count in counts["channel"].items():
        query = f"/v1/services?entity=moi&channel={channel}&limit=1"
        assert client.get(query).json()["total"] == count
    fees = [int(fee) for fee in counts["minCostFils"]]
    assert found["facetStats"] == {"minCostFils": {"min": min(fees), "max": max(fees)}}


def test_facets_are_named_by_patterns(ask: Ask) -> None:
    every = ask(facets=["*"], limit=0)["facetDistribution"]

    assert {"entity", "channelLabel.en", "isFree"} <= set(every)
    assert "modifiedAt" not in every
    assert set(ask(facets=["entityLabel"])["facetDistribution"]) == {
        "entityLabel.ar", "entityLabel.en"
    }  # fmt: skip
    assert set(ask(facets=["entity*"])["facetDistribution"]) == {
        "entity", "entityLabel.ar", "entityLabel.en"
    }  # fmt: skip
    assert ask(facets=[])["facetDistribution"] == {}
    assert "facetDistribution" not in ask()


def test_hits_are_sorted_by_one_attribute_in_both_directions(ask: Ask) -> None:
    names = [hit["title"]["en"] for hit in ask(sort=["title.en:asc"], limit=50)["hits"]]
    times = [hit["modifiedAt"] for hit in ask(sort=["modifiedAt:desc"], limit=50)["hits"]]
    total = ask()["estimatedTotalHits"]

    assert names == sorted(names, key=str.lower)
    assert times == sorted(times, reverse=True)
    first, last = ask(sort=["title.ar:asc"], limit=1), ask(sort=["title.ar:desc"], limit=1)
    assert ids(ask(sort=["title.ar:asc"], offset=total - 1, limit=1)) == ids(last)
    assert ids(first) != ids(last)


def test_only_what_is_wanted_is_retrieved(ask: Ask) -> None:
    (hit,) = ask(limit=1, attributesToRetrieve=["id", "title.ar", "nothing"])["hits"]
    (bare,) = ask(limit=1, attributesToRetrieve=[])["hits"]

    assert set(hit) == {"id", "title"}
    assert set(hit["title"]) == {"ar"}
    assert bare == {}


def test_a_score_is_told_on_request(ask: Ask) -> None:
    found = ask(q="تجديد الإقامة", showRankingScore=True)
    scores = [hit["_rankingScore"] for hit in found["hits"]]

    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[0] <= 1
    assert ask(showRankingScore=True)["hits"][0]["_rankingScore"] == 1
    assert (
        ask(q="تجديد", showRankingScore=True, sort=["title.ar:asc"])["hits"][0]["_rankingScore"]
        is None
    )


def test_several_searches_are_answered_in_their_order(ask: Ask) -> None:
    queries: list[dict[str, Any]] = [
        {"indexUid": "services", "q": "تجديد", "hitsPerPage": 2, "facets": ["entity"]},
        {"indexUid": "services", "filter": [['"entity"="moi"']], "limit": 0},
        {"indexUid": "services", "q": None, "federationOptions": None},
    ]

    results = ask("/multi-search", queries=queries, federation=None)["results"]

    assert [one["indexUid"] for one in results] == ["services"] * 3
    assert [one["query"] for one in results] == ["تجديد", "", ""]
    assert results[0]["totalHits"] > 2
    assert results[0]["facetDistribution"]["entity"]["moi"] > 0
    assert "facetDistribution" not in results[1]
    assert results[2]["estimatedTotalHits"] > results[1]["estimatedTotalHits"] > 0
    assert ask("/multi-search", queries=[]) == {"results": []}


def test_an_address_asks_as_a_body_does(client: TestClient, ask: Ask) -> None:
    asked = {
        "q": "رخصة", "limit": "3", "offset": "1", "filter": MOI, "facets": "entity,channel",
        "attributesToRetrieve": "id,title.ar", "sort": "title.ar:desc",
        "showRankingScore": "false", "attributesToHighlight": "title",
    }  # fmt: skip

    answer = client.get(f"/meili{SEARCH}", params=asked)

    body = ask(
        q="رخصة", limit=3, offset=1, filter=MOI, facets=["entity", "channel"],
        attributesToRetrieve=["id", "title.ar"], sort=["title.ar:desc"],
        attributesToHighlight=["title"],
    )  # fmt: skip
    assert {**answer.json(), "processingTimeMs": 0} == {**body, "processingTimeMs": 0}
    if DOCUMENT.exists():
        assert breaches_of_answer("GET", SEARCH, 200, answer.json()) == []
    assert answer.headers["access-control-allow-origin"] == "*"
    listed = client.get(f"/meili{SEARCH}", params={"filter": '[["entity = moi"]]'}).json()
    assert listed["estimatedTotalHits"] == ask(filter=MOI)["estimatedTotalHits"]


def test_values_of_a_facet_are_searched_as_they_are_typed(ask: Ask) -> None:
    path = "/indexes/services/facet-search"

    found = ask(path, facetName="entityLabel.ar", facetQuery="الداخليه")
    every = ask(path, facetName="entity", q="رخصة", filter="entity IN [moi, moe]", limit=5)

    assert [one["value"] for one in found["facetHits"]] == ["وزارة الداخلية"]
    assert found["facetQuery"] == "الداخليه"
    assert {one["value"] for one in every["facetHits"]} <= {"moi", "moe"}
    assert every["facetQuery"] is None


@pytest.mark.parametrize("typed", ["داخلية", "داخل", "وزارة داخليه", "الداخ", "والداخلية"])
def test_values_of_a_facet_are_found_without_their_article(ask: Ask, typed: str) -> None:
    path = "/indexes/services/facet-search"

    found = ask(path, facetName="entityLabel.ar", facetQuery=typed)["facetHits"]

    assert [one["value"] for one in found] == ["وزارة الداخلية"]


def test_signs_alone_begin_no_value(ask: Ask) -> None:
    path = "/indexes/services/facet-search"

    assert ask(path, facetName="entityLabel.ar", facetQuery="؟")["facetHits"] == []
    assert ask(path, facetName="entityLabel.ar", facetQuery=" ")["facetHits"]


def test_asking_leaves_the_clients_key_aside(client: TestClient) -> None:
    for credential in ("Bearer anything", "Bearer ", "Basic eDp5", "Bearer dk_x_y", "né"):
        headers = {"Authorization": credential.encode(), "X-Meilisearch-Client": "test"}
        for _ in range(8):
            answer = client.post(f"/meili{SEARCH}", json={"q": "x"}, headers=headers)  # type: ignore[arg-type]
            assert answer.status_code == 200

    headers = {
        "Origin": "https://portal.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-meilisearch-client,"
        "meili-include-metadata",
    }
    preflight = client.options("/meili/multi-search", headers=headers)
    allowed = preflight.headers["access-control-allow-headers"].split(", ")
    assert preflight.status_code == 204
    assert {"authorization", "content-type", "x-meilisearch-client"} <= set(allowed)
    assert "meili-include-metadata" in allowed
    assert "POST" in preflight.headers["access-control-allow-methods"]
