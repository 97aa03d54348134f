"""Texts of the other direction are set apart wherever they stand in a sentence."""

import pytest

from app.core.languages import Language
from app.portal.directions import direction_of, quotes_apart
from app.portal.wording import Wording


@pytest.mark.parametrize(
    ("text", "direction"),
    [("Care.", "ltr"), ("رعاية.", "rtl"), ("04.8 Care", "ltr"), ("04.8", None), ("", None)],
)
def test_the_first_letter_says_which_way_a_text_runs(text: str, direction: str | None) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize(
    ("language", "sentence", "shown"),
    [
        (
            "ar",
            "تغيير «01 صحة» إلى «Care for all.» (المعنى أوسع).",
            'تغيير «01 صحة» إلى «<bdi class="apart" dir="ltr">Care for all.</bdi>» (المعنى أوسع).',
        ),
        (
            "en",
            "Rename “01 Health” in Arabic: “صحة” becomes “عافية”.",
            'Rename “01 Health” in Arabic: “<bdi class="apart" dir="rtl">صحة</bdi>” becomes '
            '“<bdi class="apart" dir="rtl">عافية</bdi>”.',
        ),
        ("ar", "إلى «The «free» zone.».",
         'إلى «<bdi class="apart" dir="ltr">The «free» zone.</bdi>».'),
        ("ar", "«A <b> & «c", "«A &lt;b&gt; &amp; «c"),
        ("en", "No “quotes", "No “quotes"),
        ("ar", "إضافة «» بالرمز «04.9».", "إضافة «» بالرمز «04.9»."),
    ],
)  # fmt: skip
def test_what_a_sentence_quotes_is_set_apart(language: Language, sentence: str, shown: str) -> None:
    assert quotes_apart(sentence, language) == shown


def test_a_text_of_another_language_is_set_apart_as_markup_and_in_titles() -> None:
    text = {"en": "The “قلم” is free."}

    assert Wording("ar").words(text) == (
        '<bdi lang="en" dir="ltr">The “<bdi class="apart" dir="rtl">قلم</bdi>” is free.</bdi>'
    )
    assert Wording("ar").plain_apart(text) == "\u2068The “قلم” is free.\u2069"
    assert Wording("en").plain_apart(text) == "The “قلم” is free."
