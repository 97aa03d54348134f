"""What filters mean that name what was renamed, merged, split or replaced since."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.catalogue.rules.terms import SCHEME_OF
from app.entities.queries import find_successors
from app.taxonomy.queries import find_standing_codes

Values = Mapping[str, Sequence[str]]


def find_standing(
    session: Session, values: Values, *, as_of: datetime | None = None
) -> dict[str, tuple[str, ...]]:
    """Replace the values of facets by what stands in their place today, or at one time.

    Codes of schemes and entities are followed to their successors; all other values, and
    those that nobody knows, stay as they are. Facets without values are left out.
    """
    return {
        facet: _standing(session, facet, asked, as_of) for facet, asked in values.items() if asked
    }


def _standing(
    session: Session, facet: str, asked: Sequence[str], as_of: datetime | None
) -> tuple[str, ...]:
    if facet in SCHEME_OF:
        return find_standing_codes(session, SCHEME_OF[facet], asked, as_of=as_of)
    if facet != "entity":
        return tuple(asked)
    gone = find_successors(session, asked, as_of=as_of)
    return tuple(dict.fromkeys(one for each in asked for one in gone.get(each, (each,))))
