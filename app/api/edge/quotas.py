"""Quotas at the edge: who may still ask, and the headers that say so.

Headers: ``RateLimit-Policy`` and ``RateLimit`` of the IETF draft
"RateLimit header fields for HTTP" (September 2025), and the older
``RateLimit-Limit``, ``-Remaining`` and ``-Reset`` that the Italian rules ask for.
"""

import time
from math import ceil

import anyio
import anyio.to_thread
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.api.edge.gate_measures import GateMeasures
from app.api.edge.lines import Header, rendered
from app.core.quota import Policy, SharedWindows, Standing, Windows

STORE_SECONDS = 0.5
REST_SECONDS = 5.0
_log = structlog.get_logger("dalil.quota")


class Quota:
    """One policy's windows: in this process, or shared when there is a store.

    When the store fails, everybody is let in up to the quota of this process
    alone, it is counted, and the store is left in peace for five seconds.
    """

    def __init__(self, policy: Policy, measures: GateMeasures) -> None:
        self.policy = policy
        self.store: SharedWindows | None = None
        self._measures = measures
        self._alone = Windows(policy)
        self._shared = Windows(policy, first_tokens=0)
        self._rests_until = 0.0
        self._limiter: anyio.CapacityLimiter | None = None
        name = f'"{policy.name}"'.encode()
        self._same: list[Header] = [
            (b"ratelimit-policy", b"%s;q=%d;w=%d" % (name, policy.quota, policy.seconds)),
            (b"ratelimit-limit", b"%d" % policy.quota),
        ]
        self._line = name + b";r=%d;t=%d"
        rest = b"ratelimit: %b\r\nratelimit-remaining: %%d\r\nratelimit-reset: %%d\r\n"
        self._lines = rendered(self._same) + rest % self._line

    def count_alone(self, who: str) -> Standing:
        """Count a request in this process only; it is never refused."""
        standing = self._alone.standing(who, time.monotonic())
        standing.take()
        return standing

    async def admit(self, who: str) -> tuple[bool, Standing]:
        """Count a request and tell whether it is let in."""
        at = time.monotonic()
        if self.store is None or at < self._rests_until:
            standing = self._alone.standing(who, at)
            return standing.take(), standing
        standing = self._shared.standing(who, at)
        if standing.take():
            return True, standing
        if standing.is_spent or await self._leased(self.store, who, standing):
            return standing.take(), standing
        standing = self._alone.standing(who, at)
        return standing.take(), standing

    def admit_at_once(self, who: str) -> Standing | None:
        """Count a request that can be let in without asking the store; None for all others."""
        at = time.monotonic()
        is_alone = self.store is None or at < self._rests_until
        standing = (self._alone if is_alone else self._shared).standing(who, at)
        return standing if standing.take() else None

    def spent(self, who: str) -> Standing | None:
        """Find the window of somebody who is known to have used up the quota."""
        at = time.monotonic()
        shared, alone = self._shared.find(who, at), self._alone.find(who, at)
        if shared is not None and shared.is_spent and shared.tokens <= 0:
            return shared
        return alone if alone is not None and alone.tokens <= 0 else None

    def headers(self, standing: Standing) -> list[Header]:
        """Say how many requests are left and when the next window begins."""
        remaining, seconds = standing.remaining, seconds_left(standing)
        return [
            *self._same,
            (b"ratelimit", self._line % (remaining, seconds)),
            (b"ratelimit-remaining", b"%d" % remaining),
            (b"ratelimit-reset", b"%d" % seconds),
        ]

    def lines(self, standing: Standing) -> bytes:
        """Write the same headers as lines."""
        remaining, seconds = standing.remaining, seconds_left(standing)
        return self._lines % (remaining, seconds, remaining, seconds)

    async def _leased(self, store: SharedWindows, who: str, standing: Standing) -> bool:
        """Ask the store for more; tells whether it has answered."""
        self._limiter = self._limiter or anyio.CapacityLimiter(4)
        asked_at = time.monotonic()
        try:
            with anyio.fail_after(STORE_SECONDS):
                lease = await anyio.to_thread.run_sync(
                    store.lease, who, self.policy, abandon_on_cancel=True, limiter=self._limiter
                )
        except (SQLAlchemyError, TimeoutError) as fault:
            self._rests_until = time.monotonic() + REST_SECONDS
            self._measures.store_failures.inc()
            _log.warning("quota_store_failed", error=str(fault)[:300])
            return False
        standing.add(lease, asked_at)
        return True


def seconds_left(standing: Standing) -> int:
    """Tell in how many seconds the next window begins, rounded up."""
    return max(0, ceil(standing.ends_at - time.monotonic()))
