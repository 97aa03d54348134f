"""Releasing versions of the lexicon."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.journal import Change, record
from app.taxonomy.lexicon.errors import (
    LexiconVersionExists,
    LexiconVersionIsOlder,
    UnsoundLexicon,
)
from app.taxonomy.lexicon.integrity import faults, repeated_ids
from app.taxonomy.lexicon.models import LexiconVersion
from app.taxonomy.lexicon.queries import find_served_version, get_lexicon_state
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from app.taxonomy.lexicon.state import LexiconState, digest, snapshot
from app.taxonomy.schemas import VersionIn


def release_lexicon_file(session: Session, file: LexiconFile, *, actor: str) -> bool:
    """Release the version that a lexicon file holds; False when it is there already.

    Raises:
        LexiconVersionExists: this number was released with another content.
        LexiconVersionIsOlder: a higher number was released already.
        UnsoundLexicon: the content breaks a rule of integrity.

    """
    twice = list(repeated_ids([group.id for group in file.groups]))
    if twice:
        raise UnsoundLexicon(f"{len(twice)} ids stand twice.", findings=twice)
    return release_lexicon(session, state_of(file), file.version, actor=actor)


def release_lexicon(
    session: Session, state: LexiconState, release: VersionIn, *, actor: str
) -> bool:
    """Release a state as a version; False when it is there already.

    Raises:
        LexiconVersionExists: this number was released with another content.
        LexiconVersionIsOlder: a higher number was released already.
        UnsoundLexicon: the content breaks a rule of integrity.

    """
    if _is_released(session, release.number, digest(state)):
        return False
    _check(session, state)
    session.execute(update(LexiconVersion).values(is_latest=False))
    version = _version(state, release)
    session.add(version)
    session.flush()
    record(session, _change(version, actor))
    return True


def _is_released(session: Session, number: str, sha256: str) -> bool:
    """Tell whether this very version is there; refuse its number for any other content."""
    rows = {row.number: row for row in session.scalars(select(LexiconVersion))}
    if number in rows:
        if rows[number].sha256 != sha256:
            raise LexiconVersionExists(f"The lexicon {number} was released already.")
        return True
    newer = [row.number for row in rows.values() if _parts(row.number) > _parts(number)]
    if newer:
        raise LexiconVersionIsOlder(f"The lexicon {newer[0]} was released already.")
    return False


def _check(session: Session, state: LexiconState) -> None:
    latest = find_served_version(session)
    before = get_lexicon_state(session, latest) if latest else LexiconState()
    found = faults(state, before=before)
    if found:
        raise UnsoundLexicon(f"{len(found)} rules are broken.", findings=found)


def _parts(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))


def _version(state: LexiconState, release: VersionIn) -> LexiconVersion:
    major, minor, patch = _parts(release.number)
    return LexiconVersion(
        number=release.number,
        major=major,
        minor=minor,
        patch=patch,
        is_latest=True,
        title=release.title.model_dump(),
        note=release.note.model_dump() if release.note else None,
        issued_on=release.issued,
        released_at=now(),
        group_count=len(state.groups),
        term_count=state.term_count,
        sha256=digest(state),
        snapshot=snapshot(state),
    )


def _change(version: LexiconVersion, actor: str) -> Change:
    return Change(
        kind="lexicon_released",
        subject_type="lexicon-version",
        subject_id=version.number,
        op="upsert",
        actor=actor,
        digest=version.sha256,
    )
