"""What can go wrong with change requests."""

from app.core.errors import Conflict, DalilError, Forbidden, Invalid, NotFound, PreconditionFailed


class ChangeRequestNotFound(NotFound):
    """There is no such change request."""

    code, title = "change-request-not-found", "There is no such change request"
    title_ar = "لا يوجد طلب تعديل كهذا"


class CommentNotFound(NotFound):
    """The change request has no such comment."""

    code, title = "comment-not-found", "The change request has no such comment"
    title_ar = "لا يوجد لطلب التعديل تعليق كهذا"


class DecisionNotFound(NotFound):
    """Nothing has been decided of the change request."""

    code, title = "decision-not-found", "Nothing has been decided of the change request"
    title_ar = "لم يُتخذ قرار في طلب التعديل"


class ChangeRequestState(Conflict):
    """The state of the change request does not allow it."""

    code, title = "change-request-state", "The state of the change request does not allow it"
    title_ar = "حالة طلب التعديل لا تسمح بذلك"


class ChangeRequestOutdated(Conflict):
    """The operations no longer apply to the draft; the change request needs a rebase."""

    code = "change-request-outdated"
    title = "The operations no longer apply to the draft; the change request needs a rebase"
    title_ar = "لم تعد العمليات تنطبق على المسودة؛ يحتاج طلب التعديل إلى إعادة بناء"


class ConsensusNotReached(Conflict):
    """The rule of consensus is not met."""

    code, title = "consensus-not-reached", "The rule of consensus is not met"
    title_ar = "لم تتحقق قاعدة التوافق"


class OwnChangeRequest(Forbidden):
    """Nobody decides on what they or their entity have proposed."""

    code = "own-change-request"
    title = "Nobody decides on what they or their entity have proposed"
    title_ar = "لا يقرر أحد في ما اقترحه هو أو اقترحته جهته"


class UnsoundChangeRequest(Invalid):
    """The change request, or what is said about it, is not complete."""

    code = "unsound-change-request"
    title = "The change request, or what is said about it, is not complete"
    title_ar = "طلب التعديل، أو ما قيل فيه، غير مكتمل"


class ChangeRequestChanged(PreconditionFailed):
    """Somebody has changed the change request since it was read."""

    code = "change-request-changed"
    title = "Somebody has changed the change request since it was read"
    title_ar = "غيّر أحدهم طلب التعديل منذ قراءته"


class VersionNotNamed(DalilError):
    """The request must name the version of the change request that it changes."""

    status, code = 428, "precondition-required"
    title = "The request must name the version that it changes"
    title_ar = "على الطلب أن يذكر النسخة التي يغيّرها"
