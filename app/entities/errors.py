"""What can go wrong with entities."""

from app.core.errors import Conflict, NotFound


class EntityNotFound(NotFound):
    """There is no such entity."""

    code, title = "entity-not-found", "There is no such entity"


class ParentIsBelow(Conflict):
    """An entity cannot stand below itself."""

    code, title = "entity-parent-cycle", "An entity cannot stand below itself"
