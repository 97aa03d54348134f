"""Imports: entries sent in as files, and what became of each row."""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path as File
from typing import Annotated, get_args

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import FileResponse, Response
from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.api import documented, documented_files
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.bodies import UnsupportedMediaType
from app.api.deps import OpenDatabase, ReadSession, only_known_parameters
from app.api.entities import EntityId
from app.api.idempotency import REPEATED, Key, Once
from app.api.uploads import MalformedForm, Received, receive
from app.core.access import Caller
from app.core.db import Database
from app.core.errors import Finding, Invalid
from app.core.schemas import Code, Line, Page
from app.submissions.imports.commands import SentFile, check_import, create_import
from app.submissions.imports.duties import ImportDuties
from app.submissions.imports.limits import MOST_FILE_BYTES
from app.submissions.imports.mapping import read_mapping
from app.submissions.imports.probing import probe
from app.submissions.imports.queries import get_import, list_imports, list_rows
from app.submissions.imports.report import make_report
from app.submissions.imports.schemas import (
    Encoding,
    ImportIn,
    ImportOut,
    Kind,
    Mode,
    Outcome,
    RowOut,
)
from app.submissions.imports.storage import ImportFolder
from app.submissions.imports.template import make_filled, make_template
from app.submissions.rules import shape_findings

router = APIRouter(prefix="/v1", tags=["imports"], dependencies=[Depends(only_known_parameters)])
ImportId = Annotated[str, Path(max_length=32, pattern=r"^[A-Za-z0-9_]+$")]
Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str | None, Query(max_length=500)]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORM_BYTES = 1024 * 1024
_KINDS: dict[str, Kind] = {
    XLSX: "xlsx",
    "text/csv": "csv",
    "application/x-ndjson": "ndjson",
    "application/ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "application/json": "ndjson",
}
_ENDINGS: dict[str, Kind] = {
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".json": "ndjson",
}
_FIELDS = frozenset(("entity", "mode", "dryRun", "publish", "encoding", "reason", "mapping"))
_PRIVATE = {"Cache-Control": "private, no-store"}
# Each look into a file is a process with half a gigabyte at most.
_PROBES = CapacityLimiter(2)


def _import_duties(request: Request) -> ImportDuties:
    found: ImportDuties = request.app.state.imports
    return found


DutiesDep = Annotated[ImportDuties, Depends(_import_duties)]


@dataclass(frozen=True)
class _Handing:
    """A file that has arrived, and who wants what done with it."""

    database: Database
    caller: Caller
    asked: ImportIn
    file: SentFile

    def check(self) -> None:
        """Refuse who may not, before any work is spent on the file."""
        with self.database.read() as session:
            check_import(session, self.asked, caller=self.caller)

    def probe(self, path: File) -> None:
        """Look into the file."""
        asked = self.asked
        probe(path, self.file.kind, encoding=asked.encoding, mapping=asked.mapping)

    def create(self, key: str | None) -> Response:
        """Queue the import, once for each key."""
        asked = self.asked.model_dump_json(by_alias=True)
        digest = hashlib.sha256(f"imports {self.file.sha256} {asked}".encode()).hexdigest()
        return Once(self.caller.id, key, digest).do(self.database, self._queue)

    def _queue(self, session: Session) -> Response:
        made = create_import(session, self.asked, self.file, caller=self.caller)
        where = {"Location": f"/v1/imports/{made.id}"}
        return private_answer(made, status=202, headers=where)


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
    await to_thread.run_sync(folder.create)
    is_kept = False
    try:
        received = await receive(request, folder.sent)
        asked = _asked(received, {key: one for key, one in sent.items() if one is not None})
        handing = _Handing(database, caller, asked, _sent_file(folder.path.name, received))
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
    path = make_report(session, data_dir, import_id, caller=caller)
    return FileResponse(path, media_type=XLSX, filename=f"{import_id}.xlsx", headers=_PRIVATE)


def _asked(received: Received, sent: dict[str, object]) -> ImportIn:
    """Join what the address and the form say.

    Raises:
        Invalid: a field is unknown, said twice, or has no such value.
        UnusableMapping: the mapping cannot be read.

    """
    fields: dict[str, object] = {**received.fields}
    mapping = received.fields.get("mapping")
    fields["mapping"] = read_mapping(mapping) if mapping else None
    for name in ("dryRun", "publish"):
        if name in fields:
            fields[name] = {"true": True, "false": False}.get(str(fields[name]), fields[name])
    twice = [name for name in sent if name in received.fields]
    if twice:
        raise _said_twice(twice[0])
    try:
        return ImportIn.model_validate({**fields, **sent})
    except ValidationError as error:
        findings = shape_findings(error)
        raise Invalid(findings[0].message["en"], findings=findings) from None


def _said_twice(name: str) -> Invalid:
    message = {
        "en": f"The parameter '{name}' stands in the address and in the form.",
        "ar": f"المعامل '{name}' وارد في العنوان وفي النموذج.",
    }
    return Invalid(message["en"], findings=[Finding(f"?{name}", "QUERY-REPEATED", message)])


def _sent_file(import_id: str, received: Received) -> SentFile:
    """Tell what kind of file it is: by its type, else by its name."""
    if received.size_bytes == 0:
        raise MalformedForm("The file is empty.")
    ending = File(received.file_name).suffix.lower()
    kind = _ENDINGS.get(ending) or _KINDS.get(received.media_type)
    if kind is None:
        known = ", ".join(get_args(Kind))
        raise UnsupportedMediaType(f"Send one of {known}, with its type or a name that tells it.")
    return SentFile(import_id, received.file_name, kind, received.size_bytes, received.sha256)


def _workbook(body: bytes, name: str) -> Response:
    said = {**_PRIVATE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=said, media_type=XLSX)
