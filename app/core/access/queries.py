"""Reading keys: who presents one, and which there are."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.core.access.errors import InvalidCredential, KeyNotFound
from app.core.access.keys import is_same_hash, keyed_hash, read_key
from app.core.access.models import ApiKey, ApiKeyUse
from app.core.access.rules import Caller
from app.core.access.schemas import KeyOut, State
from app.core.clock import now

_NO_HASH = "0" * 64
_NO_PEPPER = b"no key has been made here"


def authenticate(session: Session, presented: str, *, pepper: bytes | None) -> Caller:
    """Tell who presents a key.

    An unknown key takes the same steps as a known one.

    Raises:
        InvalidCredential: it is no key, unknown, expired or revoked.

    """
    key = read_key(presented)
    if key is None:
        raise InvalidCredential
    found = session.get(ApiKey, key.id)
    hashed = keyed_hash(key, pepper or _NO_PEPPER)
    is_known = is_same_hash(found.hash if found else _NO_HASH, hashed)
    if found is None or not is_known or pepper is None:
        raise InvalidCredential
    state = state_of(found, now())
    if state in ("revoked", "expired"):
        raise InvalidCredential(f"The key {found.id} is {state}.")
    return _caller(found)


def state_of(key: ApiKey, at: datetime) -> State:
    """Tell whether a key can be used; a replaced one can until its overlap ends."""
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at is not None and key.expires_at <= at:
        return "expired"
    return "replaced" if key.replaced_by else "live"


def get_key(session: Session, key_id: str) -> ApiKey:
    """Find a key by its public id, for changing it.

    Raises:
        KeyNotFound: there is none.

    """
    found = session.get(ApiKey, key_id, with_for_update=True)
    if found is None:
        raise KeyNotFound(f"There is no key '{key_id}'.")
    return found


def list_keys(session: Session) -> list[KeyOut]:
    """List every key that was ever made, the newest last."""
    chosen = (
        select(ApiKey, ApiKeyUse.used_at)
        .join(ApiKeyUse, ApiKeyUse.key_id == ApiKey.id)
        .order_by(ApiKey.created_at, ApiKey.id)
    )
    at = now()
    return [_shown(key, used_at, at) for key, used_at in session.execute(chosen)]


def list_usable_keys(session: Session, entity: str) -> list[KeyOut]:
    """List the keys of an entity that are good at this moment, by id."""
    own = select(ApiKey).where(ApiKey.entity_id == entity).order_by(ApiKey.id)
    at = now()
    found = (_shown(key, None, at) for key in session.scalars(own))
    return [one for one in found if one.state in ("live", "replaced")]


def actors_of_holder(session: Session, actor: str) -> frozenset[str]:
    """Name every actor that is the holder of this one's key.

    A key that was replaced and the one in its place are in the same hands, however often.
    """
    found, next_ids = {actor}, {actor.removeprefix("key:")} if actor.startswith("key:") else set()
    while next_ids:
        linked = select(ApiKey.id, ApiKey.replaced_by).where(
            ApiKey.id.in_(next_ids) | ApiKey.replaced_by.in_(next_ids)
        )
        ids = {one for row in session.execute(linked) for one in row if one}
        next_ids = {one for one in ids if f"key:{one}" not in found}
        found |= {f"key:{one}" for one in ids}
    return frozenset(found)


def count_keys(session: Session) -> int:
    """Count the keys that were ever made."""
    return session.scalars(select(func.count()).select_from(ApiKey)).one()


def subjects_of(entity: str) -> Select[str]:
    """Choose the ids of all keys of an entity, for the audit."""
    return select(ApiKey.id).where(ApiKey.entity_id == entity)


def _caller(key: ApiKey) -> Caller:
    scopes = frozenset(key.scopes) if key.scopes else None
    # The columns hold nothing but what KeyIn has let in.
    return Caller(
        id=f"key:{key.id}",
        kind="key",
        roles=frozenset(key.roles),  # type: ignore[arg-type]  # as above
        entity=key.entity_id,
        scopes=scopes,  # type: ignore[arg-type]  # as above
    )


def _shown(key: ApiKey, used_at: datetime | None, at: datetime) -> KeyOut:
    return KeyOut.model_validate(
        {
            "id": key.id,
            "label": key.label,
            "roles": key.roles,
            "entity": key.entity_id,
            "scopes": key.scopes,
            "state": state_of(key, at),
            "created_at": key.created_at,
            "expires_at": key.expires_at,
            "revoked_at": key.revoked_at,
            "used_at": used_at,
            "replaced_by": key.replaced_by,
        }
    )
