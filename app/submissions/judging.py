"""Judging an entry by the rules: the same for saving, for validating and for imports."""

import hashlib
from collections.abc import Callable
from functools import cache

from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.catalogue.queries.history import find_public_history, find_published_content
from app.catalogue.queries.lookups import load_lookups
from app.catalogue.rules.references import references_of
from app.catalogue.schemas.content import ServiceContent, ServiceEntry
from app.core.clock import now
from app.core.errors import Finding
from app.core.findings import MOST_FINDINGS
from app.submissions.queries.link_checks import find_records
from app.submissions.rules import (
    Context,
    Entry,
    Neighbour,
    Published,
    addresses_of,
    all_rules,
    find,
    shape_findings,
    text_dates,
)

Near = Callable[[Neighbour], tuple[Neighbour, ...]]
"""Finds the services that may be the same as one."""


def judge(session: Session, entry: ServiceEntry, *, near: Near) -> list[Finding]:
    """List what the rules say of an entry, errors first, and no more than are told at once."""
    content = entry.content.model_dump(mode="json", by_alias=True)
    judged = Entry(entry.id, entry.entity, entry.source_id, content)
    named = references_of(entry.entity, content)
    context = Context(
        known=load_lookups(session, named, services=[entry.id]).seen_by(entry.id),
        today=now().date(),
        published=_published(session, entry.id),
        neighbours=near(judged.as_neighbour),
        links=find_records(session, addresses_of(content)),
    )
    return find(judged, context)[:MOST_FINDINGS]


def _published(session: Session, service_id: str) -> Published | None:
    content = find_published_content(session, service_id)
    if content is None:
        return None
    return Published(content, text_dates(find_public_history(session, service_id)))


def shaped(content: object) -> tuple[ServiceContent | None, list[Finding]]:
    """Read a content of any shape; gives the faults of its shape instead, if there are any."""
    try:
        return ServiceContent.model_validate(content), []
    except ValidationError as error:
        return None, shape_findings(error, most=MOST_FINDINGS)


@cache
def rules_version() -> str:
    """Name the present rules: what waits is judged again when they change."""
    said = sorted((rule.id, rule.severity, rule.message.en, rule.why.en) for rule in all_rules())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
