"""Findings on the shape of a body, made of the faults that Pydantic finds. Pure.

Pydantic finds these faults; here they become findings with ids that outlive its own names
and texts in both languages. What was sent is never repeated: it may be huge or unprintable.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from app.core.errors import Finding
from app.submissions.rules import characters
from app.submissions.rules.base import Rule
from app.submissions.rules.shape_rules import (
    CHOICE,
    DURATION,
    LANGUAGE,
    LENGTH,
    LINES,
    MISSING,
    OTHER,
    PATTERN,
    RANGE,
    TEXT,
    TYPE,
    UNKNOWN,
)

Fault = Mapping[str, Any]  # Any: an item of errors() as Pydantic has it
_LONGEST_POINTER = 200


class Faulty(Protocol):
    """A validation error as Pydantic raises it, of which only this is used."""

    def errors(self, *, include_url: bool, include_input: bool) -> Sequence[Any]:  # Any: a Fault
        """List the faults."""
        ...


def shape_findings(error: Faulty, *, below: str = "", most: int | None = None) -> list[Finding]:
    """Say in both languages what is wrong with a body, the first ``most`` of it.

    ``below`` is where the body stands.
    """
    return findings_of(error.errors(include_url=False, include_input=False)[:most], below=below)


def findings_of(faults: Iterable[Fault], *, below: str = "") -> list[Finding]:
    """Turn faults into findings, in the order in which they were found."""
    return [_finding(fault, below) for fault in faults]


def _finding(fault: Fault, below: str) -> Finding:
    rule = rule_for(fault)
    values = _values(fault)
    return Finding(
        pointer=f"{below}{_pointer(fault['loc'])}"[:_LONGEST_POINTER],
        rule=rule.id,
        message=rule.message.filled(values),
        hint=rule.hint.filled(values),
        severity=rule.severity,
    )


def rule_for(fault: Fault) -> Rule:
    """Choose the rule that a fault breaks."""
    kind = str(fault["type"])
    said = str(fault.get("msg", ""))
    if kind == "value_error":
        return next((rule for text, rule in _BY_TEXT if text in said), OTHER)
    by_ending = (rule for ending, rule in _BY_ENDING if kind.endswith(ending))
    return _BY_TYPE.get(kind) or next(by_ending, OTHER)


def _values(fault: Fault) -> dict[str, object]:
    known = fault.get("ctx") or {}
    bounds = (known[key] for key in _BOUNDS if key in known)
    return {
        "bound": next(bounds, "…"),
        "choices": known.get("expected", "…"),
        "found": "U+202A-202E, U+2066-2069",
    }


def _pointer(path: Sequence[object]) -> str:
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    joined = "".join(f"/{part}" for part in parts)
    return joined.encode("utf-8", "replace").decode()


_BOUNDS = ("min_length", "max_length", "ge", "gt", "le", "lt", "max_digits", "decimal_places")


_BY_TYPE = {
    "missing": MISSING,
    "extra_forbidden": UNKNOWN,
    "literal_error": CHOICE,
    "enum": CHOICE,
    "string_pattern_mismatch": PATTERN,
    "string_unicode": TEXT,
    "int_from_float": TYPE,
}
_BY_ENDING = (
    ("too_short", LENGTH),
    ("too_long", LENGTH),
    ("greater_than", RANGE),
    ("greater_than_equal", RANGE),
    ("less_than", RANGE),
    ("less_than_equal", RANGE),
    ("_size", RANGE),
    ("_type", TYPE),
    ("int_parsing", TYPE),
    ("bool_parsing", TYPE),
    ("float_parsing", TYPE),
)
_REVERSING = next(rule for rule in characters.RULES if rule.id == "TEXT-02")
_BY_TEXT = (
    ("reverse the reading direction", _REVERSING),
    ("surrogate", TEXT),
    ("control characters", TEXT),
    ("at least one language", LANGUAGE),
    ("duration", DURATION),
    ("more than one line", LINES),
)
