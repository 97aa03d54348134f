"""Reading imports, each as far as the caller may see."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from app.core.access import Caller, may, reach_of
from app.core.clock import to_text
from app.core.paging import read_cursor, read_instant, write_cursor
from app.core.schemas import Page
from app.submissions.imports.errors import ImportNotFound
from app.submissions.imports.models import EntryImport, ImportProgress, ImportRow
from app.submissions.imports.outcomes import unpack
from app.submissions.imports.schemas import CountsOut, ImportOut, Outcome, RowOut

_IMPORTS, _ROWS = "imports", "import-rows"


def get_import(session: Session, import_id: str, *, caller: Caller) -> ImportOut:
    """Read an import and how far it has come.

    Raises:
        ImportNotFound: there is none of this id, or none that the caller may see.

    """
    one = session.get(EntryImport, import_id)
    if one is None or not may(caller, "imports:run", one.entity_id):
        raise ImportNotFound(f"There is no import '{import_id}'.")
    return import_out(one, session.get_one(ImportProgress, import_id))


def list_imports(
    session: Session,
    *,
    caller: Caller,
    entity: str | None = None,
    limit: int,
    cursor: str | None,
) -> Page[ImportOut]:
    """Read a page of imports, the newest first; an entity sees its own.

    Raises:
        Invalid: the cursor is not one of this list.

    """
    chosen = select(EntryImport, ImportProgress).join(
        ImportProgress, ImportProgress.import_id == EntryImport.id
    )
    if reach_of(caller, "imports:run") != "any":
        chosen = chosen.where(EntryImport.entity_id == caller.entity)
    if entity:
        chosen = chosen.where(EntryImport.entity_id == entity)
    total = session.scalars(
        chosen.with_only_columns(func.count(), maintain_column_froms=True)
    ).one()
    if cursor:
        at, last = read_cursor(cursor, _IMPORTS, str, str)
        place = tuple_(EntryImport.created_at, EntryImport.id)
        chosen = chosen.where(place < (read_instant(at), last))
    found = session.execute(
        chosen.order_by(EntryImport.created_at.desc(), EntryImport.id.desc()).limit(limit + 1)
    ).all()
    page = [import_out(one, progress) for one, progress in found[:limit]]
    more = len(found) > limit
    after = write_cursor(_IMPORTS, to_text(page[-1].created_at), page[-1].id) if more else None
    return Page[ImportOut](items=page, next_cursor=after, total=total)


def list_rows(
    session: Session,
    import_id: str,
    *,
    caller: Caller,
    outcome: Outcome | None = None,
    limit: int,
    cursor: str | None,
) -> Page[RowOut]:
    """Read a page of the rows of an import, in the order of its file.

    Raises:
        ImportNotFound: there is none of this id, or none that the caller may see.
        Invalid: the cursor is not one of this list.

    """
    get_import(session, import_id, caller=caller)
    chosen = select(ImportRow).where(ImportRow.import_id == import_id)
    if outcome:
        chosen = chosen.where(ImportRow.outcome == outcome)
    total = session.scalars(
        chosen.with_only_columns(func.count(), maintain_column_froms=True)
    ).one()
    if cursor:
        chosen = chosen.where(ImportRow.number > read_cursor(cursor, _ROWS, int)[0])
    found = session.scalars(chosen.order_by(ImportRow.number).limit(limit + 1)).all()
    page = found[:limit]
    after = write_cursor(_ROWS, page[-1].number) if len(found) > limit else None
    return Page[RowOut](items=[_row_out(row) for row in page], next_cursor=after, total=total)


def stream_rows(
    session: Session, import_id: str, *, batch: int = 500
) -> Iterator[tuple[int, str, list[Any]]]:  # Any: RowFinding as JSON
    """Read number, outcome and findings of every row, a batch at a time."""
    last = -1
    while rows := session.execute(
        select(ImportRow.number, ImportRow.outcome, ImportRow.findings)
        .where(ImportRow.import_id == import_id, ImportRow.number > last)
        .order_by(ImportRow.number)
        .limit(batch)
    ).all():
        yield from ((row.number, row.outcome, unpack(row.findings)) for row in rows)
        last = rows[-1].number


def import_out(one: EntryImport, progress: ImportProgress) -> ImportOut:
    """Shape an import as it is answered."""
    return ImportOut.model_validate(
        {
            "id": one.id,
            "entity": one.entity_id,
            "state": one.state,
            "kind": one.kind,
            "mode": one.mode,
            "dry_run": one.is_dry_run,
            "publish": one.publishes,
            "file_name": one.file_name,
            "size_bytes": one.size_bytes,
            "sha256": one.sha256,
            "created_at": one.created_at,
            "created_by": one.created_by,
            "finished_at": one.finished_at,
            "total_rows": progress.total_rows,
            "done_rows": progress.done_rows,
            "counts": CountsOut.model_validate(progress.counts),
            "notices": progress.notices,
            "problem": one.problem,
        }
    )


def _row_out(row: ImportRow) -> RowOut:
    return RowOut.model_validate(
        {
            "row": row.number,
            "source_id": row.source_id,
            "service": row.service_id,
            "outcome": row.outcome,
            "findings": unpack(row.findings),
        }
    )
