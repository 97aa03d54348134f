"""When a notice is made, and when it is tried again; pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

NoticeKind = Literal[
    "invitation", "reminder", "change", "cancellation", "positions_asked", "decision"
]
NoticeState = Literal["waiting", "sent", "no_address", "failed"]


@dataclass(frozen=True)
class Telling:
    """What is to be told to whom: addresses by entity, none where none is known."""

    kind: NoticeKind
    facts: Mapping[str, Any]  # Any: JSON
    recipients: Mapping[str, Sequence[str]]


MOST_ATTEMPTS = 12
_FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=12)

KINDS: Mapping[str, NoticeKind] = {
    "workshop_entities_invited": "invitation",
    "workshop_reminded": "reminder",
    "workshop_changed": "change",
    "workshop_cancelled": "cancellation",
}
"""Which notice an event of a workshop makes; any other makes none."""
TOLD_FIELDS = frozenset(("startsAt", "endsAt", "place", "onlineUrl"))
"""Of a change, those who are invited are told only what moves them."""


def next_try(attempts: int, at: datetime) -> datetime | None:
    """Tell when to try again after so many attempts; None when it is to be given up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    pause: timedelta = _FIRST_PAUSE * 2 ** (attempts - 1)
    return at + min(pause, LONGEST_PAUSE)


def invited_entities(fields: tuple[str, ...]) -> list[str]:
    """Name the entities that an entry of the journal says were invited."""
    prefix = "invitations/"
    return [one.removeprefix(prefix) for one in fields if one.startswith(prefix)]
