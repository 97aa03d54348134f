"""Entries: what entities send in and keep up."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from fastapi.responses import Response

from app.api import documented
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.bodies import IfMatch, JsonBody, NeighbourhoodDep, NewOnlyDep, Patch, Reason
from app.api.deps import OpenDatabase, ReadSession, only_known_parameters
from app.api.edge.conditions import plain_tags
from app.api.entities import EntityId
from app.api.idempotency import OnceDep
from app.api.services import ServiceId
from app.catalogue.queries.entries import get_entry
from app.catalogue.schemas.content import ServiceContent
from app.core.schemas import Code, Page
from app.submissions.commands import (
    Sent,
    archive_service,
    confirm,
    patch_entry,
    restore,
    submit_entry,
)
from app.submissions.queries.entries import get_own_entry, list_own_entries, validate
from app.submissions.schemas import (
    ArchiveIn,
    EntryBrief,
    EntryIn,
    EntryOut,
    EntryRestoreIn,
    Judged,
    KeptOut,
    Submitted,
)

router = APIRouter(prefix="/v1", tags=["entries"], dependencies=[Depends(only_known_parameters)])
SourceId = Annotated[Code, Path(description="The entity's own id of the service.")]


@router.put(
    "/entities/{entity_id}/services/{source_id}",
    responses=documented.written(Submitted, created=True),
    dependencies=[JsonBody],
    summary="Send in an entry",
)
def put_entry(
    *,
    database: OpenDatabase,
    caller: CallerDep,
    neighbourhood: NeighbourhoodDep,
    entity_id: EntityId,
    source_id: SourceId,
    content: Annotated[ServiceContent, Body()],
    is_new_only: NewOnlyDep,
    if_match: IfMatch = None,
    reason: Reason = None,
) -> Response:
    """Create or change an entry under the entity's own id; the same again changes nothing."""
    sent = Sent(entity_id, source_id, content)
    with database.write() as session:
        answer = submit_entry(
            session,
            sent,
            caller=caller,
            near=neighbourhood.near,
            reason=reason,
            condition=plain_tags(if_match),
            is_new_only=is_new_only,
        )
        etag = get_entry(session, answer.service.id).etag
    return _submitted(answer, etag)


@router.patch(
    "/services/{service_id}",
    responses=documented.written(Submitted),
    dependencies=[JsonBody],
    summary="Change parts of an entry",
)
def change_entry(
    *,
    database: OpenDatabase,
    caller: CallerDep,
    neighbourhood: NeighbourhoodDep,
    service_id: ServiceId,
    patch: Annotated[Patch, Body(media_type="application/merge-patch+json")],
    if_match: IfMatch = None,
    reason: Reason = None,
) -> Response:
    """Apply a JSON Merge Patch (RFC 7396) to the entry's last revision; `If-Match` is required."""
    with database.write() as session:
        answer = patch_entry(
            session,
            service_id,
            patch,
            caller=caller,
            near=neighbourhood.near,
            condition=plain_tags(if_match),
            reason=reason,
        )
        etag = get_entry(session, answer.service.id).etag
    return _submitted(answer, etag)


@router.get(
    "/entities/{entity_id}/services/{source_id}",
    responses=documented.document(EntryOut),
    summary="Read an entry",
)
def read_entry(
    session: ReadSession, caller: CallerDep, entity_id: EntityId, source_id: SourceId
) -> Response:
    """Read the last revision of an entry, published or not, with the ETag for changing it."""
    entry = get_own_entry(session, entity_id, source_id, caller=caller)
    return private_answer(entry.shown, headers={"ETag": entry.etag})


@router.get(
    "/entities/{entity_id}/services",
    responses=documented.page(Page[EntryBrief]),
    summary="List the entries of an entity",
)
def list_entries(
    session: ReadSession,
    caller: CallerDep,
    entity_id: EntityId,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """List an entity's entries with their states, drafts too, by the entity's own ids."""
    found = list_own_entries(session, entity_id, caller=caller, limit=limit, cursor=cursor)
    return private_answer(found)


@router.post(
    "/validate",
    responses=documented.written(Judged),
    dependencies=[JsonBody],
    summary="Judge an entry without saving it",
)
def validate_entry(
    session: ReadSession, caller: CallerDep, neighbourhood: NeighbourhoodDep, entry: EntryIn
) -> Response:
    """Give exactly the findings that sending the entry in would give; nothing is saved."""
    return private_answer(validate(session, entry, caller=caller, near=neighbourhood.near))


@router.post(
    "/services/{service_id}/confirm",
    responses=documented.written(KeptOut),
    summary="Say that a service is still correct",
)
def confirm_service(
    database: OpenDatabase, caller: CallerDep, once: OnceDep, service_id: ServiceId
) -> Response:
    """Say that what is published of a service is still correct."""
    return once.do(
        database, lambda session: private_answer(confirm(session, service_id, caller=caller))
    )


@router.post(
    "/services/{service_id}/archive",
    responses=documented.written(KeptOut),
    dependencies=[JsonBody],
    summary="Archive a service",
)
def archive_published(
    database: OpenDatabase,
    caller: CallerDep,
    once: OnceDep,
    service_id: ServiceId,
    asked: ArchiveIn,
) -> Response:
    """Take a service out of the catalogue, now or at a time; a tombstone stays in the feed."""
    return once.do(
        database,
        lambda session: private_answer(archive_service(session, service_id, asked, caller=caller)),
    )


@router.post(
    "/services/{service_id}/restore",
    responses=documented.written(KeptOut),
    dependencies=[JsonBody],
    summary="Restore an archived service",
)
def restore_archived(
    database: OpenDatabase,
    caller: CallerDep,
    once: OnceDep,
    service_id: ServiceId,
    asked: EntryRestoreIn,
) -> Response:
    """Publish an archived service again, or call off a planned archive."""
    return once.do(
        database,
        lambda session: private_answer(restore(session, service_id, asked, caller=caller)),
    )


def _submitted(answer: Submitted, etag: str) -> Response:
    headers = {"ETag": etag, "Location": f"/v1/services/{answer.service.id}"}
    return private_answer(answer, status=201 if answer.service.is_new else 200, headers=headers)
