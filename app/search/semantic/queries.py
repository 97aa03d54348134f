"""Reading vectors, and which texts each service has."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.search.semantic.models import ServiceText, TextVector

_AT_ONCE = 500
"""Digests in one statement."""

Mark = tuple[int, datetime | None]


def vectors_mark(session: Session) -> Mark:
    """Return a mark that changes when a service has other texts."""
    columns = func.count(), func.max(ServiceText.built_at)
    count, built_at = session.execute(select(*columns).select_from(ServiceText)).one()
    return count, built_at


def list_texts(session: Session) -> list[tuple[str, str]]:
    """List all texts that have vectors: service and digest, in this order."""
    columns = ServiceText.service_id, ServiceText.digest
    return [(row[0], row[1]) for row in session.execute(select(*columns).order_by(*columns))]


def list_digests(session: Session) -> dict[str, set[str]]:
    """List the digests of the texts of each service that has any."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for service, digest in list_texts(session):
        found[service].add(digest)
    return dict(found)


def find_vectors(session: Session, digests: Sequence[str]) -> dict[str, bytes]:
    """Read the vectors of these texts, as far as there are any."""
    found: dict[str, bytes] = {}
    for first in range(0, len(digests), _AT_ONCE):
        chosen = TextVector.digest.in_(digests[first : first + _AT_ONCE])
        rows = session.execute(select(TextVector.digest, TextVector.vector).where(chosen))
        found |= {row.digest: row.vector for row in rows}
    return found


def find_vectors_of(session: Session, services: Sequence[str]) -> dict[str, list[bytes]]:
    """Read the vectors of these services, each one's in order of digest."""
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    columns = ServiceText.service_id, TextVector.vector
    said = TextVector.digest == ServiceText.digest
    for first in range(0, len(services), _AT_ONCE):
        chosen = ServiceText.service_id.in_(services[first : first + _AT_ONCE])
        statement = select(*columns).join(TextVector, said).where(chosen)
        for row in session.execute(statement.order_by(ServiceText.service_id, ServiceText.digest)):
            found[row.service_id].append(row.vector)
    return dict(found)


def list_built(session: Session, since: datetime | None) -> list[tuple[str, datetime]]:
    """List services with the time their vectors were built, if later than ``since``; in order."""
    built_at = func.max(ServiceText.built_at)
    statement = select(ServiceText.service_id, built_at).group_by(ServiceText.service_id)
    if since is not None:
        statement = statement.where(ServiceText.built_at > since)
    rows = session.execute(statement.order_by(built_at, ServiceText.service_id))
    return [(row[0], row[1]) for row in rows]


def find_known(session: Session, digests: Collection[str]) -> set[str]:
    """Tell which of these texts have a vector."""
    return set(session.scalars(select(TextVector.digest).where(TextVector.digest.in_(digests))))
