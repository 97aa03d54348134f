"""Two versions side by side: what became of each concept that one of them has no more."""

from collections.abc import Sequence
from typing import Any, Literal

from app.taxonomy.queries.histories import Comparison
from app.taxonomy.state import ConceptState, SchemeState

Json = dict[str, Any]  # Any: states, and a shape as it is answered
How = Literal["became", "merged", "replaced", "gone"]


def pairs_beside(found: Comparison, operations: Sequence[Json]) -> list[Json]:
    """Put the concepts that differ beside each other, retired ones with what took their place.

    ``operations`` are those between the versions as they are told: they tell a merge from
    a concept that was replaced.
    """
    older, newer = found.difference.states
    merged = {one["id"] for told in operations for one in told.get("sources", ())}
    return [
        {
            "before": one.before,
            "after": one.after,
            "wentBefore": _went(one.before, older, merged),
            "wentAfter": _went(one.after, newer, merged),
        }
        for one in found.pairs
    ]


def _went(state: ConceptState | None, scheme: SchemeState, merged: set[str]) -> Json | None:
    if state is None or state.status == "active":
        return None
    heirs = [scheme.concepts[key] for key in (*state.replaced_by, *state.consider)]
    return {"how": _how(state, merged), "to": sorted(heirs, key=_by_code)}


def _by_code(state: ConceptState) -> list[tuple[int, str]]:
    """Put 04.9 before 04.10."""
    return [(len(part), part) for part in state.notation.split(".")]


def _how(state: ConceptState, merged: set[str]) -> How:
    if state.consider:
        return "became"
    if not state.replaced_by:
        return "gone"
    return "merged" if state.id in merged else "replaced"
