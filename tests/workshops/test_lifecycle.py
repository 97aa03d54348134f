"""The life of a change request is a table, and what is not in it cannot be done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.workshops.errors import ChangeRequestState
from app.workshops.lifecycle import (
    ACTIONS,
    FINAL,
    OUTCOMES,
    STATES,
    action_from,
    actions_from,
    state_after_rebase,
)

NAMES = sorted({action.name for action in ACTIONS})


def test_the_way_of_an_accepted_change_request() -> None:
    way = [
        ("submit", None),
        ("discuss", None),
        ("request_changes", None),
        ("submit", None),
        ("call", None),
        ("decide", None),
        ("enact", "accepted"),
        ("release", None),
    ]
    state, seen = "draft", []
    for name, outcome in way:
        state = action_from(name, state, outcome).target  # type: ignore[arg-type]
        seen.append(state)

    assert seen == [
        "submitted",
        "under_discussion",
        "changes_requested",
        "under_discussion",
        "consensus_call",
        "decided",
        "enacted",
        "released",
    ]


def test_what_was_deferred_is_taken_up_again_and_what_was_rejected_is_not() -> None:
    assert action_from("discuss", "decided", "deferred").target == "under_discussion"
    with pytest.raises(ChangeRequestState, match=r"'decided' \(rejected\)"):
        action_from("discuss", "decided", "rejected")


@pytest.mark.parametrize("outcome", ["rejected", "deferred"])
def test_only_what_was_accepted_is_enacted(outcome: str) -> None:
    with pytest.raises(ChangeRequestState):
        action_from("enact", "decided", outcome)  # type: ignore[arg-type]


def test_nothing_is_done_with_what_has_ended() -> None:
    assert [actions_from(state) for state in sorted(FINAL)] == [(), (), ()]


def test_operations_change_before_a_decision_only() -> None:
    open_to_amendment = {one.source for one in ACTIONS if one.name == "amend"}

    assert open_to_amendment == {
        "draft",
        "submitted",
        "under_discussion",
        "changes_requested",
        "consensus_call",
    }


def test_a_decision_is_for_those_who_did_not_write_it() -> None:
    assert all("other" in one.needs for one in ACTIONS if one.name == "decide")


def test_a_rebased_change_request_returns_to_where_it_was() -> None:
    assert state_after_rebase("under_discussion", has_changed=True) == "under_discussion"
    assert state_after_rebase("decided", has_changed=False) == "decided"
    assert state_after_rebase("decided", has_changed=True) == "consensus_call"


@given(st.sampled_from(NAMES), st.sampled_from(STATES), st.sampled_from([None, *OUTCOMES]))
def test_an_action_is_open_exactly_where_the_table_has_a_row(
    name: str, state: str, outcome: str | None
) -> None:
    listed = [one for one in actions_from(state, outcome) if one.name == name]  # type: ignore[arg-type]

    if listed:
        assert action_from(name, state, outcome) == listed[0]  # type: ignore[arg-type]
        assert len(listed) == 1
    else:
        with pytest.raises(ChangeRequestState):
            action_from(name, state, outcome)  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(OUTCOMES)), max_size=60))
def test_no_way_leads_to_a_release_without_a_decision(way: list[tuple[str, str]]) -> None:
    state, was_decided = "draft", False
    for name, outcome in way:
        try:
            state = action_from(name, state, outcome).target or "consensus_call"  # type: ignore[arg-type]
        except ChangeRequestState:
            continue
        was_decided |= name == "decide"
        assert was_decided or state not in ("decided", "enacted", "released")
