"""Searching in the browser: with and without scripts, by keyboard and by hand."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.portal.browser import visiting

pytestmark = pytest.mark.browser


def test_without_scripts_search_filter_and_open_work(browser: Browser, site: str) -> None:
    with visiting(browser, is_scripted=False, size="phone") as visit:
        page = visit.page
        page.goto(f"{site}/ar")
        page.get_by_role("searchbox").fill("إقامة")
        page.get_by_role("button", name="ابحث").click()
        expect(page).to_have_url(re.compile(r"/ar/search\?q="))
        page.get_by_text("تصفية النتائج").first.click()
        page.get_by_role("link", name="مقيم").first.click()
        expect(page.get_by_role("heading", name="نتيجة واحدة")).to_be_visible()
        page.get_by_role("link", name="تجديد الإقامة (مادة 18)").click()

        expect(page.get_by_role("heading", level=1)).to_have_text("تجديد الإقامة (مادة 18)")


def test_the_example_in_an_empty_field_stands_where_a_line_begins(
    browser: Browser, site: str
) -> None:
    directions = {}
    for language in ("ar", "en"):
        with visiting(browser) as visit:
            visit.page.goto(f"{site}/{language}")
            field = visit.page.locator("#home-search")
            empty = field.evaluate("field => getComputedStyle(field).direction")
            field.fill("passport")
            typed = field.evaluate("field => getComputedStyle(field).direction")
            directions[language] = (empty, typed)

    assert directions == {"ar": ("rtl", "ltr"), "en": ("ltr", "ltr")}


def test_on_a_desk_the_filters_stand_open_without_scripts(browser: Browser, site: str) -> None:
    with visiting(browser, is_scripted=False) as visit:
        visit.page.goto(f"{site}/ar/search")

        expect(visit.page.get_by_role("link", name="مقيم").first).to_be_visible()


def test_suggestions_are_walked_by_keyboard(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/en")
        box = page.get_by_role("combobox")
        last = re.compile(r"=residence(&|$)")  # no later answer replaces the list
        with page.expect_response(last):
            box.press_sequentially("residence", delay=15)
        options = page.get_by_role("option")
        expect(options).to_have_count(2)
        expect(box).to_have_attribute("aria-expanded", "true")
        expect(page.locator("[data-suggest-status]")).to_have_text("2 suggestions")
        box.press("ArrowDown")
        expect(options.nth(0)).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-activedescendant", "home-search-list-0")
        box.press("ArrowUp")
        expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
        box.press("ArrowUp")
        expect(options.nth(1)).to_have_attribute("aria-selected", "true")
        box.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_have_value("residence")
        box.press("ArrowDown")
        expect(options).to_have_count(2)
        box.press("ArrowDown")
        box.press("Enter")

        expect(page).to_have_url(f"{site}/en/services/moi-renew")


def test_a_suggestion_is_chosen_by_hand(browser: Browser, site: str) -> None:
    with visiting(browser, size="phone") as visit:
        page = visit.page
        page.goto(f"{site}/ar")
        page.get_by_role("combobox").press_sequentially("الإقامة", delay=15)
        page.get_by_role("option").first.click()

        expect(page).to_have_url(f"{site}/ar/services/moi-renew")


def test_suggestions_lie_above_what_follows(browser: Browser, site: str) -> None:
    """Nothing cuts the list off or covers it, on the home page and on others."""
    # In one step: what is suggested for fewer letters may be replaced at any time.
    last_is_on_top = """list => { const last = list.lastElementChild;
        if (!last) return false;
        last.scrollIntoView({ block: "nearest" });
        const box = last.getBoundingClientRect();
        return last.contains(document.elementFromPoint(box.left + 40, box.bottom - 8)) }"""
    with visiting(browser) as visit:
        for path in ("/ar", "/ar/nowhere"):
            visit.page.goto(f"{site}{path}")
            visit.page.get_by_role("combobox").press_sequentially("إ", delay=15)
            visit.page.get_by_role("combobox").press_sequentially("قامة", delay=15)
            listbox = visit.page.get_by_role("listbox")
            listbox.wait_for()

            visit.page.wait_for_function(last_is_on_top, arg=listbox.element_handle())


def test_enter_without_a_choice_searches(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/en")
        page.get_by_role("combobox").fill("residence")
        page.get_by_role("combobox").press("Enter")

        expect(page).to_have_url(f"{site}/en/search?q=residence")


def test_results_follow_what_is_typed_in_place(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/en/search")
        page.evaluate("window.isSame = true")
        page.get_by_role("combobox").press_sequentially("renew", delay=15)

        expect(page.get_by_role("heading", name="1 result")).to_be_visible()
        expect(page).to_have_url(f"{site}/en/search?q=renew")
        expect(page.locator("[data-live-status]")).to_have_text("1 result")
        expect(page.locator("[data-twin]")).to_have_attribute("href", "/ar/search?q=renew")
        assert page.evaluate("window.isSame") is True


def test_nothing_lies_over_results_that_follow_what_is_typed(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/ar/search")
        box = page.get_by_role("combobox")
        box.press_sequentially("الإقامة", delay=15)
        expect(page.locator("[data-live-status]")).to_have_text("3 نتائج")
        page.wait_for_timeout(400)
        expect(page.get_by_role("listbox")).to_be_hidden()
        box.press("ArrowDown")
        expect(page.get_by_role("option")).to_have_count(1)
        box.press_sequentially(" م")

        expect(page.get_by_role("listbox")).to_be_hidden()
        expect(box).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize("is_scripted", [True, False])
def test_the_order_is_chosen_with_and_without_scripts(
    browser: Browser, site: str, is_scripted: bool
) -> None:
    with visiting(browser, is_scripted=is_scripted, size="phone") as visit:
        page = visit.page
        page.goto(f"{site}/en/search?q=residence&category=02")
        page.get_by_role("link", name="Title").click()

        expect(page).to_have_url(f"{site}/en/search?q=residence&category=02&sort=title")
        expect(page.get_by_role("link", name="Title")).to_have_attribute("aria-current", "true")
        expect(page.locator(".hit").first).to_contain_text("English only")


def test_filters_change_results_in_place_and_back_returns(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/en/search?q=residence")
        page.evaluate("window.isSame = true")
        page.get_by_role("link", name="Resident", exact=False).first.click()

        expect(page).to_have_url(f"{site}/en/search?q=residence&audience=resident")
        expect(page.get_by_role("link", name="Remove: Resident")).to_be_visible()
        expect(page.locator("[data-key='audience-resident']")).to_be_focused()
        page.go_back()
        expect(page).to_have_url(f"{site}/en/search?q=residence")
        expect(page.get_by_role("link", name="Remove: Resident")).to_have_count(0)
        assert page.evaluate("window.isSame") is True


def test_removing_a_chip_moves_the_focus_to_the_results(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/en/search?audience=resident")
        page.get_by_role("link", name="Remove: Resident").press("Enter")

        expect(page.locator("#results-title")).to_be_focused()


def test_typing_keeps_the_chosen_filters(browser: Browser, site: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(f"{site}/en/search?audience=resident")
        page.get_by_role("combobox").press_sequentially("renew", delay=15)

        expect(page).to_have_url(f"{site}/en/search?q=renew&audience=resident")
