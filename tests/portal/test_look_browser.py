"""How pages look and behave: language, direction, colours, print, hostile texts."""

import pytest
from playwright.sync_api import Browser, expect

from tests.portal.browser import visiting
from tests.portal.pages import LANGUAGES, LOST, PAGES

pytestmark = pytest.mark.browser


def test_the_language_switch_leads_to_the_same_page(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/ar/services/moi-renew")
        page.get_by_role("link", name="English").click()

        expect(page).to_have_url(f"{site}/en/services/moi-renew")
        expect(page.locator("html")).to_have_attribute("dir", "ltr")
        page.get_by_role("link", name="العربية").click()
        expect(page.locator("html")).to_have_attribute("dir", "rtl")


def test_dark_mode_follows_the_system(browser: Browser, site: str) -> None:
    colours = {}
    for scheme in ("light", "dark"):
        with visiting(browser, scheme=scheme) as visit:
            visit.page.goto(f"{site}/ar")
            colours[scheme] = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert colours == {"light": "rgb(250, 245, 236)", "dark": "rgb(13, 23, 22)"}


def test_arabic_is_set_in_its_own_font_larger_and_looser(browser: Browser, site: str) -> None:
    measured = {}
    for language in LANGUAGES:
        with visiting(browser) as visit:
            visit.page.goto(f"{site}/{language}/about")
            visit.page.evaluate("document.fonts.ready")
            assert visit.page.evaluate("document.fonts.check('16px \"Plex Arabic\"')")
            measured[language] = visit.page.evaluate(
                "[parseFloat(getComputedStyle(document.body).fontSize),"
                " parseFloat(getComputedStyle(document.body).lineHeight)]"
            )

    assert measured["ar"][0] > measured["en"][0]
    assert measured["ar"][1] / measured["ar"][0] > 1.8


NARROW = (320, 390)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_is_wider_than_a_phone(browser: Browser, site: str, language: str) -> None:
    wide = []
    with visiting(browser, size="phone") as visit:
        for name, path in (PAGES | LOST).items():
            visit.page.goto(f"{site}/{language}{path}")
            for width in NARROW:
                visit.page.set_viewport_size({"width": width, "height": 700})
                found = visit.page.evaluate("document.documentElement.scrollWidth")
                wide += [(name, width, found)] if found > width else []

    assert wide == []


def test_the_services_of_an_event_begin_right_below_its_name(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        visit.page.goto(f"{site}/ar/life-events/moving-to-kuwait")
        name, services = (
            visit.page.locator(each).bounding_box() for each in ("h1", ".results-count")
        )

    assert name
    assert services
    assert 0 < services["y"] - (name["y"] + name["height"]) < 60


def test_the_page_starts_at_the_right_in_arabic(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        visit.page.goto(f"{site}/ar/about")
        box = visit.page.locator("h1").evaluate(
            "e => { const r = document.createRange(); r.selectNodeContents(e);"
            " return r.getBoundingClientRect().right }"
        )

    assert box > 1100


def test_a_service_prints_without_the_site_around_it(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/ar/services/moi-renew")
        page.emulate_media(media="print")

        expect(page.get_by_role("navigation").first).to_be_hidden()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("#documents")).to_be_visible()


def test_the_skip_link_is_the_first_stop_and_works(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/en/entities")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
        page.keyboard.press("Enter")

        expect(page.locator("#content")).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_texts_do_not_run(browser: Browser, site: str, language: str) -> None:
    pages = ("hostile-service", "all-services", "history", "concept", "entity")
    with visiting(browser) as visit:
        for name in pages:
            visit.page.goto(f"{site}/{language}{PAGES[name]}")
            assert visit.page.evaluate("window.xss") is None
        visit.page.get_by_role("link", name="search" if language == "en" else "بحث").first.click()
        box = visit.page.get_by_role("combobox")
        box.press_sequentially("<script>", delay=15)
        box.press("ArrowDown")
        expect(visit.page.get_by_role("option").first).to_contain_text("<script>")

        assert visit.page.evaluate("window.xss") is None
