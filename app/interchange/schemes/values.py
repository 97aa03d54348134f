"""What a file of a scheme holds, as values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.errors import Finding
from app.taxonomy.integrity import UniqueLabels
from app.taxonomy.state import ConceptState, SchemeState, Texts

PLACEHOLDER = "new_"
"""How the id of a concept begins that has none yet; no id of the catalogue does."""


@dataclass(frozen=True)
class About:
    """What a version says of itself; a table says none of it but the scheme's id."""

    scheme: str
    title: Texts = field(default_factory=dict)
    description: Texts = field(default_factory=dict)
    number: str = ""
    issued: date | None = None
    is_polyhierarchical: bool = True
    unique_labels: UniqueLabels = "branch"


@dataclass(frozen=True)
class SchemeDocument:
    """A version to be written: what it says of itself, and its concepts."""

    about: About
    state: SchemeState


@dataclass(frozen=True)
class ReadScheme:
    """A version as a file has it.

    ``placeholders`` maps ids that stand in for missing ones to what the file calls the
    concept; ``notices`` are warnings about what was left out.
    """

    about: About
    state: SchemeState
    placeholders: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Finding, ...] = ()


def with_ids(state: SchemeState, ids: Mapping[str, str]) -> SchemeState:
    """Put real ids in the place of others, wherever a concept is named."""

    def of(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(ids.get(key, key) for key in keys)

    def renamed(concept: ConceptState) -> ConceptState:
        return replace(
            concept,
            id=ids.get(concept.id, concept.id),
            broader=of(concept.broader),
            narrower=of(concept.narrower),
            related=of(concept.related),
            replaced_by=of(concept.replaced_by),
            consider=of(concept.consider),
        )

    concepts = [renamed(one) for one in state.concepts.values()]
    return SchemeState(state.scheme, {one.id: one for one in concepts}, of(state.top))
