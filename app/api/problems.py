"""Problem documents (RFC 9457) for every error, and nothing else."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException

from app.api.problem_documents import MALFORMED, MEDIA_TYPE, general, problem_body
from app.core.errors import DalilError, Finding, Invalid, Unavailable
from app.core.findings import MOST_FINDINGS, FindingOut
from app.core.schemas import Schema
from app.submissions.rules import findings_of

_log = structlog.get_logger("dalil.http")


class Problem(Schema):
    """A problem document; ``code`` is public and never changes.

    ``moreErrors`` is how many errors there was no room for.
    """

    type: str
    title: str
    status: int = Field(ge=100, le=599)
    code: str
    detail: str
    instance: str
    trace_id: str
    errors: list[FindingOut] = Field(default_factory=list)
    more_errors: int = Field(default=0, ge=0)


def install(app: FastAPI) -> None:
    """Answer every error of the application with a problem document."""
    app.add_exception_handler(DalilError, _on_dalil_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(DBAPIError, _on_database_down)
    app.add_exception_handler(PoolTimeoutError, _on_database_down)
    app.add_exception_handler(DataError, _on_database_refusal)


def problem(
    request: Request,
    status: int,
    code: str,
    *,
    title: str,
    detail: str,
    findings: Iterable[Finding] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Make the answer that tells a client what went wrong."""
    body = problem_body(
        status,
        code,
        title=title,
        detail=detail,
        instance=request.url.path,
        trace_id=request.scope.get("state", {}).get("request_id", ""),
        findings=findings,
    )
    return Response(body, status, headers, MEDIA_TYPE)


async def _on_dalil_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DalilError)  # noqa: S101  # registered for nothing else
    return problem(
        request,
        error.status,
        error.code,
        title=error.title,
        detail=error.detail,
        findings=error.findings,
        headers=error.headers,
    )


async def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for nothing else
    code, title = general(error.status_code)
    return problem(
        request,
        error.status_code,
        code,
        title=title,
        detail=str(error.detail),
        headers=error.headers,
    )


async def _on_database_down(request: Request, error: Exception) -> Response:
    _log.error("database_unavailable", error=str(error)[:500])
    return await _on_dalil_error(request, Unavailable("The database does not answer."))


async def _on_database_refusal(request: Request, error: Exception) -> Response:
    _log.error("database_refused", error=str(error)[:500])
    return await _on_dalil_error(request, Invalid("The database cannot hold such a value."))


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101  # registered for nothing else
    faults = error.errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        code, status, title = MALFORMED
        return problem(request, status, code, title=title, detail=f"{title}.")
    findings = [_from_fault(fault) for fault in faults[:MOST_FINDINGS]]
    return problem(
        request,
        Invalid.status,
        Invalid.code,
        title=Invalid.title,
        detail=findings[0].message["en"] if findings else Invalid.title,
        findings=findings,
    )


def _from_fault(fault: Mapping[str, Any]) -> Finding:  # Any: as Pydantic has it
    where, *path = fault["loc"]
    inside = path if where == "body" else [where, *path]
    (finding,) = findings_of([{**fault, "loc": inside}])
    if where != "query":
        return finding
    name = str(path[0] if path else "")[:200].encode("utf-8", "replace").decode()
    return replace(finding, pointer=f"?{name}", hint=_nearest(fault) or finding.hint)


def _nearest(fault: Mapping[str, Any]) -> dict[str, str] | None:  # Any: as Pydantic has it
    """Name the known value that was probably meant."""
    sent, expected = fault.get("input"), str(fault.get("ctx", {}).get("expected", ""))
    known = re.findall(r"'([^']*)'", expected)
    near = difflib.get_close_matches(sent[:60], known, n=1) if isinstance(sent, str) else []
    return {"en": f"Did you mean '{near[0]}'?", "ar": f"هل تقصد '{near[0]}'؟"} if near else None


def unknown_parameter(name: str, known: Iterable[str]) -> Finding:
    """Say that a parameter does not exist, and which one was probably meant."""
    shown = name[:60].encode("utf-8", "replace").decode()
    near = difflib.get_close_matches(name[:60], list(known), n=1, cutoff=0.5)
    hint = None
    if near:
        hint = {"en": f"Did you mean '{near[0]}'?", "ar": f"هل تقصد '{near[0]}'؟"}
    message = {
        "en": f"There is no parameter '{shown}' here.",
        "ar": f"لا يوجد هنا معامل باسم '{shown}'.",
    }
    return Finding(pointer=f"?{shown}", rule="QUERY-UNKNOWN", message=message, hint=hint)
