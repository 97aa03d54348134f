"""Who is to be served next: those to whom something is due, the longest waiting first."""

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.webhooks.queries import Standing

MOST_AT_ONCE = 64
MOST_FAILING_AT_ONCE = 32
"""Receivers that have failed may take half of the room, whatever their number."""
LOOK_SECONDS = 2.0
_SHORTEST_SECONDS = 0.05


@dataclass
class _Known:
    """What this process knows of a subscription beyond the table."""

    generation: int
    seq: int
    served_at: float = 0
    rests_until: float = 0


class Waiting:
    """The subscriptions that are not being served at the moment."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}

    def choose(
        self, standings: Sequence[Standing], *, head: int, at: datetime, taken: Collection[str]
    ) -> list[Standing]:
        """Choose who is to be served now, as many as there is room for."""
        self._refresh(standings)
        failing = sum(one.failed_attempts > 0 for one in standings if one.id in taken)
        room, room_failing = MOST_AT_ONCE - len(taken), MOST_FAILING_AT_ONCE - failing
        due = [one for one in standings if one.id not in taken and self._is_due(one, head, at)]
        due.sort(key=lambda one: self._known[one.id].served_at)
        well = [one for one in due if not one.failed_attempts]
        failed = [one for one in due if one.failed_attempts]
        chosen = [*well, *failed[: max(0, room_failing)]][: max(0, room)]
        for one in chosen:
            self._known[one.id].served_at = time.monotonic()
        return chosen

    def pause(self, standings: Sequence[Standing], at: datetime) -> float:
        """Tell how many seconds to wait at most before looking again."""
        times = [(one.next_at - at).total_seconds() for one in standings if one.next_at]
        return max(_SHORTEST_SECONDS, min([LOOK_SECONDS, *(one for one in times if one > 0)]))

    def place(self, standing: Standing) -> int:
        """Tell after which entry to go on reading for a subscription."""
        known = self._known.get(standing.id)
        return max(standing.seq, known.seq) if known else standing.seq

    def passed(self, standing: Standing, seq: int) -> None:
        """Note that up to an entry nothing is of interest to a subscription."""
        known = self._known.get(standing.id)
        if known and known.generation == standing.generation:
            known.seq = max(known.seq, seq)

    def rest(self, webhook_id: str, seconds: float) -> None:
        """Leave a subscription alone for a while, whatever the table says."""
        if webhook_id in self._known:
            self._known[webhook_id].rests_until = time.monotonic() + seconds

    def _refresh(self, standings: Sequence[Standing]) -> None:
        """Forget who is gone, and what was known before somebody moved a subscription."""
        kept = {}
        for one in standings:
            known = self._known.get(one.id)
            is_same = known is not None and known.generation == one.generation
            kept[one.id] = known if known and is_same else _Known(one.generation, one.seq)
        self._known = kept

    def _is_due(self, standing: Standing, head: int, at: datetime) -> bool:
        known = self._known[standing.id]
        if (standing.next_at and standing.next_at > at) or known.rests_until > time.monotonic():
            return False
        return max(standing.seq, known.seq) < head
