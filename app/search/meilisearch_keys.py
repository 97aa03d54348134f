"""A key that can search our indexes and do nothing else, for the process that answers people."""

from meilisearch_python_sdk import Client
from meilisearch_python_sdk.errors import MeilisearchApiError
from meilisearch_python_sdk.models.client import Key, KeyCreate

_MOST_KEYS = 1000


def search_key(client: Client, indexes: str) -> str:
    """Find or make a key that may only search some indexes; nothing if that is not ours to do.

    A key that may write but not manage keys is refused here, and so is anybody on a server
    that runs without keys.
    """
    name = f"Dalil: search {indexes}"
    try:
        for key in client.get_keys(limit=_MOST_KEYS).results:
            if key.name == name and _only_searches(key, indexes):
                return key.key
        wanted = KeyCreate(name=name, actions=["search"], indexes=[indexes], expires_at=None)
        return client.create_key(wanted).key
    except MeilisearchApiError as fault:
        if fault.status_code in (401, 403):
            return ""
        raise


def _only_searches(key: Key, indexes: str) -> bool:
    return key.actions == ["search"] and key.indexes == [indexes] and key.expires_at is None
