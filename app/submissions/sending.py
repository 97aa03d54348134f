"""What is sent in, and under which id it is kept. Pure."""

from dataclasses import dataclass, replace

from pydantic import ValidationError

from app.catalogue.queries.entries import KeptEntry
from app.catalogue.schemas.content import ServiceContent, ServiceEntry
from app.submissions.errors import UnsoundEntry
from app.submissions.rules import shape_findings


@dataclass(frozen=True)
class Sent:
    """An entry on its way in: whose it is, under which id, and what it says."""

    entity: str
    source_id: str
    content: ServiceContent


def entry_of(sent: Sent, known: KeptEntry | None) -> ServiceEntry:
    """Give an entry the public id under which it is kept, or make one.

    Raises:
        UnsoundEntry: the entity's own id would make a public id that is too long.

    """
    prefix = f"{sent.entity}-"
    made = sent.source_id if sent.source_id.startswith(prefix) else prefix + sent.source_id
    try:
        return ServiceEntry(
            id=known.id if known else made,
            entity=sent.entity,
            source_id=known.source_id if known else sent.source_id,
            content=sent.content,
        )
    except ValidationError as error:
        fault = replace(shape_findings(error)[0], pointer="/sourceId")
        raise UnsoundEntry("The id of the entry cannot be kept.", findings=[fault]) from None
