"""Judging entries by the rules: the same for saving, for validating and for imports."""

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.catalogue.queries.entry_batches import find_public_histories, find_published_contents
from app.catalogue.queries.lookups import load_lookups
from app.catalogue.rules.lookups import Lookups
from app.catalogue.rules.references import References, references_of
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


@dataclass(frozen=True)
class Verdict:
    """What the rules say of an entry, and what its references stand for."""

    entry: ServiceEntry
    content: dict[str, Any]  # Any: ServiceContent as JSON
    findings: list[Finding]
    known: Lookups


def judge(session: Session, entry: ServiceEntry, *, near: Near) -> Verdict:
    """List what the rules say of an entry, errors first, and no more than are told at once."""
    [verdict] = judge_entries(session, [entry], near=near)
    return verdict


def judge_entries(
    session: Session, entries: Sequence[ServiceEntry], *, near: Near
) -> list[Verdict]:
    """Judge many entries: what they refer to is loaded once for all of them."""
    judged = [
        Entry(one.id, one.entity, one.source_id, one.content.model_dump(mode="json", by_alias=True))
        for one in entries
    ]
    named = (references_of(one.entity, one.content) for one in judged)
    known = load_lookups(session, References.joined(named), services=[one.id for one in judged])
    published = _published(session, {one.id for one in judged})
    links = find_records(session, (url for one in judged for url in addresses_of(one.content)))
    today = now().date()
    verdicts = []
    for entry, one in zip(entries, judged, strict=True):
        context = Context(
            known=known.seen_by(one.id),
            today=today,
            published=published.get(one.id),
            neighbours=near(one.as_neighbour),
            links=links,
        )
        findings = find(one, context)[:MOST_FINDINGS]
        verdicts.append(Verdict(entry, dict(one.content), findings, known))
    return verdicts


def _published(session: Session, ids: Collection[str]) -> dict[str, Published]:
    contents = find_published_contents(session, ids)
    if not contents:
        return {}
    histories = find_public_histories(session, contents.keys())
    dates = {service: text_dates(history) for service, history in histories}
    return {one: Published(content, dates[one]) for one, content in contents.items()}


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
