"""Every route has one rule of access, and what is public asks nobody who they are."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Mount

from app.api.access import ACCESS, MOUNTED, OPEN, PUBLIC, calling, enforce
from app.core.access import RIGHTS
from app.core.settings import Settings
from app.main import create_app


@pytest.fixture(scope="module")
def routes() -> FastAPI:
    found = create_app(Settings()).edge.app  # type: ignore[attr-defined]  # gate, edge, routes
    assert isinstance(found, FastAPI)
    return found


def rows(app: FastAPI) -> Iterator[tuple[tuple[str, str], APIRoute]]:
    for context in iter_route_contexts(app.routes):
        if isinstance(context.original_route, APIRoute):
            for method in context.methods or ():
                yield (method, str(context.path)), context.original_route


def calls(dependant: Dependant) -> Iterator[object]:
    yield dependant.call
    for below in dependant.dependencies:
        yield from calls(below)


def test_every_route_has_a_row_and_every_row_a_route(routes: FastAPI) -> None:
    walked = [row for row, _ in rows(routes)]

    assert sorted(walked) == sorted(ACCESS)
    assert len(walked) >= 36


def test_rows_name_rights_that_exist() -> None:
    assert set(ACCESS.values()) <= {OPEN, PUBLIC, *RIGHTS}


def test_what_is_mounted_is_listed(routes: FastAPI) -> None:
    mounted = {
        str(context.path) or "/"
        for context in iter_route_contexts(routes.routes)
        if isinstance(context.original_route, Mount)
    }

    assert mounted == MOUNTED


def test_what_is_public_does_not_ask_who_is_calling(routes: FastAPI) -> None:
    asking = [
        row
        for row, route in rows(routes)
        if ACCESS.get(row) == PUBLIC and calling in calls(route.dependant)
    ]

    assert asking == []


def test_the_whole_application_enforces_the_rows(routes: FastAPI) -> None:
    assert [one.dependency for one in routes.router.dependencies] == [enforce]
