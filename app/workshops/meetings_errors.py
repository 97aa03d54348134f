"""What can go wrong with workshops."""

from app.core.errors import Conflict, DalilError, Finding, Invalid, NotFound, PreconditionFailed


class WorkshopNotFound(NotFound):
    """There is no such workshop."""

    code, title = "workshop-not-found", "There is no such workshop"
    title_ar = "لا توجد ورشة عمل كهذه"


class InvitationNotFound(NotFound):
    """The entity is not invited."""

    code, title = "invitation-not-found", "The entity is not invited to this workshop"
    title_ar = "الجهة غير مدعوة إلى هذه الورشة"


class MinutesNotFound(NotFound):
    """The workshop has no such minutes."""

    code, title = "minutes-not-found", "The workshop has no such minutes"
    title_ar = "لا يوجد للورشة محضر كهذا"


class WorkshopState(Conflict):
    """The state of the workshop does not allow it."""

    code, title = "workshop-state", "The state of the workshop does not allow it"
    title_ar = "حالة الورشة لا تسمح بذلك"


class UnsoundWorkshop(Invalid):
    """The workshop cannot be held as it is described."""

    code, title = "unsound-workshop", "The workshop cannot be held as it is described"
    title_ar = "لا يمكن عقد الورشة كما وُصفت"


class WorkshopChanged(PreconditionFailed):
    """Somebody has changed the workshop since it was read."""

    code, title = "workshop-changed", "Somebody has changed the workshop since it was read"
    title_ar = "غيّر أحدهم الورشة منذ قراءتها"


class ConditionMissing(DalilError):
    """The request must name the version that it changes."""

    status, code = 428, "precondition-required"
    title = "The request must name the version that it changes"
    title_ar = "على الطلب أن يذكر النسخة التي يغيّرها"


def unsound(pointer: str, rule: str, en: str, ar: str) -> UnsoundWorkshop:
    """Say what is wrong with what was sent."""
    return UnsoundWorkshop(en, findings=[Finding(pointer, rule, {"en": en, "ar": ar})])
