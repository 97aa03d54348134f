"""What workshops need to know of change requests."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.schemas import LocalText
from app.workshops.models import ChangeRequest
from app.workshops.queries.sights import seen_by


@dataclass(frozen=True)
class Motion:
    """A change request as an agenda names it."""

    id: str
    title: LocalText
    scheme: str
    state: str


def find_motions(session: Session, ids: Collection[str], *, caller: Caller) -> dict[str, Motion]:
    """Read the change requests among ``ids`` that the caller may see."""
    if not ids:
        return {}
    columns = (ChangeRequest.id, ChangeRequest.title, ChangeRequest.scheme_id, ChangeRequest.state)
    rows = session.execute(select(*columns).where(ChangeRequest.id.in_(ids), seen_by(caller)))
    return {
        row.id: Motion(row.id, LocalText.model_validate(row.title), row.scheme_id, row.state)
        for row in rows
    }
