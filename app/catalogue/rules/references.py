"""What an entry refers to outside itself. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

Content = Mapping[str, Any]  # Any: ServiceContent as JSON

EVENT_SCHEMES = ("life-event", "business-event")


@dataclass(frozen=True)
class References:
    """Ids and codes that entries name; ``codes`` are pairs of scheme and notation."""

    entities: frozenset[str] = frozenset()
    codes: frozenset[tuple[str, str]] = frozenset()
    concepts: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    evidence_types: frozenset[str] = frozenset()
    legal_resources: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()

    @classmethod
    def joined(cls, named: Iterable["References"]) -> "References":
        """Join what several entries refer to."""
        rows = list(named)
        return cls(
            frozenset().union(*(one.entities for one in rows)),
            frozenset().union(*(one.codes for one in rows)),
            frozenset().union(*(one.concepts for one in rows)),
            frozenset().union(*(one.channels for one in rows)),
            frozenset().union(*(one.evidence_types for one in rows)),
            frozenset().union(*(one.legal_resources for one in rows)),
            frozenset().union(*(one.services for one in rows)),
        )


def references_of(entity: str, content: Content) -> References:
    """Collect what one entry refers to."""
    return replace(
        codes_named_by(content),
        entities=frozenset([entity]),
        evidence_types=frozenset(one["evidenceType"] for one in content["hasInputType"]),
        legal_resources=frozenset(content["hasLegalResource"]),
        services=frozenset([*content["relatedService"], *content["requires"]]),
    )


def concepts_named_by(content: Content) -> References:
    """Collect the concepts by which one entry is classified."""
    classified = content["isClassifiedBy"]
    return References(
        codes=frozenset(_classes(content)),
        concepts=frozenset(one["conceptId"] for one in classified if one["conceptId"]),
    )


def codes_named_by(content: Content) -> References:
    """Collect the concepts that one entry names in any way, and the channels that show them."""
    return References(
        codes=frozenset(_codes(content)),
        concepts=concepts_named_by(content).concepts,
        channels=frozenset(one["channel"] for one in content["hasChannel"] if one["channel"]),
    )


def _classes(content: Content) -> Iterable[tuple[str, str]]:
    for one in content["isClassifiedBy"]:
        if one["notation"]:
            yield one["scheme"], one["notation"]


def _codes(content: Content) -> Iterable[tuple[str, str]]:
    yield from _classes(content)
    for code in content["audience"]:
        yield "audience", code
    for code in content["isGroupedBy"]:
        yield from ((scheme, code) for scheme in EVENT_SCHEMES)
    for one in content["hasChannel"]:
        yield "channel", one["type"]
    for one in content["produces"]:
        yield "output-type", one["type"]
    if content["digitalStage"] is not None:
        yield "digital-stage", str(content["digitalStage"])
