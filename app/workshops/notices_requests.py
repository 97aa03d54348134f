"""Whom an event of a change request is told to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.journal import Change
from app.workshops.lifecycle import DISCUSSED
from app.workshops.meetings_models import Invitation
from app.workshops.models import ChangeRequest, Position
from app.workshops.notices_rules import Telling


def told_of_request(session: Session, change: Change) -> Telling | None:
    """Tell what an entry about a change request makes known, if anything.

    Amended operations ask anew those who had spoken on others; a consensus call asks those
    who are invited and have not spoken yet; a decision is told to all of them.
    """
    row = session.get(ChangeRequest, change.subject_id)
    if row is None:
        return None
    if change.kind == "change_request_amended" and row.state in DISCUSSED:
        asked = _last(session, row, is_stale=True)
        return Telling("positions_asked", _facts(row), _addresses(session, row, asked))
    if change.kind == "consensus_called":
        asked = _invited(session, row) - _last(session, row, is_stale=False)
        return Telling("positions_asked", _facts(row), _addresses(session, row, asked))
    if change.kind == "change_request_decided":
        told = _invited(session, row) | _spoken(session, row) | {row.entity_id or ""}
        return Telling("decision", _facts(row), _addresses(session, row, told - {""}))
    return None


def _facts(row: ChangeRequest) -> Mapping[str, Any]:  # Any: JSON
    return {
        "title": row.title,
        "outcome": row.outcome if row.state == "decided" else None,
        "path": f"/change-requests/{row.id}",
    }


def _invited(session: Session, row: ChangeRequest) -> set[str]:
    chosen = select(Invitation.entity_id).where(
        Invitation.workshop_id == (row.workshop_id or ""), Invitation.state != "declined"
    )
    return set(session.scalars(chosen))


def _spoken(session: Session, row: ChangeRequest) -> set[str]:
    chosen = select(Position.entity_id).where(Position.change_request_id == row.id)
    return set(session.scalars(chosen))


def _last(session: Session, row: ChangeRequest, *, is_stale: bool) -> set[str]:
    """Name the entities whose last position is, or is not, on other operations."""
    chosen = select(Position.entity_id, Position.digest).where(Position.change_request_id == row.id)
    last = {one.entity_id: one.digest for one in session.execute(chosen.order_by(Position.number))}
    return {entity for entity, digest in last.items() if (digest != row.digest) is is_stale}


def _addresses(
    session: Session, row: ChangeRequest, entities: Collection[str]
) -> dict[str, Sequence[str]]:
    """Find the addresses that entities gave for this workshop, else for their newest one."""
    found: dict[str, Sequence[str]] = dict.fromkeys(sorted(entities), ())
    for invitation in _invitations(session, entities):
        is_own = invitation.workshop_id == row.workshop_id
        if invitation.contacts and (is_own or not found[invitation.entity_id]):
            found[invitation.entity_id] = invitation.contacts
    return found


def _invitations(session: Session, entities: Collection[str]) -> Iterable[Invitation]:
    chosen = select(Invitation).where(Invitation.entity_id.in_(sorted(entities)))
    return session.scalars(chosen.order_by(Invitation.invited_at.desc(), Invitation.workshop_id))
