"""Languages of the catalogue and the text that is written in them."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["ar", "en"]
LANGUAGES: tuple[Language, ...] = ("ar", "en")
_MOST = 50


def in_language(text: Mapping[str, str | None] | None, language: str) -> str | None:
    """Choose one language of a text, or the other when it is missing there."""
    if not text:
        return None
    return text.get(language) or next((text[code] for code in LANGUAGES if text.get(code)), None)


def preferred_language(accept_language: str | None) -> Language | None:
    """Read an ``Accept-Language`` header (RFC 9110, section 12.5.4).

    Returns None when it names neither Arabic nor English.
    """
    best: tuple[float, Language] | None = None
    for part in (accept_language or "").split(",", _MOST)[:_MOST]:
        tag, _, parameters = part.strip().partition(";")
        code = tag.strip().lower().split("-")[0]
        for language in LANGUAGES:
            quality = _quality(parameters)
            if code == language and quality > 0 and (best is None or quality > best[0]):
                best = (quality, language)
    return best[1] if best else None


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
