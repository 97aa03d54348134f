"""Quotas: how often somebody may ask, counted in one process or in all of them together."""

from app.core.quota.rules import Lease, Policy, Standing, Windows
from app.core.quota.shared import SharedWindows

__all__ = ["Lease", "Policy", "SharedWindows", "Standing", "Windows"]
