"""A small scheme that can be read at a glance, for tests of single operations."""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from app.taxonomy.binding import Bound, bind
from app.taxonomy.operation_schemas import Operations
from app.taxonomy.operations import Draft, SchemeRules, apply_all, open_draft, values
from app.taxonomy.state import SchemeState

Json = dict[str, Any]  # Any: an operation as it is sent
OPERATIONS: TypeAdapter[list[Any]] = TypeAdapter(Operations)
CONCEPTS = (
    ("health", "", "01", "صحة", "Health"),
    ("clinics", "health", "01.1", "عيادات", "Clinics"),
    ("hospitals", "health", "01.2", "مستشفيات", "Hospitals"),
    ("traffic", "", "02", "مرور", "Traffic"),
    ("licences", "traffic", "02.1", "رخص", "Licences"),
    ("fines", "traffic", "02.2", "مخالفات", "Fines"),
    ("parking", "traffic", "02.3", "مواقف", "Parking"),
)


def small(*, is_polyhierarchical: bool = True) -> Draft:
    """Seven concepts; ``parking`` is retired in favour of ``fines``."""
    rules = SchemeRules(is_polyhierarchical=is_polyhierarchical, notation_pattern=r"\d\d(\.\d+)*")
    empty = open_draft(SchemeState("small", {}, ()), rules)
    made: list[values.Operation] = [
        values.AddConcept(key, (above,) if above else (), code, {"ar": arabic, "en": english})
        for key, above, code, arabic, english in CONCEPTS
    ]
    made.append(values.AddLabel("licences", "alt", "ar", "إجازات قيادة"))
    made.append(values.Relate("clinics", "hospitals"))
    made.append(values.AddMapping("health", "closeMatch", "https://example.org/health"))
    made.append(values.Deprecate("parking", "fines", children=()))
    draft = apply_all(empty, made).draft
    return open_draft(draft.state, rules, holders=draft.holders)


def bound(*sent: Json, draft: Draft | None = None, refs: dict[str, str] | None = None) -> Bound:
    """Bind operations to the small scheme; new concepts get the ids ``new-1``, ``new-2``…"""
    count = iter(range(1, 100))
    return bind(
        draft or small(),
        OPERATIONS.validate_python(list(sent)),
        refs=refs,
        new_id=lambda: f"new-{next(count)}",
    )


def one(sent: Json, *, draft: Draft | None = None) -> values.Operation:
    """Bind one operation."""
    return bound(sent, draft=draft).operations[0]


def code(notation: str) -> Mapping[str, str]:
    """Name a concept by its code."""
    return {"notation": notation}
