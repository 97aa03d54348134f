"""A released version, ready to be written."""

from sqlalchemy.orm import Session

from app.interchange.schemes.values import About, SchemeDocument
from app.taxonomy import queries
from app.taxonomy.state import read_snapshot


def load_released(session: Session, scheme: str, version: str = "latest") -> SchemeDocument:
    """Read a version, named by its number or an alias, with what it says of itself.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    summary = queries.get_version_summary(session, scheme, version)
    described = queries.get_scheme(session, scheme).description
    about = About(
        scheme,
        summary.title.model_dump(exclude_none=True),
        described.model_dump(exclude_none=True) if described else {},
        summary.version,
        summary.issued,
    )
    text, _ = queries.get_snapshot(session, scheme, summary.version)
    return SchemeDocument(about, read_snapshot(text))
