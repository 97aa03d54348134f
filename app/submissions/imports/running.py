"""Doing the work of imports: a step at a time, each a transaction of its own.

Whoever dies leaves an import where its last step ended, and whoever comes next goes on
from there: rows, entries and progress are written together or not at all.
"""

from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.catalogue.errors import AmbiguousCode, IdTaken, UnknownReference
from app.core import journal
from app.core.clock import now
from app.core.db import PASSING, Database
from app.core.errors import DalilError, Finding
from app.core.reading.process import describe, write_rows
from app.submissions.imports.building import Builder
from app.submissions.imports.commands import move
from app.submissions.imports.faults import INTERNAL, NOT_DONE
from app.submissions.imports.models import EntryImport, ImportProgress, ImportRow
from app.submissions.imports.outcomes import Judged, count, row_finding
from app.submissions.imports.overlay import Overlay
from app.submissions.imports.saving import (
    NoLongerSound,
    check_again,
    has_moved,
    judge_and_save,
    save_as_judged,
)
from app.submissions.imports.schemas import ENDED, State
from app.submissions.imports.steps import (
    Overtaken,
    asked_of,
    batches_of,
    check_present_still,
    heading_of,
    judge_rows,
    mapping_of,
    next_rows,
    notices_of,
    submit_rows,
    table_row,
)
from app.submissions.imports.storage import ImportFolder
from app.submissions.imports.vocabulary import load_vocabulary
from app.submissions.neighbourhood import Neighbourhood
from app.submissions.rules import neighbour_of

_log = structlog.get_logger("dalil.imports")


@dataclass
class _Work:
    """An import that is being worked on, with what one process remembers of it."""

    builder: Builder
    overlay: Overlay
    folder: ImportFolder


@dataclass(frozen=True)
class _Batch:
    """Rows that were judged, and where the file goes on after them."""

    rows: list[Judged]
    offset: int


