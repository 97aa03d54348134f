"""What operations would mean for the services, before anybody agrees to them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.models import Service, ServiceTerm
from app.catalogue.rules.terms import TAG
from app.taxonomy.operations.effects import NEEDS_PEOPLE, Effect, EffectKind

_PIECE = 500


@dataclass(frozen=True)
class Touched:
    """A service that an effect touches: by which concept it is found, and what it means."""

    service: str
    entity: str
    concept: str
    kind: EffectKind


@dataclass(frozen=True)
class Impact:
    """All services that operations touch, ordered by entity and service.

    ``by_entity`` and ``by_kind`` count services; ``to_do`` counts by entity the services
    about which it must decide. A service that is touched in several ways counts once in
    ``total`` and once for each kind.
    """

    touched: tuple[Touched, ...]
    total: int
    by_entity: Mapping[str, int]
    by_kind: Mapping[str, int]
    to_do: Mapping[str, int]

    @property
    def entities(self) -> frozenset[str]:
        """The entities that are affected: they may block."""
        return frozenset(self.by_entity)


def get_impact(session: Session, effects: Iterable[Effect]) -> Impact:
    """Count and list the published services that carry what the effects change."""
    kinds: defaultdict[str, set[EffectKind]] = defaultdict(set)
    for effect in effects:
        kinds[effect.concept].add(effect.kind)
    touched = sorted(
        (
            Touched(service, entity, concept, kind)
            for service, entity, concept in _carriers(session, sorted(kinds))
            for kind in kinds[concept]
        ),
        key=lambda one: (one.entity, one.service, one.concept, one.kind),
    )
    return _counted(tuple(touched))


def _carriers(session: Session, concepts: list[str]) -> Iterable[tuple[str, str, str]]:
    for start in range(0, len(concepts), _PIECE):
        rows = session.execute(
            select(ServiceTerm.service_id, Service.entity_id, ServiceTerm.value)
            .join(Service, Service.id == ServiceTerm.service_id)
            .where(
                ServiceTerm.facet == TAG, ServiceTerm.value.in_(concepts[start : start + _PIECE])
            )
        )
        for row in rows:
            yield row.service_id, row.entity_id, row.value


def _counted(touched: tuple[Touched, ...]) -> Impact:
    owners = {one.service: one.entity for one in touched}
    waiting = {one.service: one.entity for one in touched if one.kind in NEEDS_PEOPLE}
    pairs = {(one.service, one.kind) for one in touched}
    return Impact(
        touched=touched,
        total=len(owners),
        by_entity=dict(sorted(Counter(owners.values()).items())),
        by_kind=dict(sorted(Counter(kind for _, kind in pairs).items())),
        to_do=dict(sorted(Counter(waiting.values()).items())),
    )
