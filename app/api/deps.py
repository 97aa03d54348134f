"""What routes ask for: a session, the language, and that nothing unknown was sent."""

from collections.abc import Callable, Iterator
from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from sqlalchemy.orm import Session

from app.api.problems import unknown_parameter
from app.core.db import Database
from app.core.errors import Finding, Invalid
from app.core.languages import Language, preferred_language

_KNOWN: dict[Callable[..., object], dict[str, bool]] = {}
"""The parameters of each endpoint, read from its signature once."""


async def open_database(request: Request) -> Database:
    """Hand out the database that this process holds open."""
    database: Database = request.app.state.database
    return database


def _read_session(database: Annotated[Database, Depends(open_database)]) -> Iterator[Session]:
    with database.read() as session:
        yield session


def _write_session(database: Annotated[Database, Depends(open_database)]) -> Iterator[Session]:
    with database.write() as session:
        yield session


async def _language(
    request: Request,
    lang: Annotated[
        Language | None,
        Query(description="Adds the text of one language beside `ar` and `en`, as `text`."),
    ] = None,
) -> Language | None:
    return lang or preferred_language(request.headers.get("accept-language"))


def base_url_of(request: Request) -> str:
    """Return the base of public addresses: as set, else as the client sees this server."""
    set_url: str = request.app.state.settings.public_url
    return (set_url or str(request.base_url)).rstrip("/")


async def only_known_parameters(request: Request) -> None:
    """Refuse query parameters that the route does not know.

    Raises:
        Invalid: names each of them and the nearest known name.

    """
    route = request.scope["route"]
    repeatable = _known_parameters(route)
    findings = []
    for name in request.query_params:
        if name not in repeatable:
            findings.append(unknown_parameter(name, repeatable))
        elif not repeatable[name] and len(request.query_params.getlist(name)) > 1:
            findings.append(_repeated(name))
    if findings:
        raise Invalid(findings[0].message["en"], findings=findings)


def _known_parameters(route: APIRoute) -> dict[str, bool]:
    known = _KNOWN.get(route.endpoint)
    if known is None:
        known = _KNOWN[route.endpoint] = _parameters(route.dependant)
    return known


def _parameters(dependant: Dependant) -> dict[str, bool]:
    """Map the names of a route's query parameters to whether they may be repeated."""
    found: dict[str, bool] = {}
    for field in dependant.query_params:
        model = getattr(field.field_info.annotation, "model_fields", None)
        if model is None:
            found[field.alias] = "list" in str(field.field_info.annotation)
            continue
        for name, info in model.items():
            found[info.alias or name] = "list" in str(info.annotation)
    for below in dependant.dependencies:
        found.update(_parameters(below))
    return found


def _repeated(name: str) -> Finding:
    return Finding(
        pointer=f"?{name}",
        rule="QUERY-REPEATED",
        message={
            "en": f"The parameter '{name}' may stand only once.",
            "ar": f"لا يجوز تكرار المعامل '{name}'.",
        },
    )


OpenDatabase = Annotated[Database, Depends(open_database)]
ReadSession = Annotated[Session, Depends(_read_session, scope="function")]
WriteSession = Annotated[Session, Depends(_write_session, scope="function")]
"""One transaction; it is kept when the route has returned, before the answer is sent."""
Lang = Annotated[Language | None, Depends(_language)]
