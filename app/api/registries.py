"""What services share: evidence types, channels, legal resources, events."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.api import documented, writing
from app.api.access import CallerDep
from app.api.answers import model_answer, models_answer
from app.api.bodies import JsonBody
from app.api.deps import Lang, ReadSession, WriteSession, only_known_parameters
from app.api.pages import ListingDep
from app.catalogue import commands
from app.catalogue.commands.registries import RecordIn
from app.catalogue.queries import code_lists, events, registries
from app.catalogue.schemas.published import EventOut
from app.catalogue.schemas.registries import (
    ChannelBody,
    ChannelIn,
    ChannelOut,
    CodeListOut,
    CodeOut,
    EvidenceTypeBody,
    EvidenceTypeIn,
    EvidenceTypeOut,
    LegalResourceBody,
    LegalResourceIn,
    LegalResourceOut,
)
from app.core.access import Caller, require
from app.core.schemas import Page

router = APIRouter(prefix="/v1", tags=["registries"], dependencies=[Depends(only_known_parameters)])
RecordId = Annotated[str, Path(max_length=64)]


@router.get(
    "/evidence-types", responses=documented.page(Page[EvidenceTypeOut]), summary="List documents"
)
def list_evidence_types(session: ReadSession, listing: ListingDep) -> Response:
    """List the kinds of documents that services ask for."""
    return listing.answer(registries.list_evidence_types(session))


@router.get(
    "/evidence-types/{record_id}",
    responses=documented.document(EvidenceTypeOut),
    summary="Read a kind of document",
)
def read_evidence_type(session: ReadSession, record_id: RecordId, lang: Lang) -> Response:
    """Read one kind of document."""
    return writing.record_answer(registries.get_evidence_type(session, record_id), language=lang)


@router.put(
    "/evidence-types/{record_id}",
    dependencies=[JsonBody],
    responses=writing.documented_put(EvidenceTypeOut),
    summary="Register a kind of document, or bring it up to date",
)
def put_evidence_type(
    session: WriteSession,
    caller: CallerDep,
    conditions: writing.ConditionsDep,
    record_id: writing.PutId,
    body: EvidenceTypeBody,
) -> Response:
    """Say everything that is known of a kind of document; the services that show it follow."""
    entry = EvidenceTypeIn(id=record_id, **dict(body))
    return _put(session, caller, conditions, entry, registries.get_evidence_type)


@router.get("/channels", responses=documented.page(Page[ChannelOut]), summary="List channels")
def list_channels(session: ReadSession, listing: ListingDep) -> Response:
    """List the channels that services share."""
    return listing.answer(registries.list_channels(session))


@router.get(
    "/channels/{record_id}", responses=documented.document(ChannelOut), summary="Read a channel"
)
def read_channel(session: ReadSession, record_id: RecordId, lang: Lang) -> Response:
    """Read one shared channel."""
    return writing.record_answer(registries.get_channel(session, record_id), language=lang)


@router.put(
    "/channels/{record_id}",
    dependencies=[JsonBody],
    responses=writing.documented_put(ChannelOut),
    summary="Register a shared channel, or bring it up to date",
)
def put_channel(
    session: WriteSession,
    caller: CallerDep,
    conditions: writing.ConditionsDep,
    record_id: writing.PutId,
    body: ChannelBody,
) -> Response:
    """Say everything that is known of a shared channel; the services that show it follow."""
    entry = ChannelIn(id=record_id, **dict(body))
    return _put(session, caller, conditions, entry, registries.get_channel)


@router.get(
    "/legal-resources",
    responses=documented.page(Page[LegalResourceOut]),
    summary="List legal resources",
)
def list_legal_resources(session: ReadSession, listing: ListingDep) -> Response:
    """List the laws, decrees and decisions that services rest on."""
    return listing.answer(registries.list_legal_resources(session))


@router.get(
    "/legal-resources/{record_id}",
    responses=documented.document(LegalResourceOut),
    summary="Read a legal resource",
)
def read_legal_resource(session: ReadSession, record_id: RecordId, lang: Lang) -> Response:
    """Read one legal resource."""
    return writing.record_answer(registries.get_legal_resource(session, record_id), language=lang)


@router.put(
    "/legal-resources/{record_id}",
    dependencies=[JsonBody],
    responses=writing.documented_put(LegalResourceOut),
    summary="Register a law, decree or decision, or bring it up to date",
)
def put_legal_resource(
    session: WriteSession,
    caller: CallerDep,
    conditions: writing.ConditionsDep,
    record_id: writing.PutId,
    body: LegalResourceBody,
) -> Response:
    """Say everything that is known of a law or decision; the services that show it follow."""
    entry = LegalResourceIn(id=record_id, **dict(body))
    return _put(session, caller, conditions, entry, registries.get_legal_resource)


@router.get("/events", responses=documented.page(Page[EventOut]), summary="List events")
def list_events(session: ReadSession, listing: ListingDep) -> Response:
    """List life events and business events with the numbers of their services."""
    return listing.answer(events.list_events(session))


@router.get("/events/{record_id}", responses=documented.document(EventOut), summary="Read an event")
def read_event(session: ReadSession, record_id: RecordId, lang: Lang) -> Response:
    """Read one life event or business event."""
    return model_answer(events.get_event(session, record_id), language=lang)


@router.get("/code-lists", responses=documented.page(Page[CodeListOut]), summary="List code lists")
def list_code_lists(lang: Lang) -> Response:
    """List the closed lists of codes that are no schemes of the taxonomy."""
    return models_answer(code_lists.list_code_lists(), language=lang)


@router.get(
    "/code-lists/{record_id}",
    responses=documented.document(CodeListOut),
    summary="Read a code list",
)
def read_code_list(record_id: RecordId, lang: Lang) -> Response:
    """Read one closed list of codes."""
    return model_answer(code_lists.get_code_list(record_id), language=lang)


@router.get(
    "/code-lists/{record_id}/{code}",
    responses=documented.document(CodeOut),
    summary="Read a code of a list",
)
def read_code(record_id: RecordId, code: RecordId, lang: Lang) -> Response:
    """Read one code of a closed list."""
    return model_answer(code_lists.get_code(record_id, code), language=lang)


def _put(
    session: Session,
    caller: Caller,
    conditions: writing.Conditions,
    entry: RecordIn,
    read: Callable[[Session, str], writing.Versioned],
) -> Response:
    # What services share belongs to no entity.
    require(caller, "registries:write", None)
    conditions.check(writing.found(lambda: read(session, entry.id)))
    put = commands.put_record(session, entry, actor=caller.id)
    kind = _COLLECTIONS[type(entry)]
    return writing.put_answer(put, read(session, entry.id), f"/v1/{kind}/{entry.id}")


_COLLECTIONS: dict[type[RecordIn], str] = {
    EvidenceTypeIn: "evidence-types",
    ChannelIn: "channels",
    LegalResourceIn: "legal-resources",
}
