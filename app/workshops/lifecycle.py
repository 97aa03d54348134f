"""The life of a change request: a table of actions; pure."""

from dataclasses import dataclass
from typing import Final, Literal, get_args

from app.core.access.rules import Right
from app.workshops.errors import ChangeRequestState

State = Literal[
    "draft",
    "submitted",
    "under_discussion",
    "changes_requested",
    "consensus_call",
    "decided",
    "enacted",
    "released",
    "withdrawn",
    "superseded",
    "needs_rebase",
]
Outcome = Literal["accepted", "accepted_with_conditions", "rejected", "deferred"]
ActionName = Literal[
    "reword",
    "amend",
    "submit",
    "discuss",
    "request_changes",
    "call",
    "take_position",
    "decide",
    "enact",
    "release",
    "withdraw",
    "supersede",
    "outdate",
    "rebase",
]
Need = Literal["author", "other", "reason", "successor", "applies", "consensus"]

STATES: tuple[State, ...] = get_args(State)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
ACCEPTED: frozenset[Outcome] = frozenset(("accepted", "accepted_with_conditions"))
DISCUSSED: tuple[State, ...] = (
    "submitted",
    "under_discussion",
    "changes_requested",
    "consensus_call",
)
"""Between submission and decision: here entities take positions, and operations are amended."""
FINAL: frozenset[State] = frozenset(("released", "withdrawn", "superseded"))
_OPEN: tuple[State, ...] = ("draft", *DISCUSSED)


@dataclass(frozen=True)
class Action:
    """What may be done with a change request: from where to where, by whom, on what condition.

    ``target`` None means the state that it had before. ``outcomes`` narrows ``decided``
    to those decisions. ``needs`` are conditions beyond state and right: ``author`` (the
    proposing entity or staff), ``other`` (nobody who wrote it), a ``reason``, a
    ``successor``, that the operations ``applies`` to the draft, that there is ``consensus``.
    ``right`` None: only the system does it.
    """

    name: ActionName
    source: State
    target: State | None
    right: Right | None
    needs: frozenset[Need] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()


_PROPOSE: Final = "taxonomy:propose"
_DISCUSS: Final = "taxonomy:discuss"
_AUTHOR: frozenset[Need] = frozenset(("author",))
_DEFERRED: frozenset[Outcome] = frozenset(("deferred",))


def _rows() -> tuple[Action, ...]:
    applies: frozenset[Need] = frozenset(("author", "applies"))
    return (
        *(Action("reword", one, one, _PROPOSE, _AUTHOR) for one in _OPEN),
        *(Action("amend", one, one, _PROPOSE, applies) for one in _OPEN),
        Action("submit", "draft", "submitted", _PROPOSE, applies),
        Action("submit", "changes_requested", "under_discussion", _PROPOSE, applies),
        Action("discuss", "submitted", "under_discussion", _DISCUSS),
        Action("discuss", "changes_requested", "under_discussion", _DISCUSS),
        Action("discuss", "consensus_call", "under_discussion", _DISCUSS),
        Action("discuss", "decided", "under_discussion", _DISCUSS, outcomes=_DEFERRED),
        *(
            Action("request_changes", one, "changes_requested", _DISCUSS, frozenset(("reason",)))
            for one in ("submitted", "under_discussion", "consensus_call")
        ),
        *(
            Action("call", one, "consensus_call", _DISCUSS, frozenset(("applies",)))
            for one in ("under_discussion", "changes_requested")
        ),
        *(Action("take_position", one, one, "positions:record") for one in DISCUSSED),
        Action(
            "decide",
            "consensus_call",
            "decided",
            "taxonomy:decide",
            frozenset(("other", "applies", "consensus")),
        ),
        Action(
            "enact", "decided", "enacted", "taxonomy:release", frozenset(("applies",)), ACCEPTED
        ),
        Action("release", "enacted", "released", None),
        *(Action("withdraw", one, "withdrawn", _PROPOSE, _AUTHOR) for one in _ASIDE),
        Action("withdraw", "decided", "withdrawn", _PROPOSE, _AUTHOR, _DEFERRED),
        *(Action("supersede", one, "superseded", _PROPOSE, _REPLACED) for one in _ASIDE),
        Action("supersede", "decided", "superseded", _PROPOSE, _REPLACED, _DEFERRED),
        *(Action("outdate", one, "needs_rebase", None) for one in DISCUSSED),
        Action("outdate", "decided", "needs_rebase", None, outcomes=ACCEPTED),
        Action("rebase", "needs_rebase", None, _PROPOSE, applies),
    )


_ASIDE: tuple[State, ...] = (*_OPEN, "needs_rebase")
_REPLACED: frozenset[Need] = frozenset(("author", "successor"))
ACTIONS: tuple[Action, ...] = _rows()
"""Every action from every state in which it is open; what is not here cannot be done."""


def action_from(name: ActionName, state: State, outcome: Outcome | None = None) -> Action:
    """Find the row of the table for an action.

    Raises:
        ChangeRequestState: the action is not open in this state, or after this decision.

    """
    for action in ACTIONS:
        if (action.name, action.source) == (name, state) and _fits(action, outcome):
            return action
    what = f"'{state}' ({outcome})" if state == "decided" and outcome else f"'{state}'"
    raise ChangeRequestState(f"A change request that is {what} cannot be changed by '{name}'.")


def actions_from(state: State, outcome: Outcome | None = None) -> tuple[Action, ...]:
    """List what may be done in a state, in the order of the table."""
    return tuple(one for one in ACTIONS if one.source == state and _fits(one, outcome))


def state_after_rebase(before: State, *, has_changed: bool) -> State:
    """Return the state of a rebased change request: the one it had.

    A decision is bound to the operations that were decided on: when they had to change,
    the change request is called anew.
    """
    return "consensus_call" if before == "decided" and has_changed else before


def _fits(action: Action, outcome: Outcome | None) -> bool:
    return action.source != "decided" or not action.outcomes or outcome in action.outcomes
