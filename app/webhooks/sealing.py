"""Keeping secrets so that the server can sign with them and a stolen table cannot.

A secret is encrypted (AES-256-GCM) under a key derived from the installation's pepper
(HKDF-SHA256), which lies outside the database, and bound to its webhook: a secret that
is moved to another row cannot be read.
"""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.webhooks.errors import SecretUnreadable

PREFIX = "whsec_"
_SECRET_BYTES = 32
_NONCE_BYTES = 12
_PURPOSE = b"dalil webhook secrets 1"


class Seal:
    """Seals and opens the secrets of one installation."""

    def __init__(self, pepper: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(pepper)
        self._cipher = AESGCM(derived)

    def close(self, secret: str, webhook_id: str) -> str:
        """Encrypt a secret for keeping."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, secret.encode(), webhook_id.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, kept: str, webhook_id: str) -> str:
        """Decrypt a secret.

        Raises:
            SecretUnreadable: it was sealed with another pepper, for another webhook, or altered.

        """
        raw = base64.b64decode(kept)
        try:
            opened = self._cipher.decrypt(
                raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], webhook_id.encode()
            )
        except InvalidTag:
            raise SecretUnreadable("Rotate the secret of this webhook.") from None
        return opened.decode()


def new_secret() -> str:
    """Throw the dice for a secret, written as Standard Webhooks has it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()
