"""axe-core finds nothing on any page, in either language, size or colour scheme."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.portal.browser import SIZES, visiting
from tests.portal.pages import LANGUAGES, LOST, PAGES

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", sorted(SIZES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_a_rule_or_overflows(
    browser: Browser, site: str, language: str, size: str, scheme: str
) -> None:
    found = []
    with visiting(browser, size=size, scheme=scheme) as visit:
        for name, path in (PAGES | LOST).items():
            visit.page.goto(f"{site}/{language}{path}")
            visit.page.evaluate(AXE)
            options = {"runOnly": {"type": "tag", "values": STANDARDS}}
            result = visit.page.evaluate("options => axe.run(document, options)", options)
            found += [
                (name, broken["id"], [node["html"][:160] for node in broken["nodes"][:3]])
                for broken in result["violations"]
            ]
            width = visit.page.evaluate("document.documentElement.scrollWidth")
            found += [(name, "overflow", width)] if width > SIZES[size][0] else []

    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_targets_are_large_enough_to_touch(browser: Browser, site: str, language: str) -> None:
    """Controls are 44 pixels high; links within a sentence are excepted (WCAG 2.5.8)."""
    small = """() => [...document.querySelectorAll('a, button, input, summary')]
        .filter(e => e.checkVisibility() && !e.closest('p, td, .skip, .estimate, .sources'))
        .filter(e => !e.matches('.card a, .hit a, .estimate, .branch h2 a, .list a, .hit-facts a'))
        .map(e => [e.outerHTML.slice(0, 90), Math.round(e.getBoundingClientRect().height)])
        .filter(([, height]) => height < 44)"""
    found = {}
    with visiting(browser, size="phone") as visit:
        for name, path in PAGES.items():
            visit.page.goto(f"{site}/{language}{path}")
            found[name] = visit.page.evaluate(small)

    assert {name: items for name, items in found.items() if items} == {}
