"""What a search says of how it was read, and searching for exactly what was typed."""

import pytest
from fastapi.testclient import TestClient


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        (
            "/en/search?q=drivnig",
            [
                'Showing results for “<bdi dir="auto">driving</bdi>”.',
                'Search for “<bdi dir="auto">drivnig</bdi>” as typed',
                'href="/en/search?q=drivnig&amp;asTyped=true"',
            ],
        ),
        (
            "/ar/search?q=j[]d]",
            ["لوحة المفاتيح كانت على اللغة الأخرى، فنعرض نتائج", '<bdi dir="auto">تجديد</bdi>'],
        ),
        ("/ar/search?q=ليسن", ['بحثنا أيضًا عن: <bdi dir="auto">رخصة قيادة</bdi>، ']),
        ("/en/search?q=akama", ["We also searched for:", '<bdi dir="auto">residence</bdi>']),
        ("/ar/search?q=passport qqwzzk", ['لم نجد في الدليل: <bdi dir="auto">qqwzzk</bdi>']),
    ],
)
def test_pages_say_how_a_query_was_read(client: TestClient, path: str, parts: list[str]) -> None:
    text = client.get(path).text

    for part in parts:
        assert part in text


def test_a_plain_query_is_not_commented_on(client: TestClient) -> None:
    text = client.get("/en/search?q=passport").text

    assert "Showing results for" not in text
    assert "Not in the directory" not in text


def test_what_is_searched_as_typed_is_not_corrected(client: TestClient) -> None:
    meant = client.get("/v1/search?q=drivnig").json()
    typed = client.get("/v1/search?q=drivnig&asTyped=true&queryUnderstanding=true").json()
    page = client.get("/en/search?q=drivnig&asTyped=true").text
    keyboard = client.get(
        "/v1/search", params={"q": "j[]d]", "asTyped": "true", "queryUnderstanding": "true"}
    ).json()

    assert meant["total"] == 8
    assert typed["total"] == 0
    assert typed["queryUnderstanding"]["corrected"] is None
    assert keyboard["queryUnderstanding"]["repaired"] is None
    assert keyboard["total"] < client.get("/v1/search", params={"q": "j[]d]"}).json()["total"]
    assert "No service fits this description" in page
    assert 'href="/en/search?q=drivnig" rel="nofollow"' in page
    by_body = client.post("/v1/search", json={"q": "drivnig", "asTyped": True}).json()
    assert by_body["total"] == 0


@pytest.mark.parametrize("typed", ["hosptial", "insuranse", "zappointment"])
def test_as_typed_no_slip_of_a_known_word_is_corrected(client: TestClient, typed: str) -> None:
    asked = {"q": typed, "asTyped": "true", "queryUnderstanding": "true"}
    found = client.get("/v1/search", params=asked).json()

    assert found["queryUnderstanding"]["corrected"] is None
    assert found["queryUnderstanding"]["expanded"] == []


def test_words_without_a_slip_are_found_as_typed_too(client: TestClient) -> None:
    for text in ("تجديد رخصه القياده", "passport", "ليسن"):
        both = [
            client.get("/v1/search", params={"q": text, "asTyped": typed}).json()["items"]
            for typed in ("true", "false")
        ]
        assert [one["id"] for one in both[0][:3]] == [one["id"] for one in both[1][:3]]
