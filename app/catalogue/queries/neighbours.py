"""Services that name a service or share something with it, found by the index of terms."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select, union_all
from sqlalchemy.orm import Session

from app.catalogue.models import ServiceTerm
from app.catalogue.rules.terms import Term

MOST_SHARERS = 100
"""What more services than this share says little of any two of them."""
_NAMES = "ref.service"


@dataclass(frozen=True)
class Sharing:
    """The services with a term, by their ids; ``is_common`` when there are too many to list."""

    term: Term
    services: Sequence[str]

    @property
    def is_common(self) -> bool:
        """Tell that there are more services than are told here."""
        return len(self.services) > MOST_SHARERS


def list_naming(session: Session, service_id: str, *, limit: int) -> Sequence[str]:
    """List published services that name a service as related or required, by their ids."""
    chosen = (
        select(ServiceTerm.service_id)
        .where(ServiceTerm.facet == _NAMES, ServiceTerm.value == service_id)
        .order_by(ServiceTerm.service_id)
        .limit(limit)
    )
    return session.scalars(chosen).all()


def list_sharing(session: Session, terms: Iterable[Term]) -> list[Sharing]:
    """List the published services with each of some terms, one more than the most at most."""
    wanted = list(dict.fromkeys(terms))
    found: dict[Term, list[str]] = {term: [] for term in wanted}
    if not wanted:
        return []
    parts = [_having(term).subquery() for term in wanted]
    rows = session.execute(union_all(*(select(part) for part in parts)))
    for facet, value, service_id in rows:
        found[facet, value].append(service_id)
    return [Sharing(term, services) for term, services in found.items()]


def find_shared(
    session: Session, services: Collection[str], terms: Collection[Term]
) -> dict[str, set[Term]]:
    """Tell which of some terms each of these services has; those not published are left out."""
    if not services or not terms:
        return {}
    meant = or_(
        *(and_(ServiceTerm.facet == facet, ServiceTerm.value == value) for facet, value in terms)
    )
    chosen = select(ServiceTerm.service_id, ServiceTerm.facet, ServiceTerm.value).where(
        ServiceTerm.service_id.in_(services), meant
    )
    found: dict[str, set[Term]] = {}
    for service_id, facet, value in session.execute(chosen):
        found.setdefault(service_id, set()).add((facet, value))
    return found


def _having(term: Term) -> Select[str, str, str]:
    facet, value = term
    return (
        select(ServiceTerm.facet, ServiceTerm.value, ServiceTerm.service_id)
        .where(ServiceTerm.facet == facet, ServiceTerm.value == value)
        .order_by(ServiceTerm.service_id)
        .limit(MOST_SHARERS + 1)
    )
