"""Rules of consensus: what positions say, and whether a decision may be taken. Pure."""

from app.workshops.rules.consensus import NAMES, RULES, missing, unmet
from app.workshops.rules.tallies import Tally, tally_of
from app.workshops.rules.values import (
    DISPOSITIONS,
    STANCES,
    Case,
    Disposition,
    DispositionKind,
    Reason,
    RuleName,
    Stance,
    Voice,
)

__all__ = [
    "DISPOSITIONS",
    "NAMES",
    "RULES",
    "STANCES",
    "Case",
    "Disposition",
    "DispositionKind",
    "Reason",
    "RuleName",
    "Stance",
    "Tally",
    "Voice",
    "missing",
    "tally_of",
    "unmet",
]
