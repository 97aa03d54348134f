"""What a key looks like, and the keyed hash that is kept of it; pure but for the dice.

``dalil_<12 letters>_<43 letters>``: the first part says what it is, so that
scanners of source code find leaked keys; the second is the key's public id; the
third holds 256 random bits.
"""

import hmac
import re
import secrets
from dataclasses import dataclass

PREFIX = "dalil_"
MAX_BYTES = 8 * 1024
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_SHAPE = re.compile(r"dalil_([a-z0-9]{12})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class PresentedKey:
    """A key as it was sent: its public id and the whole text, which is never shown."""

    id: str
    text: str

    def __repr__(self) -> str:
        """Show the public id only, in whichever log this may land."""
        return f"PresentedKey({self.id!r})"


def new_key() -> PresentedKey:
    """Throw the dice for a key."""
    key_id = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return PresentedKey(key_id, f"{PREFIX}{key_id}_{secrets.token_urlsafe(32)}")


def read_key(text: str) -> PresentedKey | None:
    """Read what was sent as a key, None when it cannot be one."""
    found = _SHAPE.fullmatch(text)
    return PresentedKey(found[1], text) if found else None


def keyed_hash(key: PresentedKey, pepper: bytes) -> str:
    """Hash a key with the installation's secret (HMAC-SHA256, hexadecimal).

    A random key of 256 bits needs no slow hash; the pepper makes a stolen
    database useless even for checking a guess.
    """
    return hmac.digest(pepper, key.text.encode(), "sha256").hex()


def is_same_hash(kept: str, presented: str) -> bool:
    """Compare two hashes in a time that tells nothing about them."""
    return hmac.compare_digest(kept.encode(), presented.encode())
