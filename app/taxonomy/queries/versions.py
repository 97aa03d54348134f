"""Reading schemes and what was released of them."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.schemas import LocalText
from app.taxonomy.errors import SchemeNotFound, VersionNotFound
from app.taxonomy.models import Scheme, SchemeVersion
from app.taxonomy.schemas import SchemeOut, VersionSummary


def list_schemes(session: Session) -> list[SchemeOut]:
    """Read all schemes of which something was released, ordered by id."""
    released = select(SchemeVersion.scheme_id).where(SchemeVersion.candidate == 0)
    schemes = session.scalars(select(Scheme).where(Scheme.id.in_(released)).order_by(Scheme.id))
    return [_scheme_out(session, scheme) for scheme in schemes]


def get_scheme(session: Session, scheme_id: str) -> SchemeOut:
    """Read one scheme.

    Raises:
        SchemeNotFound: there is none of this id.

    """
    scheme = session.get(Scheme, scheme_id)
    if scheme is None or not _released_numbers(session, scheme_id):
        raise SchemeNotFound(f"There is no scheme '{scheme_id}'.")
    return _scheme_out(session, scheme)


def get_title(session: Session, scheme_id: str) -> LocalText:
    """Read what a scheme is called, or the lexicon."""
    return LocalText.model_validate(session.get_one(Scheme, scheme_id).title)


def list_versions(session: Session, scheme_id: str) -> list[VersionSummary]:
    """Read what was released of a scheme, newest first."""
    get_scheme(session, scheme_id)
    rows = session.scalars(_newest_first(scheme_id))
    return [_summary(row) for row in rows]


def latest_numbers(session: Session) -> dict[str, str]:
    """Read the number of the latest version of every scheme."""
    rows = session.execute(
        select(SchemeVersion.scheme_id, SchemeVersion.number).where(SchemeVersion.is_latest)
    )
    return {row.scheme_id: row.number for row in rows}


def find_version_number(session: Session, scheme_id: str, wanted: str) -> str | None:
    """Resolve ``latest``, ``2``, ``2.1`` or a full number to the number released."""
    wanted_parts = [] if wanted == "latest" else wanted.split(".")
    for row in session.scalars(_newest_first(scheme_id)):
        if row.candidate:
            if row.number == wanted:
                return row.number
        elif row.number.split(".")[: len(wanted_parts)] == wanted_parts:
            return row.number
    return None


def get_version_summary(session: Session, scheme_id: str, version: str) -> VersionSummary:
    """Read what a version says of itself, without its tree.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    return _summary(version_row(session, scheme_id, version))


def get_snapshot(session: Session, scheme_id: str, version: str) -> tuple[str, str]:
    """Read the canonical JSON of a version and its SHA-256."""
    row = version_row(session, scheme_id, version)
    return row.snapshot, row.sha256


def version_row(session: Session, scheme_id: str, wanted: str) -> SchemeVersion:
    """Read the row of a version, named by its number or an alias.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    get_scheme(session, scheme_id)
    number = find_version_number(session, scheme_id, wanted)
    if number is None:
        raise VersionNotFound(f"'{scheme_id}' has no version '{wanted}'.")
    return session.scalars(_newest_first(scheme_id).where(SchemeVersion.number == number)).one()


def version_fields(row: SchemeVersion) -> dict[str, Any]:  # Any: fields of a schema
    """List what every shape of a version says."""
    return {
        "scheme": row.scheme_id,
        "title": LocalText.model_validate(row.title),
        "issued": row.issued_on,
        "released_at": row.released_at,
        "concept_count": row.concept_count,
        "retired_count": row.retired_count,
        "sha256": row.sha256,
    }


def _summary(row: SchemeVersion) -> VersionSummary:
    return VersionSummary(version=row.number, is_latest=row.is_latest, **version_fields(row))


def _scheme_out(session: Session, scheme: Scheme) -> SchemeOut:
    numbers = _released_numbers(session, scheme.id)
    return SchemeOut(
        id=scheme.id,
        uuid=scheme.uuid,
        title=LocalText.model_validate(scheme.title),
        description=LocalText.model_validate(scheme.description) if scheme.description else None,
        is_polyhierarchical=scheme.is_polyhierarchical,
        notation_pattern=scheme.notation_pattern,
        unique_labels=scheme.unique_labels,
        latest=numbers[0],
        versions=numbers,
    )


def _released_numbers(session: Session, scheme_id: str) -> list[str]:
    rows = session.scalars(_newest_first(scheme_id))
    return [row.number for row in rows if not row.candidate]


def _newest_first(scheme_id: str) -> Select[SchemeVersion]:
    return (
        select(SchemeVersion)
        .where(SchemeVersion.scheme_id == scheme_id)
        .order_by(
            SchemeVersion.major.desc(),
            SchemeVersion.minor.desc(),
            SchemeVersion.patch.desc(),
            SchemeVersion.candidate,
        )
    )
