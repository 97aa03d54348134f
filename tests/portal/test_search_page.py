"""The results page and suggestions."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.portal.reader import Answer, Hit, Told
from app.portal.search import FACETS
from app.portal.site import create_portal
from tests.portal import samples
from tests.portal.memory import MemoryReader


def test_what_matches_is_highlighted(client: TestClient) -> None:
    text = client.get("/ar/search?q=الإقامة").text

    assert "تجديد <mark>الإقامة</mark>" in text
    assert '<bdi dir="ltr">3</bdi> نتائج' in text


def test_facets_are_links_with_counts(client: TestClient) -> None:
    text = client.get("/en/search").text

    assert 'href="/en/search?audience=resident"' in text
    assert re.search(r'facet-label">Resident</span> <span class="count">1</span>', text)


def test_a_chosen_value_can_be_removed_and_joined_by_another(client: TestClient) -> None:
    text = client.get("/en/search?q=residence&audience=resident").text

    assert 'aria-label="Remove: Resident"' in text
    assert 'class="chip" href="/en/search?q=residence"' in text
    assert 'href="/en/search?q=residence&amp;audience=resident&amp;audience=business"' in text
    assert 'class="is-chosen"' in text


def test_a_chosen_value_without_services_still_has_a_chip(client: TestClient) -> None:
    text = client.get("/en/search?channel=pigeon").text

    assert 'aria-label="Remove: pigeon"' in text
    assert "No service fits this description" in text
    assert "Remove some filters to widen the results." in text


def test_free_services_can_be_chosen(client: TestClient) -> None:
    text = client.get("/ar/search?isFree=true").text

    assert "نتيجة واحدة" in text
    assert "مجانية" in text


def test_nothing_found_offers_other_ways(client: TestClient) -> None:
    text = client.get("/en/search?q=zzzz").text

    assert "Check the spelling" in text
    assert 'href="/en/browse"' in text


def many(reader: MemoryReader, number: int) -> TestClient:
    reader.documents = [samples.document(f"moi-{place:03}") for place in range(number)]
    return TestClient(create_portal(reader.opened))


def test_pages_keep_the_other_parameters(reader: MemoryReader) -> None:
    text = many(reader, 45).get("/en/search?category=02&page=2").text

    assert 'href="?category=02" rel="prev"' in text
    assert 'href="?category=02&amp;page=3" rel="next"' in text
    assert "21 to 40" in text
    assert "Page 2 of 3" in text


def test_a_page_too_far_leads_back(reader: MemoryReader) -> None:
    text = many(reader, 45).get("/en/search?category=02&sort=updated&page=9999").text

    assert "There is no such page" in text
    assert "The last page here is page 3." in text
    assert 'href="?category=02&amp;sort=updated" data-live-link>To the first page' in text
    assert 'href="?category=02&amp;sort=updated&amp;page=3" data-live-link>To the last' in text


def test_a_list_that_is_shorter_leads_back_too(client: TestClient) -> None:
    for path in ("entities/moi", "browse/02", "life-events/moving-to-kuwait"):
        for page in ("2", "9999", "9" * 100):
            text = client.get(f"/ar/{path}?page={page}").text

            assert "لا توجد صفحة بهذا الرقم" in text
            assert 'href="?" data-live-link>إلى الصفحة الأولى' in text
            assert "إلى الصفحة الأخيرة" not in text


def test_an_empty_list_has_no_page_to_go_back_to(client: TestClient) -> None:
    text = client.get("/en/life-events/retiring?page=7").text

    assert "No services are published here yet." in text
    assert "There is no such page" not in text


def test_pages_end_where_search_ends(reader: MemoryReader, monkeypatch: pytest.MonkeyPatch) -> None:
    document = samples.document("moi-x")
    monkeypatch.setattr(reader, "search", lambda _question: Answer([Hit(document)], 25_000))

    text = TestClient(create_portal(reader.opened)).get("/en/search?page=500").text

    assert "Page 500 of 500" in text
    assert 'rel="next"' not in text


def ids(text: str) -> list[str]:
    return re.findall(r'<h3><a href="/\w\w/services/([\w-]+)"', text)


def test_results_come_in_the_order_that_is_chosen(reader: MemoryReader) -> None:
    reader.documents = [
        samples.document("b", title={"ar": "نقل رخصة", "en": "Approve a licence"}),
        samples.document("c", title={"ar": "إصدار رخصة", "en": "Issue a licence"}),
        samples.document("a", title={"ar": "تجديد رخصة", "en": "Move a licence"}),
    ]
    for place, document in enumerate(reader.documents):
        document["modified"] = f"2026-01-0{place + 1}T00:00:00Z"
    client = TestClient(create_portal(reader.opened))

    assert ids(client.get("/en/search?q=licence").text) == ["b", "c", "a"]
    assert ids(client.get("/en/search?q=licence&sort=title").text) == ["b", "c", "a"]
    assert ids(client.get("/ar/search?q=رخصة&sort=title").text) == ["c", "a", "b"]
    assert ids(client.get("/ar/search?q=رخصة&sort=updated").text) == ["a", "c", "b"]
    assert ids(client.get("/ar/search").text) == ["c", "a", "b"]


def test_an_order_is_chosen_by_a_link_that_keeps_the_rest(client: TestClient) -> None:
    text = client.get("/en/search?q=residence&category=02&sort=title&page=1").text

    start = "/en/search?q=residence&amp;category=02"
    assert re.search(rf'href="{re.escape(start)}" [^>]*data-key="sort-relevance">Best', text)
    assert f'href="{start}&amp;sort=updated"' in text
    assert 'data-key="sort-title" aria-current="true">Title' in text
    assert 'href="/en/search?q=residence&amp;sort=title"' in text  # without the category


def test_without_words_nothing_fits_better(client: TestClient) -> None:
    text = client.get("/en/search?sort=relevance").text

    assert "Best match" not in text
    assert 'data-key="sort-title" aria-current="true"' in text


def test_one_result_is_in_order_anyway(client: TestClient) -> None:
    assert "Best match" not in client.get("/en/search?q=renew").text


def test_long_facets_are_folded(reader: MemoryReader) -> None:
    labels = {f"a{place}": {"en": f"Audience {place}"} for place in range(9)}
    document = samples.document("moi-x", audience=list(labels))
    document["label"]["audience"] = labels
    reader.documents = [document]

    text = TestClient(create_portal(reader.opened)).get("/en/search").text

    assert '<details data-key="more-audience">' in text


def test_what_was_understood_is_said(reader: MemoryReader, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = reader.search
    monkeypatch.setattr(
        reader,
        "search",
        lambda question: Answer(answer(question).hits, 1, told=Told(shown="renew residence")),
    )

    text = TestClient(create_portal(reader.opened)).get("/en/search?q=renew").text

    assert 'Showing results for “<bdi dir="auto">renew residence</bdi>”.' in text
    assert 'href="/en/search?q=renew&amp;asTyped=true"' in text


def test_what_is_asked_as_typed_stays_so_until_it_is_taken_back(reader: MemoryReader) -> None:
    text = TestClient(create_portal(reader.opened)).get("/en/search?q=renew&asTyped=true").text

    assert "as typed, without corrections." in text
    assert '<a href="/en/search?q=renew" rel="nofollow" data-live-link data-key="as-meant">' in text
    filters = re.findall(r'href="(/en/search\?[^"]*audience=[^"]*)"', text)
    assert filters
    assert all("asTyped=true" in one for one in filters)
    assert "asTyped" not in re.findall(r"<form.*?</form>", text, re.DOTALL)[-1]


def test_what_else_was_searched_and_what_nobody_knows_is_said(
    reader: MemoryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = Told(also=("رخصة قيادة", "<b>"), unknown=("زقنبوت",))
    monkeypatch.setattr(reader, "search", lambda _question: Answer([], 0, told=told))

    arabic = TestClient(create_portal(reader.opened)).get("/ar/search?q=x").text
    english = TestClient(create_portal(reader.opened)).get("/en/search?q=x").text

    assert 'بحثنا أيضًا عن: <bdi dir="auto">رخصة قيادة</bdi>، <bdi dir="auto">&lt;b&gt;' in arabic
    assert 'لم نجد في الدليل: <bdi dir="auto">زقنبوت</bdi>' in arabic
    assert "We also searched for:" in english
    assert "Not in the directory:" in english


def test_why_there_is_nothing_or_only_something_near_is_said(
    reader: MemoryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(create_portal(reader.opened))

    def shown(language: str, told: Told, hits: list[Hit]) -> str:
        monkeypatch.setattr(reader, "search", lambda _: Answer(hits, len(hits), told=told))
        return client.get(f"/{language}/search?q=x").text

    hits = [Hit(reader.documents[0])]
    near = Told(unknown=("زنقلطة",), is_near=True)
    assert "هذه الخدمات قريبة مما كتبته في المعنى فقط" in shown("ar", near, hits)
    assert "These services are only near in meaning to what you typed" in shown("en", near, hits)
    common = Told(is_common=True)
    assert "ما كتبته كلام شائع لا يدل على خدمة." in shown("ar", common, [])
    assert "These words are too common to tell a service by." in shown("en", common, [])
    assert "Check the spelling" not in shown("en", common, [])
    begun = Told(begins="جوا<")
    assert 'تبدأ بـ«<bdi dir="auto">جوا&lt;</bdi>».' in shown("ar", begun, hits)
    assert "words that begin with “" in shown("en", begun, hits)
    meant = Told(meant=("Driving licence",))
    assert 'We took it to mean: <bdi dir="auto">Driving licence</bdi>' in shown("en", meant, hits)
    assert "فهمنا أن المقصود:" in shown("ar", meant, hits)


def test_pinned_hits_carry_a_quiet_label(
    reader: MemoryReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    hits = [Hit(reader.documents[0], is_pinned=True), Hit(reader.documents[1])]
    monkeypatch.setattr(reader, "search", lambda _question: Answer(hits, 2))

    arabic = TestClient(create_portal(reader.opened)).get("/ar/search?q=x").text
    english = TestClient(create_portal(reader.opened)).get("/en/search?q=x").text

    assert arabic.count('<span class="featured">مختارة</span>') == 1
    assert english.count('<span class="featured">Featured</span>') == 1


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=x",
        "page=٢",
        "page=-1",
        "q=" + "a" * 201,
        "q=%00",
        "isFree=maybe",
        "sort=random",
        "page=" + "9" * 101,
        "entity=%00",
        "entity=" + "a" * 101,
        "&".join(["entity=a"] * 21),
    ],
)
def test_a_wrong_value_is_a_page_of_its_own(client: TestClient, query: str) -> None:
    answer = client.get(f"/en/search?{query}")

    assert answer.status_code == 422
    assert "The request holds a wrong value" in answer.text


def test_a_question_may_be_pasted_with_marks_of_direction(client: TestClient) -> None:
    pasted = client.get("/ar/search?q=%E2%80%AB%D8%AA%D8%AC%D8%AF%D9%8A%D8%AF%E2%80%AC")

    assert pasted.status_code == 200
    assert 'value="تجديد"' in pasted.text


def test_an_unknown_parameter_is_left_aside(client: TestClient) -> None:
    assert client.get("/en/search?utm_source=mail").status_code == 200


def test_suggestions_are_paths_of_the_site(client: TestClient) -> None:
    answer = client.get("/ar/suggest?q=تجديد الإقامة").json()

    assert answer == {
        "items": [
            {
                "text": "تجديد الإقامة (مادة 18)",
                "kind": "خدمة",
                "address": "/ar/services/moi-renew",
            }
        ],
        "status": "اقتراح واحد",
    }


def test_nothing_typed_suggests_nothing(client: TestClient) -> None:
    assert client.get("/en/suggest?q=+").json() == {"items": [], "status": "No suggestions"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    name=st.sampled_from([*FACETS, "q", "page", "sort", "x"]),
    value=st.text(max_size=260),
    page=st.text(max_size=5),
)
def test_no_address_is_a_fault(client: TestClient, name: str, value: str, page: str) -> None:
    try:
        answer = client.get("/ar/search", params={name: value, "page": page})
    except UnicodeEncodeError:  # half of a surrogate pair cannot be written into an address
        return

    assert answer.status_code in (200, 422)
