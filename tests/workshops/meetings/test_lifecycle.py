"""The life of a workshop as a table."""

import pytest

from app.workshops.meetings_errors import WorkshopState
from app.workshops.meetings_lifecycle import ACTIONS, OPEN_TO, STATES, after, check_open_to

# Rows: deeds; columns: planned, open, closed, cancelled.
ALLOWED = """
change      y y . .
invite      y y . .
reply       y y . .
agenda      y y . .
position    y y . .
attendance  . y . .
minutes     . y y .
"""


@pytest.mark.parametrize("line", ALLOWED.strip().splitlines())
def test_each_deed_is_open_in_its_states_only(line: str) -> None:
    deed, *marks = line.split()

    for state, mark in zip(STATES, marks, strict=True):
        if mark == "y":
            check_open_to(deed, state)  # type: ignore[arg-type]  # a word of the table
        else:
            with pytest.raises(WorkshopState):
                check_open_to(deed, state)  # type: ignore[arg-type]
    assert len(OPEN_TO) == 7


def test_a_workshop_is_planned_opened_and_closed() -> None:
    assert after(ACTIONS["open"], "planned") == "open"
    assert after(ACTIONS["close"], "open") == "closed"
    assert after(ACTIONS["cancel"], "planned") == "cancelled"


@pytest.mark.parametrize(
    ("name", "state"),
    [("open", "open"), ("open", "closed"), ("close", "planned"), ("cancel", "open"),
     ("close", "cancelled"), ("open", "cancelled")],
)  # fmt: skip
def test_what_is_over_does_not_begin_again(name: str, state: str) -> None:
    with pytest.raises(WorkshopState):
        after(ACTIONS[name], state)  # type: ignore[index, arg-type]
