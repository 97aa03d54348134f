"""How good entries are, and what waits for people."""

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from app.api import documented
from app.api.answers import model_answer
from app.api.bodies import NeighbourhoodDep
from app.api.deps import ReadSession, only_known_parameters
from app.api.entities import EntityId
from app.api.services import ServiceId
from app.submissions.queries.quality import get_entity_quality, get_quality
from app.submissions.schemas import EntityQuality, ServiceQuality

router = APIRouter(prefix="/v1", tags=["quality"], dependencies=[Depends(only_known_parameters)])


@router.get(
    "/services/{service_id}/quality",
    responses=documented.document(ServiceQuality),
    summary="Read the quality score of a service",
)
def read_quality(
    session: ReadSession, neighbourhood: NeighbourhoodDep, service_id: ServiceId
) -> Response:
    """Score a service by the public formula: what it breaks, and whether it is stale."""
    return model_answer(get_quality(session, service_id, near=neighbourhood.near))


@router.get(
    "/entities/{entity_id}/quality",
    responses=documented.document(EntityQuality),
    summary="Read the quality score of an entity",
)
def read_entity_quality(
    session: ReadSession, neighbourhood: NeighbourhoodDep, entity_id: EntityId
) -> Response:
    """Score all services of an entity; its own score is their mean."""
    return model_answer(get_entity_quality(session, entity_id, near=neighbourhood.near))
