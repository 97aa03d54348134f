"""How good the published entries are: of one service, and of all of an entity."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from app.catalogue.errors import ServiceNotFound
from app.catalogue.queries.lookups import load_lookups
from app.catalogue.rules.references import References, references_of
from app.core.clock import now
from app.core.errors import Finding
from app.entities.queries import get_entity
from app.submissions.judging import Near
from app.submissions.queries.care import Cared, find_cared, of_entity, of_service
from app.submissions.queries.link_checks import find_records
from app.submissions.rules import Context, Entry, Published, addresses_of, find, neighbour_of
from app.submissions.rules.quality import quality_of
from app.submissions.schemas import EntityQuality, ServiceQuality

Judgement = tuple[Cared, list[Finding]]


def get_quality(session: Session, service_id: str, *, near: Near) -> ServiceQuality:
    """Score one published service.

    Raises:
        ServiceNotFound: it is not published.

    """
    found = list(judge_published(session, find_cared(session, of_service(service_id)), near=near))
    if not found:
        raise ServiceNotFound(f"There is no published service '{service_id}'.")
    return _scored(*found[0])


def get_entity_quality(session: Session, entity: str, *, near: Near) -> EntityQuality:
    """Score all published services of an entity; its own score is their mean.

    Raises:
        EntityNotFound: there is no such entity.

    """
    get_entity(session, entity)
    judged = judge_published(session, find_cared(session, of_entity(entity)), near=near)
    services = [_scored(*one) for one in judged]
    total = sum(one.score for one in services)
    mean = round(total / len(services)) if services else None
    return EntityQuality(id=entity, score=mean, services=services)


def judge_published(session: Session, cared: Iterable[Cared], *, near: Near) -> Iterator[Judgement]:
    """Say what the rules find in what is published, references loaded all at once."""
    services = list(cared)
    known = load_lookups(session, _references(services))
    links = find_records(session, (url for one in services for url in addresses_of(one.content)))
    for one in services:
        context = Context(
            known=known,
            today=now().date(),
            published=Published(one.content),
            neighbours=near(neighbour_of(one.id, one.entity, one.content)),
            links=links,
        )
        yield one, find(Entry(one.id, one.entity, one.source_id, one.content), context)


def _references(services: Sequence[Cared]) -> References:
    named = (references_of(one.entity, one.content) for one in services)
    return References.joined(named)


def _scored(one: Cared, findings: list[Finding]) -> ServiceQuality:
    found = quality_of(findings, is_stale=one.freshness.is_stale(now()))
    return ServiceQuality(
        id=one.id,
        score=found.score,
        errors=found.errors,
        warnings=found.warnings,
        suggestions=found.suggestions,
        is_stale=found.is_stale,
        stale_at=one.freshness.stale_at,
        freshness_class=one.freshness.class_id,
    )
