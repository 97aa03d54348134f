"""The results page and suggestions."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.portal.reader import Answer
from app.portal.search import FACETS
from app.portal.site import create_portal
from tests.portal import samples
from tests.portal.memory import MemoryReader


def test_what_matches_is_highlighted(client: TestClient) -> None:
    text = client.get("/ar/search?q=الإقامة").text

    assert "تجديد <mark>الإقامة</mark>" in text
    assert '<bdi dir="ltr">3</bdi> نتائج' in text


def test_facets_are_links_with_counts(client: TestClient) -> None:
    text = client.get("/en/search").text

    assert 'href="/en/search?audience=resident"' in text
    assert re.search(r'facet-label">Resident</span> <span class="count">1</span>', text)


def test_a_chosen_value_can_be_removed_and_joined_by_another(client: TestClient) -> None:
    text = client.get("/en/search?q=residence&audience=resident").text

    assert 'aria-label="Remove: Resident"' in text
    assert 'class="chip" href="/en/search?q=residence"' in text
    assert 'href="/en/search?q=residence&amp;audience=resident&amp;audience=business"' in text
    assert 'class="is-chosen"' in text


def test_a_chosen_value_without_services_still_has_a_chip(client: TestClient) -> None:
    text = client.get("/en/search?channel=pigeon").text

    assert 'aria-label="Remove: pigeon"' in text
    assert "No service fits this description" in text
    assert "Remove some filters to widen the results." in text


def test_free_services_can_be_chosen(client: TestClient) -> None:
    text = client.get("/ar/search?isFree=true").text

    assert "نتيجة واحدة" in text
    assert "مجانية" in text


def test_nothing_found_offers_other_ways(client: TestClient) -> None:
    text = client.get("/en/search?q=zzzz").text

    assert "Check the spelling" in text
    assert 'href="/en/browse"' in text


def many(reader: MemoryReader, number: int) -> TestClient:
    reader.documents = [samples.document(f"moi-{place:03}") for place in range(number)]
    return TestClient(create_portal(reader.opened))


def test_pages_keep_the_other_parameters(reader: MemoryReader) -> None:
    text = many(reader, 45).get("/en/search?category=02&page=2").text

    assert 'href="?category=02" rel="prev"' in text
    assert 'href="?category=02&amp;page=3" rel="next"' in text
    assert "21 to 40" in text
    assert "Page 2 of 3" in text


def test_a_page_too_far_leads_back(reader: MemoryReader) -> None:
    text = many(reader, 3).get("/en/search?page=9").text

    assert "There are no results on this page." in text


def test_long_facets_are_folded(reader: MemoryReader) -> None:
    labels = {f"a{place}": {"en": f"Audience {place}"} for place in range(9)}
    document = samples.document("moi-x", audience=list(labels))
    document["label"]["audience"] = labels
    reader.documents = [document]

    text = TestClient(create_portal(reader.opened)).get("/en/search").text

    assert '<details data-key="more-audience">' in text


def test_what_was_understood_is_said(reader: MemoryReader, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = reader.search
    monkeypatch.setattr(
        reader,
        "search",
        lambda question: Answer(answer(question).hits, 1, understood_as="renew residence"),
    )

    text = TestClient(create_portal(reader.opened)).get("/en/search?q=renew").text

    assert "Showing results for “renew residence”" in text


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "page=٢",
        "page=501",
        "page=-1",
        "page=9999",
        "q=" + "a" * 201,
        "q=%00",
        "q=%E2%80%AE",
        "isFree=maybe",
        "entity=%00",
        "entity=" + "a" * 101,
        "&".join(["entity=a"] * 21),
    ],
)
def test_a_wrong_value_is_a_page_of_its_own(client: TestClient, query: str) -> None:
    answer = client.get(f"/en/search?{query}")

    assert answer.status_code == 422
    assert "The request holds a wrong value" in answer.text


def test_an_unknown_parameter_is_left_aside(client: TestClient) -> None:
    assert client.get("/en/search?utm_source=mail").status_code == 200


def test_suggestions_are_paths_of_the_site(client: TestClient) -> None:
    answer = client.get("/ar/suggest?q=تجديد الإقامة").json()

    assert answer == {
        "items": [
            {
                "text": "تجديد الإقامة (مادة 18)",
                "kind": "خدمة",
                "address": "/ar/services/moi-renew",
            }
        ],
        "status": "اقتراح واحد",
    }


def test_nothing_typed_suggests_nothing(client: TestClient) -> None:
    assert client.get("/en/suggest?q=+").json() == {"items": [], "status": "No suggestions"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    name=st.sampled_from([*FACETS, "q", "page", "x"]),
    value=st.text(max_size=260),
    page=st.text(max_size=5),
)
def test_no_address_is_a_fault(client: TestClient, name: str, value: str, page: str) -> None:
    try:
        answer = client.get("/ar/search", params={name: value, "page": page})
    except UnicodeEncodeError:  # half of a surrogate pair cannot be written into an address
        return

    assert answer.status_code in (200, 422)
