"""The life of a workshop and of an invitation, as tables; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from app.workshops.meetings_errors import WorkshopState

State = Literal["planned", "open", "closed", "cancelled"]
Reply = Literal["invited", "reminded", "accepted", "declined"]
ActionName = Literal["open", "close", "cancel"]
Deed = Literal["change", "invite", "reply", "agenda", "attendance", "minutes", "position"]

STATES: tuple[State, ...] = get_args(State)
_PLANNED: frozenset[State] = frozenset(("planned",))
_OPEN: frozenset[State] = frozenset(("open",))
_CLOSED: frozenset[State] = frozenset(("closed",))


@dataclass(frozen=True)
class Action:
    """What may be done with a workshop, from where, and what the journal calls it."""

    name: ActionName
    sources: frozenset[State]
    target: State
    event: str


ACTIONS: Mapping[ActionName, Action] = {
    action.name: action
    for action in (
        Action("open", _PLANNED, "open", "workshop_opened"),
        Action("close", _OPEN, "closed", "workshop_closed"),
        Action("cancel", _PLANNED, "cancelled", "workshop_cancelled"),
    )
}
OPEN_TO: Mapping[Deed, frozenset[State]] = {
    "change": _PLANNED | _OPEN,
    "invite": _PLANNED | _OPEN,
    "reply": _PLANNED | _OPEN,
    "agenda": _PLANNED | _OPEN,
    "position": _PLANNED | _OPEN,
    "attendance": _OPEN,
    "minutes": _OPEN | _CLOSED,
}
"""In which states what may be done besides; minutes are corrected after a workshop as well."""


def after(action: Action, state: State) -> State:
    """Return the state that an action leads to.

    Raises:
        WorkshopState: the action is not open in this state.

    """
    if state not in action.sources:
        raise WorkshopState(f"A workshop that is '{state}' cannot be changed by '{action.name}'.")
    return action.target


def check_open_to(deed: Deed, state: State) -> None:
    """Let nothing be done to a workshop that its state does not allow.

    Raises:
        WorkshopState: names the states that allow it.

    """
    allowed = OPEN_TO[deed]
    if state not in allowed:
        listed = " or ".join(f"'{one}'" for one in STATES if one in allowed)
        raise WorkshopState(f"The workshop is '{state}'; '{deed}' needs it to be {listed}.")
