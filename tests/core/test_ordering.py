"""Titles are put in the order in which people look for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ordering import LONGEST_KEY, order_key


def test_arabic_titles_stand_in_the_order_of_the_alphabet() -> None:
    titles = ["يوم", "وزارة", "هيئة", "نقل", "أمن", "إدارة", "آثار", "بلدية", "ٱبن"]

    ordered = sorted(titles, key=lambda title: order_key({"ar": title}, "ar"))

    assert ordered == ["ٱبن", "آثار", "إدارة", "أمن", "بلدية", "نقل", "هيئة", "وزارة", "يوم"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إقَامَة", "اقامه"),
        ("Élan", "elan"),
        ("على  مهل", "علي مهل"),
        ("مادة ١٨", "مادة 18"),
        (".kw domain (new)", "kw domain new"),
    ],
)
def test_spelling_makes_no_difference(one: str, other: str) -> None:
    assert order_key({"ar": one}, "ar") == order_key({"ar": other}, "ar")


def test_a_title_in_the_other_language_only_is_put_by_that() -> None:
    assert order_key({"ar": None, "en": "Office"}, "ar") == "office"
    assert order_key({}, "ar") == ""
    assert order_key(None, "en") == ""


@given(st.text())
def test_a_key_is_bounded(title: str) -> None:
    assert len(order_key({"ar": title}, "ar")) <= LONGEST_KEY
