"""What every change of a change request begins and ends with."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Caller, require
from app.core.clock import now
from app.core.journal import Change, Op, record
from app.core.schemas import LocalText
from app.taxonomy.operations import Operation
from app.taxonomy.operations.stored import all_to_json, digest_of
from app.taxonomy.queries.drafts import OpenDraft
from app.workshops.errors import ChangeRequestChanged, VersionNotNamed
from app.workshops.lifecycle import ACTIONS, Action, ActionName, action_from
from app.workshops.models import ChangeRequest, ChangeRequestRevision
from app.workshops.queries.sights import get_row, is_public
from app.workshops.shaping import mark_of

_RIGHTS = {action.name: action.right for action in ACTIONS}


@dataclass(frozen=True)
class Asked:
    """Who wants to change which change request; ``condition`` is an ``If-Match`` header."""

    change_request: str
    caller: Caller
    condition: str | None = None

    @property
    def actor(self) -> str:
        """What the journal names as actor."""
        return self.caller.id


@dataclass(frozen=True)
class Written:
    """Operations that can be applied, as they are about to be kept."""

    sent: list[dict[str, Any]]  # Any: operations as they were sent
    operations: Sequence[Operation]
    refs: dict[str, str]
    opened: OpenDraft


def begin(session: Session, asked: Asked, name: ActionName) -> tuple[ChangeRequest, Action]:
    """Lock a change request, and find the row of the table for what is to be done with it.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not do it.
        ChangeRequestChanged: the condition names another version.
        ChangeRequestState: it is not open in this state.

    """
    row = get_row(session, asked.change_request, caller=asked.caller, is_to_change=True)
    right = _RIGHTS[name]
    if right is not None and name != "take_position":  # whose position it is, is not known here
        require(asked.caller, right, row.entity_id)
    _check_condition(row, asked.condition)
    return row, action_from(name, row.state, row.outcome)


def demand_condition(asked: Asked) -> None:
    """Let nothing be written over that was not read.

    Raises:
        VersionNotNamed: there is no ``If-Match``.

    """
    if asked.condition is None:
        raise VersionNotNamed("Send 'If-Match' with the ETag of the change request.")


def put_revision(row: ChangeRequest, written: Written, caller: Caller) -> ChangeRequestRevision:
    """Make a new revision of the operations; positions on the former ones become stale."""
    row.revision += 1
    row.digest = digest_of(written.operations)
    row.refs = dict(written.refs)
    return ChangeRequestRevision(
        change_request_id=row.id,
        number=row.revision,
        sent=written.sent,
        operations=all_to_json(written.operations),
        digest=row.digest,
        base_version=written.opened.version,
        base_place=len(written.opened.operations),
        at=now(),
        by=caller.id,
        entity_id=caller.entity,
    )


def finish(
    session: Session,
    row: ChangeRequest,
    kind: str,
    actor: str,
    *,
    op: Op = "upsert",
    reason: str | None = None,
    changed: tuple[str, ...] = (),
    replaced_by: tuple[str, ...] = (),
) -> None:
    """Count the change of a change request, and announce it."""
    row.version += 1
    row.modified_at = now()
    announce(
        session, row, kind, actor, op=op, reason=reason, changed=changed, replaced_by=replaced_by
    )


def announce(
    session: Session,
    row: ChangeRequest,
    kind: str,
    actor: str,
    *,
    op: Op = "upsert",
    reason: str | None = None,
    changed: tuple[str, ...] = (),
    replaced_by: tuple[str, ...] = (),
) -> None:
    """Announce what happened; what not everybody may read is announced to staff."""
    session.flush()
    change = Change(
        kind=kind,
        subject_type="change-request",
        subject_id=row.id,
        op=op,
        actor=actor,
        version=row.version,
        changed_fields=changed,
        reason=reason,
        replaced_by=replaced_by,
        digest=row.digest,
        is_public=is_public(session, row),
    )
    record(session, change)


def new_id(prefix: str) -> str:
    """Make an opaque id, such as ``cr_3f9c1a77e0b24d58``."""
    return f"{prefix}_{secrets.token_hex(8)}"


def text_json(text: LocalText | None) -> dict[str, str] | None:
    """Write a text as it is kept."""
    return text.model_dump(mode="json") if text else None


def in_line(text: LocalText | None) -> str | None:
    """Say a reason in one language for the journal."""
    return (text.en or text.ar) if text else None


def _check_condition(row: ChangeRequest, condition: str | None) -> None:
    if condition is None:
        return
    tags = {one.strip().removeprefix("W/").strip('"') for one in condition.split(",")}
    if "*" not in tags and mark_of(row) not in {tag.partition(".")[0] for tag in tags}:
        raise ChangeRequestChanged(f"'{row.id}' is at version {row.version} now; read it again.")
