"""Reading life events and business events: concepts of two schemes, with their services."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.catalogue.errors import RecordNotFound
from app.catalogue.queries.listing import count_by
from app.catalogue.rules.references import EVENT_SCHEMES
from app.catalogue.schemas.published import EventOut
from app.core.schemas import LocalText
from app.taxonomy.queries import list_concepts

_FACETS = dict(zip(EVENT_SCHEMES, ("lifeEvent", "businessEvent"), strict=True))


def list_events(session: Session) -> list[EventOut]:
    """Read all events, life events first, each kind in its scheme's order."""
    return [event for scheme in EVENT_SCHEMES for event in _of_scheme(session, scheme)]


def get_event(session: Session, code: str) -> EventOut:
    """Read one event by its code.

    Raises:
        RecordNotFound: there is none of this code.

    """
    found = next((one for one in list_events(session) if one.id == code), None)
    if found is None:
        raise RecordNotFound(f"There is no event '{code}'.")
    return found


def _of_scheme(session: Session, scheme: str) -> Iterator[EventOut]:
    counts = count_by(session, _FACETS[scheme])
    for concept in list_concepts(session, scheme):
        if concept.is_active:
            yield EventOut(
                id=concept.notation,
                scheme=scheme,
                concept_id=concept.id,
                title=LocalText.model_validate(concept.pref_label),
                service_count=counts.get(concept.notation, 0),
            )
