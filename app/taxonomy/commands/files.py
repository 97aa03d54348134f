"""Loading schemes from files: the first version of a scheme comes from one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.identity import stable_uuid
from app.taxonomy.commands.storing import Imprint, store_version
from app.taxonomy.errors import UnsoundScheme, VersionExists, VersionIsOlder
from app.taxonomy.integrity import faults, namesakes
from app.taxonomy.models import Scheme, SchemeVersion
from app.taxonomy.numbers import parts_of
from app.taxonomy.queries.pasts import load_past
from app.taxonomy.reading_files import state_of
from app.taxonomy.schemas import SchemeFile, SchemeIn, VersionIn
from app.taxonomy.state import SchemeState, digest

REQUIRED_LANGUAGES = ("ar", "en")


def release_file(session: Session, file: SchemeFile, *, actor: str) -> bool:
    """Release the version that a scheme file holds; False when it is there already.

    Raises:
        VersionExists: this number was released with another content.
        VersionIsOlder: a higher number was released already.
        UnsoundScheme: the content breaks a rule of integrity.

    """
    state = state_of(file)
    released = _find_version(session, file.scheme.id, file.version.number)
    if released and released.sha256 == digest(state):
        return False
    if released:
        raise VersionExists(f"{file.scheme.id} {file.version.number} was released already.")
    _check_number(session, file)
    _check(session, file, state)
    _put_scheme(session, file.scheme)
    store_version(session, state, _imprint(file.version), actor=actor)
    return True


def _imprint(version: VersionIn) -> Imprint:
    return Imprint(
        number=version.number,
        title=version.title.model_dump(),
        note=version.note.model_dump() if version.note else None,
        issued_on=version.issued,
    )


def _check_number(session: Session, file: SchemeFile) -> None:
    latest = session.scalars(
        select(SchemeVersion).where(
            SchemeVersion.scheme_id == file.scheme.id, SchemeVersion.is_latest
        )
    ).one_or_none()
    if latest and (latest.major, latest.minor, latest.patch) > parts_of(file.version.number):
        raise VersionIsOlder(f"{file.scheme.id} {latest.number} was released already.")


def _check(session: Session, file: SchemeFile, state: SchemeState) -> None:
    found = faults(
        state,
        languages=REQUIRED_LANGUAGES,
        is_polyhierarchical=file.scheme.is_polyhierarchical,
        notation_pattern=file.scheme.notation_pattern,
        unique_labels=file.scheme.unique_labels,
        past=load_past(session, state),
        listed=[one.id for one in file.concepts],
    )
    if file.scheme.unique_labels == "scheme":
        found.extend(namesakes(state))
    if found:
        raise UnsoundScheme(f"{len(found)} rules are broken.", findings=found)


def _find_version(session: Session, scheme: str, number: str) -> SchemeVersion | None:
    return session.scalars(
        select(SchemeVersion).where(
            SchemeVersion.scheme_id == scheme, SchemeVersion.number == number
        )
    ).one_or_none()


def _put_scheme(session: Session, entry: SchemeIn) -> None:
    scheme = session.get(Scheme, entry.id)
    if scheme is None:
        scheme = Scheme(id=entry.id, uuid=stable_uuid("scheme", entry.id))
        session.add(scheme)
    for field, value in entry.model_dump(mode="json", exclude={"id"}).items():
        setattr(scheme, field, value)
    session.flush()
