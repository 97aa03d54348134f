"""What ``dalil import`` does: it takes in a file of entries and works until it is done."""

import hashlib
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from app.core.access import Caller
from app.core.db import Database
from app.core.errors import DalilError, Invalid
from app.core.reading.errors import UnreadableFile
from app.core.settings import Settings
from app.submissions.imports.commands import SentFile, check_import, create_import
from app.submissions.imports.duties import ImportDuties
from app.submissions.imports.errors import FileTooLarge
from app.submissions.imports.limits import MOST_FILE_BYTES
from app.submissions.imports.mapping import read_mapping
from app.submissions.imports.probing import probe
from app.submissions.imports.queries import get_import, list_rows
from app.submissions.imports.report import make_report
from app.submissions.imports.schemas import ENDED, ImportIn, ImportOut, Kind, RowOut
from app.submissions.imports.storage import ImportFolder
from app.submissions.neighbourhood import Neighbourhood
from app.submissions.rules import shape_findings

OPERATOR = Caller("dalil import", "key", frozenset(("admin",)))
_KINDS: dict[str, Kind] = {
    ".xlsx": "xlsx", ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".ndjson": "ndjson", ".jsonl": "ndjson", ".json": "ndjson",
}  # fmt: skip
_SHOWN = 20
_WAIT_SECONDS = 0.5


def asked_from(
    entity: str, *, mode: str, dry_run: bool, publish: bool, mapping: Path | None
) -> ImportIn:
    """Say what was asked for on the command line.

    Raises:
        UnusableMapping: the mapping file cannot be read.
        Invalid: an option has no such value.

    """
    said = {
        "entity": entity,
        "mode": mode,
        "dry_run": dry_run,
        "publish": publish,
        "mapping": read_mapping(mapping.read_bytes()) if mapping else None,
    }
    try:
        return ImportIn.model_validate(said)
    except ValidationError as error:
        first = shape_findings(error)[0]
        raise Invalid(f"{first.pointer.strip('/')}: {first.message['en']}") from None


def run_import(
    settings: Settings, database: Database, file: Path, asked: ImportIn, *, console: Console
) -> ImportOut:
    """Take in a file and work on it, showing how far it has come.

    When another process does the work, this one only watches.

    Raises:
        DalilError: the file cannot be imported at all.

    """
    queued = _queue(settings, database, file, asked)
    duties = ImportDuties(database, settings.data_dir, Neighbourhood(database))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        task = progress.add_task(queued.state, total=None)

        def show() -> None:
            now = _read(database, queued.id)
            done, total = now.done_rows, now.total_rows
            progress.update(task, description=now.state, completed=done, total=total)

        _until_ended(database, queued.id, duties, show)
    return _read(database, queued.id)


def show_outcome(database: Database, found: ImportOut, *, console: Console) -> None:
    """Show what became of an import, and the first rows that were refused."""
    if found.problem:
        console.print(found.problem.message["en"], style="red", highlight=False)
    counts = found.counts
    console.print(
        f"{found.state}: {counts.created} created, {counts.changed} changed, "
        f"{counts.unchanged} unchanged, {counts.refused} refused",
        highlight=False,
    )
    with database.read() as session:
        page = list_rows(
            session, found.id, caller=OPERATOR, outcome="refused", limit=_SHOWN, cursor=None
        )
    if page.items:
        console.print(_table(page.items))


def save_report(settings: Settings, database: Database, import_id: str, target: Path) -> None:
    """Write the report beside the file."""
    with database.read() as session:
        path = make_report(session, settings.data_dir, import_id, caller=OPERATOR)
    shutil.copyfile(path, target)


def is_success(found: ImportOut) -> bool:
    """Tell whether every row was taken."""
    return found.state == "finished" and not found.counts.refused


def _queue(settings: Settings, database: Database, file: Path, asked: ImportIn) -> ImportOut:
    kind = _KINDS.get(file.suffix.lower())
    if kind is None:
        raise UnreadableFile(f"'{file.name}' is none of {', '.join(_KINDS)}.")
    if file.stat().st_size > MOST_FILE_BYTES:
        raise FileTooLarge(f"A file may have {MOST_FILE_BYTES} bytes.")
    with database.read() as session:
        check_import(session, asked, caller=OPERATOR)
    folder = ImportFolder(settings.data_dir, f"i_{secrets.token_hex(8)}")
    folder.create()
    try:
        shutil.copyfile(file, folder.sent)
        probe(folder.sent, kind, mapping=asked.mapping)
        with folder.sent.open("rb") as sent:
            digest = hashlib.file_digest(sent, "sha256").hexdigest()
        size = folder.sent.stat().st_size
        made = SentFile(folder.path.name, file.name, kind, size, digest)
        with database.write() as session:
            return create_import(session, asked, made, caller=OPERATOR)
    except DalilError:
        folder.remove()
        raise


def _until_ended(
    database: Database, import_id: str, duties: ImportDuties, show: Callable[[], None]
) -> None:
    while _read(database, import_id).state not in ENDED:
        if duties.work(show) == 0:
            time.sleep(_WAIT_SECONDS)
        show()


def _read(database: Database, import_id: str) -> ImportOut:
    with database.read() as session:
        return get_import(session, import_id, caller=OPERATOR)


def _table(rows: list[RowOut]) -> Table:
    table = Table("Row", "Id", "Cell", "Rule", "Finding", title="Refused rows")
    for row in rows:
        for one in row.findings:
            if one.severity == "error":
                where = one.cell or one.pointer
                table.add_row(str(row.row), row.source_id or "", where, one.rule, one.message["en"])
    return table


def refuse(fault: DalilError, console: Console) -> typer.Exit:
    """Say why nothing was done; gives the exit that goes with it."""
    console.print(fault.detail, style="red", highlight=False)
    return typer.Exit(1)
