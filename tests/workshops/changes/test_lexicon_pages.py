"""Pages and papers tell what has changed of the lexicon in words, and what was taken back."""

import re

import pytest

from tests.workshops.changes.conftest import RENAME, Table
from tests.workshops.changes.test_lexicon import ABOUT, GROUP, TERM, released
from tests.workshops.changes.test_pages import listed, page, part, words

COMPARE = "/lexicon/compare"
SAID = {
    "ar": [
        "إضافة مجموعة الألفاظ «المخيم الربيعي»: «تسجيل قارب»، «طراد زغنون».",
        "إضافة اللفظ «zaghnoon» إلى مجموعة «المخيم الربيعي» (في الاتجاهين).",
    ],
    "en": [
        "Add the group of terms “Spring camp”: “تسجيل قارب”, “طراد زغنون”.",
        "Add the term “zaghnoon” to the group “Spring camp” (both ways).",
    ],
}
Told = tuple[Table, str, str]


@pytest.fixture
def told(table: Table) -> Told:
    """A version 1.2.0 of the lexicon that a public workshop has made; gives request and room."""
    planned = {
        "title": {"ar": "ورشة الألفاظ", "en": "A workshop on words"},
        "startsAt": "2027-01-10T06:00:00Z",
        "entities": ["moi", "paci"],
        "isPublic": True,
    }
    room = f"/workshops/{table.done('facilitator', '', 'workshops', planned)['id']}"
    request = table.accepted(**ABOUT, workshop=room.rpartition("/")[2], operations=[GROUP, TERM])
    items = [{"changeRequest": request.rpartition("/")[2]}]
    answer = table.ask("facilitator", "PUT", f"{room}/agenda", {"items": items})
    assert answer.status_code == 200, answer.text
    for action in ("open", "close"):
        table.done("facilitator", room, action)
    table.done("steward", request, "enact")
    assert released(table)["version"] == "1.2.0"
    return table, request, room


def listed_at(table: Table, address: str, name: str = "words") -> list[str]:
    return listed(part(page(table, address), name))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_two_versions_of_the_lexicon_are_compared_in_words(told: Told, language: str) -> None:
    table, request, room = told

    shown = page(table, f"/{language}{COMPARE}")

    assert listed_at(table, f"/{language}{COMPARE}") == SAID[language]
    assert shown.count(f'href="/{language}{request}"') == 2
    assert shown.count(f'href="/{language}{room}"') == 2
    assert "1.2.0" in shown
    assert "1.1.0" in shown
    assert "Found by comparing" in page(table, f"/en{COMPARE}?from=1.2.0&to=1.1.0")
    backwards = listed_at(table, f"/en{COMPARE}?from=1.2.0&to=1.1.0")
    assert backwards == ["Take back the group “Spring camp”."]
    same = page(table, f"/en{COMPARE}?from=1.2.0&to=latest")
    assert "The two versions do not differ." in same


def test_what_took_a_version_of_the_lexicon_back_is_told(told: Told) -> None:
    table, request, room = told
    outcome = f"/v1{room}/outcome?format=html&lang=en"
    before = [page(table, one) for one in (f"/en{request}", f"/en{room}", outcome)]

    released(table, rollback=True)

    after = [page(table, one) for one in (f"/en{request}", f"/en{room}", outcome)]
    for once, now in zip(before, after, strict=True):
        assert "Released in version 1.2.0." in once
        assert "Released in version 1.2.0, which version 1.3.0 took back" in now
    assert 'id="decision"' in after[0]
    assert 'id="conflicts"' not in after[0]
    assert 'id="search-effect"' not in after[0]
    shown = page(table, f"/en{COMPARE}")
    assert "Version 1.3.0 takes version 1.2.0 back" in shown
    assert "as they were enacted" in shown
    assert listed_at(table, f"/ar{COMPARE}")[0] == (
        "إزالة اللفظ «تسجيل قارب» من مجموعة «المخيم الربيعي»."
    )
    assert "takes version" not in page(table, f"/en{COMPARE}?to=1.2.0")


def test_a_rollback_that_was_taken_back_is_none_any_more(told: Told) -> None:
    table, request, _ = told
    released(table, rollback=True)
    released(table, rollback=True)

    assert "Version 1.4.0 takes version 1.3.0 back" in page(table, f"/en{COMPARE}")
    assert "Released in version 1.2.0." in page(table, f"/en{request}")


def test_a_group_tells_the_versions_that_have_changed_it(told: Told) -> None:
    table, request, _ = told
    released(table, rollback=True)
    [group] = table.read("/lexicon/groups?q=zaghnoon")["items"]
    path = f"/en/lexicon/groups/{group['id']}"

    shown = part(page(table, path), "steps")

    assert re.findall(r"<h3>Version (\S+)</h3>", shown) == ["1.3.0", "1.2.0"]
    assert listed_at(table, path, "steps")[3:] == SAID["en"]
    assert "This version takes version 1.2.0 back" in shown.partition("Version 1.2.0")[0]
    assert shown.count(f'href="/en{request}"') == 2
    assert "Search uses no term of this group today." in page(table, path)


def test_a_group_that_nobody_has_changed_tells_when_it_came(table: Table) -> None:
    [group] = table.read("/lexicon/groups?q=ليسن&limit=1")["items"]

    shown = part(page(table, f"/ar/lexicon/groups/{group['id']}"), "steps")

    assert "أُضيفت المجموعة في هذا الإصدار." in shown
    assert shown.count("<h3>") >= 1


def test_a_concept_tells_which_release_of_its_history_took_another_back(table: Table) -> None:
    table.done("steward", table.accepted(operations=[RENAME]), "enact")
    table.done("steward", "/taxonomies/services", "releases", {})
    table.done("steward", "/taxonomies/services", "releases", {"rollback": True})
    found = table.read("/taxonomies/services/notations/02.1", "")["concept"]["id"]
    history = table.read(f"/concepts/{found}/history", "")["items"]

    shown = part(page(table, f"/en/taxonomies/services/concepts/{found}"), "steps")

    back, *_ = history
    assert listed_at(table, f"/en/taxonomies/services/concepts/{found}", "steps")[:1] == words(
        back, "en"
    )
    assert shown.count("takes version") == 1
    assert shown.index("takes version") < shown.index("Permits to reside")


def test_what_has_changed_is_read_by_programs_too(told: Told) -> None:
    table, _, _ = told

    between = table.ask("", "GET", "/lexicon/diff?from=1.1.0&to=1.2.0&lang=ar").json()

    assert (between["from"], between["to"], between["level"]) == ("1.1.0", "1.2.0", "minor")
    assert [one["op"] for one in between["operations"]] == ["add_term_group", "add_term"]
    assert [one["words"]["text"] for one in between["operations"]] == SAID["ar"]
    found = table.ask("", "GET", "/lexicon/groups?q=zaghnoon").json()["items"]
    [turn] = table.ask("", "GET", f"/lexicon/groups/{found[0]['id']}/history").json()["items"]
    assert turn["version"] == "1.2.0"
    assert [one["op"] for one in turn["operations"]] == ["add_term_group", "add_term"]


def test_versions_and_groups_that_are_not_there_are_said_to_be_missing(table: Table) -> None:
    missing = table.ask("", "GET", "/lexicon/diff?from=1.1.0&to=9")
    unknown = table.ask("", "GET", "/lexicon/groups/g_000000000000/history")

    assert (missing.status_code, missing.json()["code"]) == (404, "lexicon-version-not-found")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "term-group-not-found")
