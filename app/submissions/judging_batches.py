"""Judging many entries at once: what they refer to is loaded once for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue.queries.entry_batches import find_published_contents
from app.catalogue.queries.lookups import load_lookups
from app.catalogue.rules.lookups import Lookups
from app.catalogue.rules.references import References, references_of
from app.catalogue.schemas.content import ServiceEntry
from app.core.clock import now
from app.core.errors import Finding
from app.core.findings import MOST_FINDINGS
from app.submissions.judging import Near
from app.submissions.queries.link_checks import find_records
from app.submissions.rules import Context, Entry, Published, addresses_of, find


@dataclass(frozen=True)
class Verdict:
    """What the rules say of an entry, and what its references stand for."""

    entry: ServiceEntry
    content: dict[str, Any]  # Any: ServiceContent as JSON
    findings: list[Finding]
    known: Lookups


def judge_entries(
    session: Session, entries: Sequence[ServiceEntry], *, near: Near
) -> list[Verdict]:
    """List what the rules say of each entry, errors first: the same as for each alone."""
    judged = [
        Entry(one.id, one.entity, one.source_id, one.content.model_dump(mode="json", by_alias=True))
        for one in entries
    ]
    named = (references_of(one.entity, one.content) for one in judged)
    ids = [one.id for one in judged]
    known = load_lookups(session, References.joined(named), services=ids)
    published = find_published_contents(session, {one.id for one in judged})
    links = find_records(session, (url for one in judged for url in addresses_of(one.content)))
    today = now().date()
    found = []
    for entry, one in zip(entries, judged, strict=True):
        before = published.get(one.id)
        context = Context(
            known=known.seen_by(one.id),
            today=today,
            published=Published(before) if before else None,
            neighbours=near(one.as_neighbour),
            links=links,
        )
        findings = find(one, context)[:MOST_FINDINGS]
        found.append(Verdict(entry, dict(one.content), findings, known))
    return found
