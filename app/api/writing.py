"""Putting a record at its address: conditions, and what the answer says became of it."""

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Annotated, Any, Generic, Protocol, TypeVar

import orjson
from fastapi import Depends, Header, Path
from fastapi.responses import Response
from pydantic import BaseModel

from app.api import documented
from app.api.answers import bytes_answer
from app.api.bodies import NewOnlyDep
from app.api.edge.conditions import tags_in
from app.catalogue.commands.registries import Outcome, Put
from app.core.canonical import sha256_of
from app.core.clock import to_text
from app.core.errors import NotFound, PreconditionFailed
from app.core.languages import Language
from app.core.schemas import Schema

Record = TypeVar("Record", bound=BaseModel)
Read = TypeVar("Read")
PutId = Annotated[
    str,
    Path(
        min_length=1,
        max_length=64,
        pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$",
        description="Public id; it never changes.",
    ),
]
_MARK_LETTERS = 16


class Versioned(Protocol):
    """A record that knows when it was last changed."""

    @property
    def id(self) -> str:
        """Its public id."""
        ...

    @property
    def version(self) -> int:
        """How often it was changed."""
        ...

    @property
    def modified(self) -> datetime:
        """When it was last changed."""
        ...

    def model_dump_json(self, *, by_alias: bool) -> str:
        """Write it as JSON."""
        ...


class Written(Schema, Generic[Record]):
    """What became of a record that was put.

    ``rippled`` counts the services whose documents changed with it; ``etag`` may be
    sent back in ``If-Match``.
    """

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:  # Any: a record
        """Name the shape by what was written."""
        return f"Written{params[0].__name__}"

    outcome: Outcome
    rippled: int
    etag: str
    document: Record


class Conditions:
    """Under which a record may be put (RFC 9110, section 13.1)."""

    def __init__(self, wanted: Collection[str], *, is_new_only: bool) -> None:
        self._wanted = wanted
        self._is_new_only = is_new_only

    def check(self, present: Versioned | None) -> None:
        """Go on only if the record is as the client believes.

        An ETag names the state of the record and one of its renderings; the rendering does
        not matter here, so that a record read in any language can be put back.

        Raises:
            PreconditionFailed: it has changed, or is or is not there.

        """
        if self._is_new_only and present is not None:
            raise PreconditionFailed(f"There is '{present.id}' already.")
        if not self._wanted or (present is not None and "*" in self._wanted):
            return
        if present is None:
            raise PreconditionFailed("There is no such record yet.")
        if _mark(present) not in {tag.partition(".")[0] for tag in self._wanted}:
            raise PreconditionFailed(f"'{present.id}' has changed; it is at {present.version} now.")


async def _conditions(
    is_new_only: NewOnlyDep,
    if_match: Annotated[
        list[str] | None,
        Header(description="ETag that was read; the record must not have changed since."),
    ] = None,
) -> Conditions:
    return Conditions(list(tags_in(if_match or ())), is_new_only=is_new_only)


ConditionsDep = Annotated[Conditions, Depends(_conditions)]


def record_answer(
    record: Versioned, *, language: Language | None, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer a record that can be put, with an ETag that names its state."""
    body = record.model_dump_json(by_alias=True).encode()
    answer = bytes_answer(body, language=language, headers=headers)
    answer.headers["ETag"] = _etag(record, bytes(answer.body))
    return answer


def put_answer(put: Put, record: Versioned, address: str) -> Response:
    """Answer what became of a record: 201 with its address when it is new, else 200."""
    body = record.model_dump_json(by_alias=True).encode()
    said = {"outcome": put.outcome, "rippled": put.rippled, "etag": _etag(record, body)}
    is_new = put.outcome == "created"
    return Response(
        orjson.dumps({**said, "document": orjson.Fragment(body)}),
        status_code=201 if is_new else 200,
        headers={"Location": address} if is_new else {},
        media_type="application/json",
    )


def found(read: Callable[[], Read]) -> Read | None:
    """Read something that may not be there yet."""
    try:
        return read()
    except NotFound:
        return None


def documented_put(shape: type[BaseModel]) -> documented.Responses:
    """Describe the answers to putting a record of this shape."""
    written = Written[shape]  # type: ignore[valid-type]  # a shape that is made at run time
    return {
        200: {"model": written, "description": "Changed, or unchanged."},
        201: {"model": written, "description": "Created."},
        **documented.problems(401, 403, 409, 412, 413, 415),
    }


def _etag(record: Versioned, body: bytes) -> str:
    return f'"{_mark(record)}.{hashlib.sha256(body).hexdigest()[:_MARK_LETTERS]}"'


def _mark(record: Versioned) -> str:
    """Name the state of a record; a restored copy that went another way has another."""
    state = [record.id, record.version, to_text(record.modified)]
    return sha256_of(state)[:_MARK_LETTERS]
