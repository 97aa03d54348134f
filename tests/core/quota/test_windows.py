"""Windows of one process: never more than the quota, and memory with a bound."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.quota import Lease, Policy, Standing, Windows

POLICY = Policy("anonymous", 3, seconds=60)


def taken(windows: Windows, who: str, at: float) -> bool:
    return windows.standing(who, at).take()


def test_a_quota_is_used_up_and_comes_back() -> None:
    windows = Windows(POLICY)

    assert [taken(windows, "a", at) for at in (0, 1, 2, 3, 59.9)] == [True] * 3 + [False] * 2
    assert taken(windows, "b", 3)
    assert taken(windows, "a", 60)


def test_a_window_begins_with_the_first_request() -> None:
    windows = Windows(POLICY)

    assert windows.standing("a", 59).ends_at == 119
    assert windows.standing("a", 100).ends_at == 119
    assert windows.find("a", 118) is not None
    assert windows.find("a", 119) is None
    assert windows.find("b", 100) is None


def test_memory_forgets_those_who_ask_no_more() -> None:
    windows = Windows(POLICY)
    for number in range(1000):
        windows.standing(f"a{number}", 0)
    windows.standing("b", 61)
    windows.standing("c", 122)

    assert len(windows) == 2


def test_memory_has_a_bound_within_a_window() -> None:
    windows = Windows(POLICY, most=100)
    for number in range(1000):
        windows.standing(f"a{number}", 1)

    assert len(windows) <= 200


def test_a_lease_is_added_until_nothing_is_granted() -> None:
    standing = Standing(0, 60)

    standing.add(Lease(granted=2, remaining=5, seconds=10), asked_at=1)
    assert (standing.remaining, standing.ends_at, standing.is_spent) == (7, 11, False)

    standing.add(Lease(granted=0, remaining=0, seconds=9), asked_at=2)
    assert (standing.remaining, standing.is_spent) == (2, True)


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.floats(0, 50, allow_subnormal=False)), max_size=200
    )
)
def test_no_window_lets_in_more_than_its_quota(asked: list[tuple[str, float]]) -> None:
    windows, at = Windows(POLICY), 0.0
    let_in: dict[tuple[str, float], int] = {}
    for who, pause in asked:
        at += pause
        standing = windows.standing(who, at)
        assert at < standing.ends_at <= at + 60
        if standing.take():
            window = who, standing.ends_at
            let_in[window] = let_in.get(window, 0) + 1

    assert all(number <= 3 for number in let_in.values())
