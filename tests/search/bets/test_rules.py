"""Which searches a best bet answers, and when two of them get in each other's way."""

from datetime import UTC, datetime

import pytest

from app.search.bets.rules import NO_BETS, Bet, bets_of, key_of_phrase, key_of_plan, unanswerable
from app.search.planning import plan_query
from app.search.vocabulary import Vocabulary

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
VOCABULARY = Vocabulary({"تجديد": 9, "الجواز": 4, "passport": 4, "renewal": 3}, documents=20)


def bet(name: str = "one", *phrases: str, **changes: object) -> Bet:
    keys = frozenset(map(key_of_phrase, phrases or ("تجديد الجواز",)))
    return Bet(
        **{"id": name, "keys": keys, "services": ("a", "b"), "languages": frozenset(), **changes}
    )  # type: ignore[arg-type]


def pinned(
    typed: str, *bets: Bet, language: str | None = None, at: datetime = MAY
) -> tuple[str, ...]:
    plan = plan_query(typed, VOCABULARY)
    return bets_of(bets).pinned(plan, language, at)  # type: ignore[arg-type]  # a language


@pytest.mark.parametrize(
    "typed",
    [
        "تجديد الجواز", "تجديد جواز", "الجواز تجديد", "كيف تجديد الجواز", "وتجديد الجواز",
        "طلب تجديد الجواز", "تَجديد الجَواز", "تجديد الجواز ",
    ],
)  # fmt: skip
def test_the_same_words_are_answered_however_they_are_written(typed: str) -> None:
    assert pinned(typed, bet()) == ("a", "b")


@pytest.mark.parametrize("typed", ["تجديد", "الجواز", "تجديد الجواز المفقود", "passport renewal"])
def test_other_words_are_not_answered(typed: str) -> None:
    assert pinned(typed, bet()) == ()


def test_what_was_typed_on_the_other_keyboard_is_answered_as_it_was_meant() -> None:
    assert pinned("j[]d] hg[,h.", bet()) == ("a", "b")


def test_the_very_phrase_is_always_answered() -> None:
    assert pinned("get passportrenewal", bet("one", "get passportrenewal")) == ("a", "b")
    assert pinned("تجديدجواز", bet("one", "تجديدجواز")) == ("a", "b")


def test_a_best_bet_stands_for_its_time_and_its_readers() -> None:
    seasonal = bet(valid_from=MAY, valid_until=JUNE, languages=frozenset({"ar"}))

    assert pinned("تجديد الجواز", seasonal, at=MAY) == ("a", "b")
    assert pinned("تجديد الجواز", seasonal, at=JUNE) == ()
    assert pinned("تجديد الجواز", seasonal, at=datetime(2026, 4, 30, tzinfo=UTC)) == ()
    assert pinned("تجديد الجواز", seasonal, language="en") == ()
    assert pinned("تجديد الجواز", seasonal, language="ar") == ("a", "b")
    assert bets_of([seasonal]).standing(MAY) == {"one"}
    assert bets_of([seasonal]).standing(JUNE) == frozenset()


def test_two_overlap_when_one_search_finds_both() -> None:
    one = bet("one", "تجديد الجواز", "passport renewal")

    assert one.overlaps(bet("two", "renewal of passport"))
    assert not one.overlaps(bet("two", "passport"))
    assert bet("one", languages=frozenset({"ar"})).overlaps(bet("two"))
    assert not bet("one", languages=frozenset({"ar"})).overlaps(
        bet("two", languages=frozenset({"en"}))
    )
    assert not bet("one", valid_until=MAY).overlaps(bet("two", valid_from=MAY))
    assert bet("one", valid_until=JUNE).overlaps(bet("two", valid_from=MAY))


def test_a_phrase_needs_words_and_not_too_many() -> None:
    long = " ".join(f"كلمة{letter}" for letter in "ابتثجحخدذ")

    assert list(unanswerable(["تجديد", "كيف", long, "؟!", "", "😀"])) == [1, 2, 3, 4, 5]


def test_a_key_is_the_same_from_a_phrase_and_from_a_search() -> None:
    for text in ("تجديد رخصة القيادة", "how to renew a passport", "خدمة", "إقامة مادة 18"):
        assert key_of_plan(plan_query(text, VOCABULARY)) == key_of_phrase(text)


def test_nothing_pinned_costs_nothing() -> None:
    assert NO_BETS.pinned(plan_query("تجديد الجواز", VOCABULARY), None, MAY) == ()
