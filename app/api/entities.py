"""Entities: the bodies that offer services."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from app.api import documented, writing
from app.api.access import CallerDep
from app.api.answers import JSON, bytes_answer, http_date
from app.api.bodies import JsonBody
from app.api.deps import Lang, ReadSession, WriteSession, base_url_of, only_known_parameters
from app.api.negotiation import chosen_media_type
from app.api.pages import ListingDep
from app.api.parameters import AsOf
from app.catalogue import commands
from app.catalogue.queries import registries
from app.catalogue.schemas.published import EntityListing
from app.core.access import require
from app.core.schemas import Page
from app.entities.schemas import EntityBody, EntityIn
from app.interchange import cpsv_ap

router = APIRouter(
    prefix="/v1/entities", tags=["entities"], dependencies=[Depends(only_known_parameters)]
)
EntityId = Annotated[str, Path(max_length=64, description="Public id, e.g. `moi`.")]


@router.get("", responses=documented.page(Page[EntityListing]), summary="List entities")
def list_entities(session: ReadSession, listing: ListingDep) -> Response:
    """List all entities with the numbers of their services, ordered by id."""
    return listing.answer(registries.list_entities(session))


@router.get(
    "/{entity_id}", responses=documented.linked_document(EntityListing), summary="Read an entity"
)
def read_entity(
    request: Request,
    session: ReadSession,
    entity_id: EntityId,
    lang: Lang,
    as_of: Annotated[AsOf | None, Query(alias="asOf")] = None,
) -> Response:
    """Read one entity as JSON, or as CPSV-AP linked data; as it is or as it was.

    One that is no more is still read here; ``replacedBy`` and the ``Link`` header lead on.
    """
    entity = registries.get_entity(session, entity_id, as_of=as_of)
    media_type = chosen_media_type(request.headers.get("accept"), documented.LINKED_DATA)
    last = {"Last-Modified": http_date(entity.modified), **_successors(entity)}
    if media_type == JSON:
        return writing.record_answer(entity, language=lang, headers=last)
    document = entity.model_dump(mode="json", by_alias=True)
    base_url = base_url_of(request)
    if media_type == "text/turtle":
        body = cpsv_ap.entity_to_turtle(document, base_url=base_url).encode()
    else:
        body = orjson.dumps(cpsv_ap.entity_to_json_ld(document, base_url=base_url))
    return bytes_answer(body, headers=last, media_type=media_type)


@router.put(
    "/{entity_id}",
    dependencies=[JsonBody],
    responses=writing.documented_put(EntityListing),
    summary="Register an entity or bring it up to date",
)
def put_entity(
    session: WriteSession,
    caller: CallerDep,
    conditions: writing.ConditionsDep,
    entity_id: writing.PutId,
    body: EntityBody,
) -> Response:
    """Say everything that is known of an entity; what says the same changes nothing.

    The documents of its services follow in the same transaction.
    """
    require(caller, "entities:write", entity_id)
    conditions.check(writing.found(lambda: registries.get_entity(session, entity_id)))
    entry = EntityIn(id=entity_id, **dict(body))
    put = commands.put_entity(session, entry, actor=caller.id)
    known = registries.get_entity(session, entity_id)
    return writing.put_answer(put, known, f"/v1/entities/{entity_id}")


def _successors(entity: EntityListing) -> dict[str, str]:
    links = (f'</v1/entities/{one}>; rel="successor-version"' for one in entity.replaced_by)
    return {"Link": ", ".join(links)} if entity.replaced_by else {}
