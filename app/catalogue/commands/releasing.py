"""Releasing a scheme and carrying the release to every service, in one transaction."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands.documents import write_tags
from app.catalogue.commands.offering import offer_back, withdraw_offers, withdraw_offers_of
from app.catalogue.commands.placing import AT_ONCE, Cause, put_back
from app.catalogue.commands.publishing import batches, load_services
from app.catalogue.commands.reclassifying import Counts, reclassify
from app.catalogue.models import ReclassificationStep
from app.catalogue.queries.concepts import list_tagged
from app.taxonomy.commands import Release, Released, enact_operations, release_draft
from app.taxonomy.commands.returning import operations_back
from app.taxonomy.fates import settled
from app.taxonomy.queries.fates import ROLLBACK, get_fates
from app.taxonomy.succeeding import Step


@dataclass(frozen=True)
class Outcome:
    """A release, and what it did to the services."""

    released: Released
    counts: Counts


UNTOUCHED = Counts(0, 0, 0)
"""What a release of the lexicon does to services."""


def release_scheme(session: Session, scheme_id: str, release: Release, *, actor: str) -> Outcome:
    """Release the draft of a scheme and re-classify every service under it.

    Raises:
        SchemeNotFound: there is no such scheme.
        NothingToRelease: nothing was enacted since the last version.
        UnsoundScheme: a gate is shut; the findings say which.

    """
    released = release_draft(session, scheme_id, release, tagged=list_tagged(session), actor=actor)
    if release.is_candidate:
        return Outcome(released, UNTOUCHED)
    cause = Cause(scheme_id, released.version_id, released.number, actor)
    withdraw_offers(session, released.steps)
    offered = offer_back(session, cause, released.steps)
    counts = reclassify(session, cause, _moving(session, released))
    return Outcome(released, Counts(counts.automatic, counts.tasks + offered, counts.rendered))


def roll_back(session: Session, scheme_id: str, release: Release, *, actor: str) -> Outcome:
    """Release the version before the latest again, with the services' places of before.

    Concepts that the latest version has added are retired, never dropped; whatever was
    enacted since the latest version must be released or withdrawn before.

    Raises:
        SchemeNotFound: there is no such scheme.
        NothingToRelease: there is no version before.
        DraftNotEmpty: something was enacted since the latest version.
        UnsoundScheme: a gate is shut; the findings say which.

    """
    operations, undone = operations_back(session, scheme_id)
    enact_operations(
        session, scheme_id, operations, source=f"{ROLLBACK} {undone.number}", actor=actor
    )
    released = release_draft(session, scheme_id, release, tagged=list_tagged(session), actor=actor)
    cause = Cause(scheme_id, released.version_id, released.number, actor)
    _move_back(session, cause, undone.version_id)
    withdraw_offers_of(session, undone.version_id)
    counts = reclassify(session, cause, _moving_back(session, released))
    return Outcome(released, counts)


def _moving(session: Session, released: Released) -> dict[str, Step]:
    """Leave out what comes back: it is offered, or its services were put where they were."""
    moving = {key: step for key, step in released.steps.items() if step.kind != "offer_back"}
    return settled(moving, get_fates(session, released.scheme))


def _moving_back(session: Session, released: Released) -> dict[str, Step]:
    """Lead services that came to concepts meanwhile where the concepts led before."""
    fates = get_fates(session, released.scheme)
    return {
        key: replace(step, default=fates[key].default or step.default) if key in fates else step
        for key, step in _moving(session, released).items()
    }


def _move_back(session: Session, cause: Cause, version_id: int) -> None:
    """Put services where they were before a version had moved them."""
    steps = session.execute(
        select(
            ReclassificationStep.service_id,
            ReclassificationStep.concept_id,
            ReclassificationStep.before_id,
        )
        .where(ReclassificationStep.version_id == version_id)
        .order_by(ReclassificationStep.id.desc())
    )
    first = {(service, concept): before for service, concept, before in steps}
    services = sorted({service for service, _ in first})
    for batch in batches(services, AT_ONCE):
        chosen = set(batch)
        put_back(session, cause, {key: one for key, one in first.items() if key[0] in chosen})
        moved = load_services(session, batch)
        write_tags(session, [one for one in moved if one.published_revision is not None])
        session.expunge_all()
