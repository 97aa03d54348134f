"""The reading room: the OpenAPI document shown by Swagger UI, shipped with the project."""

from pathlib import Path

import orjson
from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles

from app.api.answers import bytes_answer
from app.api.deps import base_url_of
from app.api.openapi import served_at

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def read_docs(request: Request) -> Response:
    """Show every operation, to read and to try."""
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=f"{request.app.title}: API",
        swagger_js_url="/docs/assets/swagger-ui-bundle.js",
        swagger_css_url="/docs/assets/swagger-ui.css",
        swagger_favicon_url="data:,",
        swagger_ui_parameters={"validatorUrl": None},
    )


@router.get("/openapi.json")
def read_openapi(request: Request) -> Response:
    """Describe every operation, with the address at which this server is asked."""
    document = served_at(request.app.openapi(), base_url_of(request))
    return bytes_answer(orjson.dumps(document))


ASSETS = StaticFiles(directory=Path(__file__).parent / "assets")
