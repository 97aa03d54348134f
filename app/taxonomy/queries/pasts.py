"""What earlier versions of a scheme, and other schemes, have taken already."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.taxonomy.integrity import Past
from app.taxonomy.models import Concept, Notation
from app.taxonomy.state import SchemeState


def load_past(session: Session, state: SchemeState) -> Past:
    """Load the codes and ids against which a new version of a scheme is checked.

    What only a candidate has shown counts for nothing.
    """
    codes = session.execute(
        select(Notation.code, Notation.concept_id).where(Notation.scheme_id == state.scheme)
    )
    ids = session.scalars(
        select(Concept.id).where(
            Concept.scheme_id == state.scheme, Concept.created_in.not_like("%-rc.%")
        )
    )
    foreign = session.execute(
        select(Concept.id, Concept.scheme_id).where(
            Concept.id.in_(state.concepts), Concept.scheme_id != state.scheme
        )
    )
    return Past(
        codes={row.code: row.concept_id for row in codes},
        ids=frozenset(ids),
        foreign={row.id: row.scheme_id for row in foreign},
    )
