"""What was typed on the other keyboard is read as it was meant."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.keyboard import Judges, repaired
from app.search.planning import plan_query
from app.search.understanding import understanding_of
from app.search.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    dict.fromkeys(
        ["تجديد", "جواز", "بطاقه", "مدنيه", "الاقامه", "طلاق", "passport", "renewal", "bill"], 1
    ),
    documents=5,
)
KNOWN = {"جواز", "طلاق", "الإقامة", "passport", "bill", "ghost", "سؤال"}


def never(_word: str) -> bool:
    """Say that no word is known."""
    return False


def judging(
    is_known: Callable[[str], bool],
    is_nearly: Callable[[str], bool] = never,
    is_small: Callable[[str], bool] = never,
) -> Judges:
    """Judge by what is given; nothing else is known."""
    return Judges(is_known, is_nearly, is_small)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("[,h.", "جواز"),
        ("'ghr", "طلاق"),
        ("hgYrhlm", "الإقامة"),
        ("حشسسحخقف", "passport"),
        ("لاهمم", "bill"),
        ("لاخسف", "ghost"),
        ("sHc hg", None),
        ("جواز", None),
        ("passport", None),
        ("", None),
        ("[,h. 18", "جواز 18"),
    ],
)
def test_a_text_is_repaired_when_that_makes_it_known(typed: str, meant: str | None) -> None:
    assert repaired(typed, judging(lambda word: word in KNOWN or word.isdecimal())) == meant


def test_capital_letters_of_a_locked_keyboard_say_nothing() -> None:
    assert repaired("[,H.", judging(KNOWN.__contains__)) == "جواز"


def test_only_words_that_somebody_knows_are_said_to_be_meant() -> None:
    nearly = judging(KNOWN.__contains__, is_nearly={"طلان"}.__contains__)

    assert repaired("[,h. lvfmg", judging(KNOWN.__contains__)) == "جواز lvfmg"
    assert repaired("[,h. 'ghk", nearly) == "جواز طلان"


def test_small_words_prove_nothing_and_are_repaired_with_the_others() -> None:
    known = judging(KNOWN.__contains__, is_small={"هي", "id", "el", "ثم"}.__contains__)

    assert repaired("لاهمم هي", known) == "bill id"
    assert repaired("el", known) is None
    assert repaired("هي", known) is None
    assert repaired("ra8m el sayara", known) is None


def test_a_word_that_stands_as_it_should_proves_the_keyboard() -> None:
    known = judging({"passport", "اشه", "جواز"}.__contains__)

    assert repaired("passport banana hai", known) is None
    assert repaired("passport [,h. hai", known) == "passport جواز اشه"


def test_what_no_keyboard_makes_a_word_is_named_as_unknown() -> None:
    said = understanding_of(plan_query("[,h. lvfmg ", VOCABULARY))

    assert said.repaired == "جواز lvfmg "
    assert [word.text for word in said.words if word.kind == "unknown"] == ["lvfmg"]


def test_a_slip_on_the_other_keyboard_is_put_right() -> None:
    said = understanding_of(plan_query("[,h. j[]d]] ", VOCABULARY))

    assert said.repaired == "جواز تجديدد "
    assert said.corrected == "جواز تجديد "


def test_a_plan_is_made_of_what_was_meant() -> None:
    found = plan_query("j[]d] hg[,h. ", VOCABULARY)

    assert (found.text, found.typed) == ("تجديد الجواز ", "j[]d] hg[,h. ")
    assert [word.text for word in found.words] == ["تجديد", "الجواز"]
    assert understanding_of(found).repaired == "تجديد الجواز "


def test_english_on_an_arabic_keyboard_is_read_as_english() -> None:
    assert plan_query("قثىثصشم حشسسحخقف", VOCABULARY).text == "renewal passport"


def test_a_text_with_known_words_is_left_alone() -> None:
    assert plan_query("passport ]]] ", VOCABULARY).text == "passport ]]] "


def test_words_written_together_are_cut_apart() -> None:
    assert [w.text for w in plan_query("passportrenewal ", VOCABULARY).words] == [
        "passport",
        "renewal",
    ]
    assert [w.text for w in plan_query("تجديدجواز ", VOCABULARY).words] == ["تجديد", "جواز"]
    assert [w.text for w in plan_query("xyzrenewal ", VOCABULARY).words] == ["xyzrenewal"]
    assert [w.text for w in plan_query("تجديدجوازطلاق ", VOCABULARY).words] == [
        "تجديد",
        "جواز",
        "طلاق",
    ]


@given(st.text(max_size=250))
def test_whatever_is_typed_is_repaired_or_left(text: str) -> None:
    assert repaired(text, judging(lambda _word: True)) is None
    repaired(text, judging(lambda word: "ا" in word, is_nearly=lambda word: "ل" in word))
