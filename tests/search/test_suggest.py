"""Names are suggested while somebody types."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.suggest import MOST_SUGGESTIONS, Name, Suggester

RENEWAL = Name("تجديد الإقامة", "service", "renew")
ISSUE = Name("إصدار إقامة لأول مرة", "service", "issue")
RESIDENCE = Name("الإقامة", "concept", "02.1")
MINISTRY = Name("Ministry of Interior", "entity", "moi")
SUGGESTER = Suggester([RENEWAL, ISSUE, RESIDENCE, MINISTRY, RENEWAL])


@pytest.mark.parametrize("typed", ["اق", "إقا", "الاق", "الإقامة", "اقامه"])
def test_any_word_of_a_name_is_found_with_and_without_its_article(typed: str) -> None:
    assert SUGGESTER.suggest(typed) == [RESIDENCE, RENEWAL, ISSUE]


@pytest.mark.parametrize("typed", ["تجديد ", "تجديد ال", "تجديد الاق", "تجديد اقامة", "تجد"])
def test_several_words_are_completed(typed: str) -> None:
    assert SUGGESTER.suggest(typed) == [RENEWAL]


def test_a_finished_word_is_not_completed() -> None:
    assert SUGGESTER.suggest("تجد ") == []
    assert SUGGESTER.suggest("INTER") == [MINISTRY]


@pytest.mark.parametrize("typed", ["", "  ", "😀", "\x00", "\ud800", "zzz", "x" * 10_000])
def test_nothing_to_suggest_is_an_empty_list(typed: str) -> None:
    assert SUGGESTER.suggest(typed) == []


def test_suggestions_are_limited() -> None:
    many = Suggester(Name(f"licence {n}", "service", str(n)) for n in range(900))

    assert len(many.suggest("lic", limit=3)) == 3
    assert len(many.suggest("lic", limit=1000)) == MOST_SUGGESTIONS
    assert many.suggest("lic", limit=0) == [Name("licence 0", "service", "0")]


def test_a_shorter_name_comes_first_whatever_it_names() -> None:
    found = SUGGESTER.suggest("الإقامة")

    assert [len(name.text) for name in found] == [7, 13, 20]


RENEWALS = tuple(
    Name(f"تجديد {what}", "service", f"renew-{place}")
    for place, what in enumerate(("رخصة", "إقامة", "ترخيص", "بطاقة", "جواز السفر"))
)
PET = Name("جواز صحي لحيوان أليف", "service", "pet")
LOST = Name("بدل فاقد عن جواز السفر", "service", "lost")


def test_a_word_that_opens_many_names_does_not_hide_their_subject() -> None:
    few, many = Suggester([*RENEWALS[3:], PET, LOST]), Suggester([*RENEWALS, PET, LOST])

    assert few.suggest("جواز") == [PET, RENEWALS[4], LOST]
    assert many.suggest("جواز") == [RENEWALS[4], PET, LOST]
    assert many.suggest("تجديد جواز") == [RENEWALS[4]]


def test_words_without_meaning_do_not_hide_a_subject_either() -> None:
    renewals = [Name(f"Renewal of the {what}", "service", what) for what in ("a", "b", "c", "d")]
    visa, pass_ = Name("Renewal of a visa", "service", "visa"), Name("Visa", "concept", "02.5")

    found = Suggester([*renewals, visa, pass_]).suggest("vis")

    assert found == [pass_, visa]


def test_a_name_of_openers_alone_is_found() -> None:
    names = [Name("Renewal", "service", f"{n}") for n in range(6)]

    assert Suggester(names).suggest("ren", limit=2) == names[:2]


@given(st.text(max_size=30))
def test_whatever_is_typed_can_be_asked(typed: str) -> None:
    SUGGESTER.suggest(typed)


@pytest.mark.measured
def test_suggesting_is_quick_among_many_names() -> None:
    many = Suggester(
        Name(f"رخصة {n % 97} تجارية {n} licence {n}", "service", str(n)) for n in range(20_000)
    )
    typed = ["ر", "رخ", "رخصة 5", "ت", "l", "licence 1", "تجارية 77"]
    many.suggest("تجا")

    started = time.process_time()
    for text in typed * 10:
        many.suggest(text)

    assert (time.process_time() - started) / 70 < 0.01  # 0.2 ms in practice
