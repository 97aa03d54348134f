"""Which role may do what on whose objects: the one table of access; pure.

A *right* is named like ``entries:submit``. A role gives a right with a *reach*:
``own`` (objects of the caller's entity) or ``any``. What everybody may read
needs no right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from app.core.access.errors import MissingRight
from app.core.errors import NotFound, Unauthorized

Role = Literal[
    "reader",
    "entity_editor",
    "entity_approver",
    "catalogue_editor",
    "taxonomy_steward",
    "workshop_facilitator",
    "board",
    "programme_office",
    "admin",
]
Right = Literal[
    "entries:read",  # drafts, submissions and findings that are not public
    "entries:submit",  # send in, change and withdraw entries
    "submissions:review",  # the second pair of eyes: approve, return, reject
    "services:confirm",  # "still correct"
    "services:archive",
    "entities:write",
    "registries:write",  # evidence types, shared channels, legal resources, pinned answers
    "imports:run",
    "webhooks:manage",
    "keys:manage",
    "workshops:read",  # workshops that are not public
    "workshops:run",  # call a workshop, keep its agenda, attendance and minutes
    "positions:record",  # an entity's stance on a change request
    "taxonomy:propose",  # write, amend, submit and withdraw change requests
    "taxonomy:discuss",  # take change requests through discussion and call
    "taxonomy:decide",  # record a decision
    "taxonomy:release",  # enact and release
    "tasks:decide",  # where services go after a split
    "search:explain",  # what ranked the hits of a search
    "audit:read",  # journal entries that are not public
    "programme:read",
    "programme:write",
]
Reach = Literal["own", "any"]
Kind = Literal["anonymous", "key", "token"]

ROLES: tuple[Role, ...] = get_args(Role)
RIGHTS: tuple[Right, ...] = get_args(Right)
ENTITY_ROLES: frozenset[Role] = frozenset(("entity_editor", "entity_approver"))
# A reader may be an app of an entity or of nobody; all others are staff.
STAFF_ROLES: frozenset[Role] = frozenset(ROLES) - ENTITY_ROLES - {"reader"}


def _with_reach(reach: Reach, *rights: Right) -> dict[Right, Reach]:
    return dict.fromkeys(rights, reach)


_EDITOR = _with_reach(
    "own",
    "entries:read",
    "entries:submit",
    "services:confirm",
    "imports:run",
    "webhooks:manage",
    "workshops:read",
    "positions:record",
    "taxonomy:propose",
    "tasks:decide",
    "programme:read",
)
TABLE: Mapping[Role, Mapping[Right, Reach]] = {
    "reader": _with_reach("own", "webhooks:manage"),
    "entity_editor": _EDITOR,
    "entity_approver": {
        **_EDITOR,
        **_with_reach("own", "submissions:review", "services:archive", "audit:read"),
    },
    "catalogue_editor": _with_reach(
        "any",
        "entries:read",
        "entries:submit",
        "submissions:review",
        "services:confirm",
        "services:archive",
        "entities:write",
        "registries:write",
        "imports:run",
        "webhooks:manage",
        "workshops:read",
        "tasks:decide",
        "search:explain",
        "audit:read",
        "programme:read",
    ),
    "taxonomy_steward": _with_reach(
        "any",
        "workshops:read",
        "taxonomy:propose",
        "taxonomy:discuss",
        "taxonomy:decide",
        "taxonomy:release",
        "tasks:decide",
        "search:explain",
    ),
    "workshop_facilitator": _with_reach(
        "any",
        "workshops:read",
        "workshops:run",
        "positions:record",  # stances that were spoken at the table
        "taxonomy:propose",
        "taxonomy:discuss",
        "taxonomy:decide",
        "search:explain",
    ),
    "board": _with_reach(
        "any",
        "workshops:read",
        "taxonomy:decide",
        "search:explain",
        "audit:read",
        "programme:read",
    ),
    "programme_office": _with_reach(
        "any",
        "workshops:read",
        "search:explain",
        "audit:read",
        "programme:read",
        "programme:write",
    ),
    "admin": _with_reach("any", *RIGHTS),
}


@dataclass(frozen=True)
class Caller:
    """Who is asking; ``id`` is what the journal names as actor.

    ``scopes`` are the only rights that the credential carries; None means all
    that its roles give.
    """

    id: str
    kind: Kind
    roles: frozenset[Role] = frozenset()
    entity: str | None = None
    scopes: frozenset[Right] | None = None

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody has said who is asking."""
        return self.kind == "anonymous"


ANONYMOUS = Caller("anonymous", "anonymous")


def reach_of(caller: Caller, right: Right) -> Reach | None:
    """Tell whose objects a caller reaches with a right; None means nobody's."""
    if caller.scopes is not None and right not in caller.scopes:
        return None
    reaches = {TABLE[role].get(right) for role in caller.roles}
    if "any" in reaches:
        return "any"
    return "own" if "own" in reaches and caller.entity else None


def holds(caller: Caller, right: Right) -> bool:
    """Tell whether a caller has a right on anything at all."""
    return reach_of(caller, right) is not None


def may(caller: Caller, right: Right, entity: str | None) -> bool:
    """Tell whether a caller has a right on an object of this entity (None: of no entity)."""
    reach = reach_of(caller, right)
    return reach == "any" or (reach == "own" and entity is not None and entity == caller.entity)


def require_right(caller: Caller, right: Right) -> None:
    """Let nobody pass who has a right on nothing.

    Raises:
        Unauthorized: nobody has said who is asking.
        MissingRight: names the right.

    """
    if caller.is_anonymous:
        raise Unauthorized(f"This needs a key or token with the right '{right}'.")
    if not holds(caller, right):
        raise MissingRight(f"The right '{right}' is missing.", right=right)


def require(caller: Caller, right: Right, entity: str | None) -> None:
    """Let nobody pass who has no right on an object of this entity.

    Raises:
        Unauthorized: nobody has said who is asking.
        MissingRight: names the right and how far it reaches.

    """
    require_right(caller, right)
    if not may(caller, right, entity):
        detail = f"The right '{right}' reaches the objects of '{caller.entity}' only."
        raise MissingRight(detail, right=right)


def require_sight(caller: Caller, entity: str | None, missing: NotFound) -> None:
    """Hide a draft from those who may not see it, as if it were not there.

    Raises:
        NotFound: the error that a draft which does not exist would give.

    """
    if not may(caller, "entries:read", entity):
        raise missing
