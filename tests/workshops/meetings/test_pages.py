"""Pages of the taxonomy, of workshops and of change requests: what is public, in both languages."""

import re
from typing import TYPE_CHECKING

import pytest

from app.portal.taxonomies import steps_of
from tests.catalogue import world
from tests.portal.browser import SIZES, Visit, served, visiting
from tests.portal.test_accessibility_browser import AXE, STANDARDS
from tests.workshops.meetings.conftest import Hall, adding

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Held = tuple[Hall, str, list[str]]


def page(hall: Hall, path: str, status: int = 200) -> str:
    answer = hall.client.get(path)
    assert answer.status_code == status, answer.text
    return str(answer.text)


def pages_of(hall: Hall, path: str, requests: list[str]) -> list[str]:
    concept = hall.client.get("/v1/taxonomies/services/notations/02").json()["concept"]["id"]
    [group] = hall.client.get("/v1/lexicon/groups?limit=1").json()["items"]
    return [
        "/taxonomies",
        "/taxonomies/services",
        "/taxonomies/services?version=1.0.0",
        "/taxonomies/services/compare",
        f"/taxonomies/services/concepts/{concept}",
        "/lexicon",
        "/lexicon?q=ليسن&domain=traffic",
        "/lexicon/compare",
        f"/lexicon/groups/{group['id']}",
        "/workshops",
        path,
        "/change-requests",
        f"/change-requests/{requests[0]}",
    ]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_is_there_in_both_languages(held: Held, language: str) -> None:
    hall, path, requests = held

    for one in pages_of(hall, path, requests):
        found = page(hall, f"/{language}{one}")
        assert f'<html lang="{language}"' in found
        assert "None" not in found


def test_a_change_request_is_told_in_words(held: Held) -> None:
    hall, path, requests = held
    found = page(hall, f"/ar/change-requests/{requests[0]}")

    assert "إضافة «الإقامة والتأشيرات» بالرمز 02.98" in found
    assert "الخدمات تتبع جهة أخرى." in found
    assert "لا يجتمعان" in found
    assert "سارة" not in page(hall, f"/ar{path}")


def test_the_invited_stand_in_the_order_of_their_titles_with_their_number(
    seeded_hall: Hall,
) -> None:
    path = seeded_hall.planned(isPublic=True, entities=["moi", "paci", "csc", "moe"])

    for language, first, last in (
        ("ar", "الهيئة العامة للمعلومات المدنية", "وزارة الداخلية"),
        ("en", "Civil Service Commission", "Public Authority for Civil Information"),
    ):
        found = page(seeded_hall, f"/{language}{path}").partition('id="invited"')[2]
        names = re.findall("<li>(.*?)</li>", found.partition("</section>")[0])
        assert (len(names), names[0], names[-1]) == (4, first, last)
        assert ">4</bdi>" in found if language == "ar" else ">4</span>" in found


def test_a_closed_workshop_tells_its_outcome(held: Held) -> None:
    hall, path, _ = held
    assert "نتائج الورشة" not in page(hall, f"/ar{path}")
    hall.ask("facilitator", "POST", f"{path}/close")

    found = page(hall, f"/ar{path}").partition('id="outcome"')[2].partition("</section>")[0]
    assert 'حضرت <bdi dir="ltr">1</bdi> من <bdi dir="ltr">2</bdi> جهة مدعوة.' in found
    assert found.count("لم يبت فيه") == 2
    assert f'href="/v1{path}/outcome?format=html&amp;lang=ar"' in found


def test_a_reason_against_both_orders_is_said_once(held: Held) -> None:
    hall, path, requests = held

    [pair] = hall.client.get(f"/v1{path}/conflicts").json()["pairs"]

    assert [one["en"] for one in pair["reasons"]] == [
        "The notation '02.98' was used before and is never used again."
    ]
    for one in (path, f"/change-requests/{requests[0]}"):
        shown = page(hall, f"/en{one}").partition('id="conflicts"')[2].partition("</section>")[0]
        assert shown.count("was used before and is never used again.") == 1