class ImportRunner:
    """Works on the imports whose files lie in this data folder."""

    def __init__(self, database: Database, data_dir: Path, neighbourhood: Neighbourhood) -> None:
        self._database, self._data_dir = database, data_dir
        self._neighbourhood = neighbourhood
        self._works: dict[str, _Work] = {}
        self._resting: set[str] = set()
        self._judged_since: dict[str, int] = {}

    def step(self) -> bool:
        """Do one step of the import that has waited longest; tells whether there was one."""
        import_id = self._next()
        if import_id is None:
            self._works.clear()
            self._judged_since.clear()
            return False
        try:
            self._step(import_id)
        except FileNotFoundError:  # somebody has removed it
            self._end(import_id, "failed", INTERNAL.at(""))
        except PASSING:  # a database or disk that may be well again; the others come first
            self._works.pop(import_id, None)
            self._resting.add(import_id)
            raise
        except DalilError as fault:
            self._end(import_id, "failed", _problem(fault))
        except Exception:
            _log.exception("import_failed", import_id=import_id)
            self._end(import_id, "failed", INTERNAL.at(""))
        return True

    def _next(self) -> str | None:
        with self._database.read() as session:
            waiting = session.scalars(
                select(EntryImport.id)
                .join(ImportProgress, ImportProgress.import_id == EntryImport.id)
                .where(EntryImport.state.not_in(ENDED))
                .order_by(ImportProgress.worked_at, EntryImport.id)
            ).all()
        here = [one for one in waiting if ImportFolder(self._data_dir, one).sent.exists()]
        if self._resting.issuperset(here):
            self._resting.clear()
        return next((one for one in here if one not in self._resting), None)

    def _step(self, import_id: str) -> None:
        with self._database.read() as session:
            one = session.get_one(EntryImport, import_id)
            progress = session.get_one(ImportProgress, import_id)
        if one.state in {"queued", "reading"}:
            self._read(one)
        elif one.state == "saving" and one.mode == "all-or-nothing":
            self._save_all(one)
        else:
            self._batch(one, progress)

    def _read(self, one: EntryImport) -> None:
        """Have the file read into rows, and find out what its columns are."""
        if one.state == "queued":
            self._move(one, "reading")
        folder = ImportFolder(self._data_dir, one.id)
        unfinished = folder.rows.with_suffix(".unfinished")
        asked = asked_of(one.kind, one.encoding, mapping_of(one))
        total = write_rows(folder.sent, unfinished, asked)
        unfinished.replace(folder.rows)
        table, builder = describe(folder.rows), self._builder(one)
        notices = notices_of(builder.heading, table)
        is_checked_first = one.is_dry_run or one.mode == "all-or-nothing"
        with self._database.write() as session:
            kept = session.get_one(EntryImport, one.id)
            progress = session.get_one(ImportProgress, one.id)
            progress.total_rows, progress.worked_at = total, now()
            progress.notices = [row_finding(builder, table.header_row, *pair) for pair in notices]
            move(session, kept, "checking" if is_checked_first else "saving")

    def _batch(self, one: EntryImport, progress: ImportProgress) -> None:
        """Judge the next rows and, if this is the time for it, save them."""
        work = self._work(one, progress)
        is_saving = one.state == "saving"
        raw, offset = next_rows(work.folder, progress.offset)
        work.overlay.pin()
        try:
            with self._database.read() as session:
                batch = _Batch(
                    judge_rows(session, work.builder, raw, near=work.overlay.near), offset
                )
            with self._database.write() as session:
                self._note(session, one, progress, batch, is_saving=is_saving)
        except (AmbiguousCode, IdTaken, Overtaken, UnknownReference):
            # Somebody changed these entries, or what they refer to, meanwhile: nobody can
            # from here on.
            work.overlay.clear()
            work.overlay.pin()
            with self._database.write() as session:
                batch = _Batch(
                    judge_rows(session, work.builder, raw, near=work.overlay.near), offset
                )
                self._note(session, one, progress, batch, is_saving=is_saving)
            self._works.pop(one.id, None)
        if is_saving and one.publishes:
            work.overlay.clear()

    def _note(
        self,
        session: Session,
        one: EntryImport,
        before: ImportProgress,
        batch: _Batch,
        *,
        is_saving: bool,
    ) -> None:
        """Write what became of rows, with their entries and the progress."""
        kept = session.get_one(EntryImport, one.id, with_for_update=True)
        progress = session.get_one(ImportProgress, one.id)
        if (kept.state, progress.done_rows) != (one.state, before.done_rows):
            return  # another process was faster
        if is_saving:
            check_present_still(session, batch.rows)
            sound = [row.sound for row in batch.rows if row.entry]
            submit_rows(session, kept, sound)
        if batch.rows:
            session.execute(insert(ImportRow), [table_row(one.id, row) for row in batch.rows])
        progress.done_rows += len(batch.rows)
        progress.offset, progress.worked_at = batch.offset, now()
        progress.counts = count(progress.counts, batch.rows)
        if progress.done_rows >= (progress.total_rows or 0) or not batch.rows:
            self._finish(session, kept, progress)

    def _finish(self, session: Session, one: EntryImport, progress: ImportProgress) -> None:
        self._works.pop(one.id, None)
        if one.is_dry_run or one.state == "saving":
            move(session, one, "finished")
        elif progress.counts.get("refused"):
            move(session, one, "refused")
        else:
            progress.offset = progress.done_rows = 0
            move(session, one, "saving")

    def _save_all(self, one: EntryImport) -> None:
        """Save every row in one transaction: all of them or none.

        Where something has changed since they were judged, they are judged again in it.
        """
        folder = ImportFolder(self._data_dir, one.id)
        since = self._judged_since.pop(one.id, None)
        try:
            with self._database.write() as session:
                if session.get_one(EntryImport, one.id, with_for_update=True).state != "saving":
                    return
                builder = self._builder(one)
                if has_moved(session, since):
                    overlay = Overlay(self._neighbourhood)
                    overlay.pin()
                    judge_and_save(session, builder, folder, overlay.near)
                else:
                    save_as_judged(session, builder, folder)
        except NoLongerSound:
            with self._database.write() as session:
                check_again(session, one.id)
        except (AmbiguousCode, IdTaken, UnknownReference) as fault:
            self._end(one.id, "refused", _problem(fault))

    def _work(self, one: EntryImport, progress: ImportProgress) -> _Work:
        """Recall the work on an import; after a crash its earlier rows are read again."""
        known = self._works.get(one.id)
        if known:
            return known
        if one.state == "checking" and not progress.done_rows:
            with self._database.read() as session:
                self._judged_since[one.id] = journal.head(session)
        folder = ImportFolder(self._data_dir, one.id)
        work = _Work(self._builder(one), Overlay(self._neighbourhood), folder)
        if not (one.publishes and one.state == "saving"):
            _lay(self._database, work, progress.done_rows)
        self._works[one.id] = work
        return work

    def _builder(self, one: EntryImport) -> Builder:
        """Find out how rows become entries."""
        table = describe(ImportFolder(self._data_dir, one.id).rows)
        with self._database.read() as session:
            vocabulary = load_vocabulary(session)
        return Builder(one.id, one.entity_id, heading_of(mapping_of(one), table), vocabulary)

    def _move(self, one: EntryImport, state: State) -> None:
        with self._database.write() as session:
            move(session, session.get_one(EntryImport, one.id), state)

    def _end(self, import_id: str, state: State, problem: Finding) -> None:
        self._works.pop(import_id, None)
        with self._database.write() as session:
            one = session.get_one(EntryImport, import_id, with_for_update=True)
            if one.state not in ENDED:
                move(session, one, state, problem=problem)


def _lay(database: Database, work: _Work, rows: int) -> None:
    """Lay the first rows of a file over what is published."""
    for raw in batches_of(work.folder) if rows else ():
        with database.read() as session:
            built = work.builder.build(session, raw[:rows])
        for entry in (one.entry for one in built if one.entry):
            content = entry.content.model_dump(mode="json", by_alias=True)
            work.overlay.put(neighbour_of(entry.id, entry.entity, content))
        rows -= len(raw)
        if rows <= 0:
            return


def _problem(fault: DalilError) -> Finding:
    return fault.findings[0] if fault.findings else NOT_DONE.at("", found=fault.detail)
