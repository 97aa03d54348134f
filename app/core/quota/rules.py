"""Counting in windows; pure, but for the clock that is handed in.

A window begins with the first request of whoever asks and lasts as long as its
policy says. Within it at most ``quota`` requests are let in, so no more than
twice as many in any stretch of time of that length.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """How many requests within how many seconds."""

    name: str
    quota: int
    seconds: int = 60


@dataclass(frozen=True)
class Lease:
    """Requests that one process may let in by itself, until the window ends.

    ``remaining`` are those that are left for all processes together.
    """

    granted: int
    remaining: int
    seconds: float


class Standing:
    """How one of those who ask stands in the present window.

    ``tokens`` can be used at once, ``elsewhere`` may be left with other
    processes; ``is_spent`` says that nobody has any left.
    """

    __slots__ = ("elsewhere", "ends_at", "is_spent", "tokens")

    def __init__(self, tokens: int, ends_at: float) -> None:
        self.tokens = tokens
        self.elsewhere = 0
        self.ends_at = ends_at
        self.is_spent = False

    @property
    def remaining(self) -> int:
        """How many requests are left, as far as this process knows."""
        return self.tokens + self.elsewhere

    def take(self) -> bool:
        """Use one token, if there is one."""
        if self.tokens <= 0:
            return False
        self.tokens -= 1
        return True

    def add(self, lease: Lease, asked_at: float) -> None:
        """Take over what was granted; the window ends when the granting store says."""
        self.tokens += lease.granted
        self.elsewhere = lease.remaining
        self.ends_at = asked_at + lease.seconds
        self.is_spent = lease.granted == 0


class Windows:
    """The present windows of everybody, in one process.

    They lie in two generations; when the younger has lasted as long as a window,
    the older is dropped, which holds nothing but windows that have ended. So
    memory is bounded by those who asked within two windows, and by ``most``.
    """

    def __init__(
        self, policy: Policy, *, first_tokens: int | None = None, most: int = 200_000
    ) -> None:
        self.policy = policy
        self._first_tokens = policy.quota if first_tokens is None else first_tokens
        self._most = most
        self._young: dict[str, Standing] = {}
        self._old: dict[str, Standing] = {}
        self._turns_at = 0.0

    def __len__(self) -> int:
        """Count the windows that are in memory."""
        return len(self._young) + len(self._old)

    def standing(self, who: str, at: float) -> Standing:
        """Find or begin the window of one who asks at this moment (monotonic seconds)."""
        found = self._young.get(who)
        if found is not None and found.ends_at > at:
            return found
        return self._older_or_new(who, at)

    def find(self, who: str, at: float) -> Standing | None:
        """Find a window that has begun and not ended."""
        found = self._young.get(who) or self._old.get(who)
        return found if found is not None and found.ends_at > at else None

    def _older_or_new(self, who: str, at: float) -> Standing:
        if at >= self._turns_at or len(self._young) >= self._most:
            self._old, self._young = self._young, {}
            self._turns_at = at + self.policy.seconds
        found = self._old.get(who)
        if found is None or found.ends_at <= at:
            found = Standing(self._first_tokens, at + self.policy.seconds)
        self._young[who] = found
        return found
