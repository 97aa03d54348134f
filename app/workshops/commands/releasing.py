"""Releasing what workshops have agreed upon."""

from sqlalchemy.orm import Session

from app.catalogue.commands.releasing import Outcome, release_scheme, roll_back
from app.core.access import Caller
from app.core.access.rules import require_right
from app.taxonomy.commands import Release
from app.workshops.commands.enacting import mark_released, recheck


def release(session: Session, scheme: str, asked: Release, *, caller: Caller) -> Outcome:
    """Release the draft of a scheme: every service is re-classified with it.

    The change requests in it are released; open ones that no longer apply need a rebase.

    Raises:
        MissingRight: the caller may not release.
        SchemeNotFound: there is no such scheme.
        NothingToRelease: nothing was enacted since the last version.
        UnsoundScheme: a gate is shut; the findings say which.

    """
    require_right(caller, "taxonomy:release")
    outcome = release_scheme(session, scheme, asked, actor=caller.id)
    if not asked.is_candidate:
        _follow(session, outcome, caller)
    return outcome


def take_back(session: Session, scheme: str, asked: Release, *, caller: Caller) -> Outcome:
    """Release the version before the latest again, with the services' places of before.

    Raises:
        MissingRight: the caller may not release.
        SchemeNotFound: there is no such scheme.
        NothingToRelease: there is no version before.
        DraftNotEmpty: something was enacted since the latest version.
        UnsoundScheme: a gate is shut; the findings say which.

    """
    require_right(caller, "taxonomy:release")
    outcome = roll_back(session, scheme, asked, actor=caller.id)
    _follow(session, outcome, caller)
    return outcome


def _follow(session: Session, outcome: Outcome, caller: Caller) -> None:
    released = outcome.released
    mark_released(session, released.scheme, released.number, actor=caller.id)
    recheck(
        session,
        released.scheme,
        actor=caller.id,
        reason=f"{released.scheme} {released.number} was released",
    )
