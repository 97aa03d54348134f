"""Who keeps something by entity beside the catalogue, and what becomes of it."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy.orm import Session

from app.core.access.commands import revoke_key
from app.core.access.queries import list_usable_keys
from app.reorganisation.rules import Affected, Shift


class Stake(Protocol):
    """Something kept by entity that has to follow a reorganisation.

    A package above implements it and ``wiring`` names it, so that reorganisations need
    not know of submissions, say. It works in the same transaction, which a preview rolls
    back: it changes the database and nothing else.
    """

    def follow(
        self, session: Session, shift: Shift, *, actor: str, reason: str
    ) -> Sequence[Affected]:
        """Follow one step; return what changed, in a stable order."""
        ...


class EntityKeys:
    """The keys of an entity that is no more are revoked.

    They are not handed on: whoever held one would all at once reach everything of an
    entity that has never trusted them.
    """

    def follow(
        self, session: Session, shift: Shift, *, actor: str, reason: str
    ) -> Sequence[Affected]:
        """Revoke every usable key of an entity that is no more."""
        if shift.heir is None:
            return ()
        keys = list_usable_keys(session, shift.origin)
        for key in keys:
            revoke_key(session, key.id, actor=actor, reason=reason)
        return [Affected("key", key.id, "revoked", key.label) for key in keys]
