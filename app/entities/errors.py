"""What can go wrong with entities."""

from app.core.errors import Conflict, NotFound


class EntityNotFound(NotFound):
    """There is no such entity."""

    code, title = "entity-not-found", "There is no such entity"
    title_ar = "لا توجد جهة كهذه"


class ParentIsBelow(Conflict):
    """An entity cannot stand below itself."""

    code, title = "entity-parent-cycle", "An entity cannot stand below itself"
    title_ar = "لا تكون الجهة تابعة لنفسها"
