"""Error pages in the portal's own design, in the language of the page."""

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.core.errors import DalilError, Unavailable
from app.portal.rendering import render
from app.portal.wording import load_texts

_log = structlog.get_logger(__name__)


def show_domain_error(request: Request, error: Exception) -> Response:
    """Answer an error of the domain, e.g. a service that is not there."""
    status = error.status if isinstance(error, DalilError) else 500
    headers = error.headers if isinstance(error, DalilError) else {}
    return _page(request, status, headers)


def show_http_error(request: Request, error: Exception) -> Response:
    """Answer an error of the framework, e.g. an unknown path."""
    if not isinstance(error, HTTPException):
        return _page(request, 500, {})
    return _page(request, error.status_code, dict(error.headers or {}))


def show_database_down(request: Request, error: Exception) -> Response:
    """Answer that the database cannot answer now; the log says why."""
    _log.error("database_unavailable", error=str(error)[:500])
    return show_domain_error(request, Unavailable())


def show_fault(request: Request, error: Exception) -> Response:
    """Answer an error that nobody foresaw; the log says what it was."""
    _log.error("portal_page_failed", path=request.scope["path"], error=type(error).__name__)
    return _page(request, 500, {})


def _page(request: Request, status: int, headers: dict[str, str]) -> Response:
    known = f"error.{status}_title" in load_texts("en")
    shown = str(status) if known else ("404" if status < 500 else "500")
    page = render(request, "error.html", {"code": status, "shown": shown}, status=status)
    page.headers.update(headers)
    return page
