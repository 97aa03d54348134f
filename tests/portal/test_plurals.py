"""Plural forms of Arabic and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.portal.plurals import plural_form


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (10, "few"), (11, "many"), (99, "many"),
     (100, "other"), (101, "other"), (102, "other"), (103, "few"), (111, "many"), (1000, "other")],
)  # fmt: skip
def test_arabic_has_six_forms(number: int, form: str) -> None:
    assert plural_form(number, "ar") == form


@pytest.mark.parametrize(("number", "form"), [(0, "zero"), (1, "one"), (2, "other"), (11, "other")])
def test_english_has_one_and_other_and_a_word_for_none(number: int, form: str) -> None:
    assert plural_form(number, "en") == form


@given(st.integers(min_value=3, max_value=10**9))
def test_the_arabic_form_depends_on_the_last_two_digits(number: int) -> None:
    assert plural_form(number, "ar") == plural_form(number + 100, "ar")
