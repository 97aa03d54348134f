"""Terms and values are written so that Meilisearch compares them as they stand."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.meilisearch_words import from_latin, from_plain_value, latin, plain_value
from app.search.tokens import words
from tests.search.meili.filters import normal

texts = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويٹے abcxXqz0189é中д_"), max_size=20)


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ("رخص", "xr59"),
        ("عمل", "x3ml"),
        ("licenc", "licenc"),
        ("18", "18"),
        ("تجديد_رخص", "xtjdyd_xr59"),
        ("xray", "x" + "0000078" + "0000072" + "0000061" + "0000079"),
    ],
)
def test_each_arabic_letter_is_one_sign(term: str, written: str) -> None:
    assert latin(term) == written


@given(texts | st.text(max_size=20))
def test_a_word_can_be_read_back(text: str) -> None:
    for word, _ in words(text):
        assert from_latin(latin(word)) == word
        assert re.fullmatch("[a-z0-9]+", latin(word))


@given(st.lists(texts, max_size=2))
def test_two_words_never_become_the_same(pair: list[str]) -> None:
    found = {word for text in pair for word, _ in words(text)}

    assert len({latin(word) for word in found}) == len(found)


@given(st.text(max_size=20), st.text(max_size=20))
def test_values_differ_for_meilisearch_when_they_differ_for_us(one: str, other: str) -> None:
    assert from_plain_value(plain_value(one)) == one
    assert (normal(plain_value(one)) == normal(plain_value(other))) is (one == other)
    assert re.fullmatch("[a-z0-9._~-]*", plain_value(one))
