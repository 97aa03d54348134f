"""Identifiers: opaque ones for concepts, stable UUIDs for everything public."""

import secrets
import uuid

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_LETTERS = bytes(ord(_ALPHABET[byte % 32]) for byte in range(256))
"""A letter for each byte, all of them as likely."""
_NAMESPACE = uuid.UUID("6f3d6ab0-43e5-5a39-9c4d-0f0e3ad1a111")


def new_concept_id() -> str:
    """Make an opaque concept id (``c_`` and 12 of 32 letters: 60 random bits)."""
    return "c_" + "".join(secrets.choice(_ALPHABET) for _ in range(12))


def new_group_id() -> str:
    """Make an opaque id of a group of the lexicon (``g_`` and 12 of 32 letters)."""
    return "g_" + "".join(secrets.choice(_ALPHABET) for _ in range(12))


def stable_uuid(kind: str, public_id: str) -> str:
    """Derive the UUID of a public thing, the same on every installation (RFC 9562, v5)."""
    return str(uuid.uuid5(_NAMESPACE, f"{kind}/{public_id}"))


def new_task_id() -> str:
    """Make an opaque id of a task (``t_`` and 16 of 32 letters: 80 random bits)."""
    return "t_" + secrets.token_bytes(16).translate(_LETTERS).decode()
