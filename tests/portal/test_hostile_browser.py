"""What entities write is shown in Chromium, and never obeyed, on every page, in both languages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from tests.catalogue import world
from tests.conftest import SqliteServer
from tests.portal.browser import served, visiting
from tests.portal.hostile_texts import PAYLOADS, hostile_entries

pytestmark = pytest.mark.browser

SERVICES = 6
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
# What a text could have become: any of these in a page of ours is a text that was obeyed.
BROKEN = """() => {
    const found = [...document.querySelectorAll('*')].filter(one =>
        [...one.attributes].some(({ name, value }) =>
            name.startsWith('on') || name === 'data-broke' || name === 'srcdoc'
            || /^\\s*(javascript|data):/i.test(['href', 'src', 'action', 'formaction', 'xlink:href']
                .includes(name) ? value : '')));
    const foreign = [...document.querySelectorAll(
        'iframe, object, embed, base, math, video, style, meta[http-equiv], svg script')];
    const scripts = [...document.scripts].filter(one =>
        one.type !== 'application/ld+json' && !one.src.startsWith(location.origin + '/static/'));
    const marks = [...found, ...foreign, ...scripts].map(one => one.outerHTML.slice(0, 200));
    return top.ran === undefined ? marks : [...marks, 'a text was run'];
}"""


@pytest.fixture(scope="module")
def hostile(sqlite_server: SqliteServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site whose catalogue holds the hostile services, and hostile names all around them."""
    from app.core.migrating import migrate

    url = sqlite_server.new()
    database = Database(url)
    migrate(database)
    with database.write() as session:
        world.build(session)
        world.put_entity(session, "moi", title=_text(2), description=_text(4))
        world.put_entity(session, "paci", title=_text(6), description=_text(7))
        world.put_evidence(session, "pp", PAYLOADS[5])
        world.put_channel(session, "moi-portal", title=_text(6), description=_text(8))
        world.put_law(session, "law-1", PAYLOADS[1])
        world.publish(session, *hostile_entries(SERVICES))
    with database.write() as session:  # a history to show
        world.publish(session, *reversed(hostile_entries(SERVICES + 1)))
    database.close()
    settings = Settings(
        database_url=url, data_dir=tmp_path_factory.mktemp("hostile"), rate_anonymous=0
    )
    with served(create_app(settings)) as address:
        yield address


def _text(place: int) -> dict[str, str]:
    return {"ar": PAYLOADS[place * 5 + 1], "en": PAYLOADS[place * 5]}


def seen(page: Page, address: str) -> Response:
    """Open a page; it must be ours, complete, strict about scripts, and have run nothing."""
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    assert answer.status == 200, address
    assert set(answer.headers["content-security-policy"].split("; ")) == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    provoke(page)
    assert page.evaluate(BROKEN) == [], address
    return answer


def provoke(page: Page) -> None:
    """Do what a visitor does: move over everything and walk through all that takes the focus."""
    page.evaluate(
        """() => { for (const one of document.querySelectorAll('main *')) {
            one.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
            if (one.tabIndex >= 0) one.focus();
        } }"""
    )


@contextmanager
def quiet(browser: Browser) -> Iterator[Page]:
    """Open a page of which nothing may be said: no dialog, no fault, no breach of the policy."""
    with visiting(browser) as visit:
        yield visit.page


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("number", range(SERVICES))
def test_a_service_is_shown_and_not_obeyed(
    browser: Browser, hostile: str, language: str, number: int
) -> None:
    with quiet(browser) as page:
        seen(page, f"{hostile}/{language}/services/hostile-{number}")
        written = page.evaluate("document.body.textContent")
        seen(page, f"{hostile}/{language}/services/hostile-{number}/history")

    shown = [one for one in PAYLOADS if one.strip("\u2028\u2029") in written]
    assert len(shown) >= 20, "the page shows hardly any of them"


def test_every_text_is_in_some_service() -> None:
    told = [one.content.model_dump_json() for one in hostile_entries(SERVICES)]

    assert len(PAYLOADS) == 200
    assert all("top.ran" in one for one in told)
    assert sum(one.count("top.ran") + one.count("broke") for one in told) > 600


@pytest.mark.parametrize("language", ["ar", "en"])
def test_pages_that_show_services_do_not_obey_them(
    browser: Browser, hostile: str, language: str
) -> None:
    with quiet(browser) as page:
        for path in (
            "",
            "/search?q=",
            "/search?sort=title",
            "/entities",
            "/entities/moi",
            "/browse",
            "/browse/01.1",
            "/browse/02",
            "/life-events",
            "/life-events/moving",
            "/about",
        ):
            seen(page, f"{hostile}/{language}{path}")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_question_is_shown_and_not_obeyed(browser: Browser, hostile: str, language: str) -> None:
    with quiet(browser) as page:
        for payload in PAYLOADS[::4]:
            seen(page, f"{hostile}/{language}/search?q={quote(payload)}")
            assert (
                page.get_by_role("searchbox").or_(page.get_by_role("combobox")).first.is_visible()
            )


@pytest.mark.parametrize(("language", "typed"), [("ar", "تجديد"), ("en", "script"), ("en", "img")])
def test_what_is_suggested_is_not_obeyed(
    browser: Browser, hostile: str, language: str, typed: str
) -> None:
    with quiet(browser) as page:
        seen(page, f"{hostile}/{language}")
        page.get_by_role("combobox").press_sequentially(typed, delay=15)
        page.get_by_role("option").first.wait_for()

        assert page.evaluate(BROKEN) == []
        expect(page.get_by_role("listbox")).to_contain_text(re.compile("<|top[.]ran"))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_page_that_is_missing_does_not_obey_its_address(
    browser: Browser, hostile: str, language: str
) -> None:
    with quiet(browser) as page:
        for payload in PAYLOADS[::20]:
            page.goto(f"{hostile}/{language}/services/{quote(payload, safe='')}")
            assert page.evaluate(BROKEN) == []
