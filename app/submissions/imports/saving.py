"""Saving a file as a whole: all of its rows in one transaction, or none."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.journal import JournalEntry
from app.submissions.imports.building import Builder, RawRow
from app.submissions.imports.commands import move
from app.submissions.imports.models import EntryImport, ImportProgress, ImportRow
from app.submissions.imports.outcomes import Judged, count
from app.submissions.imports.steps import (
    batches_of,
    judge_rows,
    rebuild_rows,
    submit_rows,
    table_row,
)
from app.submissions.imports.storage import ImportFolder
from app.submissions.judging import Near

_UNHEARD = (
    "best-bet", "change-request", "import", "key", "service-care", "submission", "webhook",
    "workshop",
)  # fmt: skip
"""Subjects of the journal whose changes make no difference to what is said of a row."""


class NoLongerSound(Exception):
    """A row that was sound when it was judged is refused by now."""


def has_moved(session: Session, since: int | None) -> bool:
    """Tell whether what rows are judged by may have changed after an entry of the journal.

    When nobody remembers since when they stand judged, it may have.
    """
    if since is None:
        return True
    news = select(JournalEntry.seq).where(
        JournalEntry.seq > since, JournalEntry.subject_type.not_in(_UNHEARD)
    )
    return session.scalars(news.limit(1)).first() is not None


def save_as_judged(session: Session, builder: Builder, folder: ImportFolder) -> None:
    """Save every row with what was found of it when it was judged.

    Raises:
        UnknownReference: a row is not sound any more.

    """
    done = 0
    for raw in batches_of(folder):
        sound = rebuild_rows(session, builder, raw)
        submit_rows(session, session.get_one(EntryImport, builder.import_id), sound)
        done += len(raw)
        session.flush()
        session.expunge_all()
    _finish(session, builder.import_id, done)


def judge_and_save(session: Session, builder: Builder, folder: ImportFolder, near: Near) -> None:
    """Judge every row again, as the catalogue is now, and save them all.

    Raises:
        NoLongerSound: one of them is refused; nothing must be kept.

    """
    done, counts = 0, dict[str, int]()
    for raw in batches_of(folder):
        rows = judge_rows(session, builder, raw, near=near)
        if any(row.entry is None for row in rows):
            raise NoLongerSound
        one = session.get_one(EntryImport, builder.import_id)
        submit_rows(session, one, [row.sound for row in rows])
        _replace(session, builder.import_id, raw, rows)
        done, counts = done + len(raw), count(counts, rows)
        session.flush()
        session.expunge_all()
    session.get_one(ImportProgress, builder.import_id).counts = counts
    _finish(session, builder.import_id, done)


def check_again(session: Session, import_id: str) -> None:
    """Let every row be judged once more from the beginning, so that its report is true."""
    one = session.get_one(EntryImport, import_id, with_for_update=True)
    progress = session.get_one(ImportProgress, import_id)
    session.execute(delete(ImportRow).where(ImportRow.import_id == import_id))
    progress.offset = progress.done_rows = 0
    progress.counts, progress.worked_at = {}, now()
    move(session, one, "checking")


def _replace(
    session: Session, import_id: str, raw: Sequence[RawRow], rows: Sequence[Judged]
) -> None:
    numbers = ImportRow.number.between(raw[0][0], raw[-1][0])
    session.execute(delete(ImportRow).where(ImportRow.import_id == import_id, numbers))
    session.execute(insert(ImportRow), [table_row(import_id, row) for row in rows])


def _finish(session: Session, import_id: str, done: int) -> None:
    progress = session.get_one(ImportProgress, import_id)
    progress.done_rows, progress.worked_at = done, now()
    move(session, session.get_one(EntryImport, import_id), "finished")
