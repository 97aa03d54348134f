"""Reading services over HTTP."""

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

RENEWAL = "/v1/services/moi-res18-renew"


def test_the_list_counts_every_service(client: TestClient) -> None:
    page = client.get("/v1/services").json()

    assert (page["total"], len(page["items"])) == (538, 20)


def test_following_the_cursors_gives_every_service_once(client: TestClient) -> None:
    seen, address = [], "/v1/services?limit=199&fields=id"
    while address:
        answer = client.get(address)
        seen += [one["id"] for one in answer.json()["items"]]
        link = re.match(r'<(.+)>; rel="next"', answer.headers.get("link", ""))
        address = f"/v1/services{link[1]}" if link else ""

    assert len(seen) == len(set(seen)) == 538


def test_the_next_link_keeps_the_filters(client: TestClient) -> None:
    first = client.get("/v1/services?entity=moi&limit=1")

    follow = re.match(r"<(.+)>", first.headers["link"])
    assert follow
    second = client.get(f"/v1/services{follow[1]}").json()
    assert second["total"] == 70
    assert second["items"][0]["hasCompetentAuthority"]["id"] == "moi"


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("entity=moi", 70),
        ("entity=moi&entity=moj", 104),
        ("category=02.1.2", 3),
        ("category=02", 0),
        ("category=02.1&includeChildren=true", 6),
        ("isFree=true", 5),
        ("costMaxFils=0", 5),
        ("audience=visitor", 23),
        ("lifeEvent=getting-married", 12),
        ("businessEvent=hiring-staff", 22),
        ("channel=sahl", 170),
        ("output=licence", 69),
        ("digitalStage=4", 1),
        ("purpose=book&purpose=appeal", 23),
        ("evidenceType=pp&entity=moi&channel=counter", 15),
        ("updatedAfter=2000-01-01", 538),
        ("updatedBefore=2000-01-01", 0),
        ("taxonomyVersion=1.0.0&category=02.1.2", 3),
        ("language=ar", 538),
        ("entity=nobody", 0),
        ("asOf=2000-01-01", 0),
    ],
)
def test_filters_narrow_the_list(client: TestClient, query: str, total: int) -> None:
    assert client.get(f"/v1/services?{query}").json()["total"] == total


def test_a_concept_id_filters_like_its_notation(client: TestClient) -> None:
    notation = client.get("/v1/taxonomies/services/notations/02.1.2").json()

    page = client.get(f"/v1/services?category={notation['concept']['id']}").json()

    assert page["total"] == 3


def test_ndjson_streams_every_document_as_it_is_read(client: TestClient) -> None:
    lines = client.get("/v1/services?format=ndjson").text.splitlines()

    assert len(lines) == 538
    one = json.loads(lines[100])
    assert client.get(f"/v1/services/{one['id']}").json() == one


def test_csv_is_a_table_with_a_header(client: TestClient) -> None:
    answer = client.get("/v1/services?format=csv&entity=moi")

    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 70
    assert rows[0]["entity"] == "moi"
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


def test_fields_cut_a_document_down(client: TestClient) -> None:
    page = client.get("/v1/services?fields=title,isFree&limit=1").json()

    assert list(page["items"][0]) == ["id", "title", "isFree"]
    assert client.get("/v1/services?fields=title,nothing").status_code == 422


def test_a_language_adds_text_and_says_so(client: TestClient) -> None:
    answer = client.get(f"{RENEWAL}?lang=en")

    title = answer.json()["title"]
    assert title["text"] == title["en"]
    assert answer.headers["content-language"] == "en"
    assert client.get(RENEWAL).headers["content-language"] == "ar, en"
    accepted = client.get(RENEWAL, headers={"Accept-Language": "ar-KW,en;q=0.5"})
    assert accepted.json()["title"]["text"] == title["ar"]


