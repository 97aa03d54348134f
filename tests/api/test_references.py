"""The addresses that every error answer links to: data for programs, pages for people."""

import pytest
from fastapi.testclient import TestClient

pytestmark = pytest.mark.any_database

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def test_an_error_links_to_what_explains_it(client: TestClient) -> None:
    problem = client.get("/v1/services?entiti=moi").json()

    rule = client.get(problem["errors"][0]["docs"]).json()
    kind = client.get(problem["type"]).json()

    assert rule["id"] == "QUERY-UNKNOWN"
    assert rule["message"]["ar"] == "لا يوجد هنا معامل بهذا الاسم."
    assert kind == {
        "code": "validation-failed",
        "status": 422,
        "title": {"ar": "ما أُرسل يخالف قاعدة", "en": "What was sent breaks a rule"},
        "remedy": {
            "ar": "اقرأ errors، ففيها موضع كل خطأ وقاعدته.",
            "en": "Read errors: each names its place and its rule.",
        },
    }


@pytest.mark.parametrize("accept", ["application/json", "*/*", "application/*", None])
def test_programs_get_the_data(client: TestClient, accept: str | None) -> None:
    headers = {"Accept": accept} if accept else {}
    answer = client.get("/rules/COST-03", headers=headers, follow_redirects=False)

    found = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))
    assert (found["id"], found["severity"]) == ("COST-03", "error")
    assert set(found["good"]) == set(found["bad"]) == {"content"}


@pytest.mark.parametrize(
    ("path", "wanted", "place"),
    [
        ("/rules/COST-03", "en-GB,en;q=0.9,ar;q=0.1", "/en/rules/COST-03"),
        ("/rules/COST-03", "ar-KW", "/ar/rules/COST-03"),
        ("/rules", "fr", "/ar/rules"),
        ("/taxonomy-rules", "en", "/en/taxonomy-rules"),
        ("/taxonomy-rules/TAX-S27", "ar", "/ar/taxonomy-rules/TAX-S27"),
        ("/problems", "en", "/en/problems"),
        ("/problems/not-found", "en", "/en/problems/not-found"),
        ("/rules/a%20b", "en", "/en/rules/a%20b"),
    ],
)
def test_browsers_are_led_to_the_page_in_their_language(
    client: TestClient, path: str, wanted: str, place: str
) -> None:
    headers = {"Accept": BROWSER, "Accept-Language": wanted}
    answer = client.get(path, headers=headers, follow_redirects=False)

    assert answer.status_code == 303
    assert answer.headers["location"] == place
    assert {"Accept", "Accept-Language"} <= set(answer.headers["vary"].split(", "))


@pytest.mark.parametrize(
    "path",
    [
        *("/rules/COST-03", "/problems/not-found", "/rules", "/problems"),
        *("/taxonomy-rules", "/taxonomy-rules/TAX-S27"),
    ],
)
def test_the_page_is_there(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": BROWSER, "Accept-Language": "en"})

    assert answer.status_code == 200
    assert answer.headers["content-language"] == "en"
    assert "<h1>" in answer.text


def test_what_is_not_there_is_a_problem_for_programs_and_a_page_for_people(
    client: TestClient,
) -> None:
    for path in ("/rules/COST-99", "/problems/nothing", "/taxonomy-rules/COST-03"):
        problem = client.get(path)
        page = client.get(path, headers={"Accept": BROWSER})

        assert (problem.status_code, problem.json()["code"]) == (404, "not-found")
        assert (page.status_code, page.headers["content-type"][:9]) == (404, "text/html")


def test_nothing_that_can_be_answered_is_accepted(client: TestClient) -> None:
    assert client.get("/rules/COST-03", headers={"Accept": "image/png"}).status_code == 406


def test_all_of_them_are_listed(client: TestClient) -> None:
    rules, problems = client.get("/rules").json(), client.get("/problems?lang=ar").json()

    assert rules["total"] == len(rules["items"]) > 150
    assert [one["status"] for one in problems["items"]] == sorted(
        one["status"] for one in problems["items"]
    )
    assert problems["items"][0]["title"]["text"] == problems["items"][0]["title"]["ar"]


def test_samples_are_json_again(client: TestClient) -> None:
    found = client.get("/rules/TRANS-03").json()

    assert found["bad"]["published"]["description"]["en"].startswith("Renews")


def test_rules_of_schemes_have_a_list_of_their_own(client: TestClient) -> None:
    listed = client.get("/taxonomy-rules").json()
    found = client.get("/taxonomy-rules/TAX-S27").json()

    assert listed["total"] == len(listed["items"]) > 40
    assert all(one["id"].startswith("TAX-") for one in listed["items"])
    assert found["title"]["en"] == "A concept is not related to one above or below it."
    assert found["bad"] == {"scheme": {"concepts": {"licences": {"related": ["traffic"]}}}}
    assert client.get("/rules/TAX-S27").json()["severity"] == "error"
