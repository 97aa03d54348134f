"""Making, replacing and revoking keys."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.core import journal
from app.core.access.errors import KeyNotLive
from app.core.access.keys import PresentedKey, keyed_hash, new_key
from app.core.access.models import ApiKey, ApiKeyUse
from app.core.access.queries import get_key, state_of
from app.core.access.rules import ENTITY_ROLES, STAFF_ROLES
from app.core.access.schemas import IssuedKey, KeyIn
from app.core.clock import now
from app.core.errors import Finding, Invalid


def create_key(session: Session, asked: KeyIn, *, pepper: bytes, actor: str) -> IssuedKey:
    """Make a key; what it returns is the only sight of it.

    Raises:
        Invalid: the roles do not fit the owner.

    """
    _check_owner(asked)
    at, key = now(), new_key()
    expires_at = at + timedelta(days=asked.lifetime_days) if asked.lifetime_days else None
    row = ApiKey(
        id=key.id,
        hash=keyed_hash(key, pepper),
        label=asked.label,
        roles=sorted(set(asked.roles)),
        entity_id=asked.entity,
        scopes=sorted(set(asked.scopes)),
        created_at=at,
        expires_at=expires_at,
    )
    return _issue(session, row, key, kind="key_created", actor=actor)


def rotate_key(
    session: Session, key_id: str, *, pepper: bytes, overlap_seconds: int, actor: str
) -> IssuedKey:
    """Make a key that replaces another; both are good while they overlap.

    The new key lives as long as the old one was meant to, from now.

    Raises:
        KeyNotFound: there is no such key.
        KeyNotLive: it has expired, was revoked or has been replaced already.

    """
    old, at, key = get_key(session, key_id), now(), new_key()
    state = state_of(old, at)
    if state != "live":
        raise KeyNotLive(f"The key {key_id} is {state}.")
    lifetime = old.expires_at - old.created_at if old.expires_at else None
    row = ApiKey(
        id=key.id,
        hash=keyed_hash(key, pepper),
        label=old.label,
        roles=old.roles,
        entity_id=old.entity_id,
        scopes=old.scopes,
        created_at=at,
        expires_at=at + lifetime if lifetime else None,
    )
    ends_at = at + timedelta(seconds=overlap_seconds)
    old.expires_at = min(old.expires_at or ends_at, ends_at)
    old.replaced_by = key.id
    _record(session, old.id, "key_replaced", actor, fields=("expiresAt",), successor=key.id)
    return _issue(session, row, key, kind="key_created", actor=actor)


def revoke_key(session: Session, key_id: str, *, actor: str, reason: str | None = None) -> None:
    """End a key at once; a key that was revoked before stays as it is.

    Raises:
        KeyNotFound: there is no such key.

    """
    row = get_key(session, key_id)
    if row.revoked_at is None:
        row.revoked_at = now()
        _record(session, key_id, "key_revoked", actor, fields=("revokedAt",), reason=reason)


def _issue(session: Session, row: ApiKey, key: PresentedKey, *, kind: str, actor: str) -> IssuedKey:
    session.add(row)
    session.flush()
    session.add(ApiKeyUse(key_id=row.id))
    _record(session, row.id, kind, actor, fields=())
    return IssuedKey(id=row.id, key=key.text, expires_at=row.expires_at)


def _record(
    session: Session,
    key_id: str,
    kind: str,
    actor: str,
    *,
    fields: tuple[str, ...],
    reason: str | None = None,
    successor: str | None = None,
) -> None:
    change = journal.Change(
        kind=kind,
        subject_type="key",
        subject_id=key_id,
        op="delete" if kind == "key_revoked" else "upsert",
        actor=actor,
        changed_fields=fields,
        reason=reason,
        replaced_by=(successor,) if successor else (),
        is_public=False,
    )
    journal.record(session, change)


def _check_owner(asked: KeyIn) -> None:
    roles = set(asked.roles)
    if asked.entity is None and roles & ENTITY_ROLES:
        raise _unfit("An entity's role needs an entity.", "دور الجهة يحتاج إلى جهة.")
    if asked.entity is not None and roles & STAFF_ROLES:
        raise _unfit("A staff role belongs to no entity.", "دور الموظفين لا يخص جهة.")


def _unfit(english: str, arabic: str) -> Invalid:
    message = {"en": english, "ar": arabic}
    return Invalid(english, findings=[Finding("/roles", "KEY-ROLES", message)])
