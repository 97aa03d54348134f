"""Services that are probably the same are found, and those that are not stay apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.submissions.rules import Neighbour, NeighbourIndex, neighbour_of
from app.submissions.rules.neighbours import NEAR, likeness

WORDS = ["تجديد", "إصدار", "رخصة", "قيادة", "إقامة", "شهادة", "ميلاد", "سجل", "تجاري", "17", "غير"]
TITLES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


def service(title: str, *, name: str = "one", entity: str = "moi", text: str = "") -> Neighbour:
    return neighbour_of(name, entity, {"title": {"ar": title}, "description": {"ar": text}})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("تجديد رخصة القيادة", "تجديد رخصه قياده"),
        ("تجديد رخصة القيادة", "تجديد رُخْصة القيـادة"),
        ("إصدار شهادة ميلاد", "اصدار شهادة الميلاد."),
        ("إقامة (مادة 17)", "إقامة - مادة ١٧"),
    ],
)
def test_a_title_is_the_same_however_it_is_written(one: str, other: str) -> None:
    assert service(one).key == service(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("تجديد رخصة القيادة", "طلب تجديد رخصة القيادة"),
        ("تجديد رخصة القيادة", "رخصة القيادة: تجديد"),
        ("إصدار شهادة ميلاد", "إصدار شهادات الميلاد"),
        ("تسجيل العلامة التجارية", "تسجيل العلامه التجاربة"),
    ],
)
def test_titles_that_say_the_same_are_near(one: str, other: str) -> None:
    assert likeness(service(one), service(other)) >= NEAR


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إقامة (مادة 17)", "إقامة (مادة 18)"),
        ("تجديد البطاقة المدنية للكويتيين", "تجديد البطاقة المدنية لغير الكويتيين"),
        ("تجديد رخصة القيادة", "إصدار رخصة القيادة"),
        ("تجديد رخصة القيادة", "حجز موعد فحص النظر"),
        ("حجز موعد", "حجز رحلة"),
    ],
)
def test_titles_that_differ_in_what_matters_are_not_near(one: str, other: str) -> None:
    assert likeness(service(one), service(other)) == 0


def test_equal_texts_lift_and_different_texts_lower_the_likeness() -> None:
    text = "تجديد رخصة القيادة المنتهية لمدة خمس سنوات"
    mine = service("تجديد رخصة القيادة الخاصة المنتهية", text=text)
    same = service("تجديد رخصة القيادة المنتهية", text=text)
    other = service("تجديد رخصة القيادة المنتهية", text="صرف مكافأة الطلبة المتفوقين")

    assert likeness(mine, same) > NEAR
    assert likeness(mine, other) == 0


def test_the_entity_s_own_services_are_not_hidden_by_those_of_others() -> None:
    index = NeighbourIndex(
        service("حجز موعد", name=f"{entity}-{n}", entity=entity)
        for n in range(20)
        for entity in ("paci", "moi")
    )

    near = index.near(service("حجز موعد", name="new"), limit=2)

    assert [one.id for one in near] == ["moi-0", "moi-1", "paci-0", "paci-1"]


def test_an_english_title_finds_its_twin() -> None:
    twin = neighbour_of("b", "moi", {"title": {"ar": "تجديد إجازة", "en": "Licence Renewal"}})
    index = NeighbourIndex([twin])

    near = index.near(
        neighbour_of("a", "moi", {"title": {"ar": "رخصة قيادة", "en": "licence renewal"}})
    )

    assert [one.id for one in near] == ["b"]


def test_what_is_replaced_or_forgotten_is_not_found_again() -> None:
    index = NeighbourIndex([service("تجديد رخصة", name="a"), service("إصدار شهادة", name="b")])

    index.put(service("حجز موعد", name="a"))
    index.discard("b")
    index.discard("never-there")

    assert len(index) == 1
    assert index.near(service("تجديد رخصة", name="x")) == ()
    assert index.near(service("إصدار شهادة", name="x")) == ()
    assert [one.id for one in index.near(service("حجز موعد", name="x"))] == ["a"]


@settings(max_examples=200, deadline=None)
@given(st.lists(TITLES, min_size=1, max_size=15), TITLES)
def test_the_index_finds_what_comparing_with_every_service_finds(
    titles: list[str], wanted: str
) -> None:
    services = [service(title, name=f"s{n}") for n, title in enumerate(titles)]
    new = service(wanted, name="new")

    near = NeighbourIndex(services).near(new, limit=100)

    assert {one.id for one in near} == {
        one.id for one in services if one.key == new.key or likeness(new, one) > 0
    }


@given(TITLES, TITLES)
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(service(one), service(other)) == likeness(service(other), service(one))
