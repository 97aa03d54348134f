"""Taking in imports, and noting how far they have come."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.access import Caller, MissingRight, reach_of, require
from app.core.clock import now
from app.core.errors import Finding
from app.core.findings import finding_json
from app.core.journal import Change, record
from app.entities.queries import check_present, get_entity
from app.submissions.imports import limits
from app.submissions.imports.errors import TooManyImports
from app.submissions.imports.models import EntryImport, ImportProgress
from app.submissions.imports.queries import import_out
from app.submissions.imports.schemas import ENDED, ImportIn, ImportOut, Kind, State


@dataclass(frozen=True)
class SentFile:
    """A file that has arrived; it lies in the folder of the import ``id``."""

    id: str
    name: str
    kind: Kind
    size_bytes: int
    sha256: str


def check_import(session: Session, asked: ImportIn, *, caller: Caller) -> None:
    """Let nobody send in a file who may not, or whose entity has too many waiting.

    Raises:
        MissingRight: the caller may not run imports for this entity, or not publish.
        EntityNotFound: there is no such entity.
        EntityVanished: the entity is no more.
        TooManyImports: others are to be finished first.

    """
    require(caller, "imports:run", asked.entity)
    if asked.publish and reach_of(caller, "submissions:review") != "any":
        raise MissingRight(
            "Publishing at once needs the right 'submissions:review' on all entities.",
            right="submissions:review",
        )
    get_entity(session, asked.entity)
    check_present(session, [asked.entity])
    waiting = session.scalars(
        select(func.count())
        .select_from(EntryImport)
        .where(EntryImport.entity_id == asked.entity, EntryImport.state.not_in(ENDED))
    ).one()
    if waiting >= limits.MOST_WAITING_OF_ENTITY:
        raise TooManyImports(f"'{asked.entity}' has {waiting} imports that are not finished.")


def create_import(
    session: Session, asked: ImportIn, file: SentFile, *, caller: Caller
) -> ImportOut:
    """Queue a file that has arrived.

    Raises:
        MissingRight: the caller may not run imports for this entity, or not publish.
        EntityNotFound: there is no such entity.
        TooManyImports: others are to be finished first.

    """
    check_import(session, asked, caller=caller)
    made = EntryImport(
        id=file.id,
        entity_id=asked.entity,
        version=0,
        state="queued",
        kind=file.kind,
        mode=asked.mode,
        is_dry_run=asked.dry_run,
        publishes=asked.publish,
        file_name=_printable(file.name),
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        encoding=asked.encoding,
        mapping=_mapping_json(asked),
        reason=asked.reason,
        created_at=now(),
        created_by=caller.id,
    )
    progress = ImportProgress(
        import_id=file.id, worked_at=now(), done_rows=0, offset=0, counts={}, notices=[]
    )
    session.add(made)
    session.flush()
    session.add(progress)
    move(session, made, "queued")
    session.flush()
    return import_out(made, progress)


def move(
    session: Session, one: EntryImport, state: State, *, problem: Finding | None = None
) -> None:
    """Note that an import has come to a new state; drafts are not public, so it is not either."""
    one.state, one.version = state, one.version + 1
    if state in ENDED:
        one.finished_at = now()
    if problem:
        one.problem = finding_json(problem)
    record(
        session,
        Change(
            kind=f"import_{state}",
            subject_type="import",
            subject_id=one.id,
            op="upsert",
            actor=one.created_by,
            version=one.version,
            reason=one.reason,
            is_public=False,
        ),
    )


def _mapping_json(asked: ImportIn) -> dict[str, Any] | None:  # Any: MappingFile as JSON
    if asked.mapping is None:
        return None
    return asked.mapping.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _printable(name: str) -> str:
    shown = "".join(one for one in name if one.isprintable())
    return shown.replace("\\", "/").rpartition("/")[2][:200] or "file"
