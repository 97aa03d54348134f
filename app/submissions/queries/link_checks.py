"""What checking has found of the addresses that services name, and which are to be checked."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from app.catalogue.models import Service
from app.core.clock import now
from app.submissions.models import LinkCheck
from app.submissions.queries.care import Cared, find_cared, of_entity
from app.submissions.rules import LinkRecord, addresses_of

_BATCH = 500
_GOOD_FOR = timedelta(days=90)
"""What was found longer ago says nothing: the checks may have been switched off."""


def digest_of(url: str) -> str:
    """Name an address by its SHA-256: addresses are too long for keys."""
    return hashlib.sha256(url.encode()).hexdigest()


def find_records(session: Session, urls: Iterable[str]) -> Mapping[str, LinkRecord]:
    """Read what checking has found of addresses; what was never checked is left out."""
    digests = iter({digest_of(one) for one in urls})
    found: dict[str, LinkRecord] = {}
    while batch := list(islice(digests, _BATCH)):
        chosen = select(LinkCheck).where(
            LinkCheck.digest.in_(batch), LinkCheck.checked_at > now() - _GOOD_FOR
        )
        rows = session.scalars(chosen)
        found |= {
            row.url: LinkRecord(row.kind, row.status, row.strikes) for row in rows if row.kind
        }
    return found


def find_named(session: Session) -> dict[str, list[str]]:
    """Find every address that a published service names, with the ids of those services."""
    found: dict[str, list[str]] = {}
    for one in find_cared(session):
        for url in addresses_of(one.content):
            found.setdefault(url, []).append(one.id)
    return found


def find_due(session: Session, at: datetime, *, limit: int) -> list[str]:
    """Find addresses that are to be checked, those first that have waited longest."""
    due = select(LinkCheck.url).where(LinkCheck.due_at <= at)
    return list(session.scalars(due.order_by(LinkCheck.due_at, LinkCheck.digest).limit(limit)))


def find_broken(session: Session, entity: str | None) -> Iterator[tuple[Cared, datetime]]:
    """Find the published services with a broken link, and since when; of an entity, or all."""
    recent = LinkCheck.checked_at > now() - _GOOD_FOR
    chosen = select(LinkCheck).where(LinkCheck.broken_at.is_not(None), recent)
    broken = {row.url: row for row in session.scalars(chosen)}
    ids = {one for row in broken.values() for one in row.services}
    of = true() if entity is None else of_entity(entity)
    for start in range(0, len(ids), _BATCH):
        batch = sorted(ids)[start : start + _BATCH]
        for one in find_cared(session, Service.id.in_(batch), of):
            since = [broken[url].broken_at for url in addresses_of(one.content) if url in broken]
            known = [at for at in since if at is not None]
            if known:  # otherwise it was mended since
                yield one, min(known)
