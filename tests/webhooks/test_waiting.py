"""Whoever waits longest is served first, and those who fail or dawdle leave room for others."""

from datetime import UTC, datetime, timedelta

from app.webhooks.queries import Standing
from app.webhooks.waiting import Waiting

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def standing(name: str, **changes: object) -> Standing:
    values = {"owner": name, "seq": 0, "generation": 0, "failed_attempts": 0, "next_at": None}
    return Standing(id=name, **{**values, **changes})  # type: ignore[arg-type]  # as above


def chosen(waiting: Waiting, *standings: Standing, head: int = 5, taken: set[str] | None = None):
    return [one.id for one in waiting.choose(standings, head=head, at=NOW, taken=taken or set())]


def test_only_those_to_whom_something_is_due_are_served() -> None:
    later, before = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)
    standings = (
        standing("behind"),
        standing("done", seq=5),
        standing("pausing", failed_attempts=1, next_at=later),
        standing("again", failed_attempts=1, next_at=before),
        standing("served"),
    )

    assert chosen(Waiting(), *standings, taken={"served"}) == ["behind", "again"]


def test_a_clock_that_was_wrong_puts_nobody_off_for_a_year() -> None:
    standings = (
        standing("longest", failed_attempts=9, next_at=NOW + timedelta(hours=24) * 1.1),
        standing("wrong", failed_attempts=1, next_at=NOW + timedelta(days=365)),
    )

    assert chosen(Waiting(), *standings) == ["wrong"]


def test_whoever_was_served_last_comes_last() -> None:
    waiting, standings = Waiting(), [standing(f"w{number:02}") for number in range(70)]

    first = chosen(waiting, *standings)
    second = chosen(waiting, *standings)

    assert (len(first), len(second)) == (64, 64)
    assert second[:6] == ["w64", "w65", "w66", "w67", "w68", "w69"]


def test_those_who_fail_take_half_of_the_room() -> None:
    failing = [standing(f"f{number}", failed_attempts=1) for number in range(60)]
    well = [standing(f"w{number}") for number in range(10)]
    waiting = Waiting()

    found = chosen(waiting, *failing, *well)
    more = chosen(waiting, *failing, *well, taken={one.id for one in failing[:32]})

    assert found[:10] == [one.id for one in well]
    assert len(found) == 10 + 32
    assert sorted(more) == sorted(one.id for one in well)


def test_those_who_are_slow_count_as_those_who_fail() -> None:
    waiting, slow = Waiting(), [standing(f"s{number}") for number in range(64)]
    chosen(waiting, *slow)
    for one in slow:
        waiting.note_pace(one.id, 9.9)

    assert len(chosen(waiting, *slow)) == 32
    waiting.note_pace("s0", 0.1)
    assert chosen(waiting, *slow)[0] == "s0"


def test_one_owner_takes_a_quarter_of_the_room() -> None:
    own = [standing(f"o{number}", owner="moi") for number in range(50)]

    found = chosen(Waiting(), *own, standing("other"))

    assert len(found) == 17
    assert "other" in found


def test_what_was_passed_is_not_looked_at_again_until_somebody_moves_it() -> None:
    waiting, one = Waiting(), standing("a")
    chosen(waiting, one)
    waiting.passed(one, 5)

    assert chosen(waiting, one) == []
    assert waiting.place(one) == 5
    assert chosen(waiting, one, head=6) == ["a"]
    assert chosen(waiting, standing("a", generation=1)) == ["a"]
    waiting.passed(one, 9)  # what was looked at before it was moved
    assert waiting.place(standing("a", generation=1)) == 0


def test_a_subscription_whose_outcome_cannot_be_written_is_left_alone() -> None:
    waiting, one = Waiting(), standing("a")
    chosen(waiting, one)
    waiting.rest("a", 30)

    assert chosen(waiting, one) == []


def test_the_pause_ends_when_the_next_try_is_due() -> None:
    soon = standing("a", next_at=NOW + timedelta(seconds=0.5))
    past = standing("b", next_at=NOW - timedelta(seconds=5))

    assert Waiting().pause([soon, past], NOW) == 0.5
    assert Waiting().pause([past], NOW) == 2.0
    assert Waiting().pause([], NOW) == 2.0
