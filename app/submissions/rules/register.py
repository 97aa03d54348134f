"""Every rule, and the one function that applies them. Pure."""

from collections.abc import Iterator

from app.core.errors import Finding
from app.submissions.rules import (
    amounts,
    audience,
    channels,
    characters,
    classification,
    costs,
    duplicates,
    durations,
    hours,
    languages,
    links,
    mandatory,
    personal,
    readability,
    references,
    repeats,
    shape_rules,
    titles,
    translations,
    typography,
)
from app.submissions.rules.base import Context, Entry, Rule
from app.submissions.rules.classification import AMBIGUOUS

RULES: tuple[Rule, ...] = (
    *mandatory.RULES,
    *languages.RULES,
    *characters.RULES,
    *typography.RULES,
    *titles.RULES,
    *personal.RULES,
    *readability.RULES,
    *costs.RULES,
    *amounts.RULES,
    *durations.RULES,
    *channels.RULES,
    *links.RULES,
    *hours.RULES,
    *classification.RULES,
    *audience.RULES,
    *repeats.RULES,
    *references.RULES,
    *duplicates.RULES,
    *translations.RULES,
)
"""The rules that judge content, by family; those of shapes stand in ``shape_rules``."""

_BY_ID = {one.id: one for one in (*shape_rules.RULES, *RULES)}
_RANKS: dict[str, int] = {"error": 0, "warning": 1, "suggestion": 2}


def rule(rule_id: str) -> Rule | None:
    """Find a rule by its id, those of shapes among them."""
    return _BY_ID.get(rule_id)


def all_rules() -> tuple[Rule, ...]:
    """List every rule that has a page, in the order of the documentation."""
    return tuple(_BY_ID.values())


def find(entry: Entry, context: Context) -> list[Finding]:
    """List what is wrong with an entry: errors first, then by place, then by rule."""
    return sorted(_findings(entry, context), key=_order)


def is_ambiguous(findings: list[Finding]) -> bool:
    """Whether a code of an earlier version became several, so that people must choose."""
    return any(one.rule == AMBIGUOUS for one in findings)


def has_errors(findings: list[Finding]) -> bool:
    """Whether something stands in the way of publishing."""
    return any(one.severity == "error" for one in findings)


def _findings(entry: Entry, context: Context) -> Iterator[Finding]:
    for one in RULES:
        for hit in one.check(entry, context):
            yield Finding(
                pointer=hit.pointer,
                rule=one.id,
                message=one.message.filled(hit.values),
                hint=one.hint.filled(hit.values),
                severity=one.severity,
                candidates=hit.candidates,
            )


def _order(finding: Finding) -> tuple[object, ...]:
    return _RANKS[finding.severity], natural(finding.pointer), finding.rule


def natural(pointer: str) -> tuple[tuple[int, int, str], ...]:
    """Sort pointers as people count: /hasCost/2 stands before /hasCost/10."""
    parts = pointer.split("/")
    return tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in parts)
