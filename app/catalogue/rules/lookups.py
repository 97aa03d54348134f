"""What an entry's references stand for, loaded beforehand. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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
    ``services`` maps the ids of published services to their titles. ``heirs`` says where
    a service stands that carries a retired concept, ``moves`` where single services went,
    by service and concept; ``options`` lists what people must choose from, ``expired`` the
    retired concepts whose codes are no longer taken. ``own`` are the moves of the one service
    that is looked at.
    """

    entities: Mapping[str, Texts]
    code_ids: Mapping[tuple[str, str], str]
    concepts: Mapping[str, ConceptShown]
    channels: Mapping[str, Record]
    evidence_types: Mapping[str, Record]
    legal_resources: Mapping[str, Record]
    services: Mapping[str, Texts]
    heirs: Mapping[str, str] = field(default_factory=dict)
    moves: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expired: frozenset[str] = frozenset()
    own: Mapping[str, str] = field(default_factory=dict)

    def seen_by(self, service_id: str) -> "Lookups":
        """Look with the eyes of one service: what was decided for it needs no choice."""
        own = self.moves.get(service_id)
        return replace(self, own=own) if own else self

    def choices(self, scheme: str, classified: Record) -> list[ConceptShown]:
        """List what people must choose from before this classification can stand."""
        concept_id = self.concept_id(scheme, classified)
        if concept_id in self.own:
            return []
        found = (self.concepts.get(one) for one in self.options.get(concept_id, ()))
        return [one for one in found if one]

    def concept_id(self, scheme: str, classified: Record) -> str:
        """Say which concept a classification names, by its id or its code; empty: none."""
        named = classified.get("conceptId") or ""
        return named or self.code_ids.get((scheme, classified.get("notation") or ""), "")

    def place_of(self, concept_id: str) -> str:
        """Follow a concept to where its services stand now.

        A service that was hidden while a concept was retired did not move with the others.
        If the heir is a concept that it once left, the way is a circle, and it stands there.
        """
        seen, inherited = {concept_id}, concept_id
        while (heir := self.own.get(concept_id) or self.heirs.get(concept_id)) is not None:
            if concept_id not in self.own:
                inherited = heir
            if heir in seen:
                return inherited
            seen.add(heir)
            concept_id = heir
        return concept_id

    def is_expired(self, concept_id: str) -> bool:
        """Tell whether the codes of a retired concept are no longer taken."""
        return concept_id in self.expired and concept_id not in self.own

    def standing(self, concept_id: str) -> ConceptShown | None:
        """Find the concept in whose place a service stands that carries this one."""
        return self.concepts.get(self.place_of(concept_id))

    def concept(self, scheme: str, code: str) -> ConceptShown | None:
        """Find the concept that a code of a scheme stands for today."""
        return self.standing(self.code_ids.get((scheme, code), ""))

    def event(self, code: str) -> ConceptShown | None:
        """Find the life event or business event that a code stands for."""
        found = (self.concept(scheme, code) for scheme in EVENT_SCHEMES)
        return next((one for one in found if one), None)
