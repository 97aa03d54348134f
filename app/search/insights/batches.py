"""What was heard since the last time it was written down, each session's repeats put together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.search.insights.heard import Heard

MOST_SEARCHES, MOST_CLICKS = 500, 100
"""Of one session and day; more is a machine, and would only fill the log."""
MOST_A_DAY = 1_000_000
"""Searches that one process writes down on a day."""
_MOST_SESSIONS = 200_000


@dataclass(frozen=True, slots=True)
class Click:
    """A hit that was opened: of which search, and its place among the hits, from 1."""

    query_id: str
    service_id: str
    position: int


@dataclass
class Batch:
    """Searches and clicks of one day, by session."""

    queries: dict[str, Heard] = field(default_factory=dict)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    clicks: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def heard(self) -> list[Heard]:
        """Return the searches that anybody has asked in the end."""
        asked = {query for query, _ in self.asked}
        return [one for query, one in self.queries.items() if query in asked]

    def __bool__(self) -> bool:
        """Tell whether there is anything to write."""
        return bool(self.asked or self.clicks)


class Allowance:
    """How much each session may still add on a day; a new day begins anew."""

    def __init__(self) -> None:
        self._day = ""
        self._used: Counter[tuple[str, bool]] = Counter()
        self._written = 0

    def batch(self, day: str, noted: Iterable[tuple[str, Heard | Click]]) -> Batch:
        """Put together what was noted on a day, as far as it is allowed."""
        if day != self._day or len(self._used) > _MOST_SESSIONS:
            self._used.clear()
        if day != self._day:
            self._day, self._written = day, 0
        batch, last = Batch(), dict[str, Heard]()
        for session, one in noted:
            if self._takes(session, is_click=isinstance(one, Click)):
                _add(batch, session, one, last)
        return batch

    def _takes(self, session: str, *, is_click: bool) -> bool:
        most = MOST_CLICKS if is_click else MOST_SEARCHES
        if self._used[session, is_click] >= most or self._written >= MOST_A_DAY:
            return False
        self._used[session, is_click] += 1
        self._written += 1
        return True


def _add(batch: Batch, session: str, one: Heard | Click, last: dict[str, Heard]) -> None:
    if isinstance(one, Click):
        key = (one.query_id, session, one.service_id)
        batch.clicks[key] = min(one.position, batch.clicks.get(key, one.position))
        return
    before = batch.queries.get(one.query_id)
    if before is None or one.hits is not None:
        batch.queries[one.query_id] = one
    batch.asked[one.query_id, session] += 1
    _forget_unfinished(batch, session, last.get(session), one)
    last[session] = one


def _forget_unfinished(batch: Batch, session: str, before: Heard | None, now: Heard) -> None:
    """Forget what somebody had typed so far when more was typed a moment later."""
    if before is None or before.text == now.text or not now.text.startswith(before.text):
        return
    batch.asked[before.query_id, session] -= 1
    if not batch.asked[before.query_id, session]:
        del batch.asked[before.query_id, session]
