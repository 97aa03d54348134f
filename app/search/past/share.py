"""How much of its time a process may spend on something that anybody can ask for; pure."""


class Share:
    """A part of the time, with some seconds on credit; the clock is handed in.

    What was spent is paid back at the rate of the part. Nothing more may begin while more
    is owed than the credit.
    """

    def __init__(self, *, part: float, credit_seconds: float) -> None:
        self._part = part
        self._credit = credit_seconds
        self._owed = 0.0
        self._at = 0.0

    def wait(self, at: float) -> float:
        """Tell in how many seconds the next piece of work may begin; 0 is now."""
        self._pay(at)
        return max(0.0, (self._owed - self._credit) / self._part)

    def spend(self, seconds: float, at: float) -> None:
        """Note that a piece of work, which is over at this moment, took so much."""
        self._pay(at)
        self._owed += seconds

    def _pay(self, at: float) -> None:
        self._owed = max(0.0, self._owed - self._part * (at - self._at))
        self._at = at
