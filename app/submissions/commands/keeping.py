"""Keeping what is published: confirming, archiving and restoring services."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.commands import archive, publish
from app.catalogue.errors import ServiceNotFound
from app.catalogue.models import ServiceRevision
from app.catalogue.queries.entries import KeptEntry, get_entry
from app.core.access import Caller, Right, require
from app.core.access.rules import require_sight
from app.core.clock import now
from app.core.journal import Change, record
from app.submissions.commands.submitting import supersede
from app.submissions.errors import WrongState
from app.submissions.lifecycle import CLOCK
from app.submissions.models import Confirmation, PlannedArchive
from app.submissions.schemas import ArchiveIn, EntryRestoreIn, KeptOut


def confirm(session: Session, service_id: str, *, caller: Caller) -> KeptOut:
    """Say that what is published of a service is still correct.

    Raises:
        ServiceNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not speak for its entity.
        WrongState: it is not published.

    """
    entry = _allowed(session, service_id, "services:confirm", caller)
    _require_status(entry, "published")
    _confirm(session, service_id, caller)
    session.flush()
    return kept_out(session, service_id)


def archive_service(
    session: Session, service_id: str, asked: ArchiveIn, *, caller: Caller
) -> KeptOut:
    """Take a service out of the catalogue, now or at a time to come.

    Raises:
        ServiceNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not archive it.
        WrongState: it, or what stands in its place, is not published, or both are one.

    """
    entry = _allowed(session, service_id, "services:archive", caller)
    _require_status(entry, "published")
    for other in asked.replaced_by:
        _require_status(_seen(session, other, caller), "published")
    if service_id in asked.replaced_by:
        raise WrongState(f"'{service_id}' cannot stand in its own place.")
    if asked.at and asked.at > now():
        plan = session.get(PlannedArchive, service_id) or PlannedArchive(service_id=service_id)
        plan.at, plan.by, plan.reason = asked.at, caller.id, asked.reason
        plan.replaced_by = list(asked.replaced_by)
        session.add(plan)
        record(session, _change("archive_planned", service_id, caller, reason=asked.reason))
    else:
        _archive_now(session, service_id, asked, caller)
    session.flush()
    return kept_out(session, service_id)


def restore(session: Session, service_id: str, asked: EntryRestoreIn, *, caller: Caller) -> KeptOut:
    """Publish an archived service again, or call off a planned archive.

    Raises:
        ServiceNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not restore it.
        WrongState: it is neither archived nor about to be.

    """
    entry = _allowed(session, service_id, "services:archive", caller)
    plan = session.get(PlannedArchive, service_id)
    if plan:
        session.delete(plan)
        record(session, _change("archive_called_off", service_id, caller, reason=asked.reason))
    else:
        _require_status(entry, "archived")
        last = select(func.max(ServiceRevision.number)).where(
            ServiceRevision.service_id == service_id, ServiceRevision.published_at.is_not(None)
        )
        revision = {service_id: session.scalars(last).one()}
        publish(session, revision, actor=caller.id, reason=asked.reason)
        _confirm(session, service_id, caller)
    session.flush()
    return kept_out(session, service_id)


def kept_out(session: Session, service_id: str) -> KeptOut:
    """Say how a service stands."""
    entry = get_entry(session, service_id)
    confirmation = session.get(Confirmation, service_id)
    plan = session.get(PlannedArchive, service_id)
    return KeptOut(
        id=service_id,
        status=entry.status,
        revision=entry.published_revision or entry.revision,
        confirmed_at=confirmation.at if confirmation else None,
        archive_at=plan.at if plan else None,
    )


def _confirm(session: Session, service_id: str, caller: Caller) -> None:
    found = session.get(Confirmation, service_id)
    if found is None:
        found = Confirmation(service_id=service_id, version=0)
        session.add(found)
    found.version, found.at, found.by = found.version + 1, now(), caller.id
    plan = session.get(PlannedArchive, service_id)
    if plan and plan.by == CLOCK:
        session.delete(plan)
    record(session, _change("service_confirmed", service_id, caller, version=found.version))


def _archive_now(session: Session, service_id: str, asked: ArchiveIn, caller: Caller) -> None:
    plan = session.get(PlannedArchive, service_id)
    if plan:
        session.delete(plan)
    supersede(session, service_id, actor=caller.id)
    archive(
        session,
        service_id,
        actor=caller.id,
        reason=asked.reason,
        replaced_by=asked.replaced_by,
    )


def _allowed(session: Session, service_id: str, right: Right, caller: Caller) -> KeptEntry:
    entry = _seen(session, service_id, caller)
    require(caller, right, entry.entity)
    return entry


def _seen(session: Session, service_id: str, caller: Caller) -> KeptEntry:
    entry = get_entry(session, service_id)
    if entry.status == "draft":
        require_sight(caller, entry.entity, ServiceNotFound(f"There is no service '{service_id}'."))
    return entry


def _require_status(entry: KeptEntry, status: str) -> None:
    if entry.status != status:
        raise WrongState(f"'{entry.id}' is {entry.status}.")


def _change(
    kind: str, service_id: str, caller: Caller, *, version: int = 1, reason: str | None = None
) -> Change:
    return Change(
        kind=kind,
        subject_type="service-care",
        subject_id=service_id,
        op="upsert",
        actor=caller.id,
        version=version,
        reason=reason,
        is_public=False,
    )
