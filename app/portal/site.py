"""The portal as one application that ``main`` mounts after everything else."""

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.applications import Starlette
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Mount, Route
from starlette.types import Scope

from app.core.errors import DalilError, NotFound
from app.core.languages import LANGUAGES
from app.core.reference import Reference
from app.portal.assets import assets_by_address
from app.portal.browse import show_concept, show_tree
from app.portal.desk import OpenDesk
from app.portal.entities import show_entities, show_entity
from app.portal.errors import (
    show_database_down,
    show_domain_error,
    show_fault,
    show_http_error,
)
from app.portal.home import show_about, show_home
from app.portal.insights import show_insights
from app.portal.lexicon import show_lexicon, show_lexicon_comparison, show_term_group
from app.portal.reading import OpenReader
from app.portal.references import (
    show_problem,
    show_problems,
    show_rule,
    show_rules,
    show_taxonomy_rule,
    show_taxonomy_rules,
)
from app.portal.search import show_results, suggest
from app.portal.services import show_history, show_service
from app.portal.taxonomies import (
    show_comparison,
    show_concept_history,
    show_schemes,
    show_version,
)
from app.portal.workshops import show_request, show_requests, show_workshop, show_workshops


class LanguageConvertor(Convertor[str]):
    """The first part of a page's path: its language."""

    regex = "|".join(LANGUAGES)

    def convert(self, value: str) -> str:
        """Keep the code as it is written."""
        return value

    def to_string(self, value: str) -> str:
        """Keep the code as it is written."""
        return value


register_url_convertor("language", LanguageConvertor())


def create_portal(
    open_reader: OpenReader,
    *,
    public_url: str = "",
    reference: Reference | None = None,
    open_desk: OpenDesk | None = None,
) -> Starlette:
    """Build the portal over a reader of the catalogue and what explains rules and problems."""
    portal = Starlette(
        routes=_routes(),
        exception_handlers={
            DalilError: show_domain_error,
            HTTPException: show_http_error,
            DBAPIError: show_database_down,
            PoolTimeoutError: show_database_down,
            Exception: show_fault,
        },
    )
    portal.state.open_reader = open_reader
    portal.state.open_desk = open_desk
    portal.state.public_url = public_url
    portal.state.reference = reference or Reference()
    return portal


class PortalMount(Mount):
    """The portal below the site's root, after every other route.

    It takes its own paths, and any other path for a browser, so that a person who
    follows a dead link sees a page; programs still get a problem document.
    """

    def __init__(self, portal: Starlette) -> None:
        super().__init__("/", app=portal, name="portal")

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match the pages' paths, and what a browser asks for."""
        is_ours = scope["type"] == "http" and (_is_page(scope["path"]) or _is_browser(scope))
        return super().matches(scope) if is_ours else (Match.NONE, {})


def _is_page(path: str) -> bool:
    return path == "/" or path.split("/")[1] in (*LANGUAGES, "static")


def _is_browser(scope: Scope) -> bool:
    accepts = (value for name, value in scope["headers"] if name == b"accept")
    return scope["method"] in ("GET", "HEAD") and any(b"text/html" in value for value in accepts)


def serve_static(request: Request) -> Response:
    """Answer a static file; its address changes with its content."""
    asset = assets_by_address().get(request.path_params["address"])
    if asset is None:
        raise NotFound("There is no such file.")
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(asset.body, media_type=asset.media_type, headers=headers)


def _routes() -> list[Route]:
    events = ("browse", "life-events", "business-events")
    return [
        Route("/", show_home),
        Route("/static/{address}", serve_static),
        Route("/{language:language}", show_home),
        Route("/{language:language}/search", show_results),
        Route("/{language:language}/suggest", suggest),
        Route("/{language:language}/services/{service_id}", show_service),
        Route("/{language:language}/services/{service_id}/history", show_history),
        *(Route(f"/{{language:language}}/{path}", show_tree) for path in events),
        *(Route(f"/{{language:language}}/{path}/{{notation}}", show_concept) for path in events),
        Route("/{language:language}/entities", show_entities),
        Route("/{language:language}/entities/{entity_id}", show_entity),
        Route("/{language:language}/rules", show_rules),
        Route("/{language:language}/rules/{rule_id}", show_rule),
        Route("/{language:language}/taxonomy-rules", show_taxonomy_rules),
        Route("/{language:language}/taxonomy-rules/{rule_id}", show_taxonomy_rule),
        Route("/{language:language}/problems", show_problems),
        Route("/{language:language}/problems/{code}", show_problem),
        Route("/{language:language}/about", show_about),
        Route("/{language:language}/taxonomies", show_schemes),
        Route("/{language:language}/taxonomies/{scheme}", show_version),
        Route("/{language:language}/taxonomies/{scheme}/compare", show_comparison),
        Route(
            "/{language:language}/taxonomies/{scheme}/concepts/{concept_id}", show_concept_history
        ),
        Route("/{language:language}/lexicon", show_lexicon),
        Route("/{language:language}/lexicon/compare", show_lexicon_comparison),
        Route("/{language:language}/lexicon/groups/{group_id}", show_term_group),
        Route("/{language:language}/insights", show_insights),
        Route("/{language:language}/workshops", show_workshops),
        Route("/{language:language}/workshops/{workshop_id}", show_workshop),
        Route("/{language:language}/change-requests", show_requests),
        Route("/{language:language}/change-requests/{request_id}", show_request),
    ]