def test_what_is_not_public_has_no_page(seeded_hall: Hall) -> None:
    hall = seeded_hall
    workshop = hall.plan()["id"]
    body = {
        "scheme": "services",
        "title": {"ar": "مسودة سرية", "en": "A secret draft"},
        "operations": [adding("02.98", "الإقامة", "Residence")],
    }
    draft = hall.ask("moi", "POST", "/change-requests", body).json()["id"]

    page(hall, f"/ar/workshops/{workshop}", 404)
    page(hall, f"/ar/change-requests/{draft}", 404)
    assert "لا توجد ورش معلنة" in page(hall, "/ar/workshops")
    assert "secret" not in page(hall, "/en/change-requests")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/ar/taxonomies/nothing", 404),
        ("/ar/taxonomies/services?version=9.9.9", 404),
        ("/ar/taxonomies/services?version=%00", 422),
        ("/ar/taxonomies/services/compare?from=9", 404),
        ("/ar/taxonomies/services/concepts/c_nothing", 404),
        ("/ar/lexicon/compare?from=9.9.9", 404),
        ("/ar/lexicon/compare?to=%00", 422),
        ("/ar/lexicon/groups/g_nothing", 404),
        ("/ar/workshops/ws_nothing", 404),
        ("/ar/workshops?cursor=x", 422),
        ("/ar/change-requests/cr_nothing", 404),
        ("/ar/change-requests?cursor=%F0", 422),
    ],
)
def test_what_is_not_there_has_a_page_that_says_so(
    seeded_hall: Hall, path: str, status: int
) -> None:
    assert "<main" in page(seeded_hall, path, status)


def test_two_versions_stand_side_by_side(hall: Hall) -> None:
    file = world.scheme_file("services", "1.1.0")
    file["concepts"][1]["prefLabel"] = {"ar": "مفهوم آخر", "en": "Another concept"}
    with hall.database.write() as session:
        world.release(session, file)
    found = page(hall, "/en/taxonomies/services/compare?from=1.0.0&to=1.1.0")

    assert "Version 1.1.0 beside version 1.0.0" in found
    assert "Concept services 01.1" in found
    assert "Another concept" in found
    concept = world.concept_id("services", "01.1")
    history = page(hall, f"/en/taxonomies/services/concepts/{concept}")
    assert history.index("Another concept") < history.index("Concept services 01.1")
    assert "The concept came with this version." in history


def test_a_history_tells_the_fields_of_the_releases_that_changed_a_concept() -> None:
    state = {"notation": "01", "prefLabel": {"en": "A"}, "definition": None, "scopeNote": None,
             "status": "active", "broader": [], "replacedBy": []}  # fmt: skip
    states = [
        {**state, "version": "1.2.0", "notation": "02"},
        {**state, "version": "1.1.0"},
        {**state, "version": "1.0.0"},
    ]

    entries = [{"version": "1.2.0"}, {"version": "1.0.0"}]

    assert [(one.entry["version"], one.changes) for one in steps_of(entries, states)] == [
        ("1.2.0", [("notation", "01", "02")]),
        ("1.0.0", ()),
    ]


def faults_of(visit: Visit, address: str, size: str) -> list[tuple[str, ...]]:
    """Look at a page: the rules of accessibility that it breaks, and whether it is too wide."""
    visit.page.goto(address)
    visit.page.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": STANDARDS}}
    result = visit.page.evaluate("o => axe.run(document, o)", options)
    found = [(address, size, str(broken["id"])) for broken in result["violations"]]
    width = visit.page.evaluate("document.documentElement.scrollWidth")
    return [*found, (address, size, "overflow")] if width > SIZES[size][0] else found


@pytest.mark.browser
@pytest.mark.any_database
@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_page_breaks_a_rule_or_overflows(held: Held, browser: "Browser", language: str) -> None:
    hall, path, requests = held
    found = []
    with served(hall.client.app) as site:
        home = f"{site}/{language}"
        for size in sorted(SIZES):
            with visiting(browser, size=size) as visit:
                for one in pages_of(hall, path, requests):
                    found += faults_of(visit, f"{home}{one}", size)
        hall.ask("facilitator", "POST", f"{path}/close")
        for size in sorted(SIZES):
            with visiting(browser, size=size) as visit:
                found += faults_of(visit, f"{home}{path}", size)
                assert visit.page.locator("section:has(> #outcome) ol.results > li").count() == 3

    assert found == []
