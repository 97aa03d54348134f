"""How long an entry is trusted without anybody saying that it is still correct. Pure.

A service has a class; each class has its times. What names fees goes stale sooner than
what only informs, because a wrong fee costs people money.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

NOTICE = timedelta(days=30)
"""How long before it is archived an entity is told."""


@dataclass(frozen=True)
class FreshnessClass:
    """A class of services and its times since the last care."""

    id: str
    stale_after: timedelta
    archived_after: timedelta


WITH_FEES = FreshnessClass("with-fees", timedelta(days=180), timedelta(days=540))
GENERAL = FreshnessClass("general", timedelta(days=365), timedelta(days=730))
CLASSES = (WITH_FEES, GENERAL)


@dataclass(frozen=True)
class Freshness:
    """When somebody last took care of a service, and what follows from it."""

    class_id: str
    cared_at: datetime
    stale_at: datetime
    archived_at: datetime

    def is_stale(self, at: datetime) -> bool:
        """Tell whether it must be confirmed."""
        return at >= self.stale_at

    def is_noticed(self, at: datetime) -> bool:
        """Tell whether its archive must be announced."""
        return at >= self.archived_at - NOTICE


def class_of(content: Mapping[str, Any]) -> FreshnessClass:  # Any: ServiceContent as JSON
    """Tell the class of a service by what it says."""
    return WITH_FEES if content.get("hasCost") else GENERAL


def freshness_of(
    content: Mapping[str, Any],
    cared_at: datetime,  # Any: ServiceContent as JSON
) -> Freshness:
    """Tell when a service goes stale; care is a publication or a confirmation."""
    chosen = class_of(content)
    return Freshness(
        chosen.id, cared_at, cared_at + chosen.stale_after, cared_at + chosen.archived_after
    )
