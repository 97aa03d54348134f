"""Services that come back to concepts which they once left, while no release moved them."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.commands.documents import served_contents
from app.catalogue.commands.placing import Cause, Key, arrive, find_places, keep_steps
from app.catalogue.errors import UnknownReference
from app.catalogue.models import Service, ServiceTerm
from app.catalogue.queries.lookups import load_lookups
from app.catalogue.rules.checking import unusable
from app.catalogue.rules.fragments import CODE_SCHEMES
from app.catalogue.rules.references import References, references_of
from app.catalogue.rules.terms import TAG, tags_of
from app.taxonomy.models import Concept, SchemeVersion
from app.taxonomy.queries import find_concepts


def check_places(session: Session, services: Collection[str]) -> None:
    """Let no service be served that stands at a retired concept which nothing follows.

    A release is refused that would leave a published service so. Of one that was hidden, or
    whose entry waited, it knows nothing.

    Raises:
        UnknownReference: a service would stand at such a concept.

    """
    places = session.execute(
        select(ServiceTerm.service_id, ServiceTerm.value)
        .join(Concept, Concept.id == ServiceTerm.value)
        .where(
            ServiceTerm.facet == TAG,
            ServiceTerm.service_id.in_(services),
            Concept.scheme_id.not_in(CODE_SCHEMES),
        )
        .order_by(ServiceTerm.service_id, ServiceTerm.value)
    ).all()
    found = find_concepts(session, {row.value for row in places})
    for service, place in places:
        if not found[place].is_active:
            finding = unusable("/isClassifiedBy", found[place].notation)
            said = f"'{service}' would stand at '{found[place].notation}', which is retired."
            raise UnknownReference(said, findings=[finding])


def settle_returned(session: Session, services: Sequence[Service], *, actor: str) -> None:
    """Forget that published services left the concepts where they stand again.

    Releases move published services only. One that was hidden meanwhile, or named other
    concepts, may be led back to a concept from which it was moved long ago.
    """
    moved = {service for service, _ in find_places(session, [one.id for one in services])}
    for service, concept in _returned(session, [one for one in services if one.id in moved]):
        cause = _latest_cause(session, concept, actor)
        keep_steps(session, cause, arrive(session, service, concept))


def _returned(session: Session, services: Sequence[Service]) -> list[Key]:
    if not services:
        return []
    contents = served_contents(session, [one.id for one in services])
    named = {one.id: references_of(one.entity_id, contents[one.id]) for one in services}
    known = load_lookups(session, References.joined(named.values()), services=list(named))
    found: list[Key] = []
    for service, references in named.items():
        seen = known.seen_by(service)
        places = sorted(tags_of(references, seen))
        found += [(service, place) for place in places if place in seen.own]
    return found


def _latest_cause(session: Session, concept: str, actor: str) -> Cause:
    scheme = session.get_one(Concept, concept).scheme_id
    latest = select(func.max(SchemeVersion.id)).where(
        SchemeVersion.scheme_id == scheme, SchemeVersion.candidate == 0
    )
    version = session.get_one(SchemeVersion, session.scalar(latest))
    return Cause(scheme, version.id, version.number, actor)
