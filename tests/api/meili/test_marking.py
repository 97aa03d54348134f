"""Texts of hits marked and cut, with their letters as they stand."""

import re

import pytest

from app.api.meili.asked import Shown
from app.api.meili.formatting import formatted, positions
from app.search.highlight import matcher_of
from app.search.planning import plan_query
from app.search.vocabulary import Vocabulary
from tests.api.meili.conftest import Ask

pytestmark = pytest.mark.any_database

TEXT = "خدمةٌ إلكترونيةٌ لتجديدِ الإقامةِ للعاملين في القطاع الأهلي عبر المنصة دون مراجعة"
DOCUMENT = {
    "id": "tajdid",
    "title": {"ar": "تجديدُ الإقامة", "en": "Residence renewal"},
    "description": {"ar": TEXT},
    "keyword": {"ar": ["إقامات", "سفر"]},
    "isFree": True,
    "minCostFils": 500,
}
MATCHER = matcher_of(plan_query("تجديد الإقامه", Vocabulary({"تجديد": 1, "الاقامه": 1})))


def shown(**options: object) -> Shown:
    plain: dict[str, object] = {
        "retrieved": None, "highlighted": None, "cropped": None, "crop_length": 10,
        "crop_marker": "…", "tags": ("<em>", "</em>"), "has_positions": False, "has_score": False,
    }  # fmt: skip
    return Shown(**plain | options)  # type: ignore[arg-type]


def test_words_are_marked_in_the_letters_of_the_text() -> None:
    found = formatted(DOCUMENT, shown(highlighted=("*",)), MATCHER)

    assert found is not None
    assert found["title"] == {
        "ar": "<em>تجديدُ</em> <em>الإقامة</em>", "en": "Residence renewal"
    }  # fmt: skip
    assert found["keyword"]["ar"][1] == "سفر"
    assert found["id"] == "tajdid"
    assert (found["isFree"], found["minCostFils"]) == (True, "500")


def test_tags_are_those_that_were_asked_for() -> None:
    tags = ("__ais-highlight__", "__/ais-highlight__")

    found = formatted(DOCUMENT, shown(highlighted=("title.ar",), tags=tags), MATCHER)

    assert found is not None
    assert found["title"]["ar"].count("__ais-highlight__") == 2
    assert found["description"]["ar"] == TEXT


def test_without_the_tags_every_text_is_the_original() -> None:
    found = formatted(DOCUMENT, shown(highlighted=("*",)), MATCHER)

    assert found is not None
    assert found["description"]["ar"] != TEXT
    assert re.sub("</?em>", "", found["description"]["ar"]) == TEXT


@pytest.mark.parametrize(
    ("cropped", "cut"),
    [
        (("description.ar:3",), "…إلكترونيةٌ <em>لتجديدِ</em> <em>الإقامةِ</em>…"),
        (("description:4",), "…إلكترونيةٌ <em>لتجديدِ</em> <em>الإقامةِ</em> للعاملين…"),
        (("*:2",), "…<em>لتجديدِ</em> <em>الإقامةِ</em>…"),
    ],
)
def test_a_text_is_cut_around_what_was_meant(cropped: tuple[str, ...], cut: str) -> None:
    found = formatted(DOCUMENT, shown(highlighted=("*",), cropped=cropped), MATCHER)

    assert found is not None
    assert found["description"]["ar"] == cut


def test_a_text_is_cut_from_its_beginning_when_nothing_was_meant() -> None:
    options = shown(cropped=("description",), crop_length=2, crop_marker=" [...]")

    found = formatted(DOCUMENT, options, None)

    assert found is not None
    assert found["description"]["ar"] == "خدمةٌ إلكترونيةٌ [...]"
    assert formatted(DOCUMENT, shown(cropped=("title",)), None)["title"] == DOCUMENT["title"]  # type: ignore[index]


def test_what_is_marked_is_there_even_if_it_is_not_retrieved() -> None:
    options = shown(retrieved=("id",), highlighted=("title.en",))

    assert formatted(DOCUMENT, options, MATCHER) == {
        "id": "tajdid", "title": {"en": "Residence renewal"}
    }  # fmt: skip
    assert formatted(DOCUMENT, shown(), MATCHER) is None


def test_places_are_counted_in_bytes() -> None:
    found = positions(DOCUMENT, MATCHER)

    text = DOCUMENT["title"]["ar"].encode()  # type: ignore[index]
    spans = [
        text[one["start"] : one["start"] + one["length"]].decode() for one in found["title.ar"]
    ]
    assert spans == ["تجديدُ", "الإقامة"]
    assert found["keyword.ar"][0]["indices"] == [0]
    assert "id" not in found
    assert positions(DOCUMENT, None) == {}


def test_hits_come_marked_and_cut(ask: Ask) -> None:
    found = ask(
        q="تجديد الاقامه", limit=5, attributesToHighlight=["title"], highlightPreTag="[",
        highlightPostTag="]", attributesToCrop=["description"], cropLength=5,
        showMatchesPosition=True,
    )  # fmt: skip

    for hit in found["hits"]:
        marked = hit["_formatted"]["title"]["ar"]
        assert "[" in marked
        assert marked.replace("[", "").replace("]", "") == hit["title"]["ar"]
        assert "title.ar" in hit["_matchesPosition"]
        assert len(hit["_formatted"]["description"]["ar"].split()) <= 6
