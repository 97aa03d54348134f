"""The rules that entries are judged by, as data: checked, shown, documented, tested."""

from app.submissions.rules.base import Context, Entry, Published, Rule
from app.submissions.rules.link_records import LinkRecord
from app.submissions.rules.links import addresses_of
from app.submissions.rules.neighbours import Neighbour, NeighbourIndex, neighbour_of
from app.submissions.rules.register import (
    RULES,
    all_rules,
    find,
    has_errors,
    is_ambiguous,
    rule,
)
from app.submissions.rules.shapes import findings_of, shape_findings
from app.submissions.rules.translations import text_dates

__all__ = [
    "RULES",
    "Context",
    "Entry",
    "LinkRecord",
    "Neighbour",
    "NeighbourIndex",
    "Published",
    "Rule",
    "addresses_of",
    "all_rules",
    "find",
    "findings_of",
    "has_errors",
    "is_ambiguous",
    "neighbour_of",
    "rule",
    "shape_findings",
    "text_dates",
]
