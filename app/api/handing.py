"""A file that was handed in: what is asked for, whether it may be, and queueing it once."""

import hashlib
from dataclasses import dataclass
from pathlib import Path as File
from typing import get_args

from fastapi.responses import Response
from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.api.answers import private_answer
from app.api.bodies import UnsupportedMediaType
from app.api.idempotency import Once
from app.api.uploads import MalformedForm, Received, no_room
from app.core.access import Caller
from app.core.db import Database
from app.core.errors import Finding, Invalid
from app.submissions.imports.commands import SentFile, check_import, create_import
from app.submissions.imports.mapping import read_mapping
from app.submissions.imports.probing import probe
from app.submissions.imports.schemas import ImportIn, Kind
from app.submissions.imports.storage import ImportFolder
from app.submissions.rules import shape_findings

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS: dict[str, Kind] = {
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


@dataclass(frozen=True)
class Handing:
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
        try:
            probe(path, self.file.kind, encoding=asked.encoding, mapping=asked.mapping)
        except OSError:
            raise no_room() from None

    def create(self, key: str | None) -> Response:
        """Queue the import, once for each key."""
        asked = self.asked.model_dump_json(by_alias=True)
        digest = hashlib.sha256(f"imports {self.file.sha256} {asked}".encode()).hexdigest()
        return Once(self.caller.id, key, digest).do(self.database, self._queue)

    def _queue(self, session: Session) -> Response:
        made = create_import(session, self.asked, self.file, caller=self.caller)
        where = {"Location": f"/v1/imports/{made.id}"}
        return private_answer(made, status=202, headers=where)


def asked_of(received: Received, sent: dict[str, object]) -> ImportIn:
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


def sent_file(import_id: str, received: Received) -> SentFile:
    """Tell what kind of file it is: by its type, else by its name."""
    if received.size_bytes == 0:
        raise MalformedForm("The file is empty.")
    ending = File(received.file_name).suffix.lower()
    kind = _ENDINGS.get(ending) or KINDS.get(received.media_type)
    if kind is None:
        known = ", ".join(get_args(Kind))
        raise UnsupportedMediaType(f"Send one of {known}, with its type or a name that tells it.")
    return SentFile(import_id, received.file_name, kind, received.size_bytes, received.sha256)


def create_folder(folder: ImportFolder) -> None:
    """Make the folder of an import.

    Raises:
        Unavailable: there is no room for it.

    """
    try:
        folder.create()
    except OSError:
        raise no_room() from None
