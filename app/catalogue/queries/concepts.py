"""How many published services each concept has."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.models import ServiceTerm
from app.catalogue.rules.terms import TAG
from app.taxonomy.models import Concept


def list_tagged(session: Session) -> set[str]:
    """List the concepts that published services carry themselves."""
    return set(
        session.scalars(select(ServiceTerm.value).where(ServiceTerm.facet == TAG).distinct())
    )


def count_by_concept(session: Session, scheme: str) -> dict[str, int]:
    """Count the services of each concept and of everything below it, by concept id."""
    rows = session.execute(
        select(ServiceTerm.value, func.count().label("services"))
        .join(Concept, Concept.id == ServiceTerm.value)
        .where(ServiceTerm.facet == "ref.concept", Concept.scheme_id == scheme)
        .group_by(ServiceTerm.value)
    )
    return {row.value: row.services for row in rows}
