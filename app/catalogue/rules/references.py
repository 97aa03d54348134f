"""What an entry refers to outside itself. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
    classified = content["isClassifiedBy"]
    return References(
        entities=frozenset([entity]),
        codes=frozenset(_codes(content)),
        concepts=frozenset(one["conceptId"] for one in classified if one["conceptId"]),
        channels=frozenset(one["channel"] for one in content["hasChannel"] if one["channel"]),
        evidence_types=frozenset(one["evidenceType"] for one in content["hasInputType"]),
        legal_resources=frozenset(content["hasLegalResource"]),
        services=frozenset([*content["relatedService"], *content["requires"]]),
    )


def _codes(content: Content) -> Iterable[tuple[str, str]]:
    for one in content["isClassifiedBy"]:
        if one["notation"]:
            yield one["scheme"], one["notation"]
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
