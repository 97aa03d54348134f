"""Making notices of journal entries: each entry is read once, in the order of the journal."""

import hashlib
from collections.abc import Mapping
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core import journal
from app.core.clock import now, to_text
from app.workshops.meetings_models import Invitation, Workshop
from app.workshops.notices_models import Notice, NoticeProgress
from app.workshops.notices_requests import told_of_request
from app.workshops.notices_rules import (
    KINDS,
    TOLD_FIELDS,
    Telling,
    invited_entities,
)

_BATCH = 200
_FAR = 5_000
_SUBJECTS = ("workshop", "change-request")
_log = structlog.get_logger("dalil.notices")


def is_behind(session: Session) -> bool:
    """Tell whether there are entries to make notices of, or many others to pass over.

    What others write does not take the writers' turn each time.
    """
    seq = session.scalars(select(NoticeProgress.seq)).one()
    if journal.head(session) - seq > _FAR:
        return True
    return bool(journal.entries(session, after=seq, limit=1, subject_types=_SUBJECTS))


def collect_notices(session: Session) -> int:
    """Make the notices of the next entries, and move the progress on with them.

    Returns how many notices were made. Both are one transaction, so that a process that
    dies makes none twice and forgets none.
    """
    progress = session.scalars(select(NoticeProgress).with_for_update()).one()
    head = journal.head(session)
    found = journal.entries(session, after=progress.seq, limit=_BATCH, subject_types=_SUBJECTS)
    made = sum(_make(session, entry) for entry in found)
    progress.seq = found[-1].seq if len(found) == _BATCH else head
    session.flush()
    return made


def _make(session: Session, entry: journal.Entry) -> int:
    telling = _told(session, entry)
    if telling is None:
        return 0
    count = 0
    for entity, addresses in telling.recipients.items():
        for address in addresses or ("",):
            session.add(_notice(entry, telling, entity, address))
            count += 1
    return count


def _told(session: Session, entry: journal.Entry) -> Telling | None:
    """Find out whom an entry is told to; one that nobody can tell does not keep the others."""
    try:
        if entry.subject_type == "workshop":
            return _told_of_workshop(session, entry)
        return told_of_request(session, entry.change)
    except SQLAlchemyError:
        raise
    except Exception:
        _log.exception("notice_not_made", seq=entry.seq)
        return None


def _told_of_workshop(session: Session, entry: journal.Entry) -> Telling | None:
    change = entry.change
    kind = KINDS.get(change.kind)
    workshop = session.get(Workshop, change.subject_id)
    if kind is None or workshop is None:
        return None
    if kind == "change" and not TOLD_FIELDS & set(change.changed_fields):
        return None
    invited = _invitations(session, workshop.id)
    if kind in ("invitation", "reminder"):
        named = set(invited_entities(change.changed_fields))
        invited = [one for one in invited if one.entity_id in named]
    else:
        invited = [one for one in invited if one.state != "declined"]
    return Telling(kind, _facts(workshop), {one.entity_id: one.contacts for one in invited})


def _invitations(session: Session, workshop_id: str) -> list[Invitation]:
    chosen = select(Invitation).where(Invitation.workshop_id == workshop_id)
    return list(session.scalars(chosen.order_by(Invitation.entity_id)))


def _facts(workshop: Workshop) -> Mapping[str, Any]:  # Any: JSON
    return {
        "title": workshop.title,
        "startsAt": to_text(workshop.starts_at),
        "place": workshop.place,
        "onlineUrl": workshop.online_url,
        "reason": workshop.reason,
        "path": f"/workshops/{workshop.id}",
    }


def _notice(entry: journal.Entry, telling: Telling, entity: str, address: str) -> Notice:
    # The id is made of what the notice is: the same notice is the same message to a server.
    what = f"{entry.hash} {telling.kind} {entity} {address}"
    return Notice(
        id="no_" + hashlib.sha256(what.encode()).hexdigest()[:24],
        kind=telling.kind,
        subject_id=entry.subject_id,
        entity_id=entity,
        address=address,
        edition=entry.seq,
        facts=dict(telling.facts),
        state="waiting" if address else "no_address",
        attempts=0,
        next_at=now(),
        created_at=now(),
    )
