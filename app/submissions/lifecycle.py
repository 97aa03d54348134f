"""The life of a submission: a table of actions; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from app.core.access.rules import Right
from app.submissions.errors import WrongState

State = Literal[
    "submitted",
    "in_review",
    "scheduled",
    "published",
    "returned",
    "rejected",
    "withdrawn",
    "superseded",
]
ActionName = Literal[
    "take", "approve", "publish", "give_back", "return", "reject", "withdraw", "supersede"
]

CLOCK = "clock"
"""Who the journal names where nobody acted but time."""
STATES: tuple[State, ...] = get_args(State)
OPEN: frozenset[State] = frozenset(("submitted", "in_review"))
"""States in which a reviewer has still to decide."""


@dataclass(frozen=True)
class Action:
    """What may be done with a submission, from where, and with which right.

    ``needs_reason``: the entity must be told why. ``is_verdict``: the person who
    sent the entry in may not do it.
    """

    name: ActionName
    sources: frozenset[State]
    target: State
    right: Right
    needs_reason: bool = False
    is_verdict: bool = False


_WAITING: frozenset[State] = OPEN | {"scheduled"}
_REVIEW: Right = "submissions:review"
_SUBMIT: Right = "entries:submit"

ACTIONS: Mapping[ActionName, Action] = {
    action.name: action
    for action in (
        Action("take", OPEN, "in_review", _REVIEW, is_verdict=True),
        Action("approve", OPEN, "published", _REVIEW, is_verdict=True),
        Action("publish", frozenset(("scheduled",)), "published", _REVIEW),
        Action("give_back", frozenset(("scheduled",)), "in_review", _REVIEW),
        Action("return", _WAITING, "returned", _REVIEW, needs_reason=True, is_verdict=True),
        Action("reject", _WAITING, "rejected", _REVIEW, needs_reason=True, is_verdict=True),
        Action("withdraw", _WAITING, "withdrawn", _SUBMIT),
        Action("supersede", _WAITING, "superseded", _SUBMIT),
    )
}


def after(action: Action, state: State) -> State:
    """Return the state that an action leads to.

    Raises:
        WrongState: the action is not open in this state.

    """
    if state not in action.sources:
        raise WrongState(f"A submission that is '{state}' cannot be changed by '{action.name}'.")
    return action.target
