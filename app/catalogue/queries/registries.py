"""Reading entities with their counts and the shared registries."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.errors import RecordNotFound
from app.catalogue.models import Channel, EvidenceType, LegalResource, SharedRecord
from app.catalogue.queries.listing import count_by, stream_list_as_of
from app.catalogue.rules.filtering import ServiceFilters
from app.catalogue.schemas.published import EntityListing
from app.catalogue.schemas.registries import ChannelOut, EvidenceTypeOut, LegalResourceOut
from app.entities import queries as entities


def list_entities(session: Session) -> list[EntityListing]:
    """Read all entities with their counts, ordered by id."""
    counts = count_by(session, "entity")
    return [
        EntityListing(service_count=counts.get(one.id, 0), **dict(one))
        for one in entities.list_entities(session)
    ]


def get_entity(session: Session, entity_id: str, *, as_of: datetime | None = None) -> EntityListing:
    """Read one entity with its count, as it is or as it was; also one that is no more.

    Raises:
        EntityNotFound: there is, or was then, none of this id.

    """
    known = entities.get_entity(session, entity_id, as_of=as_of)
    if as_of is None:
        count = count_by(session, "entity").get(entity_id, 0)
    else:
        own = ServiceFilters({"entity": (entity_id,)})
        count = sum(1 for _ in stream_list_as_of(session, own, as_of=as_of))
    return EntityListing(service_count=count, **dict(known))


def list_evidence_types(session: Session) -> list[EvidenceTypeOut]:
    """Read all kinds of documents, ordered by id."""
    rows = session.scalars(select(EvidenceType).order_by(EvidenceType.id))
    return [EvidenceTypeOut.model_validate(_fields(row)) for row in rows]


def get_evidence_type(session: Session, record_id: str) -> EvidenceTypeOut:
    """Read one kind of document."""
    return EvidenceTypeOut.model_validate(_fields(_get(session, EvidenceType, record_id)))


def list_channels(session: Session) -> list[ChannelOut]:
    """Read all shared channels, ordered by id."""
    rows = session.scalars(select(Channel).order_by(Channel.id))
    return [ChannelOut.model_validate(_fields(row)) for row in rows]


def get_channel(session: Session, record_id: str) -> ChannelOut:
    """Read one shared channel."""
    return ChannelOut.model_validate(_fields(_get(session, Channel, record_id)))


def list_legal_resources(session: Session) -> list[LegalResourceOut]:
    """Read all legal resources, ordered by id."""
    rows = session.scalars(select(LegalResource).order_by(LegalResource.id))
    return [LegalResourceOut.model_validate(_fields(row)) for row in rows]


def get_legal_resource(session: Session, record_id: str) -> LegalResourceOut:
    """Read one legal resource."""
    return LegalResourceOut.model_validate(_fields(_get(session, LegalResource, record_id)))


def _get(session: Session, table: type[SharedRecord], record_id: str) -> SharedRecord:
    row = session.get(table, record_id)
    if row is None:
        raise RecordNotFound(f"There is no '{record_id}' in this registry.")
    return row


def _fields(row: SharedRecord) -> dict[str, object]:
    return {**row.content, "version": row.version, "modified": row.modified_at}
