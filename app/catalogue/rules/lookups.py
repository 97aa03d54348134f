"""What an entry's references stand for, loaded beforehand. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.catalogue.rules.references import EVENT_SCHEMES

Record = Mapping[str, Any]  # Any: a registry record as JSON
Texts = Mapping[str, str]


@dataclass(frozen=True)
class ConceptShown:
    """A concept as the latest version of its scheme has it; ``path`` holds notations."""

    id: str
    scheme: str
    version: str
    notation: str
    label: Texts
    path: tuple[str, ...]
    path_ids: tuple[str, ...]
    is_usable: bool


@dataclass(frozen=True)
class Lookups:
    """Everything that rendering and checking a batch of entries needs to know.

    ``code_ids`` maps a scheme and a notation, retired ones too, to a concept id;
    ``services`` maps the ids of published services to their titles.
    """

    entities: Mapping[str, Texts]
    code_ids: Mapping[tuple[str, str], str]
    concepts: Mapping[str, ConceptShown]
    channels: Mapping[str, Record]
    evidence_types: Mapping[str, Record]
    legal_resources: Mapping[str, Record]
    services: Mapping[str, Texts]

    def concept(self, scheme: str, code: str) -> ConceptShown | None:
        """Find the concept that a code of a scheme stands for."""
        return self.concepts.get(self.code_ids.get((scheme, code), ""))

    def event(self, code: str) -> ConceptShown | None:
        """Find the life event or business event that a code stands for."""
        found = (self.concept(scheme, code) for scheme in EVENT_SCHEMES)
        return next((one for one in found if one), None)
