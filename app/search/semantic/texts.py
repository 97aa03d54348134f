"""What of a service is turned into vectors; pure."""

import hashlib
from collections.abc import Mapping

from app.search.documents import LANGUAGES, Body

LONGEST_TEXT = 2_000
"""Characters that are read of a text: a title and a description, seldom more."""


def texts_of(body: Body) -> list[str]:
    """Return title and description of a service, one text for each language."""
    said = (_said(body, language) for language in LANGUAGES)
    return list(dict.fromkeys(text for text in said if text))


def digests_of(body: Body, embedder: str) -> dict[str, str]:
    """Return the texts of a service by their digests, which hold for one embedder."""
    return {digest_of(text, embedder): text for text in texts_of(body)}


def digest_of(text: str, embedder: str) -> str:
    """Return the SHA-256 of an embedder's name and a text."""
    return hashlib.sha256(f"{embedder}\n{text}".encode()).hexdigest()


def _said(body: Body, language: str) -> str:
    parts: tuple[Mapping[str, str], ...] = (body["title"], body.get("description") or {})
    said = "\n".join(part[language] for part in parts if part.get(language))
    return said[:LONGEST_TEXT]
