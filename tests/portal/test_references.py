"""The pages of rules and problems, in both languages."""

import pytest
from starlette.testclient import TestClient

from app.api.references import build_reference

REFERENCE = build_reference()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_rule_has_a_page(client: TestClient, language: str) -> None:
    index = client.get(f"/{language}/rules").text

    for rule in REFERENCE.rules.values():
        answer = client.get(f"/{language}/rules/{rule.id}")
        assert answer.status_code == 200, rule.id
        assert f'href="/{language}/rules/{rule.id}"' in index


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_rule_of_schemes_has_a_page(client: TestClient, language: str) -> None:
    index = client.get(f"/{language}/taxonomy-rules").text

    for rule in REFERENCE.only("TAX-").rules.values():
        answer = client.get(f"/{language}/taxonomy-rules/{rule.id}")
        assert answer.status_code == 200, rule.id
        assert f'href="/{language}/taxonomy-rules/{rule.id}"' in index


def test_a_rule_of_schemes_tells_what_holds_and_shows_a_scheme(client: TestClient) -> None:
    text = client.get("/en/taxonomy-rules/TAX-S27").text

    assert "A concept is not related to one above or below it." in text
    assert "‹concept› is related to ‹other›" in text
    assert "A scheme that breaks it" in text
    assert client.get("/en/taxonomy-rules/COST-03").status_code == 404


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_problem_has_a_page(client: TestClient, language: str) -> None:
    index = client.get(f"/{language}/problems").text

    for problem in REFERENCE.problems.values():
        answer = client.get(f"/{language}/problems/{problem.code}")
        assert answer.status_code == 200, problem.code
        assert f'href="/{language}/problems/{problem.code}"' in index


def test_a_rule_tells_what_why_and_how(client: TestClient) -> None:
    text = client.get("/en/rules/TRANS-03").text

    assert "The other language was changed on ‹on›, this text never since." in text
    assert "Compare the two texts; mend this one if they differ." in text
    assert "An entry that breaks it" in text
    assert "What is published now" in text
    assert "It is advice." in text


def test_a_rule_speaks_arabic(client: TestClient) -> None:
    text = client.get("/ar/rules/QUERY-UNKNOWN").text

    assert "لا يوجد هنا معامل بهذا الاسم." in text
    assert "معاملات العنوان" in text
    assert "بطاقة توافق القاعدة" not in text


def test_what_cannot_be_seen_is_shown_escaped(client: TestClient) -> None:
    text = client.get("/en/rules/TEXT-02").text

    assert "\\u202e" in text
    assert "\u202e" not in text


def test_a_problem_tells_what_to_do(client: TestClient) -> None:
    text = client.get("/en/problems/feed-reset").text

    assert "Begin again, without a cursor." in text
    assert "Status code 410" in text


@pytest.mark.parametrize("path", ["rules/COST-99", "problems/nothing", "rules/%00", "rules/a/b"])
def test_what_is_not_there_is_a_page_of_its_own(client: TestClient, path: str) -> None:
    answer = client.get(f"/en/{path}")

    assert answer.status_code == 404
    assert "There is no page here" in answer.text
