"""Removing what imports leave behind."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, select

from app.core.clock import now
from app.core.db import Database
from app.submissions.imports import limits
from app.submissions.imports.models import EntryImport, ImportRow
from app.submissions.imports.schemas import ENDED
from app.submissions.imports.storage import FOLDER, ImportFolder, folders

_ABANDONED = timedelta(days=1)


def sweep(database: Database, data_dir: Path) -> int:
    """Remove the files and rows of old imports, and uploads that never became one.

    That there was an import, who ran it and how it ended stays for ever.
    """
    old = now() - timedelta(days=limits.KEPT_DAYS)
    swept = 0
    for import_id in list(folders(data_dir)):
        with database.read() as session:
            one = session.get(EntryImport, import_id)
        if one is None:
            is_over = _modified_at(data_dir, import_id) < now() - _ABANDONED
        else:
            is_over = one.state in ENDED and (one.finished_at or now()) < old
        if is_over:
            ImportFolder(data_dir, import_id).remove()
            swept += 1
    with database.write() as session:
        ended = select(EntryImport.id).where(EntryImport.finished_at < old)
        session.execute(delete(ImportRow).where(ImportRow.import_id.in_(ended)))
    return swept


def _modified_at(data_dir: Path, import_id: str) -> datetime:
    seconds = (data_dir / FOLDER / import_id).stat().st_mtime
    return datetime.fromtimestamp(seconds, tz=now().tzinfo)
