"""Sending entries in."""

import secrets
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands import Saved, save_revisions
from app.catalogue.errors import AmbiguousCode, ServiceNotFound
from app.catalogue.queries.entries import KeptEntry, find_entry, get_entry
from app.catalogue.rules.merging import merged
from app.catalogue.schemas.content import ServiceEntry
from app.core.access import Caller, require
from app.core.access.rules import require_sight
from app.core.clock import now
from app.core.errors import Finding
from app.core.findings import finding_json
from app.core.journal import Change, record
from app.entities.queries import check_present, get_entity
from app.submissions.digests import digest_of
from app.submissions.errors import ConditionMissing, EntryChanged, UnsoundEntry
from app.submissions.judging import Near, judge, rules_version, shaped
from app.submissions.lifecycle import ACTIONS, OPEN, after
from app.submissions.models import Submission
from app.submissions.rules import has_errors, is_ambiguous
from app.submissions.schemas import ServiceBrief, SubmissionBrief, Submitted
from app.submissions.sending import Sent, entry_of

REVIEW_DAYS = 5
_WAITING = (*OPEN, "scheduled")


def submit_entry(
    session: Session,
    sent: Sent,
    *,
    caller: Caller,
    near: Near,
    reason: str | None = None,
    condition: str | None = None,
    is_new_only: bool = False,
) -> Submitted:
    """Save an entry as a new revision and put it before the reviewers.

    An entry that says nothing new changes nothing, unless it was archived, returned, rejected
    or withdrawn: then it comes back before the reviewers. One that is still under review
    gives way to the new one. ``condition`` is an ``If-Match`` header; with
    ``is_new_only`` there must be no such entry yet.

    Raises:
        MissingRight: the caller may not write this entity's entries.
        EntityNotFound: there is no such entity.
        EntityVanished: the entity is no more.
        EntryChanged: the condition names another version, or there is one already.
        AmbiguousCode: a code of an earlier version became several; nothing is saved.
        UnsoundEntry: the rules find errors; nothing is saved.
        IdTaken: the id belongs to another entity's service.

    """
    require(caller, "entries:submit", sent.entity)
    get_entity(session, sent.entity)
    check_present(session, [sent.entity])
    known = find_entry(session, sent.entity, sent.source_id)
    if condition is not None:
        _check_condition(known, condition)
    if is_new_only and known is not None:
        raise EntryChanged(f"There is the entry '{known.id}' already.")
    entry = entry_of(sent, known)
    verdict = judge(session, entry, near=near)
    findings = verdict.findings
    if is_ambiguous(findings):
        raise AmbiguousCode(f"The entry '{entry.id}' needs a choice.", findings=findings)
    if has_errors(findings):
        raise UnsoundEntry(f"The entry '{entry.id}' is not sound.", findings=findings)
    [saved] = save_revisions(session, [entry], actor=caller.id, reason=reason, known=verdict.known)
    is_served = known is not None and known.published_revision == saved.revision
    submission = None
    if not saved.is_new:
        submission = _last(session, entry.id, saved.revision, is_served=is_served)
    if submission is None and not is_served:
        supersede(session, entry.id, actor=caller.id)
        submission = _open(session, entry, saved.revision, findings, caller)
    session.flush()
    return _submitted(entry, saved, submission, is_new=known is None)


def patch_entry(
    session: Session,
    service_id: str,
    patch: object,
    *,
    caller: Caller,
    near: Near,
    condition: str | None,
    reason: str | None = None,
) -> Submitted:
    """Change parts of an entry by a JSON Merge Patch (RFC 7396) on its last revision.

    Raises:
        ServiceNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not write this entity's entries.
        ConditionMissing: ``If-Match`` is missing.
        EntryChanged: it names another version.
        UnsoundEntry: the rules find errors; nothing is saved.

    """
    known = get_entry(session, service_id)
    if known.published_revision is None:
        require_sight(caller, known.entity, ServiceNotFound(f"There is no service '{service_id}'."))
    require(caller, "entries:submit", known.entity)
    if condition is None:
        raise ConditionMissing("Send 'If-Match' with the ETag of the entry or of the service.")
    content, findings = shaped(merged(known.content, patch))
    if content is None:
        raise UnsoundEntry("The patched entry is not sound.", findings=findings)
    sent = Sent(known.entity, known.source_id, content)
    return submit_entry(session, sent, caller=caller, near=near, reason=reason, condition=condition)


def _check_condition(known: KeptEntry | None, condition: str) -> None:
    """Let a change pass whose author has read the last version.

    The public document's ETag stands for the entry as long as nothing newer waits.
    """
    tags = {tag.strip().removeprefix("W/") for tag in condition.split(",")}
    good = set()
    if known is not None:
        good = {"*", known.etag}
        if known.published_etag and known.published_revision == known.revision:
            good.add(known.published_etag)
    if not tags & good:
        raise EntryChanged("Read the entry again, and change what it says now.")


def _last(
    session: Session, service_id: str, revision: int, *, is_served: bool
) -> Submission | None:
    """Find what waits for a verdict, or the good one by which a revision is served."""
    states = (*_WAITING, "published") if is_served else _WAITING
    return session.scalars(
        select(Submission)
        .where(
            Submission.service_id == service_id,
            Submission.revision == revision,
            Submission.state.in_(states),
        )
        .order_by(Submission.submitted_at.desc())
        .limit(1)
    ).one_or_none()


def supersede(session: Session, service_id: str, *, actor: str) -> None:
    """Let what waits for a verdict give way."""
    waiting = select(Submission).where(
        Submission.service_id == service_id, Submission.state.in_(_WAITING)
    )
    for submission in session.scalars(waiting).all():
        submission.state = after(ACTIONS["supersede"], submission.state)
        submission.version += 1
        submission.decided_at, submission.decided_by = now(), actor
        record(session, change_of(submission, "submission_superseded", actor))


def _open(
    session: Session,
    entry: ServiceEntry,
    revision: int,
    findings: list[Finding],
    caller: Caller,
) -> Submission:
    at = now()
    submission = Submission(
        id=f"s_{secrets.token_hex(8)}",
        service_id=entry.id,
        entity_id=entry.entity,
        revision=revision,
        version=1,
        state="submitted",
        submitted_at=at,
        submitted_by=caller.id,
        due_at=at + timedelta(days=REVIEW_DAYS),
        fields=[],
        findings=[finding_json(one) for one in findings],
        rules=rules_version(),
    )
    session.add(submission)
    record(session, change_of(submission, "entry_submitted", caller.id))
    return submission


def change_of(submission: Submission, kind: str, actor: str, reason: str | None = None) -> Change:
    """Say in the journal what happened to a submission, as it stands now; drafts are not public."""
    return Change(
        kind=kind,
        subject_type="submission",
        subject_id=submission.id,
        op="upsert",
        actor=actor,
        version=submission.version,
        reason=reason,
        digest=digest_of(submission),
        is_public=False,
    )


def _submitted(
    entry: ServiceEntry, saved: Saved, submission: Submission | None, *, is_new: bool
) -> Submitted:
    brief = None
    if submission:
        brief = SubmissionBrief(
            id=submission.id, state=submission.state, findings=submission.findings
        )
    service = ServiceBrief(
        id=entry.id,
        entity=entry.entity,
        source_id=entry.source_id,
        revision=saved.revision,
        is_new=is_new,
    )
    return Submitted(submission=brief, service=service, changed=saved.is_new)
