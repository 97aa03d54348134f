"""Where services stand whose concepts were retired, split or moved."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.models import Reclassification
from app.core.clock import now
from app.taxonomy.models import Concept, ConceptSuccession, SchemeVersion
from app.taxonomy.queries.correspondence import get_fates
from app.taxonomy.succeeding import Fate


@dataclass(frozen=True)
class After:
    """What became of concepts; the fields are those of ``Lookups``."""

    heirs: dict[str, str]
    moves: dict[str, dict[str, str]]
    options: dict[str, tuple[str, ...]]
    expired: frozenset[str]

    @property
    def named(self) -> set[str]:
        """Every concept that is named as somebody's place or choice."""
        chosen = {one for options in self.options.values() for one in options}
        return {*self.heirs, *self.heirs.values(), *_places(self.moves), *chosen}


def load_succession(
    session: Session, concepts: Collection[str], services: Collection[str]
) -> After:
    """Load what became of the concepts that entries carry, and where services went."""
    moves = _moves(session, services)
    carried = {*concepts, *_places(moves)}
    fates = _fates(session, carried)
    heirs = {key: fate.default for key, fate in fates.items() if fate.default not in (None, key)}
    return After(
        heirs={key: heir for key, heir in heirs.items() if heir is not None},
        moves=moves,
        options={key: fate.targets for key, fate in fates.items() if len(fate.targets) > 1},
        expired=_expired(session, fates),
    )


def _places(moves: dict[str, dict[str, str]]) -> set[str]:
    return {place for own in moves.values() for place in own.values()}


def _moves(session: Session, services: Collection[str]) -> dict[str, dict[str, str]]:
    """Read where single services went: by service, from which concept to which."""
    if not services:
        return {}
    rows = session.execute(
        select(
            Reclassification.service_id, Reclassification.concept_id, Reclassification.target_id
        ).where(
            Reclassification.service_id.in_(services),
            Reclassification.target_id != Reclassification.concept_id,
        )
    )
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row.service_id, {})[row.concept_id] = row.target_id
    return found


def _fates(session: Session, concepts: Collection[str]) -> dict[str, Fate]:
    """Read the fates of those concepts that some release has touched."""
    if not concepts:
        return {}
    schemes = session.scalars(
        select(Concept.scheme_id)
        .join(ConceptSuccession, ConceptSuccession.concept_id == Concept.id)
        .where(Concept.id.in_(concepts))
        .distinct()
    ).all()
    return {
        key: fate
        for scheme in schemes
        for key, fate in get_fates(session, scheme).items()
        if key in concepts
    }


def _expired(session: Session, fates: Collection[str]) -> frozenset[str]:
    """Find the concepts whose codes are no longer taken: their grace is over."""
    if not fates:
        return frozenset()
    rows = session.execute(
        select(ConceptSuccession.concept_id, func.max(SchemeVersion.accepted_until).label("until"))
        .join(SchemeVersion, SchemeVersion.id == ConceptSuccession.version_id)
        .where(ConceptSuccession.concept_id.in_(fates), SchemeVersion.candidate == 0)
        .group_by(ConceptSuccession.concept_id)
    )
    today = now().date()
    return frozenset(row.concept_id for row in rows if row.until is not None and row.until < today)
