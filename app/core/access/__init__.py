"""Access: who is asking, and which role may do what on whose objects."""

from app.core.access.errors import InvalidCredential, MissingRight
from app.core.access.rules import (
    ANONYMOUS,
    RIGHTS,
    ROLES,
    Caller,
    Right,
    Role,
    holds,
    may,
    reach_of,
    require,
    require_right,
    require_sight,
)

__all__ = [
    "ANONYMOUS",
    "RIGHTS",
    "ROLES",
    "Caller",
    "InvalidCredential",
    "MissingRight",
    "Right",
    "Role",
    "holds",
    "may",
    "reach_of",
    "require",
    "require_right",
    "require_sight",
]
