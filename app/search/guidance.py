"""What a process knows beside the index that steers its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.search.steering import Steering


@dataclass(frozen=True, slots=True)
class Guidance:
    """The popularity of services, 1 to 1000."""

    popularity: Mapping[str, int] = field(default_factory=dict)

    def steering(self) -> Steering:
        """Return what steers a search."""
        return Steering(popularity=self.popularity)


NO_GUIDANCE = Guidance()
"""Words alone decide."""
