"""Guessing what the edited file of a workshop means, over HTTP."""

from collections.abc import Mapping

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from tests.api.gates import PEPPER, bearer, make_key

PATH = "/v1/taxonomies/audience/guesses"
CSV = {"Content-Type": "text/csv"}


@pytest.fixture
def desk(seeded: Database, data_folder):
    """A server with the demonstration content, and the key of a steward."""
    key = bearer(make_key(seeded, "taxonomy_steward"))
    url = seeded.url.render_as_string(hide_password=False)
    settings = Settings(database_url=url, data_dir=data_folder, key_pepper=SecretStr(PEPPER))
    with TestClient(create_app(settings), base_url="http://dalil.test") as api:
        yield api, key


def exported(api: TestClient) -> str:
    found = api.get("/v1/taxonomies/audience/versions/latest", params={"format": "csv"})
    return found.content.decode("utf-8-sig")


def guess(api: TestClient, key: Mapping[str, str], text: str, **said: str) -> dict:
    answer = api.post(PATH, content=text.encode(), headers={**key, **CSV, **said})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_what_was_exported_means_nothing(desk) -> None:
    api, key = desk

    found = guess(api, key, exported(api))

    assert found["operations"] == []
    assert found["counts"] == {"rows": 6, "known": 6, "added": 0, "gone": 0}


def test_a_new_name_is_an_operation_with_words_and_a_reason(desk) -> None:
    api, key = desk

    found = guess(api, key, exported(api).replace("Visitor", "Guest of the country"))

    (one,) = found["operations"]
    assert one["operation"]["op"] == "set_pref_label"
    assert one["operation"]["new"] == "Guest of the country"
    assert one["reason"]["code"] == "id"
    assert one["reason"]["confidencePercent"] == 100
    assert "Guest of the country" in one["words"]["en"]
    assert found["level"]["level"] == "patch"


def test_a_table_with_codes_and_names_alone_keeps_what_it_does_not_say(desk) -> None:
    api, key = desk
    state = api.get("/v1/taxonomies/audience/versions/latest/snapshot").json()
    concepts = {one["id"]: one for one in state["concepts"]}
    rows = [
        f'{one["notation"]},"{one["prefLabel"]["ar"]}","{one["prefLabel"]["en"]}"'
        for one in (concepts[key] for key in state["topConcepts"])
    ]

    found = guess(api, key, "\n".join(["notation,prefLabel.ar,prefLabel.en", *rows[:-1]]))

    assert [one["operation"]["op"] for one in found["operations"]] == ["deprecate"]
    assert found["operations"][0]["reason"]["code"] == "no_trace"
    assert found["counts"] == {"rows": 5, "known": 5, "added": 0, "gone": 1}


def test_what_was_guessed_can_be_proposed_as_it_is(desk) -> None:
    api, key = desk
    operations = guess(api, key, exported(api).replace("Visitor", "Guest"))["operations"]
    body = {
        "scheme": "audience",
        "title": {"ar": "تعديل", "en": "An edit"},
        "operations": [one["operation"] for one in operations],
    }

    made = api.post("/v1/change-requests", json=body, headers=key)

    assert made.status_code == 201, made.text


def test_a_form_with_a_workbook_is_taken(desk) -> None:
    api, key = desk
    workbook = api.get("/v1/taxonomies/audience/versions/latest", params={"format": "xlsx"})

    answer = api.post(PATH, files={"file": ("guide.xlsx", workbook.content)}, headers=key)

    assert (answer.status_code, answer.json()["operations"]) == (200, [])


def test_a_scheme_in_turtle_is_taken(desk) -> None:
    api, key = desk
    turtle = api.get("/v1/taxonomies/audience/versions/latest", params={"format": "turtle"})

    answer = api.post(PATH, content=turtle.content, headers={**key, "Content-Type": "text/turtle"})

    assert (answer.status_code, answer.json()["operations"]) == (200, [])


def test_a_code_that_was_used_before_is_refused(desk) -> None:
    api, key = desk
    lines = exported(api).splitlines()
    header = lines[0].split(",")
    code = lines[1].split(",")[header.index("notation")]
    again = ["new"] + [""] * (len(header) - 1)
    again[header.index("id")] = ""
    again[header.index("notation")] = code

    answer = api.post(
        PATH, content="\n".join([*lines, ",".join(again)]).encode(), headers={**key, **CSV}
    )

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"content": b"\x00\x01", "headers": CSV}, 422, "unreadable-file"),
        ({"content": b"x", "headers": {"Content-Type": "image/png"}}, 415, None),
        ({"content": b"", "headers": CSV}, 422, "unreadable-file"),
        ({"content": b"<rdf", "headers": {"Content-Type": "text/turtle"}}, 422, None),
        ({"content": b"{}", "headers": {"Content-Type": "application/json"}}, 422, None),
    ],
)
def test_a_broken_file_is_refused_in_words(desk, sent, status: int, code: str | None) -> None:
    api, key = desk

    answer = api.post(PATH, content=sent["content"], headers={**key, **sent["headers"]})

    assert answer.status_code == status
    assert answer.json()["code"] == (code or answer.json()["code"])


def test_who_may_not_propose_may_not_guess(desk) -> None:
    api, _ = desk

    answer = api.post(PATH, content=b"notation\n1", headers=CSV)

    assert answer.status_code == 401


def test_a_scheme_that_is_not_there_is_404(desk) -> None:
    api, key = desk

    answer = api.post(
        "/v1/taxonomies/nothing/guesses", content=b"notation\n1", headers={**key, **CSV}
    )

    assert answer.json()["code"] == "scheme-not-found"
