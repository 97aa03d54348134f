"""Opening a hit in the portal tells which it was, as far as a browser sends it."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from app.search.insights.collecting import SearchLog
from app.search.insights.models import SearchClick
from tests.api.gates import settings_of
from tests.portal.browser import served, visiting

pytestmark = [pytest.mark.browser, pytest.mark.any_database]


def test_a_hit_that_is_opened_is_told_with_its_place(
    browser: Browser, seeded: Database, data_folder: Path
) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    app = create_app(settings_of(Settings(database_url=url, data_dir=data_folder)))
    with served(app) as address, visiting(browser) as visit:
        log = app.edge.log
        assert log is not None
        visit.page.goto(f"{address}/en/search?q=passport")
        second = visit.page.locator("ul.hits > li").nth(1).get_by_role("link").first
        title = second.inner_text()
        second.click()
        expect(visit.page.get_by_role("heading", level=1)).to_have_text(title)
        opened = visit.page.url.rsplit("/", 1)[1]

        assert clicks(log, seeded) == [(opened, 2)]


def clicks(log: SearchLog, database: Database) -> list[tuple[str, int]]:
    """Wait for what the browser sends when it likes to; gives services and places."""
    for _ in range(100):
        log.write()
        with database.read() as session:
            rows = session.execute(select(SearchClick.service_id, SearchClick.position)).all()
        if rows:
            return [(row.service_id, row.position) for row in rows]
        time.sleep(0.05)
    return []
