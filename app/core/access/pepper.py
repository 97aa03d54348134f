"""The installation's secret: without it the kept hashes of keys are worth nothing."""

import os
import secrets
from pathlib import Path

from app.core.settings import Settings

FILE_NAME = "key-pepper"


class Pepper:
    """The secret from the settings, or from a file that is made with the first key."""

    def __init__(self, settings: Settings) -> None:
        self._known = settings.key_pepper.get_secret_value().encode()
        self._path = settings.data_dir / FILE_NAME

    def find(self) -> bytes | None:
        """Return the secret, None while no key has been made here."""
        if not self._known and self._path.exists():
            self._known = bytes.fromhex(self._path.read_text("ascii"))
        return self._known or None

    def make(self) -> bytes:
        """Return the secret; when there is none, throw the dice and keep it for the owner alone."""
        found = self.find()
        if found:
            return found
        self._path.parent.mkdir(parents=True, exist_ok=True)
        _write_once(self._path, secrets.token_hex(32))
        return self.find() or b""


def _write_once(path: Path, text: str) -> None:
    """Write a file whole or not at all, and never over another process's file."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its secret is the one
    finally:
        draft.unlink()
