"""Who took a decision down, as far as everybody may know: the roles, not the person."""

from sqlalchemy.orm import Session

from app.core.access.models import ApiKey
from app.core.access.rules import TABLE, Right, Role
from app.workshops.answers import DecisionOut
from app.workshops.models import Decision

_DECIDE: Right = "taxonomy:decide"


def roles_of_decider(session: Session, decision: DecisionOut | None) -> list[Role]:
    """List the roles by which a decision could be taken down with a key.

    Empty where nothing was decided, or with a token, whose roles are not kept.
    """
    if decision is None:
        return []
    by = session.get_one(Decision, decision.id).by
    key = session.get(ApiKey, by.removeprefix("key:")) if by.startswith("key:") else None
    held = key.roles if key else []
    return [role for role, rights in TABLE.items() if role in held and _DECIDE in rights]
