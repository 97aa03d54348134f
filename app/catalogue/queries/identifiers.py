"""From the UUIDs of linked data back to public ids."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.errors import RecordNotFound
from app.catalogue.models import Service
from app.entities.models import Entity

_BY_CODE = {
    "channel": "channels",
    "concept": "concepts",
    "event": "events",
    "evidence-type": "evidence-types",
    "legal-resource": "legal-resources",
    "scheme": "taxonomies",
}


def find_address(session: Session, kind: str, identifier: str) -> str:
    """Return the address below ``/v1`` of what a linked-data identifier names.

    Raises:
        RecordNotFound: nothing has this identifier.

    """
    if kind in _BY_CODE:
        return f"/v1/{_BY_CODE[kind]}/{identifier}"
    searches = {
        "service": ("services", select(Service.id).where(Service.uuid == identifier)),
        "entity": ("entities", select(Entity.id).where(Entity.uuid == identifier)),
    }
    if kind in searches:
        collection, search = searches[kind]
        found = session.scalars(search).one_or_none()
        if found:
            return f"/v1/{collection}/{found}"
    raise RecordNotFound(f"There is no '{identifier}' among '{kind}'.")
