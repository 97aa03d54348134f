"""The quality of a published service: a public formula over what the rules find. Pure.

``100 - 15 * errors - 5 * warnings - 2 * suggestions - 10 if stale``, never below 0. A rule
counts once, however many places break it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core.errors import Finding

FULL = 100
POINTS = {"error": 15, "warning": 5, "suggestion": 2}
STALE_POINTS = 10


@dataclass(frozen=True)
class Quality:
    """A score from 0 to 100 and what it is made of: numbers of broken rules."""

    score: int
    errors: int
    warnings: int
    suggestions: int
    is_stale: bool


def quality_of(findings: Iterable[Finding], *, is_stale: bool) -> Quality:
    """Score a service by what the rules say of it."""
    severity_of = {one.rule: one.severity for one in findings}
    numbers = {name: list(severity_of.values()).count(name) for name in POINTS}
    lost = sum(POINTS[name] * number for name, number in numbers.items())
    score = max(0, FULL - lost - (STALE_POINTS if is_stale else 0))
    return Quality(score, numbers["error"], numbers["warning"], numbers["suggestion"], is_stale)
