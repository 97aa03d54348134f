"""The application: settings, wiring, routes, problems."""

from collections.abc import AsyncIterator
from contextlib import AbstractContextManager, asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool

from app import wiring
from app.api import (
    access,
    audit,
    best_bets,
    care,
    change_request_views,
    change_requests,
    changes,
    docs,
    entities,
    entries,
    guesses,
    identifiers,
    imports,
    insights,
    lexicon,
    openapi,
    problems,
    references,
    registries,
    releases,
    reorganisations,
    search,
    services,
    submissions,
    system,
    tasks,
    taxonomies,
    versions,
    webhooks,
    workshop_papers,
    workshops,
)
from app.api.edge import Edge, Forwarded, Gate, KeptAnswers, StoredAnswers
from app.api.edge.gate_measures import GateMeasures
from app.api.edge.measures import Measures
from app.api.meili import describing, searching
from app.api.webhook_measures import WebhookMeasures
from app.core import logs, memory
from app.core.settings import Settings
from app.portal.catalogue_reader import open_catalogue
from app.portal.desk import open_desk_on
from app.portal.papers import PaperPress
from app.portal.reader import Reader
from app.portal.site import PortalMount, create_portal
from app.search.judged import read_judged
from app.workshops.search_effects import Served

MAX_BODY_BYTES = 1024 * 1024
ROUTERS = (
    system.router,
    entities.router,
    reorganisations.router,
    services.router,
    changes.router,
    search.router,
    searching.router,
    describing.router,
    insights.router,
    best_bets.router,
    taxonomies.router,
    lexicon.router,
    versions.router,
    guesses.router,
    registries.router,
    webhooks.router,
    workshops.router,
    workshop_papers.router,
    change_requests.router,
    change_request_views.router,
    audit.router,
    identifiers.router,
    submissions.router,
    entries.router,
    care.router,
    tasks.router,
    releases.router,
    references.router,
    imports.router,
    docs.router,
)


def create_app(settings: Settings | None = None, *, is_alone: bool = False) -> Gate:
    """Build the application; opening the database and the index waits for its start.

    ``is_alone`` in its process: what is there after the start stays until the end, and
    the garbage collector is told not to walk over it again and again.
    """
    settings = settings or Settings()
    logs.configure(settings.log_level)
    kept = KeptAnswers(settings.cache_mib * 1024 * 1024)
    stored, measures = StoredAnswers(), Measures()
    routes = create_routes(settings, kept, stored, measures)
    edge = Edge(routes, kept=kept, stored=stored, measures=measures)
    gate = Gate(edge, settings, GateMeasures(measures.registry))
    routes.state.gate, routes.state.is_alone = gate, is_alone
    return gate


def create_served() -> Gate | Forwarded:
    """Build the application as a server runs it, behind the proxies that the settings name."""
    settings = Settings()
    app = create_app(settings, is_alone=True)
    return Forwarded(app, settings.trusted_proxies) if settings.trusted_proxies else app


def create_routes(
    settings: Settings, kept: KeptAnswers, stored: StoredAnswers, measures: Measures
) -> FastAPI:
    """Build the routes without the edge."""
    app = openapi.described(
        FastAPI(
            lifespan=_lifespan,
            docs_url=None,
            redoc_url=None,
            max_body_size=MAX_BODY_BYTES,
            redirect_slashes=False,
            openapi_url=None,
            generate_unique_id_function=openapi.operation_id,
            dependencies=[Depends(access.enforce)],
        ),
        settings,
    )
    app.state.settings, app.state.measures = settings, measures
    app.state.webhook_measures = WebhookMeasures(measures.registry)
    app.state.stakes = wiring.STAKES
    app.state.press = PaperPress()
    app.state.judged = read_judged(settings.resolved_judged_queries)
    app.state.kept, app.state.stored = kept, stored
    app.state.reference = references.build_reference()
    problems.install(app)
    app.mount("/docs/assets", docs.ASSETS)
    for router in ROUTERS:
        app.include_router(router)
    app.router.routes.append(PortalMount(_portal(app, settings)))
    return app


def _portal(app: FastAPI, settings: Settings) -> Starlette:
    """Build the portal over what this process will hold open."""

    def open_reader() -> AbstractContextManager[Reader]:
        return open_catalogue(app.state.database, app.state.search)

    return create_portal(
        open_reader,
        public_url=settings.public_url,
        reference=app.state.reference,
        open_desk=lambda: open_desk_on(
            app.state.database, Served(app.state.search.engine, app.state.judged)
        ),
    )


def openapi_document() -> dict[str, Any]:  # Any: JSON
    """Write the OpenAPI document without opening anything."""
    settings = Settings()
    return openapi.served_at(
        create_routes(settings, KeptAnswers(0), StoredAnswers(), Measures()).openapi(),
        settings.public_url or "https://dalil.example",
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    state = app.state
    opened = await run_in_threadpool(
        wiring.open_all, state.settings, state.kept.drop_all, state.webhook_measures.observe
    )
    app.state.database, app.state.search = opened.database, opened.search
    app.state.neighbourhood, app.state.imports = opened.neighbourhood, opened.imports
    app.state.queue = changes.Queue(opened.watcher)
    app.state.sending = webhooks.Sending(app.state.settings, wiring.open_sender)
    app.state.stored.documents = opened.stored
    gate: Gate = app.state.gate
    gate.open(opened.authenticator, opened.last_uses, opened.quotas, opened.searching.log)
    app.state.search_log = opened.searching.log
    if app.state.is_alone:
        memory.settle()
    try:
        yield
    finally:
        await gate.close()
        app.state.stored.documents = None
        await run_in_threadpool(opened.close)
