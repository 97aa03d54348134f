"""What must hold in a scheme, and what makes one hard to use. Pure.

The rules are SKOS's integrity conditions (W3C SKOS Reference, 2009: S13, S14, S27, S46),
those of qSKOS (Mader and others, 2012) that fit, and the catalogue's own. An error stands
in the way of a release, a warning is shown to the steward.
"""

from app.taxonomy.integrity.base import Rule
from app.taxonomy.integrity.register import RULES, check, check_around, faults, namesakes, rule
from app.taxonomy.integrity.subject import LabelIndex, label_index
from app.taxonomy.integrity.told import Limits, Past, Tags, Terms, UniqueLabels

__all__ = [
    "RULES",
    "LabelIndex",
    "Limits",
    "Past",
    "Rule",
    "Tags",
    "Terms",
    "UniqueLabels",
    "check",
    "check_around",
    "faults",
    "label_index",
    "namesakes",
    "rule",
]
