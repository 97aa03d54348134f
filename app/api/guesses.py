"""Guessing what the edited file of a workshop means for a scheme; nothing is saved."""

from pathlib import Path as File
from tempfile import TemporaryDirectory
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response

from app.api import documented, documented_files
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.bodies import UnsupportedMediaType
from app.api.deps import OpenDatabase, only_known_parameters
from app.api.taxonomies import Form
from app.api.uploads import Received, no_room, receive
from app.core.db import Database
from app.interchange.schemes.files import FORMATS, format_of
from app.interchange.schemes.guess_schemas import GuessOut
from app.interchange.schemes.guesses import guess_file, shown
from app.submissions.imports.limits import MOST_FILE_BYTES

router = APIRouter(prefix="/v1", tags=["taxonomies"], dependencies=[Depends(only_known_parameters)])
_FORM_BYTES = 1024 * 1024
_BY_MEDIA_TYPE = {one.media_type: one.name for one in FORMATS.values()}
# Each look into a file is a process with half a gigabyte at most.
_READERS = CapacityLimiter(2)


@router.post(
    "/taxonomies/{scheme}/guesses",
    max_body_size=MOST_FILE_BYTES + _FORM_BYTES,
    responses=documented.answered(GuessOut, 401, 403, 404, 413, 415),
    openapi_extra=documented_files.file_body([], sorted(_BY_MEDIA_TYPE)),
    summary="Guess the operations that an edited file means",
)
async def guess_from_file(
    request: Request,
    database: OpenDatabase,
    caller: CallerDep,  # noqa: ARG001 - the right is asked for before
    scheme: Annotated[str, Path(max_length=64, description="Scheme id, e.g. `services`.")],
    form: Annotated[
        Form | None, Query(alias="format", description="The file's format, when nothing tells it.")
    ] = None,
) -> Response:
    """Compare a file with the draft; answer typed operations, each with how sure it is."""
    folder = await to_thread.run_sync(_folder)
    try:
        file = File(folder.name) / "sent"
        received = await receive(request, file)
        name = form or _format(received)
        return await to_thread.run_sync(_guessed, database, scheme, file, name, limiter=_READERS)
    finally:
        await to_thread.run_sync(folder.cleanup)


def _folder() -> "TemporaryDirectory[str]":
    try:
        return TemporaryDirectory(prefix="dalil-guess-")
    except OSError:
        raise no_room() from None


def _guessed(database: Database, scheme: str, file: File, form: str) -> Response:
    with database.read() as session:
        return private_answer(shown(guess_file(session, scheme, file, form)))


def _format(received: Received) -> str:
    """Tell the format by the file's name, else by its media type."""
    found = format_of(File(received.file_name)) or _BY_MEDIA_TYPE.get(received.media_type)
    if found is None:
        raise UnsupportedMediaType("Send XLSX, CSV, SKOS or JSON, or name the format.")
    return found
