"""How files that are sent in and downloaded are described in the OpenAPI document."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from app.api.documented import Responses, problems


def workbook(media_type: str) -> Responses:
    """Describe a workbook that is downloaded."""
    schema = {"type": "string", "format": "binary"}
    found = {"description": "The workbook.", "content": {media_type: {"schema": schema}}}
    return {200: found, **problems(401, 403, 404, 409)}


def accepted(shape: type[BaseModel]) -> Responses:
    """Describe work that was taken in and will be done."""
    where = {"description": "Where to read how far it is.", "schema": {"type": "string"}}
    taken = {"model": shape, "description": "Taken in.", "headers": {"Location": where}}
    return {202: taken, **problems(401, 403, 404, 409, 413, 415)}


def file_body(fields: Sequence[str], media_types: Sequence[str]) -> dict[str, Any]:  # Any: OpenAPI
    """Describe a body that is a file, or a form with a part ``file``."""
    binary = {"type": "string", "format": "binary"}
    parts = {"file": binary, **{name: {"type": "string"} for name in fields}}
    form: dict[str, Any] = {"type": "object", "required": ["file"], "properties": parts}
    content: dict[str, Any] = {"multipart/form-data": {"schema": form}}
    content |= {one: {"schema": binary} for one in media_types}
    return {"requestBody": {"required": True, "content": content}}
