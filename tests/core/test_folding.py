"""Folding: one word typed in two ways becomes the same letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import _TABLE, MOST_REMEMBERED, fold, fold_with_origins


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إقامة", "اقامه"),
        ("مُرُور", "مرور"),
        ("کویت", "كويت"),
        ("رقم ١٢٣", "رقم 123"),
        ("رقم ۱۲۳", "رقم 123"),
        ("ﺗﺠﺪﻳﺪ", "تجديد"),
        ("ســهل", "سهل"),
        ("As-Hal", "as-hal"),
        ("Café", "cafe"),
        ("driver's", "drivers"),
    ],
)
def test_two_ways_of_typing_are_one_word(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text(st.characters()))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(st.characters(codec="ascii")))
def test_plain_letters_fold_as_the_table_says(text: str) -> None:
    assert fold(text) == fold(f"{text}é").removesuffix("e")


@given(st.text(st.characters()))
def test_every_folded_letter_knows_where_it_stood(text: str) -> None:
    folded = fold_with_origins(text)

    assert folded.text == fold(text)
    assert len(folded.origins) == len(folded.text)
    assert folded.origins == sorted(folded.origins)
    for letter, place in zip(folded.text, folded.origins, strict=True):
        assert letter in fold(text[place])


def test_no_text_fills_the_memory() -> None:
    everything = "".join(map(chr, range(0x3000, 0x3000 + 2 * MOST_REMEMBERED)))

    assert fold(everything) == fold(everything)
    assert len(_TABLE) <= MOST_REMEMBERED
