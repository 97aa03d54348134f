"""What can go wrong in the catalogue."""

from app.core.errors import Conflict, DalilError, Invalid, NotFound


class ServiceNotFound(NotFound):
    """There is no such service."""

    code, title = "service-not-found", "There is no such service"
    title_ar = "لا توجد خدمة كهذه"


class RevisionNotFound(NotFound):
    """The service has no such revision."""

    code, title = "revision-not-found", "The service has no such revision"
    title_ar = "لا توجد للخدمة مراجعة كهذه"


class RecordNotFound(NotFound):
    """The registry has no such record."""

    code, title = "record-not-found", "The registry has no such record"
    title_ar = "لا يوجد في السجل قيد كهذا"


class UnknownReference(Invalid):
    """The entry names something that does not exist."""

    code, title = "unknown-reference", "The entry names something that does not exist"
    title_ar = "تذكر البطاقة شيئاً غير موجود"


class AmbiguousCode(Conflict):
    """A code of an earlier version became several: choose one."""

    code, title = "ambiguous-code", "A code of an earlier version became several: choose one"
    title_ar = "صار الرمز القديم عدة رموز، فاختر أحدها"


class TaskNotFound(NotFound):
    """There is no such task."""

    code, title = "task-not-found", "There is no such task"
    title_ar = "لا توجد مهمة كهذه"


class ChoiceClosed(Conflict):
    """The task was decided before, or its time is over."""

    code, title = "choice-closed", "The task was decided before, or its time is over"
    title_ar = "حُسمت المهمة من قبل أو انتهت مهلتها"


class NoSuchOption(Invalid):
    """The target is none of the options of the task."""

    code, title = "no-such-option", "The target is none of the options of the task"
    title_ar = "الهدف ليس من خيارات المهمة"


class IdTaken(Conflict):
    """Another entity's service has this id."""

    code, title = "id-taken", "Another entity's service has this id"
    title_ar = "هذا المعرّف لخدمة جهة أخرى"


class FeedReset(DalilError):
    """The feed was replaced; begin at the start again."""

    status, code, title = 410, "feed-reset", "The feed was replaced; begin at the start again"
    title_ar = "استُبدلت الخلاصة، فابدأ من أولها"
