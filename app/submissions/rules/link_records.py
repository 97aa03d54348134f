"""What checking found of a link over time: three strikes before it counts as broken. Pure."""

from dataclasses import dataclass
from typing import Literal

LinkKind = Literal["sound", "blocked", "gone", "failing", "private"]
"""``blocked``: the site refuses robots; ``gone``: it says that the page is not there;
``failing``: no answer, or an error of the server; ``private``: it leads inside."""

_STRIKES_OUT = 3
FAILED = frozenset({"gone", "failing", "private"})


@dataclass(frozen=True)
class LinkRecord:
    """The last answer of a link, and how many checks running have failed."""

    kind: LinkKind
    status: int | None = None
    strikes: int = 0

    @property
    def is_broken(self) -> bool:
        """Whether three checks running have failed."""
        return self.strikes >= _STRIKES_OUT

    @property
    def verdict(self) -> str:
        """What the rules say of it: ``broken``, ``blocked`` or ``sound`` so far."""
        if self.is_broken:
            return "broken"
        return "blocked" if self.kind == "blocked" else "sound"


def after_check(before: LinkRecord | None, kind: LinkKind, status: int | None) -> LinkRecord:
    """Count a check: a failure is a strike, an answer wipes them out, a refusal leaves them."""
    strikes = before.strikes if before else 0
    if kind in FAILED:
        return LinkRecord(kind, status, strikes + 1)
    return LinkRecord(kind, status, strikes if kind == "blocked" else 0)
