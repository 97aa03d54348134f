"""What cannot be answered is refused in Meilisearch's shape, and nothing is a crash."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.db import Database
from app.core.settings import Settings
from tests.api.gates import opened, settings_of
from tests.api.meili.conftest import SEARCH, Ask
from tests.api.meili.contract import breaches_of_answer
from tests.api.meili.test_grammar import pieces
from tests.endurance.test_hostile_bodies import SHAPES, VALUES
from tests.search.meili.contract import DOCUMENT

pytestmark = pytest.mark.any_database

MULTI = "/multi-search"
FACETS = "/indexes/services/facet-search"
FIELDS = (
    "q", "offset", "limit", "page", "hitsPerPage", "attributesToRetrieve", "attributesToCrop",
    "cropLength", "cropMarker", "attributesToHighlight", "highlightPreTag", "highlightPostTag",
    "showMatchesPosition", "filter", "sort", "distinct", "facets", "matchingStrategy",
    "attributesToSearchOn", "rankingScoreThreshold", "locales", "hybrid", "vector", "media",
    "personalize", "retrieveVectors", "useNetwork", "showRankingScore",
    "showRankingScoreDetails", "showPerformanceDetails",
)  # fmt: skip


MANY = " OR ".join(["isFree = true"] * 300)


def query(**fields: object) -> dict[str, object]:
    return {"queries": [{"indexUid": "services", **fields}]}


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ({"q": 5}, "invalid_search_q", "`q` is a string, and a number was sent"),
        ({"limit": "5"}, "invalid_search_limit", "positive integer, and a string"),
        ({"limit": -1}, "invalid_search_limit", "positive integer"),
        ({"limit": True}, "invalid_search_limit", "a boolean was sent"),
        ({"offset": 1.5}, "invalid_search_offset", "a number was sent"),
        ({"hitsPerPage": []}, "invalid_search_hits_per_page", "an array"),
        ({"page": {}}, "invalid_search_page", "an object"),
        ({"filter": 5}, "invalid_search_filter", "a text or a list"),
        ({"filter": [[["entity = moi"]]]}, "invalid_search_filter", "lists of texts"),
        ({"filter": "entity"}, "invalid_search_filter", "operator"),
        ({"filter": ["a" * 60_000, ["b" * 60_000]]}, "invalid_search_filter", "100000 letters"),
        ({"filter": "colour = red"}, "invalid_search_filter", "`colour` is not filterable"),
        ({"filter": "entity > 1"}, "invalid_search_filter", "not allowed for the attribute"),
        ({"sort": ["minCostFils:asc"]}, "invalid_search_sort", "not sortable"),
        ({"sort": ["title.ar"]}, "invalid_search_sort", "attribute:asc"),
        ({"sort": ["title.ar:asc", "title.en:asc"]}, "invalid_search_sort", "one attribute"),
        ({"sort": "title.ar:asc"}, "invalid_search_sort", "an array, and a string"),
        ({"facets": ["colour"]}, "invalid_search_facets", "not filterable"),
        ({"facets": [1]}, "invalid_search_facets", "`facets[0]` is a string"),
        ({"facets": ["entity"] * 101}, "invalid_search_facets", "more than 100 values"),
        ({"highlightPreTag": "x" * 201}, "invalid_search_highlight_pre_tag", "200 letters"),
        ({"matchingStrategy": "some"}, "invalid_search_matching_strategy", "last, all, frequency"),
        ({"attributesToSearchOn": ["title"]}, "invalid_search_attributes_to_search_on", "only `*`"),
        ({"distinct": "entity"}, "invalid_search_distinct", "not offered"),
        ({"hybrid": {"embedder": "x"}}, "invalid_search_hybrid_query", "not offered"),
        ({"vector": [0.5]}, "invalid_search_vector", "not offered"),
        ({"showRankingScoreDetails": True}, "invalid_search_show_ranking_score_details", "not of"),
        ({"rankingScoreThreshold": 0.5}, "invalid_search_ranking_score_threshold", "not offered"),
        ({"colour": "red"}, "bad_request", "Unknown field `colour`"),
    ],
)
def test_a_parameter_that_cannot_be_taken_is_named(
    ask: Ask, body: dict[str, object], code: str, said: str
) -> None:
    answer = ask(status=400, **body)

    assert list(answer) == ["message", "code", "type", "link"]
    assert (answer["code"], answer["type"]) == (code, "invalid_request")
    assert said in answer["message"]
    assert answer["link"] == f"https://docs.meilisearch.com/errors#{code}"
    several = ask(MULTI, status=400, **query(**body))
    assert several["code"] == code
    if code != "invalid_search_filter" or "cannot be used" not in several["message"]:
        assert "inside `queries[0]`" in several["message"]


def test_what_changes_nothing_is_accepted(ask: Ask) -> None:
    plain = ask(q="رخصة")

    same = ask(
        q="رخصة", locales=["ara"], matchingStrategy="all", attributesToSearchOn=["*"],
        distinct=None, hybrid=None, vector=None, retrieveVectors=False, page=None,
        highlightPreTag="x",
    )  # fmt: skip

    assert {**same, "processingTimeMs": 0} == {**plain, "processingTimeMs": 0}


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "bad_request"),
        ({"queries": {}}, "bad_request"),
        ({"queries": [1]}, "bad_request"),
        ({"queries": [{}]}, "missing_index_uid"),
        ({"queries": [{"indexUid": 5}]}, "invalid_index_uid"),
        (query(federationOptions={}), "invalid_multi_search_federation_options"),
        ({"queries": [], "federation": {}}, "invalid_multi_search_federated"),
        ({"queries": [{"indexUid": "services"}] * 21}, "bad_request"),
        ({"queries": [{"indexUid": "services", "limit": 100}] * 5}, "bad_request"),
        ({"queries": [{"indexUid": "services", "filter": MANY}] * 2}, "invalid_search_filter"),
        ({"queries": [], "more": 1}, "bad_request"),
    ],
)
def test_several_searches_that_cannot_be_answered_are_refused(
    ask: Ask, body: dict[str, object], code: str
) -> None:
    assert ask(MULTI, status=400, **body)["code"] == code


def test_another_index_is_not_found(ask: Ask, client: TestClient) -> None:
    assert ask("/indexes/books/search", status=404)["code"] == "index_not_found"
    answer = ask(MULTI, status=404, queries=[{"indexUid": "books"}])
    assert "Index `books` not found" in answer["message"]
    for path in ("", "/settings", "/stats", "/search"):
        assert client.get(f"/meili/indexes/books{path}").json()["code"] == "index_not_found"


def test_a_facet_that_is_none_is_refused(ask: Ask) -> None:
    assert ask(FACETS, status=400)["code"] == "missing_facet_search_facet_name"
    unknown = ask(FACETS, status=400, facetName="colour")
    assert unknown["code"] == "invalid_facet_search_facet_name"
    typed = ask(FACETS, status=400, facetName="entity", facetQuery=5)
    assert typed["code"] == "invalid_facet_search_query"


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{}", None, 415, "missing_content_type"),
        (b"{}", "text/plain", 415, "invalid_content_type"),
        (b"q=x", "application/x-www-form-urlencoded", 415, "invalid_content_type"),
        (b" ", "application/json", 400, "missing_payload"),
        (b'{"q": ', "application/json; charset=utf-8", 400, "malformed_payload"),
        (b"[]", "application/json", 400, "bad_request"),
        (b'{"q": "' + b"x" * 2_000_000 + b'"}', "application/json", 413, "payload_too_large"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    client: TestClient, body: bytes, kind: str | None, status: int, code: str
) -> None:
    headers = {"Content-Type": kind} if kind else {}

    for path in (SEARCH, MULTI, FACETS):
        answer = client.post(f"/meili{path}", content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_what_is_refused_before_any_route_is_told_alike(client: TestClient) -> None:
    long = client.get(f"/meili{SEARCH}?q={'x' * 9000}")
    other = client.get(f"/v1/search?q={'x' * 9000}")

    assert (long.status_code, long.json()["code"]) == (414, "bad_request")
    assert "8192 bytes" in long.json()["message"]
    assert other.json()["code"] != "bad_request"


def test_nothing_is_written_and_nothing_else_is_read(client: TestClient) -> None:
    for method, path in (
        ("POST", "/indexes"),
        ("POST", "/indexes/services/documents"),
        ("PUT", "/indexes/services/settings/synonyms"),
        ("PATCH", "/indexes/services/settings"),
        ("DELETE", "/indexes/services"),
        ("POST", "/keys"),
    ):
        answer = client.request(method, f"/meili{path}", json=[{"id": 1}])
        assert (answer.status_code, answer.json()["code"]) == (403, "invalid_api_key"), path
        assert answer.json()["type"] == "auth"
    for path in ("/keys", "/tasks", "/indexes/services/documents", "/x/%2e%2e/y", "/"):
        answer = client.get(f"/meili{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path


@pytest.mark.parametrize("path", [SEARCH, MULTI, FACETS])
def test_a_hostile_body_is_refused(client: TestClient, path: str) -> None:
    for name, (body, _) in SHAPES.items():
        answer = client.post(f"/meili{path}", content=body, headers=JSON)
        assert answer.status_code in (400, 413), name
        assert len(answer.content) < 8192, name


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("field", FIELDS)
def test_a_hostile_value_is_answered_or_refused(client: TestClient, field: str) -> None:
    for name, value in VALUES.items():
        one = b'{"%s": %s}' % (field.encode(), value)
        several = b'{"queries": [{"indexUid": "services", %s]}' % one[1:]
        values = b'{"facetName": "entity", %s' % one[1:]
        for path, body in ((SEARCH, one), (MULTI, several), (FACETS, values)):
            answer = client.post(f"/meili{path}", content=body, headers=JSON)
            assert answer.status_code in (200, 400, 413), (name, path, answer.text[:200])
            if answer.is_error:
                assert set(answer.json()) == {"message", "code", "type", "link"}
                assert len(answer.content) < 8192, name


texts = st.text(max_size=12)
sent = st.dictionaries(
    st.sampled_from(FIELDS),
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
        texts, pieces, st.lists(pieces, max_size=3), st.lists(st.lists(pieces, max_size=2)),
        st.sampled_from(["*", "title.ar", "entityLabel.ar", "title.ar:asc", "description:5"]),
        st.lists(st.sampled_from(["*", "title", "entity", "title.ar:desc", "keyword:2"])),
    ),
    max_size=5,
)  # fmt: skip


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent)
def test_whatever_is_asked_is_answered_by_the_contract(
    client: TestClient, body: dict[str, Any]
) -> None:
    try:
        answer = client.post(f"/meili{SEARCH}", json=body)
    except UnicodeEncodeError:  # a text that no client can send
        return

    assert answer.status_code in (200, 400), answer.text
    if DOCUMENT.exists():
        assert breaches_of_answer("POST", SEARCH, answer.status_code, answer.json()) == []


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(FIELDS), texts | pieces, max_size=4))
def test_whatever_an_address_asks_is_answered(client: TestClient, asked: dict[str, str]) -> None:
    try:
        answer = client.get(f"/meili{SEARCH}", params=asked)
    except UnicodeEncodeError:
        return

    assert answer.status_code in (200, 400), answer.text


def test_beyond_the_quota_clients_are_told_in_their_words(
    seeded: Database, data_folder: Path
) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    limits = {"rate_anonymous": 2, "rate_key": 100}
    settings = settings_of(Settings(database_url=url, data_dir=data_folder), **limits)
    headers = {"Authorization": "Bearer any-key"}

    with opened(settings) as client:
        answers = [client.post(f"/meili{SEARCH}", json={}, headers=headers) for _ in range(3)]
        other = client.get("/v1/search?q=x")

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "too_many_search_requests"
    assert set(answers[2].json()) == {"message", "code", "type", "link"}
    assert int(answers[2].headers["retry-after"]) > 0
    assert "anonymous" in answers[0].headers["ratelimit-policy"]
    assert (other.status_code, other.json()["status"]) == (429, 429)
