"""Proposing a change of a scheme, and writing it anew."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.access import Caller, require_right
from app.core.clock import now
from app.entities.queries import check_present
from app.taxonomy.binding import bind
from app.taxonomy.operation_schemas import OperationIn
from app.taxonomy.operations import Refused
from app.taxonomy.queries.drafts import get_draft
from app.workshops.commands.keeping import (
    Asked,
    Written,
    begin,
    demand_condition,
    finish,
    new_id,
    put_revision,
    text_json,
)
from app.workshops.errors import ChangeRequestState
from app.workshops.models import ChangeRequest
from app.workshops.queries.reading import Shown, shown
from app.workshops.queries.sights import find_workshop
from app.workshops.refusals import refused_operation, unsound
from app.workshops.schemas import ChangeRequestIn, ChangeRequestPatch, OperationsIn
from app.workshops.sending import with_refs


def create_change_request(session: Session, asked: ChangeRequestIn, *, caller: Caller) -> Shown:
    """Write a change request down as a draft of the caller's entity, or of the staff.

    Raises:
        MissingRight: the caller may propose nothing.
        SchemeNotFound: there is no such scheme.
        EntityVanished: the caller's entity is no more.
        OperationRefused: an operation cannot be applied; nothing is kept.
        UnsoundChangeRequest: there is no such workshop.

    """
    require_right(caller, "taxonomy:propose")
    if caller.entity:
        check_present(session, [caller.entity])
    _check_workshop(session, asked.workshop, caller)
    written = write(session, asked.scheme, asked.operations, refs={})
    row = _new_row(asked, caller)
    revision = put_revision(row, written, caller)
    session.add(row)
    session.flush()
    session.add(revision)
    finish(session, row, "change_request_drafted", caller.id)
    return shown(session, row, caller=caller)


def reword(session: Session, asked: Asked, patch: ChangeRequestPatch) -> Shown:
    """Change the words of a change request; positions stay as they are.

    The workshop can be changed in a draft only: what everybody could read stays readable.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: it is not the caller's.
        VersionNotNamed: ``If-Match`` is missing.
        ChangeRequestChanged: it names another version.
        ChangeRequestState: its state does not allow it.
        UnsoundChangeRequest: there is no such workshop.

    """
    demand_condition(asked)
    row, _ = begin(session, asked, "reword")
    changed = tuple(
        name for name in ("title", "rationale", "workshop") if name in patch.model_fields_set
    )
    if "title" in changed and patch.title:
        row.title = {**row.title, **(text_json(patch.title) or {})}
    if "rationale" in changed:
        said = text_json(patch.rationale)
        row.rationale = {**(row.rationale or {}), **said} if said else None
    if "workshop" in changed and patch.workshop != row.workshop_id:
        if row.submitted_at is not None:
            raise ChangeRequestState("A change request stays with its workshop once submitted.")
        _check_workshop(session, patch.workshop, asked.caller)
        row.workshop_id = patch.workshop
    finish(session, row, "change_request_reworded", asked.actor, changed=changed)
    return shown(session, row, caller=asked.caller)


def amend(session: Session, asked: Asked, sent: OperationsIn) -> Shown:
    """Replace the operations; positions on the former ones become stale and are asked again.

    Operations that say the same change nothing.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: it is not the caller's.
        VersionNotNamed: ``If-Match`` is missing.
        ChangeRequestChanged: it names another version.
        ChangeRequestState: its state does not allow it.
        OperationRefused: an operation cannot be applied; nothing is kept.

    """
    demand_condition(asked)
    row, _ = begin(session, asked, "amend")
    written = write(session, row.scheme_id, sent.operations, refs=dict(row.refs))
    former = row.digest
    revision = put_revision(row, written, asked.caller)
    if row.digest == former:
        session.expire(row)
        return shown(session, row, caller=asked.caller)
    session.add(revision)
    finish(session, row, "change_request_amended", asked.actor, changed=("operations",))
    return shown(session, row, caller=asked.caller)


def write(
    session: Session, scheme: str, sent: Sequence[OperationIn], *, refs: dict[str, str]
) -> Written:
    """Read operations against the draft of a scheme.

    Raises:
        SchemeNotFound: there is no such scheme.
        OperationRefused: an operation cannot be applied.

    """
    opened = get_draft(session, scheme)
    named = with_refs(sent)
    try:
        bound = bind(opened.draft, named, refs=refs)
    except Refused as refusal:
        raise refused_operation(refusal) from None
    raw = [one.model_dump(mode="json", by_alias=True, exclude_unset=True) for one in named]
    return Written(raw, bound.operations, bound.refs, opened)


def _new_row(asked: ChangeRequestIn, caller: Caller) -> ChangeRequest:
    at = now()
    return ChangeRequest(
        id=new_id("cr"),
        scheme_id=asked.scheme,
        workshop_id=asked.workshop,
        entity_id=caller.entity,
        title=text_json(asked.title),
        rationale=text_json(asked.rationale),
        state="draft",
        version=0,
        revision=0,
        created_at=at,
        created_by=caller.id,
        modified_at=at,
    )


def _check_workshop(session: Session, workshop: str | None, caller: Caller) -> None:
    if workshop is not None and not find_workshop(session, workshop, caller=caller):
        raise unsound(
            "/workshop",
            "CONS-WORKSHOP",
            ar=f"لا توجد ورشة عمل '{workshop}'، أو لست مدعواً إليها.",
            en=f"There is no workshop '{workshop}', or none to which you are invited.",
        )
