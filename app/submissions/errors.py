"""What can go wrong with submissions."""

from app.core.errors import Conflict, DalilError, Forbidden, Invalid, NotFound, PreconditionFailed


class SubmissionNotFound(NotFound):
    """There is no such submission."""

    code, title = "submission-not-found", "There is no such submission"
    title_ar = "لا يوجد طلب نشر كهذا"


class EntryNotFound(NotFound):
    """The entity has no such entry."""

    code, title = "entry-not-found", "The entity has no such entry"
    title_ar = "لا توجد للجهة بطاقة كهذه"


class WrongState(Conflict):
    """Its state does not allow it."""

    code, title = "wrong-state", "Its state does not allow it"
    title_ar = "حالته لا تسمح بذلك"


class OwnSubmission(Forbidden):
    """Nobody judges what they have sent in themselves."""

    code, title = "own-submission", "Nobody judges what they have sent in themselves"
    title_ar = "لا يحكم أحد على ما أرسله بنفسه"


class ReasonMissing(Invalid):
    """The entity must be told why."""

    code, title = "reason-missing", "The entity must be told why"
    title_ar = "يجب أن تُخبر الجهة بالسبب"


class UnsoundEntry(Invalid):
    """The entry breaks rules that stand in the way of publishing."""

    code, title = "unsound-entry", "The entry breaks rules that stand in the way of publishing"
    title_ar = "تخالف البطاقة قواعد تمنع النشر"


class EntryChanged(PreconditionFailed):
    """Somebody has changed the entry since it was read."""

    code, title = "entry-changed", "Somebody has changed the entry since it was read"
    title_ar = "غيّر أحدهم البطاقة منذ قراءتها"


class ConditionMissing(DalilError):
    """The request must name the version that it changes."""

    status, code = 428, "precondition-required"
    title = "The request must name the version that it changes"
    title_ar = "على الطلب أن يذكر النسخة التي يغيّرها"
