"""The page of the lexicon: its groups by word and by field, a page at a time."""

import re

import pytest
from fastapi.testclient import TestClient


def test_groups_are_found_by_a_word(client: TestClient) -> None:
    page = client.get("/ar/lexicon?q=ليسن").text

    assert "ليسن" in re.findall(r'lang="ar" dir="rtl">([^<]*)<', page)
    assert "خليجي" in page


def test_every_group_is_reached_by_pages(client: TestClient) -> None:
    address, seen = "/en/lexicon?domain=traffic", 0
    total = client.get("/v1/lexicon").json()["domains"]["traffic"]
    while address:
        page = client.get(address).text
        seen += page.count('class="hit"')
        further = re.search(r'href="(\?q=[^"]*)" rel="next"', page)
        address = "/en/lexicon" + further[1].replace("&amp;", "&") if further else ""

    assert seen == total > 20


@pytest.mark.parametrize("query", ["domain=nothing", "cursor=x"])
def test_what_the_page_cannot_read_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/ar/lexicon?{query}").status_code == 422


def test_hostile_words_stay_words(client: TestClient) -> None:
    page = client.get("/en/lexicon", params={"q": "<script>alert(1)</script>\u202e"}).text

    assert "<script>alert" not in page
    assert "No group holds this word." in page
