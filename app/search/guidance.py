"""What a process knows beside the index that steers its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.core.languages import Language
from app.search.bets.rules import NO_BETS, Bets
from app.search.plan import Plan
from app.search.semantic.fusing import Neighbours, points_near
from app.search.steering import Steering


@dataclass(frozen=True, slots=True)
class Guidance:
    """The popularity of services, 1 to 1000, what is pinned for which words, and what is near.

    Without ``neighbours`` nothing is searched by meaning.
    """

    popularity: Mapping[str, int] = field(default_factory=dict)
    bets: Bets = NO_BETS
    neighbours: Neighbours | None = None

    def steering(self, plan: Plan | None, language: Language | None, at: datetime) -> Steering:
        """Return what steers a search at a time, for readers of a language or of any."""
        pinned = self.bets.pinned(plan, language, at) if plan else ()
        near = points_near(plan, self.neighbours) if plan and self.neighbours else {}
        return Steering(pinned=pinned, popularity=self.popularity, near=near)

    def by_words(self) -> "Guidance":
        """Return the same without what is near."""
        return replace(self, neighbours=None)


NO_GUIDANCE = Guidance()
"""Words alone decide."""
