"""What a change request means for services and their entities."""

from collections import Counter, defaultdict

from sqlalchemy.orm import Session

from app.catalogue.queries import impact as catalogue
from app.catalogue.queries.impact import Impact
from app.core.access import Caller
from app.core.schemas import LocalText
from app.entities.queries import find_titles
from app.taxonomy.operations import Applied, Refused
from app.taxonomy.operations.levels import level_of
from app.workshops.answers import EntityImpact, ImpactOut, LevelReason
from app.workshops.models import ChangeRequest
from app.workshops.queries.drafts import Proposed, proposed
from app.workshops.queries.sights import get_row
from app.workshops.refusals import outdated


def get_impact(session: Session, change_request_id: str, *, caller: Caller) -> ImpactOut:
    """Say what a change request means for services, before anybody votes on it.

    It is computed anew each time: services change as well as operations.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        ChangeRequestOutdated: its operations no longer apply to the draft.

    """
    one = proposed(session, get_row(session, change_request_id, caller=caller))
    try:
        applied = one.applied()
    except Refused as refusal:
        raise outdated(one.row.id, refusal) from None
    impact = _impact_of(session, applied)
    tagged = {touched.concept for touched in impact.touched}
    words = [word for _, effect in applied.effects for word in effect.words if word]
    level, because = level_of(applied, one.operations, is_tagged=tagged.__contains__)
    return ImpactOut(
        services=impact.total,
        must_act=sum(impact.to_do.values()),
        affected=sorted(impact.entities),
        entities=_entities(session, impact),
        kinds=dict(impact.by_kind),
        labels=list(dict.fromkeys(words)),
        level=level,
        because=[
            LevelReason(
                index=reason.index,
                op=reason.op,
                level=reason.level,
                message=LocalText(ar=reason.ar, en=reason.en),
            )
            for reason in because
        ],
    )


def affected_entities(session: Session, row: ChangeRequest) -> frozenset[str]:
    """Find the entities with services that the operations touch; none if they do not apply."""
    one: Proposed = proposed(session, row)
    try:
        return _impact_of(session, one.applied()).entities
    except Refused:
        return frozenset()


def _impact_of(session: Session, applied: Applied) -> Impact:
    return catalogue.get_impact(session, [effect for _, effect in applied.effects])


def _entities(session: Session, impact: Impact) -> list[EntityImpact]:
    titles = find_titles(session, impact.entities)
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for entity, _, kind in {(one.entity, one.service, one.kind) for one in impact.touched}:
        kinds[entity][kind] += 1
    return [
        EntityImpact(
            id=key,
            title=titles[key],
            services=count,
            must_act=impact.to_do.get(key, 0),
            kinds=dict(sorted(kinds[key].items())),
        )
        for key, count in impact.by_entity.items()
    ]
