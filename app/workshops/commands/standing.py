"""Taking positions, and saying something."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.access import require, require_right
from app.core.clock import now
from app.entities.queries import check_present, get_entity
from app.workshops.answers import CommentOut, PositionOut
from app.workshops.commands.keeping import (
    Asked,
    announce,
    begin,
    finish,
    in_line,
    new_id,
    text_json,
)
from app.workshops.errors import ChangeRequestChanged, CommentNotFound
from app.workshops.meetings_queries import check_takes_positions
from app.workshops.models import ChangeRequest, Comment, Position
from app.workshops.queries.impacts import affected_entities
from app.workshops.queries.sights import get_row
from app.workshops.refusals import unsound
from app.workshops.rules.values import AGAINST
from app.workshops.schemas import CommentIn, PositionIn
from app.workshops.shaping import comment_out, position_out


def record_position(session: Session, asked: Asked, said: PositionIn) -> PositionOut:
    """Take down where an entity stands on the operations as they are; its last word counts.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not speak for the entity.
        EntityNotFound: there is no such entity.
        EntityVanished: the entity is no more.
        ChangeRequestState: its state does not allow it.
        WorkshopState: its workshop is over.
        ChangeRequestChanged: the operations are others than those that were read.
        UnsoundChangeRequest: a reason is missing, or the entity may not block.

    """
    row, _ = begin(session, asked, "take_position")
    check_takes_positions(session, row.workshop_id)
    require(asked.caller, "positions:record", said.entity)
    get_entity(session, said.entity)
    check_present(session, [said.entity])
    _check_digest(row, said.operations_digest)
    _check_stance(session, row, said)
    position = Position(
        id=new_id("po"),
        change_request_id=row.id,
        number=_next(session, Position, row),
        entity_id=said.entity,
        stance=said.stance,
        reason=text_json(said.reason),
        proposed_change=text_json(said.proposed_change),
        digest=row.digest,
        at=now(),
        by=asked.actor,
    )
    session.add(position)
    told = f"{said.entity}: {said.stance}"
    finish(session, row, "position_recorded", asked.actor, reason=told, changed=("positions",))
    return position_out(position, is_last=True)


def add_comment(session: Session, asked: Asked, said: CommentIn) -> CommentOut:
    """Say something about a change request; what was said stays as it is.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: the caller has nothing to say here.
        CommentNotFound: what is answered is not there.
        EntityNotFound: an entity that is mentioned is not there.

    """
    row = get_row(session, asked.change_request, caller=asked.caller, is_to_change=True)
    require_right(asked.caller, "taxonomy:propose")
    _check_thread(session, row, said)
    for entity in said.mentions:
        get_entity(session, entity)
    comment = Comment(
        id=new_id("co"),
        change_request_id=row.id,
        number=_next(session, Comment, row),
        in_reply_to=said.in_reply_to,
        entity_id=asked.caller.entity,
        text=text_json(said.text),
        mentions=list(dict.fromkeys(said.mentions)),
        at=now(),
        by=asked.actor,
    )
    session.add(comment)
    announce(session, row, "comment_added", asked.actor, reason=in_line(said.text))
    return comment_out(comment)


def _check_digest(row: ChangeRequest, digest: str | None) -> None:
    if digest is not None and digest != row.digest:
        raise ChangeRequestChanged("The operations were amended; read them again.")


def _check_stance(session: Session, row: ChangeRequest, said: PositionIn) -> None:
    if said.stance in AGAINST and said.reason is None:
        raise unsound(
            "/reason", "CONS-REASON", ar="الاعتراض يذكر سببه.", en="An objection says why."
        )
    if said.stance == "block" and said.entity not in affected_entities(session, row):
        raise unsound(
            "/stance",
            "CONS-STAKE",
            ar="لا تعطّل إلا جهة لها خدمة تمسها العمليات.",
            en="Only an entity with a service that the operations touch may block.",
        )


def _check_thread(session: Session, row: ChangeRequest, said: CommentIn) -> None:
    if said.in_reply_to is None:
        return
    found = session.get(Comment, said.in_reply_to)
    if found is None or found.change_request_id != row.id:
        raise CommentNotFound(f"There is no comment '{said.in_reply_to}' here.")


def _next(session: Session, kind: type[Position] | type[Comment], row: ChangeRequest) -> int:
    last = select(func.max(kind.number)).where(kind.change_request_id == row.id)
    return (session.scalars(last).one_or_none() or 0) + 1
