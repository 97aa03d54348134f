"""The history of a service."""

import re

from starlette.testclient import TestClient

from app.portal.reader import Revision
from app.portal.services import say_value
from app.portal.site import create_portal
from app.portal.wording import Wording
from tests.portal.memory import MemoryReader

EN = Wording("en")


def test_it_lists_revisions_with_what_changed(client: TestClient) -> None:
    text = client.get("/en/services/moi-renew/history").text

    assert text.index("Revision 3") < text.index("Revision 2") < text.index("Revision 1")
    assert "Current revision" in text
    assert "First publication of this service." in text
    assert "The visible content did not change." in text


def test_differences_are_said_in_words(client: TestClient) -> None:
    text = client.get("/en/services/moi-renew/history").text

    rows = re.findall(r'<td class="was"[^>]*>(.*?)</td>\s*<td class="is"[^>]*>(.*?)</td>', text)
    assert rows[0] == ("KD 10", "KD 20")
    assert rows[1] == ("Renewal", "Renew")
    assert "Nothing" in rows[2][0]
    assert "&lt;script&gt;" in rows[2][1]
    assert len(rows) == 3


def test_a_service_with_one_revision_was_only_published(client: TestClient) -> None:
    text = client.get("/en/services/moi-issue/history").text

    assert text.count("<li>\n      <h2>") == 1


def test_a_long_history_compares_only_the_newest(reader: MemoryReader) -> None:
    reader.revisions = {
        "moi-issue": [Revision(n, "2026-11-22T00:00:00Z") for n in range(30, 0, -1)]
    }

    text = TestClient(create_portal(reader.opened)).get("/en/services/moi-issue/history").text

    assert text.count("The visible content did not change.") == 20
    assert text.count("available through the API") == 9
    assert text.count("First publication of this service.") == 1


def test_the_first_that_was_published_need_not_be_the_first_revision(reader: MemoryReader) -> None:
    reader.revisions = {"moi-issue": [Revision(2, "2026-11-22T00:00:00Z")]}

    text = TestClient(create_portal(reader.opened)).get("/en/services/moi-issue/history").text

    assert "First publication of this service." in text
    assert "available through the API" not in text


def test_an_unknown_service_has_no_history(client: TestClient) -> None:
    assert client.get("/en/services/nothing/history").status_code == 404


def test_values_of_every_kind_are_said() -> None:
    said = {
        "empty": say_value(EN, []),
        "nothing": say_value(EN, None),
        "yes": say_value(EN, True),
        "no": say_value(EN, False),
        "list": say_value(EN, ["a", "b"]),
        "figure": say_value(EN, 3),
        "money": say_value(EN, {"amountFils": 2500, "unit": "per-year"}),
        "label": say_value(EN, {"prefLabel": {"en": "Health"}}),
        "words": say_value(EN, {"ar": ["أ"], "en": ["a", "b"]}),
        "object": say_value(EN, {"x": 1}),
    }

    assert {
        name: [re.sub(r"<[^>]+>", "", str(line)) for line in lines] for name, lines in said.items()
    } == {
        "empty": [],
        "nothing": [],
        "yes": ["Yes"],
        "no": ["No"],
        "list": ["a", "b"],
        "figure": ["3"],
        "money": ["KD 2.500"],
        "label": ["Health"],
        "words": ["a", "b"],
        "object": ["{&#34;x&#34;: 1}"],
    }
