"""What lies between versions, over HTTP."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rdflib import RDF, Graph, Namespace

from app.core.db import Database
from app.core.settings import Settings
from app.taxonomy.operations.values import Restore, SetNotation, SetPrefLabel
from tests.api.gates import bearer, make_key, opened, settings_of
from tests.conftest import Server
from tests.taxonomy.versions import (
    MOORING,
    PARKING,
    PERMITS,
    VACCINES,
    merging,
    release,
    release_first,
    splitting_vaccines,
)

XKOS = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
FOR_EVER = "public, max-age=31536000, immutable"
FRESH = "public, max-age=0, must-revalidate"
SCHEME = "/v1/taxonomies/s"


@pytest.fixture(scope="module")
def settings(server: Server, seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("versions")
    return settings_of(Settings(database_url=server.copy_of(seeded_url), data_dir=folder))


@pytest.fixture(scope="module")
def steward(settings: Settings) -> dict[str, str]:
    """Release 1.0.0 to 2.1.0, with a candidate, and enact one operation more; gives a key."""
    database = Database(settings.resolved_database_url)
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [MOORING], PARKING), source="cr_merge")
        release(session, *splitting_vaccines(), source="cr_split", is_candidate=True)
        release(session)
        back = Restore(MOORING, (PERMITS,), ((PARKING,), ()))
        release(session, back, SetNotation(PARKING, "01.1", "01.7"), source="cr_back")
        renamed = SetPrefLabel(PARKING, "en", "Parking", "Car parks")
        release(session, renamed, source="cr_name", is_candidate=True)
    key = make_key(database, "taxonomy_steward")
    database.close()
    return dict(bearer(key))


@pytest.fixture(scope="module")
def client(settings: Settings, steward: dict[str, str]) -> Iterator[TestClient]:
    with opened(settings, "127.0.0.1") as found:
        yield found


def read(client: TestClient, path: str, **headers: str) -> Any:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


def ref(key: str, notation: str, arabic: str, english: str) -> dict[str, Any]:
    return {"id": key, "notation": notation, "prefLabel": {"ar": arabic, "en": english}}


def test_a_correspondence_names_every_concept_with_what_it_has_become(client: TestClient) -> None:
    answer = read(client, f"{SCHEME}/correspondence?from=1.0.0&to=1.1.0")

    assert answer.headers["cache-control"] == FOR_EVER
    body = answer.json()
    assert (body["scheme"], body["from"], body["to"]) == ("s", "1.0.0", "1.1.0")
    assert body["pairs"] == {"1:1": 4, "1:n": 0, "n:1": 2, "n:n": 0, "1:0": 0}
    assert len(body["items"]) == 6
    assert body["items"][2] == {
        "code": "01.2",
        "source": ref(MOORING, "01.2", "مراسي", "Mooring"),
        "cardinality": "n:1",
        "kind": "merged",
        "targets": [ref(PARKING, "01.1", "مواقف", "Parking")],
    }


def test_aliases_are_answered_afresh(client: TestClient) -> None:
    answer = read(client, f"{SCHEME}/correspondence?from=1&lang=en")

    assert answer.headers["cache-control"] == FRESH
    body = answer.json()
    assert (body["from"], body["to"]) == ("1.1.0", "2.1.0")
    split = next(one for one in body["items"] if one["code"] == "02.2")
    assert split["cardinality"] == "1:n"
    assert [one["notation"] for one in split["targets"]] == ["02.4", "02.3"]
    assert split["default"]["prefLabel"]["text"] == "Children"


def test_a_correspondence_is_a_table_as_well(client: TestClient) -> None:
    path = f"{SCHEME}/correspondence?from=1.0.0&to=2.0.0"
    answer = read(client, path, accept="text/csv")

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    named = 'attachment; filename="s-1.0.0-2.0.0.csv"'
    assert answer.headers["content-disposition"] == named
    rows = csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff")))
    pairs = [(row["sourceNotation"], row["targetNotation"]) for row in rows]
    assert ("01.2", "01.1") in pairs
    assert ("02.2", "02.3") in pairs


def test_a_correspondence_is_xkos_as_well(client: TestClient) -> None:
    path = f"{SCHEME}/correspondence?from=1.0.0&to=2.0.0"
    graphs = [
        Graph().parse(data=read(client, path, accept=media_type).text, format=name)
        for media_type, name in (
            ("text/turtle", "turtle"),
            ("application/rdf+xml", "xml"),
        )
    ]

    for graph in graphs:
        assert len(list(graph.subjects(RDF.type, XKOS.ConceptAssociation))) == 6
    assert len({len(graph) for graph in graphs}) == 1
    nodes = read(client, path, accept="application/ld+json").json()["@graph"]
    assert sum(one["@type"] == "xkos:ConceptAssociation" for one in nodes) == 6


def test_a_correspondence_is_sssom_as_well(client: TestClient) -> None:
    answer = read(client, f"{SCHEME}/correspondence?from=1.0.0&to=2.0.0&format=sssom")

    assert answer.headers["content-type"].startswith("text/tab-separated-values")
    lines = answer.text.splitlines()
    assert lines[0] == "# sssom_version: '1.0'"
    assert sum("skos:narrowMatch" in one for one in lines) == 2


def test_a_candidate_is_read_by_its_whole_number_only(client: TestClient) -> None:
    answer = read(client, f"{SCHEME}/correspondence?from=1.0.0&to=2.0.0-rc.1")
    assert answer.headers["cache-control"] == FOR_EVER
    assert read(client, f"{SCHEME}/versions/2.0.0-rc.1").json()["version"] == "2.0.0-rc.1"
    assert read(client, f"{SCHEME}/versions/2").json()["version"] == "2.1.0"
    assert read(client, f"{SCHEME}").json()["latest"] == "2.1.0"

    missing = client.get(f"{SCHEME}/versions/2.0.0-rc")
    assert (missing.status_code, missing.json()["code"]) == (404, "version-not-found")


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("s/correspondence?from=1.0.0&to=9", 404, "version-not-found"),
        ("s/correspondence?from=draft", 404, "version-not-found"),
        ("s/correspondence?from=%00", 404, "version-not-found"),
        ("none/correspondence?from=1.0.0", 404, "scheme-not-found"),
        ("s/correspondence", 422, "validation-failed"),
        ("s/correspondence?from=1.0.0&format=pdf", 422, "validation-failed"),
        ("s/correspondence?from=1.0.0&form=csv", 422, "validation-failed"),
        ("s/diff?from=1.0.0&to=9", 404, "version-not-found"),
        ("none/diff?from=1.0.0", 404, "scheme-not-found"),
        ("s/diff", 422, "validation-failed"),
    ],
)
def test_what_cannot_be_compared_is_a_problem(
    client: TestClient, path: str, status: int, code: str
) -> None:
    answer = client.get(f"/v1/taxonomies/{path}")

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_difference_is_what_was_enacted(client: TestClient) -> None:
    answer = read(client, f"{SCHEME}/diff?from=1.0.0&to=2.0.0")

    assert answer.headers["cache-control"] == FOR_EVER
    body = answer.json()
    assert (body["from"], body["to"], body["level"]) == ("1.0.0", "2.0.0", "major")
    assert body["isComputed"] is False
    said = [(one["op"], one["version"], one["origin"]) for one in body["operations"]]
    assert said == [
        ("merge", "1.1.0", "cr_merge"),
        ("add_concept", "2.0.0", "cr_split"),
        ("add_concept", "2.0.0", "cr_split"),
        ("split", "2.0.0", "cr_split"),
    ]
    merge, _, _, split = body["operations"]
    assert merge["concept"] == merge["target"] == ref(PARKING, "01.1", "مواقف", "Parking")
    assert merge["words"]["en"].startswith("Merge “01.2 Mooring” into “01.1 Parking”")
    assert merge["words"]["ar"].startswith("دمج «01.2 مراسي» في «01.1 مواقف»")
    assert split["concept"] == split["source"] == ref(VACCINES, "02.2", "لقاحات", "Vaccines")
    assert [(one["op"], one["concept"]["notation"]) for one in body["because"]] == [
        ("split", "02.2")
    ]


def test_backwards_and_for_candidates_the_operations_are_computed(client: TestClient) -> None:
    back = read(client, f"{SCHEME}/diff?from=2.1.0&to=1.1.0").json()
    ahead = read(client, f"{SCHEME}/diff?from=2.1.0&to=2.1.1-rc.1").json()

    assert back["isComputed"] is True
    assert {one["op"] for one in back["operations"]} >= {"restore", "set_notation", "deprecate"}
    assert {one["origin"] for one in back["operations"]} == {None}
    assert [(one["op"], one["old"], one["new"]) for one in ahead["operations"]] == [
        ("set_pref_label", "Parking", "Car parks")
    ]
    assert ahead["level"] == "patch"


def test_what_was_a_candidate_differs_from_the_release_by_what_came_between(
    client: TestClient,
) -> None:
    same = read(client, f"{SCHEME}/diff?from=2.0.0-rc.1&to=2.0.0").json()
    later = read(client, f"{SCHEME}/diff?from=2.0.0-rc.1&to=2.1.0").json()

    assert (same["isComputed"], same["operations"], same["level"]) == (True, [], None)
    assert {one["op"] for one in later["operations"]} >= {"restore", "set_notation"}
    assert "split" not in {one["op"] for one in later["operations"]}
    assert later["isComputed"] is True


def test_a_version_does_not_differ_from_itself(client: TestClient) -> None:
    body = read(client, f"{SCHEME}/diff?from=2&to=latest").json()

    assert (body["operations"], body["level"], body["because"]) == ([], None, [])


def test_codes_are_resolved_in_one_request(client: TestClient) -> None:
    asked = {"from": "1.0.0", "to": "latest", "codes": ["01.2", "02.2", "99", "01.1"]}
    answer = client.post(f"{SCHEME}/resolve", json=asked)

    assert answer.status_code == 200
    assert answer.json() == {
        "scheme": "s",
        "from": "1.0.0",
        "to": "2.1.0",
        "items": [
            {
                "code": "01.2",
                "cardinality": "1:1",
                "targets": [{"id": MOORING, "notation": "01.2"}],
            },
            {
                "code": "02.2",
                "cardinality": "1:n",
                "targets": [
                    {"id": "c_adults000000", "notation": "02.4"},
                    {"id": "c_children0000", "notation": "02.3"},
                ],
                "default": {"id": "c_children0000", "notation": "02.3"},
            },
            {"code": "99", "cardinality": None, "targets": [], "problem": "unknown-code"},
            {
                "code": "01.1",
                "cardinality": "1:1",
                "targets": [{"id": PARKING, "notation": "01.7"}],
            },
        ],
    }


def test_codes_of_unknown_age_are_resolved_as_well(client: TestClient) -> None:
    answer = client.post(f"{SCHEME}/resolve", json={"codes": ["01.1", "02.2", "01.7", "02.3"]})

    body = answer.json()
    assert (body["from"], body["to"]) == (None, "2.1.0")
    assert [one["cardinality"] for one in body["items"]] == ["1:1", "1:n", "1:1", "1:1"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"codes": []}, 422),
        ({"codes": ["01"] * 5001}, 422),
        ({"codes": ["x" * 65]}, 422),
        ({"codes": [1]}, 422),
        ({"codes": ["01"], "since": "1.0.0"}, 422),
        ({"codes": ["01"], "from": "9"}, 404),
        ({"codes": ["01"], "to": "9.9.9"}, 404),
        ({"codes": ["01"], "from": None}, 200),
        ({"codes": ["01"] * 5000, "from": "1.0.0"}, 200),
        ({"codes": ["\u0000", "٠١", ""]}, 200),
    ],
)
def test_what_is_asked_is_judged(client: TestClient, body: object, status: int) -> None:
    assert client.post(f"{SCHEME}/resolve", json=body).status_code == status


def test_a_history_tells_every_change_of_a_concept(client: TestClient) -> None:
    body = read(client, f"/v1/concepts/{MOORING}/history").json()

    told = [(one["version"], one["event"], one["status"]) for one in body["items"]]
    assert told == [
        ("2.1.0", "restored", "active"),
        ("1.1.0", "retired", "deprecated"),
        ("1.0.0", "appeared", "active"),
    ]
    restored, retired, first = body["items"]
    assert [one["op"] for one in restored["operations"]] == ["restore"]
    assert retired["replacedBy"] == [ref(PARKING, "01.1", "مواقف", "Parking")]
    assert retired["operations"][0]["origin"] == "cr_merge"
    assert first["operations"] == []


def test_a_history_tells_what_a_concept_was_called(client: TestClient) -> None:
    body = read(client, f"/v1/concepts/{PARKING}/history").json()

    assert [(one["version"], one["notation"]) for one in body["items"]] == [
        ("2.1.0", "01.7"), ("1.1.0", "01.1"), ("1.0.0", "01.1"),
    ]  # fmt: skip


def test_what_nobody_has_released_has_no_history(client: TestClient) -> None:
    assert client.get("/v1/concepts/c_none00000000/history").status_code == 404


def test_a_deprecated_concept_answers_with_its_successors(client: TestClient) -> None:
    concept = read(client, f"/v1/concepts/{VACCINES}").json()
    notation = read(client, f"{SCHEME}/notations/02.2").json()

    assert concept["status"] == notation["status"] == "deprecated"
    assert {one["notation"] for one in concept["consider"]} == {"02.3", "02.4"}
    assert [one["notation"] for one in notation["successors"]] == ["02.4", "02.3"]
    assert notation["default"]["notation"] == "02.3"


def test_a_retired_code_of_a_concept_leads_to_it(client: TestClient) -> None:
    notation = read(client, f"{SCHEME}/notations/01.1").json()

    assert (notation["isRetired"], notation["status"]) == (True, "active")
    assert (notation["concept"]["id"], notation["successors"]) == (PARKING, [])


def test_the_draft_tells_what_comes_next(client: TestClient, steward: dict[str, str]) -> None:
    answer = read(client, f"{SCHEME}/draft", **steward)

    assert answer.headers["cache-control"] == "private, no-store"
    body = answer.json()
    assert (body["version"], body["place"]) == ("2.1.0", 7)
    assert [(one["op"], one["origin"]) for one in body["operations"]] == [
        ("set_pref_label", "cr_name")
    ]
    assert (body["next"]["version"], body["next"]["level"]) == ("2.1.1", "patch")
    assert body["next"]["because"][0]["concept"]["id"] == PARKING


def test_the_draft_is_not_for_everybody(client: TestClient) -> None:
    assert client.get(f"{SCHEME}/draft").status_code == 401
