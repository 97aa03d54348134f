"""Linked-data identifiers lead to the documents that describe what they name."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import RedirectResponse, Response

from app.api import documented
from app.api.deps import ReadSession, only_known_parameters
from app.catalogue.queries.identifiers import find_address
from app.catalogue.rules.code_lists import CODE_LISTS

router = APIRouter(prefix="/id", tags=["system"], dependencies=[Depends(only_known_parameters)])


@router.get(
    "/concept/{scheme}/{notation}",
    status_code=303,
    response_class=RedirectResponse,
    responses=documented.redirect(),
    summary="Where a coded concept is described",
)
def find_notation(
    scheme: Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$")],
    notation: Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$")],
) -> Response:
    """Lead from the identifier of a coded concept to its description."""
    address = f"/v1/taxonomies/{scheme}/notations/{notation}"
    if scheme in CODE_LISTS:
        address = f"/v1/code-lists/{scheme}/{notation}"
    return RedirectResponse(address, status_code=303)


@router.get(
    "/scheme/{scheme}/{version}",
    status_code=303,
    response_class=RedirectResponse,
    responses=documented.redirect(),
    summary="Where a version of a scheme is described",
)
def find_version(
    scheme: Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$")],
    version: Annotated[str, Path(pattern=r"^[0-9.]{1,32}$")],
) -> Response:
    """Lead from the identifier of a version to its description."""
    return RedirectResponse(f"/v1/taxonomies/{scheme}/versions/{version}", status_code=303)


@router.get(
    "/{kind}/{identifier}",
    status_code=303,
    response_class=RedirectResponse,
    responses=documented.redirect(),
    summary="Where something is described",
)
def find_identifier(
    session: ReadSession,
    kind: Annotated[str, Path(pattern=r"^[a-z-]{1,32}$")],
    identifier: Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,64}$")],
) -> Response:
    """Lead from an identifier to the description of what it names."""
    return RedirectResponse(find_address(session, kind, identifier), status_code=303)
