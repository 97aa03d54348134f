"""A scheme at one moment, as values; and the canonical form that is hashed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from app.core.canonical import canonical_json, sha256_of

Texts = Mapping[str, str]
TextLists = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class ConceptState:
    """What a concept is in one version.

    ``broader`` and ``narrower`` are ids in their order; ``replaced_by`` names
    exact successors, ``consider`` those that a person must choose from.
    """

    id: str
    notation: str
    pref_label: Texts
    alt_label: TextLists = field(default_factory=dict)
    hidden_label: TextLists = field(default_factory=dict)
    definition: Texts = field(default_factory=dict)
    scope_note: Texts = field(default_factory=dict)
    status: Literal["active", "deprecated"] = "active"
    is_assignable: bool = True
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    mappings: tuple[tuple[str, str], ...] = ()
    replaced_by: tuple[str, ...] = ()
    consider: tuple[str, ...] = ()


@dataclass(frozen=True)
class SchemeState:
    """All concepts of a scheme; ``top`` is the order of the top concepts."""

    scheme: str
    concepts: Mapping[str, ConceptState]
    top: tuple[str, ...]


def in_order(parents: Iterable[str]) -> tuple[str, ...]:
    """Put parents into their order: the first one leads, the others stand by their ids."""
    first, *rest = (*parents, "")
    return (first, *sorted(rest)[1:]) if first else ()


def canonical(state: SchemeState) -> dict[str, Any]:  # Any: JSON
    """Shape a state as JSON whose bytes are equal when the states are equal."""
    concepts = [_canonical_concept(state.concepts[key]) for key in sorted(state.concepts)]
    return {"scheme": state.scheme, "topConcepts": list(state.top), "concepts": concepts}


def snapshot(state: SchemeState) -> str:
    """Write the canonical JSON of a state."""
    return canonical_json(canonical(state)).decode()


def digest(state: SchemeState) -> str:
    """Return the SHA-256 of the canonical JSON of a state."""
    return sha256_of(canonical(state))


def in_tree_order(state: SchemeState) -> Iterable[tuple[int, ConceptState]]:
    """Walk the tree from the top, each concept once, with its depth from 1."""
    seen: set[str] = set()
    waiting = [(1, key) for key in reversed(state.top)]
    while waiting:
        depth, key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        concept = state.concepts[key]
        yield depth, concept
        waiting.extend((depth + 1, child) for child in reversed(concept.narrower))


def paths(state: SchemeState) -> dict[str, tuple[str, ...]]:
    """For each concept the ids from its top concept down to itself.

    A concept with several parents follows its first one. The state has no cycle.
    """
    found: dict[str, tuple[str, ...]] = {}
    for key in state.concepts:
        climbed = [key]
        while above := state.concepts[climbed[-1]].broader[:1]:
            climbed.extend(above)
        found[key] = tuple(reversed(climbed))
    return found


def _canonical_concept(concept: ConceptState) -> dict[str, Any]:  # Any: JSON
    return {
        "id": concept.id,
        "notation": concept.notation,
        "status": concept.status,
        "isAssignable": concept.is_assignable,
        "prefLabel": dict(concept.pref_label),
        "altLabel": {code: sorted(texts) for code, texts in concept.alt_label.items() if texts},
        "hiddenLabel": {
            code: sorted(texts) for code, texts in concept.hidden_label.items() if texts
        },
        "definition": dict(concept.definition),
        "scopeNote": dict(concept.scope_note),
        "broader": list(concept.broader),
        "narrower": list(concept.narrower),
        "related": sorted(concept.related),
        "mappings": sorted(list(pair) for pair in concept.mappings),
        "replacedBy": sorted(concept.replaced_by),
        "consider": sorted(concept.consider),
    }


def read_snapshot(text: str) -> SchemeState:
    """Read a state back from its canonical JSON."""
    stored = orjson.loads(text)
    concepts = {one["id"]: _read_concept(one) for one in stored["concepts"]}
    return SchemeState(stored["scheme"], concepts, tuple(stored["topConcepts"]))


def _read_concept(stored: dict[str, Any]) -> ConceptState:  # Any: JSON
    return ConceptState(
        id=stored["id"],
        notation=stored["notation"],
        status=stored["status"],
        is_assignable=stored["isAssignable"],
        pref_label=stored["prefLabel"],
        alt_label={code: tuple(texts) for code, texts in stored["altLabel"].items()},
        hidden_label={code: tuple(texts) for code, texts in stored["hiddenLabel"].items()},
        definition=stored["definition"],
        scope_note=stored["scopeNote"],
        broader=tuple(stored["broader"]),
        narrower=tuple(stored["narrower"]),
        related=tuple(stored["related"]),
        mappings=tuple((pair[0], pair[1]) for pair in stored["mappings"]),
        replaced_by=tuple(stored["replacedBy"]),
        consider=tuple(stored["consider"]),
    )
