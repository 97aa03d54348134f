"""What can go wrong with submissions."""

from app.core.errors import Conflict, DalilError, Forbidden, Invalid, NotFound, PreconditionFailed


class SubmissionNotFound(NotFound):
    """There is no such submission."""

    code, title = "submission-not-found", "There is no such submission"


class EntryNotFound(NotFound):
    """The entity has no such entry."""

    code, title = "entry-not-found", "The entity has no such entry"


class WrongState(Conflict):
    """Its state does not allow it."""

    code, title = "wrong-state", "Its state does not allow it"


class OwnSubmission(Forbidden):
    """Nobody judges what they have sent in themselves."""

    code, title = "own-submission", "Nobody judges what they have sent in themselves"


class ReasonMissing(Invalid):
    """The entity must be told why."""

    code, title = "reason-missing", "The entity must be told why"


class UnsoundEntry(Invalid):
    """The entry breaks rules that stand in the way of publishing."""

    code, title = "unsound-entry", "The entry breaks rules that stand in the way of publishing"


class EntryChanged(PreconditionFailed):
    """Somebody has changed the entry since it was read."""

    code, title = "entry-changed", "Somebody has changed the entry since it was read"


class ConditionMissing(DalilError):
    """The request must name the version that it changes."""

    status, code = 428, "precondition-required"
    title = "The request must name the version that it changes"
