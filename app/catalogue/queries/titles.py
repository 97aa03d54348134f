"""Lists of published services in the order of their titles."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.models import ServiceTerm, ServiceTitle
from app.catalogue.queries.documents import find_documents
from app.core.languages import Language


@dataclass(frozen=True)
class TitledPage:
    """Documents in the order of their titles, and how many there are on all pages."""

    bodies: Sequence[bytes]
    total: int


def list_by_title(
    session: Session, facet: str, value: str, *, language: Language, page: int, page_size: int
) -> TitledPage:
    """Read one page of the services that have a value of a facet; equal titles go by id.

    Only keys are sorted: the documents of the page alone are read.
    """
    having = select(ServiceTerm.service_id).where(
        ServiceTerm.facet == facet, ServiceTerm.value == value
    )
    keys = {"ar": ServiceTitle.ar, "en": ServiceTitle.en}
    ids = session.scalars(
        select(ServiceTitle.service_id)
        .where(ServiceTitle.service_id.in_(having))
        .order_by(keys[language], ServiceTitle.service_id)
        .limit(page_size)
        .offset((page - 1) * page_size)
    ).all()
    total = session.scalars(select(func.count()).select_from(having.subquery())).one()
    found = find_documents(session, ids)
    return TitledPage([found[one] for one in ids], total)