def test_a_known_etag_is_answered_304(client: TestClient) -> None:
    first = client.get(RENEWAL)

    again = client.get(RENEWAL, headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "last-modified" in first.headers
    other = client.get(RENEWAL, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_a_head_request_gives_the_headers_alone(client: TestClient) -> None:
    answer = client.head(RENEWAL)

    assert answer.status_code == 200
    assert answer.content == b""
    assert (
        int(answer.headers["content-length"])
        == len(client.get(RENEWAL, headers={"Accept-Encoding": "identity"}).content)
        or "content-encoding" in answer.headers
    )


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_answers_are_compressed_where_it_pays(client: TestClient, encoding: str) -> None:
    plain = client.get(RENEWAL, headers={"Accept-Encoding": "identity"})
    packed = client.get(RENEWAL, headers={"Accept-Encoding": encoding})

    assert packed.headers["content-encoding"] == encoding
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.headers["etag"] != plain.headers["etag"]
    known = {"If-None-Match": packed.headers["etag"], "Accept-Encoding": encoding}
    assert client.get(RENEWAL, headers=known).status_code == 304
    assert "content-encoding" not in client.get("/health/live").headers


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.5, application/json;q=0.1", "text/turtle; charset=utf-8"),
        ("*/*", "application/json"),
    ],
)
def test_linked_data_is_negotiated(client: TestClient, accept: str, media_type: str) -> None:
    answer = client.get(RENEWAL, headers={"Accept": accept})

    assert answer.headers["content-type"] == media_type
    assert "Accept" in answer.headers["vary"]


def test_a_media_type_that_is_not_offered_is_406(client: TestClient) -> None:
    answer = client.get(RENEWAL, headers={"Accept": "image/png"})

    assert answer.status_code == 406
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_past_can_be_read(client: TestClient) -> None:
    today = datetime.now(UTC).date().isoformat()

    assert client.get(f"{RENEWAL}?asOf={today}").json() == client.get(RENEWAL).json()
    assert client.get(f"{RENEWAL}?asOf=2020-01-01").status_code == 404
    assert client.get(f"/v1/services?asOf={today}").json()["total"] == 538
    assert client.get(f"/v1/services?asOf={today}&format=ndjson").text.count("\n") == 538


def test_revisions_tell_who_said_what(client: TestClient) -> None:
    [revision] = client.get(f"{RENEWAL}/revisions").json()["items"]

    content = client.get(f"{RENEWAL}/revisions/{revision['number']}").json()["content"]
    assert (revision["number"], revision["actor"], revision["isPublished"]) == (
        1,
        "dalil seed",
        True,
    )
    assert content["title"]["en"] == "Renewal of private sector residence (Article 18)"
    assert client.get(f"{RENEWAL}/diff?from=1&to=1").json()["changes"] == []
    assert client.get(f"{RENEWAL}/revisions/2").status_code == 404
    assert client.get("/v1/services/nothing/revisions").status_code == 404


@pytest.mark.parametrize("kind", ["services", "entities"])
def test_identifiers_of_linked_data_lead_to_their_documents(client: TestClient, kind: str) -> None:
    one = client.get(f"/v1/{kind}?limit=1" if kind == "services" else f"/v1/{kind}").json()[
        "items"
    ][0]
    word = {"services": "service", "entities": "entity"}[kind]

    assert client.get(f"/id/{word}/{one['uuid']}").json()["id"] == one["id"]
    assert client.get(f"/id/{word}/nothing").status_code == 404


def test_identifiers_of_concepts_lead_to_them(client: TestClient) -> None:
    concept = client.get("/id/concept/services/02.1.2").json()["concept"]

    assert client.get(f"/id/concept/{concept['id']}").json()["notation"] == "02.1.2"


@pytest.mark.parametrize(
    ("identifier", "address"),
    [
        ("channel/moi-portal", "/v1/channels/moi-portal"),
        ("event/hiring-staff", "/v1/events/hiring-staff"),
        ("evidence-type/pp", "/v1/evidence-types/pp"),
        ("legal-resource/md-2249-2025", "/v1/legal-resources/md-2249-2025"),
        ("scheme/services", "/v1/taxonomies/services"),
    ],
)
def test_identifiers_of_shared_records_lead_to_them(
    client: TestClient, identifier: str, address: str
) -> None:
    answer = client.get(f"/id/{identifier}")

    assert (answer.status_code, answer.url.path) == (200, address)


@pytest.mark.parametrize("written", ["%Y-%m-%d", "%Y%m%d", "%G-W%V-%u"])
def test_a_day_counts_whole_however_it_is_written(client: TestClient, written: str) -> None:
    today = datetime.now(UTC).strftime(written)

    assert client.get(f"/v1/services?asOf={today}&limit=1").json()["total"] == 538


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_a_stream_says_what_it_varies_with(client: TestClient, form: str) -> None:
    answer = client.get(f"/v1/services?format={form}&entity=moj")

    assert "Accept-Language" in answer.headers["vary"]
