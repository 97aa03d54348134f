"""What a process knows beside the index that steers its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.core.languages import Language
from app.search.bets.rules import NO_BETS, Bets
from app.search.plan import Plan
from app.search.steering import Steering


@dataclass(frozen=True, slots=True)
class Guidance:
    """The popularity of services, 1 to 1000, and what is pinned for which words."""

    popularity: Mapping[str, int] = field(default_factory=dict)
    bets: Bets = NO_BETS

    def steering(self, plan: Plan | None, language: Language | None, at: datetime) -> Steering:
        """Return what steers a search at a time, for readers of a language or of any."""
        pinned = self.bets.pinned(plan, language, at) if plan else ()
        return Steering(pinned=pinned, popularity=self.popularity)


NO_GUIDANCE = Guidance()
"""Words alone decide."""
