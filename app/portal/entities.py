"""The government entities: the list and the page of one of them."""

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from app.portal.addresses import safe_address
from app.portal.ordering import entities_by_title
from app.portal.paging import PAGE_SIZE, page_number, pager_of
from app.portal.reader import Entity
from app.portal.reading import open_reader
from app.portal.rendering import language_of, render

KINDS = (
    "ministry",
    "public-authority",
    "agency",
    "council",
    "municipality",
    "university",
    "fund",
    "bank",
    "state-owned",
)
OTHER_KIND = "other"


def show_entities(request: Request) -> Response:
    """Answer every entity, grouped by its kind."""
    with open_reader(request) as reader:
        entities = reader.list_entities()
    groups = _grouped(entities_by_title(entities, language_of(request)))
    return render(request, "entities.html", {"groups": groups, "total": len(entities)})


def show_entity(request: Request) -> Response:
    """Answer an entity and its services."""
    entity_id, number = request.path_params["entity_id"], page_number(request)
    with open_reader(request) as reader:
        entity = reader.get_entity(entity_id)
        parent = reader.get_entity(entity.parent) if entity.parent else None
        successors = [reader.get_entity(one) for one in entity.replaced_by]
        answer = reader.list_services(
            "entity",
            entity.id,
            language=language_of(request),
            page=number,
            page_size=PAGE_SIZE,
        )
    pager = pager_of(request, answer.total, number)
    homepage = safe_address(entity.homepage)
    values = {"entity": entity, "parent": parent, "successors": successors, "homepage": homepage}
    return render(request, "entity.html", {**values, "answer": answer, "pager": pager})


def _grouped(entities: Iterable[Entity]) -> dict[str, list[Entity]]:
    groups: dict[str, list[Entity]] = {kind: [] for kind in (*KINDS, OTHER_KIND)}
    for entity in entities:
        groups[entity.kind if entity.kind in KINDS else OTHER_KIND].append(entity)
    return {kind: members for kind, members in groups.items() if members}
