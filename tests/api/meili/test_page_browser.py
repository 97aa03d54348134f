"""The page of the documentation in Chromium, over InstantSearch's and Meilisearch's own scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from app.core.settings import ROOT
from tests.guards.documentation import blocks
from tests.portal.browser import SIZES, visiting
from tests.portal.browser import served as serving_page

pytestmark = [pytest.mark.browser, pytest.mark.any_database]
VENDOR = Path(__file__).parent / "vendor"
EXAMPLE = "https://dalil.example/meili"


@pytest.fixture
def portal(address: str) -> Iterator[str]:
    """Serve the documented page from another origin than Dalil's, as portals do."""
    (page,) = blocks(ROOT / "docs/use/instantsearch.md", "html")
    assert EXAMPLE in page
    html = page.replace(EXAMPLE, f"{address}/meili")
    routes = [
        Route("/", lambda _: HTMLResponse(html)),
        Mount("/vendor", StaticFiles(directory=VENDOR)),
    ]
    with serving_page(Starlette(routes=routes)) as url:
        yield url


def count(page: Page) -> int:
    return int(re.sub(r"\D", "", page.locator("#count").inner_text()))


def test_the_documented_page_searches_marks_refines_and_turns_pages(
    browser: Browser, portal: str
) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(portal)
        hits = page.locator("#hits article")
        expect(hits).to_have_count(5)
        everything = count(page)
        assert page.locator("body").evaluate("e => getComputedStyle(e).direction") == "rtl"

        page.get_by_placeholder("ابحث عن خدمة").fill("تجديد الاقامه")
        marked = page.locator("#hits mark")
        expect(marked.first).to_have_text(re.compile("تجديد|إقامة"))
        expect(page.locator("#count")).not_to_have_text(f"عدد النتائج: {everything}")
        found = count(page)
        assert 5 < found < everything
        assert "الإقامة" in marked.all_inner_texts() or "إقامة" in marked.all_inner_texts()
        expect(hits.first.get_by_role("link")).to_have_attribute(
            "href", re.compile(r"/ar/services/.*renew")
        )

        first = hits.first.inner_text()
        page.get_by_role("link", name="الصفحة 2").click()
        expect(hits.first).not_to_have_text(first, use_inner_text=True)
        expect(page.locator("#count")).to_have_text(f"عدد النتائج: {found}")
        current = page.locator("#pages [aria-current=page]")
        expect(current).to_have_attribute("aria-label", re.compile("^الصفحة 2"))
        labels = page.locator("[aria-label]").evaluate_all(
            "all => all.flatMap(e => [e.ariaLabel, e.title ?? ''])"
        )
        assert [label for label in labels if re.search("[A-Za-z]", label)] == []


def test_on_a_phone_the_first_hit_stands_on_the_screen(browser: Browser, portal: str) -> None:
    width, height = SIZES["phone"]
    with visiting(browser, size="phone") as visit:
        visit.page.goto(portal)
        first = visit.page.locator("#hits article").first
        expect(first).to_be_visible()
        box = first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < height
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_lists_refine_by_names_and_stay_open(browser: Browser, portal: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(portal)
        entities = page.locator("#entities .ais-RefinementList-item")
        channels = page.locator("#channels .ais-RefinementList-item")
        expect(entities).to_have_count(10)
        expect(channels.first).to_be_visible()
        everything = count(page)

        page.get_by_placeholder("ابحث عن جهة").fill("الداخليه")
        expect(entities).to_have_count(1)
        entities.first.get_by_role("checkbox").check()
        expect(page.locator("#count")).not_to_have_text(f"عدد النتائج: {everything}")
        of_entity = count(page)
        expect(page.locator("#hits article p:nth-child(2)").first).to_have_text("وزارة الداخلية")
        assert of_entity < everything

        expect(entities).to_have_count(10)
        expect(page.locator("#entities .ais-RefinementList-item--selected")).to_have_count(1)
        shown = int(channels.first.locator(".ais-RefinementList-count").inner_text())
        channels.first.get_by_role("checkbox").check()
        expect(page.locator("#count")).to_have_text(f"عدد النتائج: {shown}")
        assert shown <= of_entity


def test_what_is_read_out_is_the_count_alone_and_in_arabic(browser: Browser, portal: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(portal)
        expect(page.locator("#hits article")).to_have_count(5)
        page.get_by_placeholder("ابحث عن خدمة").fill("جواز")
        expect(page.locator("#hits mark").first).to_be_visible()
        page.wait_for_timeout(1_600)  # the widget `stats` speaks after 1.4 seconds

        told = page.locator("[role=status], [aria-live]")
        expect(told).to_have_count(1)
        expect(told).to_have_text(re.compile(r"^عدد النتائج: \d+$"))


def test_one_cross_clears_what_was_typed(browser: Browser, portal: str) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(portal)
        box = page.get_by_placeholder("ابحث عن خدمة")
        expect(page.locator("#hits article")).to_have_count(5)
        everything = page.locator("#count").inner_text()
        box.fill("جواز")
        shape = box.bounding_box()
        assert shape is not None

        for place in range(4, 32, 4):  # Chromium's own cross would stand at this end
            box.click(position={"x": place, "y": shape["height"] / 2})
        expect(box).to_have_value("جواز")
        page.locator("#box").get_by_role("button", name="امسح").click()
        expect(box).to_have_value("")
        expect(page.locator("#count")).to_have_text(everything)


def test_without_hits_no_heading_stands_empty_and_no_page_is_offered(
    browser: Browser, portal: str
) -> None:
    with visiting(browser) as visit:
        page = visit.page
        page.goto(portal)
        headings, pages = page.locator("aside").get_by_role("heading"), page.locator("#pages")
        expect(headings).to_have_text(["الجهة", "القناة"])
        expect(pages).to_be_visible()

        page.get_by_placeholder("ابحث عن خدمة").fill("زنقلطة")
        expect(page.get_by_text("لا توجد خدمة بهذا الوصف")).to_be_visible()
        expect(headings).to_have_count(0)
        expect(pages).to_be_hidden()

        page.get_by_placeholder("ابحث عن خدمة").fill("جواز")
        expect(headings).to_have_count(2)
        page.get_by_placeholder("ابحث عن جهة").fill("زنقلطة")
        expect(page.get_by_text("لا توجد جهة بهذا الاسم")).to_be_visible()
        expect(headings).to_have_count(2)
