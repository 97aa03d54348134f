"""The page of search insights holds nothing until somebody types a key."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import text

from app.core.clock import now
from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from app.search.insights.collecting import SearchLog
from app.search.insights.heard import Heard
from app.search.insights.rules import query_id_of
from tests.api.gates import make_key, opened, settings_of
from tests.portal.browser import served, visiting

WORD, LOST = "زقنبوت", '<img src=x onerror="document.title=1">'
GROUP = "g_fvz6td5swzty"


@pytest.fixture
def settings(seeded: Database, data_folder: Path) -> Settings:
    log = SearchLog(seeded)
    for number in range(6):
        for asked, unknown in ((WORD, (WORD,)), (LOST, ())):
            heard = Heard(query_id_of(asked), asked, "ar", 0, False, False, False, unknown)
            log.note(heard, f"203.0.113.{number}")
    log.write()
    url = seeded.url.render_as_string(hide_password=False)
    return settings_of(Settings(database_url=url, data_dir=data_folder))


def test_the_page_is_the_same_for_everybody_and_holds_nothing(settings: Settings) -> None:
    with opened(settings) as client:
        for language in ("ar", "en"):
            answer = client.get(f"/{language}/insights")

            assert answer.status_code == 200
            assert answer.headers["cache-control"] == "no-store"
            assert '<meta name="robots" content="noindex, nofollow">' in answer.text
            assert WORD not in answer.text
            [key] = re.findall(r"<input type=\"password\"[^>]*>", answer.text)
            assert 'autocomplete="off"' in key
            assert "name=" not in key  # without scripts a form would put it in an address
        assert client.get("/v1/search-insights").status_code == 401


@pytest.fixture
def insights(settings: Settings, browser: Browser) -> Iterator[Page]:
    with served(create_app(settings)) as address, visiting(browser) as visit:
        visit.page.goto(f"{address}/en/insights")
        yield visit.page


def show(page: Page, key: str) -> None:
    page.get_by_label("Key").fill(key)
    page.get_by_role("button", name="Show").click()


@pytest.mark.browser
def test_a_steward_reads_the_lists_and_proposes_a_word(insights: Page, seeded: Database) -> None:
    assert not insights.get_by_text("Nothing in this period.").first.is_visible()
    insights.get_by_label("Period").select_option("7")
    show(insights, make_key(seeded, "taxonomy_steward"))
    words = insights.get_by_role("region", name="Words nobody knows")

    expect(words.get_by_role("heading", name=WORD)).to_be_visible()
    expect(insights.get_by_role("status").first).to_have_text("These are the lists.")
    lost = insights.get_by_role("region", name="Searches without hits")
    expect(lost.get_by_text(LOST, exact=True)).to_be_visible()
    assert "Searches: 6 · Sessions: 6" in words.inner_text()
    assert insights.title() != "1"

    words.get_by_text("Propose as a synonym").click()
    words.get_by_label("Group of the lexicon").fill(GROUP)
    words.get_by_role("button", name="Open a change request").click()
    outcome = words.locator("[data-outcome]")
    expect(outcome).to_have_text(re.compile(r"A change request is open, as a draft: \S+"))

    name = outcome.inner_text().rsplit(" ", 1)[1]
    with seeded.read() as session:
        chosen = text("SELECT scheme_id, state, rationale FROM change_request WHERE id = :id")
        scheme, state, rationale = session.execute(chosen, {"id": name}).one()
    assert (scheme, state) == ("lexicon", "draft")
    days = now().date() - timedelta(days=6), now().date()
    assert f"From {days[0]} to {days[1]}" in str(rationale)
    assert words.get_by_role("button", name="Open a change request").is_disabled()


@pytest.mark.browser
def test_a_key_without_the_right_reads_nothing_and_is_kept_nowhere(
    insights: Page, seeded: Database
) -> None:
    status = insights.get_by_role("status").first
    editor = make_key(seeded, "entity_editor", "moi")
    show(insights, "dalil_wrong")
    expect(status).to_have_text("The key is not valid.")
    show(insights, editor)
    expect(status).to_have_text("This key does not have the right taxonomy:discuss.")
    expect(insights.get_by_role("heading", name=WORD)).to_have_count(0)

    assert editor not in insights.url
    assert insights.evaluate("JSON.stringify({...localStorage, ...sessionStorage})") == "{}"
    assert insights.evaluate("document.cookie") == ""
    assert editor not in insights.content()
    insights.goto(insights.url.replace("/insights", "/about"))
    insights.go_back()
    expect(insights.get_by_label("Key")).to_have_value("")
