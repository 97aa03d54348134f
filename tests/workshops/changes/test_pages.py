"""Pages of the classification after a workshop: versions compared, concepts through time."""

import re
from html import unescape
from typing import Any

import pytest

from tests.workshops.changes.conftest import Table
from tests.workshops.changes.test_old_trees import added

COMPARE = "/taxonomies/services/compare"
OPERATIONS = [
    added("private", "02.97", "Private sector tests"),
    added("public", "02.98", "Public sector tests"),
    {
        "op": "split",
        "source": {"notation": "02.6"},
        "targets": [{"ref": "private"}, {"ref": "public"}],
        "default": {"ref": "private"},
    },
    {"op": "merge", "sources": [{"notation": "02.1.1"}], "target": {"notation": "02.1.2"}},
]
LISTED = re.compile(r"<li>(\w[^<]+?)\s*<")
APART = re.compile(r"</?bdi[^>]*>")


@pytest.fixture
def decided(table: Table) -> tuple[Table, str, str]:
    """A candidate and the release 2.0.0 that public change requests have made."""
    planned = {
        "title": {"ar": "ورشة معلنة", "en": "A public workshop"},
        "startsAt": "2027-01-10T06:00:00Z",
        "entities": ["moi", "paci"],
        "isPublic": True,
    }
    workshop = table.done("facilitator", "", "workshops", planned)["id"]
    request = table.accepted(operations=OPERATIONS, workshop=workshop)
    table.done("steward", request, "enact")
    table.done("steward", "/taxonomies/services", "releases", {"candidate": True})
    table.done("steward", "/taxonomies/services", "releases", {})
    return table, request, workshop


def page(table: Table, path: str) -> str:
    answer = table.client.get(path)
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def part(text: str, name: str) -> str:
    """Cut one part out of a page by the id of its heading."""
    found = text.partition(f'<h2 id="{name}"')[2].partition("</section>")[0]
    assert found, name
    return found


def listed(shown: str) -> list[str]:
    """List the operations of a part of a page as people read them, without marks of direction."""
    return [unescape(one) for one in LISTED.findall(APART.sub("", shown))]


def concept_id(table: Table, notation: str) -> str:
    found = table.read(f"/taxonomies/services/notations/{notation}", "")
    return str(found["concept"]["id"])


def words(entry: Any, language: str) -> list[str]:
    return [one["words"][language] for one in entry["operations"]]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_and_the_api_tell_the_same_operations(
    decided: tuple[Table, str, str], language: str
) -> None:
    table, request, workshop = decided
    told = table.read("/taxonomies/services/diff?from=1.0.0&to=2.0.0", "")

    shown = part(page(table, f"/{language}{COMPARE}?from=1.0.0&to=2.0.0"), "words")

    assert told["isComputed"] is False
    assert [one["op"] for one in told["operations"]] == [
        "add_concept", "add_concept", "split", "merge"
    ]  # fmt: skip
    assert listed(shown) == words(told, language)
    assert shown.count(f'href="/{language}{request}"') == 4
    assert shown.count(f'href="/{language}/workshops/{workshop}"') == 4


def test_computed_operations_are_said_to_be_computed(decided: tuple[Table, str, str]) -> None:
    table, *_ = decided

    forth = page(table, f"/en{COMPARE}?from=1.0.0&to=2.0.0")
    back = page(table, f"/en{COMPARE}?from=2.0.0&to=1.0.0")

    assert "as they were enacted" in forth
    assert "Found by comparing" not in forth
    assert "Found by comparing" in back


def test_the_last_two_releases_are_compared_and_candidates_can_be_chosen(
    decided: tuple[Table, str, str],
) -> None:
    table, *_ = decided

    assert "Version 2.0.0 beside version 1.0.0" in page(table, f"/en{COMPARE}")
    assert "Version 1.0.0 beside version 1.0.0" in page(table, f"/en{COMPARE}?to=1.0.0")
    chosen = page(table, f"/ar{COMPARE}?from=1.0.0&to=2.0.0-rc.1")
    assert '<option value="2.0.0-rc.1" selected>\u20662.0.0-rc.1\u2069</option>' in chosen
    assert "تجزئة" not in chosen
    assert "تجزئة" in page(table, f"/ar{COMPARE}?to=2.0.0")
    same = page(table, f"/en{COMPARE}?from=2.0.0-rc.1&to=2.0.0")
    assert "The two versions do not differ." in same
    assert 'id="words"' not in same


@pytest.mark.parametrize(
    ("notation", "operations"),
    [("02.1.1", ["merge"]), ("02.1.2", ["merge"]), ("02.6", ["split"]), ("02.97", ["add_concept"])],
)
def test_the_history_of_a_concept_is_that_of_the_api(
    decided: tuple[Table, str, str], notation: str, operations: list[str]
) -> None:
    table, request, workshop = decided
    concept = concept_id(table, notation)
    entry = table.read(f"/concepts/{concept}/history", "")["items"][0]

    shown = part(page(table, f"/ar/taxonomies/services/concepts/{concept}"), "steps")

    assert [one["op"] for one in entry["operations"]][: len(operations)] == operations
    assert "rc.1" not in shown
    assert words(entry, "ar") == listed(shown.partition("1.0.0")[0])
    assert f'href="/ar{request}"' in shown
    assert f'href="/ar/workshops/{workshop}"' in shown


def test_a_change_request_that_is_not_public_is_not_linked(table: Table) -> None:
    planned = {
        "title": {"ar": "ورشة مغلقة", "en": "A closed room"},
        "startsAt": "2027-01-10T06:00:00Z",
        "entities": ["moi"],
        "isPublic": False,
    }
    workshop = table.done("facilitator", "", "workshops", planned)["id"]
    request = table.accepted(operations=OPERATIONS, workshop=workshop)
    table.done("steward", request, "enact")
    table.done("steward", "/taxonomies/services", "releases", {})

    for path in (COMPARE, f"/taxonomies/services/concepts/{concept_id(table, '02.6')}"):
        shown = page(table, f"/ar{path}")
        assert "تجزئة" in shown
        assert "/change-requests/cr_" not in shown
        assert workshop not in shown


def test_a_concept_that_only_a_candidate_has_says_so(table: Table) -> None:
    table.done("steward", table.accepted(), "enact")
    table.done("steward", "/taxonomies/services", "releases", {"candidate": True})
    tree = page(table, "/en/taxonomies/services?version=1.1.0-rc.1")
    [address] = re.findall(r'href="([^"]+)"><span><span class="code">02\.99<', tree)

    assert "only a candidate has it" in page(table, address)


def test_an_old_tree_says_of_which_day_its_numbers_are(decided: tuple[Table, str, str]) -> None:
    table, *_ = decided

    assert "أعداد الخدمات كما هي اليوم" in page(table, "/ar/taxonomies/services?version=1.0.0")
    assert "Services as of today" in page(table, "/en/taxonomies/services?version=1.0.0")
    assert "as of today" not in page(table, "/en/taxonomies/services")


def test_a_version_counts_its_active_concepts_and_those_that_are_retired(
    decided: tuple[Table, str, str],
) -> None:
    table, *_ = decided

    assert "149 concepts · Issued" in page(table, "/en/taxonomies/services?version=1.0.0")
    assert "149 concepts (2 more are retired) ·" in page(table, "/en/taxonomies/services")
    assert "ومفهومان خرجا من الاستخدام" in page(table, "/ar/taxonomies/services")
