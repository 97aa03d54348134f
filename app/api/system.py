"""The interface itself: where to begin, whether it is well, what it counts."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from prometheus_client import generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0 as METRICS_TYPE

from app.api import documented
from app.api.answers import model_answer
from app.api.deps import ReadSession, only_known_parameters
from app.catalogue.queries.documents import count_documents
from app.core import journal
from app.core.schemas import Schema
from app.entities.queries import count_entities
from app.taxonomy.queries import list_schemes
from app.webhooks.queries import count_states

router = APIRouter(tags=["system"], dependencies=[Depends(only_known_parameters)])
LINKS = {
    "services": "/v1/services",
    "entities": "/v1/entities",
    "search": "/v1/search",
    "suggest": "/v1/suggest",
    "taxonomies": "/v1/taxonomies",
    "changes": "/v1/changes",
    "evidenceTypes": "/v1/evidence-types",
    "channels": "/v1/channels",
    "legalResources": "/v1/legal-resources",
    "events": "/v1/events",
    "openapi": "/openapi.json",
    "docs": "/docs",
}


class Start(Schema):
    """Where to begin: versions, numbers and links."""

    name: str
    version: str
    services: int
    entities: int
    taxonomies: dict[str, str]
    journal_seq: int
    index_seq: int
    links: dict[str, str]


class Health(Schema):
    """Whether something is well."""

    status: str


@router.get("/v1/", include_in_schema=False)
@router.get("/v1", responses=documented.page(Start), summary="Where to begin")
def read_start(request: Request, session: ReadSession) -> Response:
    """Tell the versions, the last journal entry, and where everything is."""
    start = Start(
        name="Dalil",
        version=request.app.version,
        services=count_documents(session),
        entities=count_entities(session),
        taxonomies={one.id: one.latest for one in list_schemes(session)},
        journal_seq=journal.head(session),
        index_seq=request.app.state.search.engine.seq,
        links=LINKS,
    )
    answer = model_answer(start)
    del answer.headers["x-dalil-keep"]  # the index moves after the journal
    return answer


@router.get("/health/live", responses=documented.page(Health), summary="Whether it runs")
def read_live() -> Response:
    """Tell that the process runs."""
    return _fresh(Health(status="ok"))


@router.get("/health/ready", responses=documented.page(Health), summary="Whether it can answer")
def read_ready(request: Request, session: ReadSession) -> Response:
    """Tell that the database and the embedded index answer; 503 when one does not."""
    journal.head(session)
    request.app.state.search.index.check()
    return _fresh(Health(status="ok"))


@router.get(
    "/status", responses=documented.page(Health), summary="Whether it can answer, for monitors"
)
def read_status(request: Request, session: ReadSession) -> Response:
    """Tell that the database and the embedded index answer; 503 when one does not."""
    return read_ready(request, session)


@router.get(
    "/metrics",
    responses=documented.text("text/plain"),
    summary="Counters in the format of Prometheus",
)
def read_metrics(request: Request, session: ReadSession) -> Response:
    """Give the counters of this process."""
    measures = request.app.state.measures
    measures.journal_seq.set(journal.head(session))
    measures.index_seq.set(request.app.state.search.engine.seq)
    request.app.state.webhook_measures.show(count_states(session))
    headers = {"Cache-Control": "no-store"}
    return Response(generate_latest(measures.registry), headers=headers, media_type=METRICS_TYPE)


def _fresh(model: Schema) -> Response:
    body = model.model_dump_json(by_alias=True)
    return Response(body, headers={"Cache-Control": "no-store"}, media_type="application/json")
