"""What can go wrong with entities."""

from app.core.errors import Conflict, Invalid, NotFound


class EntityNotFound(NotFound):
    """There is no such entity."""

    code, title = "entity-not-found", "There is no such entity"
    title_ar = "لا توجد جهة كهذه"


class EntityVanished(Conflict):
    """The entity is no more; others stand in its place."""

    code, title = "entity-vanished", "The entity is no more; others stand in its place"
    title_ar = "لم تعد الجهة قائمة وحلّت محلها جهات أخرى"


class UnknownParent(Invalid):
    """There is no such parent."""

    code, title = "unknown-parent", "There is no such parent"
    title_ar = "لا توجد جهة أعلى بهذا الرمز"


class ParentIsBelow(Invalid):
    """An entity cannot stand below itself."""

    code, title = "entity-parent-cycle", "An entity cannot stand below itself"
    title_ar = "لا تكون الجهة تابعة لنفسها"


class NameTaken(Conflict):
    """Another entity has a name that looks the same."""

    code, title = "entity-name-taken", "Another entity has a name that looks the same"
    title_ar = "لجهة أخرى اسم يبدو مثله"
