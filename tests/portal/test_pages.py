"""What every page has in common."""

import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from app.portal.site import create_portal
from tests.portal.memory import MemoryReader
from tests.portal.pages import LANGUAGES, LOST, PAGES


class Elements(HTMLParser):
    """The elements of a page with their attributes, as a browser would read them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_page_is_answered_in_both_languages(
    client: TestClient, language: str, page: str
) -> None:
    answer = client.get(f"/{language}{PAGES[page]}")

    assert answer.status_code == 200
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in answer.text
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("page", sorted(PAGES | LOST))
def test_no_page_holds_inline_script_style_or_handlers(client: TestClient, page: str) -> None:
    elements = Elements()
    elements.feed(client.get(f"/ar{(PAGES | LOST)[page]}").text)

    scripts = [attributes for tag, attributes in elements.found if tag == "script"]
    names = {name for _, attributes in elements.found for name in attributes}
    run = [one for one in scripts if one["type"] != "application/ld+json"]
    assert {frozenset(one) for one in run} == {frozenset(("type", "src"))}
    assert "style" not in {tag for tag, _ in elements.found} | names
    assert not any(name.startswith("on") for name in names)


@pytest.mark.parametrize("page", sorted(PAGES))
def test_ids_of_a_page_are_unique(client: TestClient, page: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', client.get(f"/ar{PAGES[page]}").text)

    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_page_has_one_main_heading(client: TestClient, page: str) -> None:
    assert client.get(f"/en{PAGES[page]}").text.count("<h1") == 1


def test_a_page_names_its_twin_and_itself(client: TestClient) -> None:
    text = client.get("/ar/services/moi-renew").text

    assert '<link rel="canonical" href="https://dalil.example/ar/services/moi-renew">' in text
    assert 'hreflang="en" href="https://dalil.example/en/services/moi-renew"' in text
    assert 'hreflang="x-default" href="https://dalil.example/ar/services/moi-renew"' in text


def test_the_language_switch_keeps_what_was_asked(client: TestClient) -> None:
    text = client.get("/ar/search?q=تجديد&audience=resident").text

    assert 'href="/en/search?q=%D8%AA%D8%AC%D8%AF%D9%8A%D8%AF&amp;audience=resident"' in text


def test_without_a_public_address_the_requests_own_is_used(reader: MemoryReader) -> None:
    text = TestClient(create_portal(reader.opened)).get("/en").text

    assert '<link rel="canonical" href="http://testserver/en">' in text


def test_the_policy_allows_nothing_but_the_sites_own_files(client: TestClient) -> None:
    policy = client.get("/ar").headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("en-GB,en;q=0.9", "en"), ("ar-KW", "ar"), ("fr", "ar"), ("ar;q=0.5,en;q=0.9", "en")],
)
def test_the_root_speaks_the_browsers_language(
    client: TestClient, accepted: str, language: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": accepted})

    assert f'<html lang="{language}"' in answer.text
    assert answer.headers["vary"] == "Accept-Language"


def test_the_root_speaks_arabic_when_nothing_is_asked(client: TestClient) -> None:
    answer = client.get("/", headers={"Accept-Language": ""})

    assert '<html lang="ar" dir="rtl">' in answer.text


@pytest.mark.parametrize("page", sorted(PAGES | LOST))
def test_every_page_says_that_the_data_is_a_demonstration(client: TestClient, page: str) -> None:
    text = client.get(f"/en{(PAGES | LOST)[page]}").text

    assert "The data here is a sample, not an official reference." in text


def test_pages_answer_head_requests(client: TestClient) -> None:
    assert client.head("/ar/about").status_code == 200


def test_home_counts_and_leads_on(client: TestClient) -> None:
    text = client.get("/ar").text

    assert '<dd><bdi dir="ltr">4</bdi></dd>' in text
    assert 'href="/ar/life-events/moving-to-kuwait"' in text
    assert 'href="/ar/browse/02"' in text
    assert "هذه بيانات للعرض" in text


def test_the_tree_shows_topics_with_their_children(client: TestClient) -> None:
    text = client.get("/en/browse").text

    assert "Residence, entry and exit" in text
    assert 'href="/en/browse/02.1"' in text


def test_a_concept_shows_where_it_stands_and_its_services(client: TestClient) -> None:
    text = client.get("/en/browse/02.1").text

    assert '<a href="/en/browse/02">Residence, entry and exit</a>' in text
    assert "4 services" in text
    assert 'href="/en/services/moi-renew"' in text


def test_an_event_without_services_says_so(client: TestClient) -> None:
    assert "No services are published here yet." in client.get("/en/life-events/retiring").text


def test_entities_are_grouped_by_kind(client: TestClient) -> None:
    text = client.get("/en/entities").text

    assert text.index("Ministries") < text.index("Councils") < text.index("Other entities")


def test_an_entity_shows_its_parent_and_website(client: TestClient) -> None:
    text = client.get("/en/entities/moi").text

    assert '<a href="/en/entities/cabinet">Council of Ministers</a>' in text
    assert 'href="https://www.moi.example"' in text


def test_an_address_that_could_run_something_is_left_out(client: TestClient) -> None:
    assert "javascript:" not in client.get("/en/entities/odd").text
