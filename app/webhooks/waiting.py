"""Who is to be served next: those to whom something is due, the longest waiting first."""

import time
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.webhooks.queries import Standing
from app.webhooks.rules import is_waiting

MOST_AT_ONCE = 64
MOST_LAGGING_AT_ONCE = 32
"""Receivers that have failed, or were slow, may take half of the room, whatever their number."""
MOST_OF_OWNER = 16
SLOW_SECONDS = 3.0
"""A batch that takes longer has met an answer that took more than a second."""
LOOK_SECONDS = 2.0
_SHORTEST_SECONDS = 0.05


@dataclass
class _Known:
    """What this process knows of a subscription beyond the table."""

    generation: int
    seq: int
    served_at: float = 0
    is_slow: bool = False
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
        serving = [one for one in standings if one.id in taken]
        lagging = sum(map(self._is_lagging, serving))
        owners = Counter(one.owner for one in serving)
        due = [one for one in standings if one.id not in taken and self._is_due(one, head, at)]
        due.sort(key=lambda one: (self._is_lagging(one), self._known[one.id].served_at))
        chosen: list[Standing] = []
        for one in due:
            is_lagging = self._is_lagging(one)
            if len(taken) + len(chosen) >= MOST_AT_ONCE:
                break
            if owners[one.owner] >= MOST_OF_OWNER:
                continue
            if is_lagging and lagging >= MOST_LAGGING_AT_ONCE:
                continue
            lagging += is_lagging
            owners[one.owner] += 1
            self._known[one.id].served_at = time.monotonic()
            chosen.append(one)
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

    def note_pace(self, webhook_id: str, seconds: float) -> None:
        """Note how long serving a subscription took."""
        if webhook_id in self._known:
            self._known[webhook_id].is_slow = seconds > SLOW_SECONDS

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

    def _is_lagging(self, standing: Standing) -> bool:
        return standing.failed_attempts > 0 or self._known[standing.id].is_slow

    def _is_due(self, standing: Standing, head: int, at: datetime) -> bool:
        known = self._known[standing.id]
        if is_waiting(standing.next_at, at) or known.rests_until > time.monotonic():
            return False
        return max(standing.seq, known.seq) < head
