"""Releasing what workshops have agreed upon."""

from sqlalchemy.orm import Session

from app.catalogue.commands.releasing import UNTOUCHED, Outcome, release_scheme, roll_back
from app.core.access import Caller
from app.core.access.rules import require_right
from app.taxonomy.commands import Release
from app.taxonomy.commands.wordlists import release_lexicon_draft, roll_lexicon_back
from app.taxonomy.queries.drafts import LEXICON
from app.workshops.commands.enacting import mark_released, recheck


def release(session: Session, scheme: str, asked: Release, *, caller: Caller) -> Outcome:
    """Release the draft of a scheme, or of the lexicon: every service is re-classified with it.

    The change requests in it are released; open ones that no longer apply need a rebase.

    Raises:
        MissingRight: the caller may not release.
        SchemeNotFound: there is no such scheme.
        NothingToRelease: nothing was enacted since the last version.
        UnsoundScheme: a gate is shut; the findings say which.

    """
    require_right(caller, "taxonomy:release")
    outcome = _released(session, scheme, asked, caller.id)
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
    if scheme == LEXICON:
        outcome = Outcome(roll_lexicon_back(session, asked, actor=caller.id), UNTOUCHED)
    else:
        outcome = roll_back(session, scheme, asked, actor=caller.id)
    _follow(session, outcome, caller)
    return outcome


def _released(session: Session, scheme: str, asked: Release, actor: str) -> Outcome:
    if scheme == LEXICON:
        return Outcome(release_lexicon_draft(session, asked, actor=actor), UNTOUCHED)
    return release_scheme(session, scheme, asked, actor=actor)


def _follow(session: Session, outcome: Outcome, caller: Caller) -> None:
    released = outcome.released
    mark_released(session, released.scheme, released.number, actor=caller.id)
    recheck(
        session,
        released.scheme,
        actor=caller.id,
        reason=f"{released.scheme} {released.number} was released",
    )
