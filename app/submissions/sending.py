"""What is sent in, and under which id it is kept. Pure."""

from dataclasses import dataclass

from app.catalogue.queries.entries import KeptEntry
from app.catalogue.schemas.content import ServiceContent, ServiceEntry


@dataclass(frozen=True)
class Sent:
    """An entry on its way in: whose it is, under which id, and what it says."""

    entity: str
    source_id: str
    content: ServiceContent


def entry_of(sent: Sent, known: KeptEntry | None) -> ServiceEntry:
    """Give an entry the public id under which it is kept, or make one."""
    prefix = f"{sent.entity}-"
    made = sent.source_id if sent.source_id.startswith(prefix) else prefix + sent.source_id
    return ServiceEntry(
        id=known.id if known else made,
        entity=sent.entity,
        source_id=known.source_id if known else sent.source_id,
        content=sent.content,
    )
