"""Imports: entries sent in as files, and what became of each row."""

import secrets
from pathlib import Path as File
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import FileResponse, Response

from app.api import documented, documented_files
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.deps import OpenDatabase, ReadSession, only_known_parameters
from app.api.entities import EntityId
from app.api.handing import XLSX, Handing, asked_of, create_folder, sent_file
from app.api.idempotency import REPEATED, Key
from app.api.uploads import no_room, receive
from app.core.schemas import Code, Line, Page
from app.submissions.imports.duties import ImportDuties
from app.submissions.imports.limits import MOST_FILE_BYTES
from app.submissions.imports.queries import get_import, list_imports, list_rows
from app.submissions.imports.report import make_report
from app.submissions.imports.schemas import (
    Encoding,
    ImportOut,
    Mode,
    Outcome,
    RowOut,
)
from app.submissions.imports.storage import ImportFolder
from app.submissions.imports.template import make_filled, make_template

router = APIRouter(prefix="/v1", tags=["imports"], dependencies=[Depends(only_known_parameters)])
ImportId = Annotated[str, Path(max_length=32, pattern=r"^[A-Za-z0-9_]+$")]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=500)]
_FORM_BYTES = 1024 * 1024
_FIELDS = frozenset(("entity", "mode", "dryRun", "publish", "encoding", "reason", "mapping"))
_PRIVATE = {"Cache-Control": "private, no-store"}
# Each look into a file is a process with half a gigabyte at most.
_PROBES = CapacityLimiter(2)


async def _import_duties(request: Request) -> ImportDuties:
    found: ImportDuties = request.app.state.imports
    return found


DutiesDep = Annotated[ImportDuties, Depends(_import_duties)]


@router.post(
    "/imports",
    status_code=202,
    max_body_size=MOST_FILE_BYTES + _FORM_BYTES,
    responses=documented_files.accepted(ImportOut),
    openapi_extra=documented_files.file_body(
        sorted(_FIELDS), [XLSX, "text/csv", "application/x-ndjson"]
    ),
    summary="Send in a file of entries",
)
async def send_file(  # noqa: PLR0917  # FastAPI takes them by name
    request: Request,
    database: OpenDatabase,
    caller: CallerDep,
    duties: DutiesDep,
    entity: Annotated[Code | None, Query(description="Whose entries they are.")] = None,
    mode: Annotated[Mode | None, Query(description="What becomes of sound rows.")] = None,
    dry_run: Annotated[bool | None, Query(alias="dryRun", description="Save nothing.")] = None,
    publish: Annotated[bool | None, Query(description="Publish at once, for reviewers.")] = None,
    encoding: Annotated[Encoding | None, Query(description="Of a CSV file.")] = None,
    key: Key = None,
    reason: Annotated[Line | None, Query(description="Why, in a line.")] = None,
) -> Response:
    """Take in a workbook, a CSV file or lines of JSON; rows are judged in the background.

    The parameters may stand in the address or in the form.
    """
    sent = {
        "entity": entity,
        "mode": mode,
        "dryRun": dry_run,
        "publish": publish,
        "encoding": encoding,
        "reason": reason,
    }
    folder = ImportFolder(request.app.state.settings.data_dir, f"i_{secrets.token_hex(8)}")
    await to_thread.run_sync(create_folder, folder)
    is_kept = False
    try:
        received = await receive(request, folder.sent)
        asked = asked_of(received, {key: one for key, one in sent.items() if one is not None})
        handing = Handing(database, caller, asked, sent_file(folder.path.name, received))
        await to_thread.run_sync(handing.check)
        await to_thread.run_sync(handing.probe, folder.sent, limiter=_PROBES)
        answer = await to_thread.run_sync(handing.create, key)
        is_kept = REPEATED not in answer.headers
    finally:
        if not is_kept:
            folder.remove()
    duties.wake()
    return answer


@router.get("/imports", responses=documented.page(Page[ImportOut]), summary="List imports")
def list_all_imports(
    session: ReadSession,
    caller: CallerDep,
    entity: Annotated[Code | None, Query()] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """List imports, the newest first; an entity sees its own."""
    return private_answer(
        list_imports(session, caller=caller, entity=entity, limit=limit, cursor=cursor)
    )


@router.get(
    "/imports/template.xlsx",
    responses=documented_files.workbook(XLSX),
    summary="Download the template",
)
def download_template(
    session: ReadSession,
    caller: CallerDep,
    entity: Annotated[Code, Query(description="Whose entries it is for.")],
    filled: Annotated[bool, Query(description="Whether it holds the present entries.")] = False,
) -> Response:
    """Download a workbook with drop-downs and instructions, empty or with the present entries."""
    make = make_filled if filled else make_template
    return _workbook(make(session, entity, caller=caller), f"dalil-{entity}.xlsx")


@router.get(
    "/entities/{entity_id}/services.xlsx",
    responses=documented_files.workbook(XLSX),
    summary="Download the entries of an entity",
)
def download_entries(session: ReadSession, caller: CallerDep, entity_id: EntityId) -> Response:
    """Download an entity's present entries in the template, to be edited and sent back."""
    return _workbook(make_filled(session, entity_id, caller=caller), f"dalil-{entity_id}.xlsx")


@router.get(
    "/imports/{import_id}", responses=documented.document(ImportOut), summary="Read an import"
)
def read_import(session: ReadSession, caller: CallerDep, import_id: ImportId) -> Response:
    """Read an import and how far it has come."""
    return private_answer(get_import(session, import_id, caller=caller))


@router.get(
    "/imports/{import_id}/rows",
    responses=documented.page(Page[RowOut]),
    summary="List the rows of an import",
)
def list_import_rows(  # noqa: PLR0917  # FastAPI takes them by name
    session: ReadSession,
    caller: CallerDep,
    import_id: ImportId,
    outcome: Annotated[Outcome | None, Query()] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> Response:
    """List what became of each row, with findings and the cells they speak of."""
    found = list_rows(
        session, import_id, caller=caller, outcome=outcome, limit=limit, cursor=cursor
    )
    return private_answer(found)


@router.get(
    "/imports/{import_id}/report.xlsx",
    responses=documented_files.workbook(XLSX),
    summary="Download the report of an import",
)
def download_report(
    request: Request, session: ReadSession, caller: CallerDep, import_id: ImportId
) -> Response:
    """Download every row as it was sent, with what was found beside it."""
    data_dir: File = request.app.state.settings.data_dir
    try:
        path = make_report(session, data_dir, import_id, caller=caller)
    except OSError:
        raise no_room() from None
    return FileResponse(path, media_type=XLSX, filename=f"{import_id}.xlsx", headers=_PRIVATE)


def _workbook(body: bytes, name: str) -> Response:
    said = {**_PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=said, media_type=XLSX)
