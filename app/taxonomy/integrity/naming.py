"""How a finding names concepts, languages and texts, in either language. Pure."""

from collections.abc import Mapping

from app.core.languages import LANGUAGES
from app.core.rule_texts import Text
from app.taxonomy.integrity.base import Hit
from app.taxonomy.state import ConceptState

_MOST = 60
_QUOTES = {"ar": ("«", "»"), "en": ("'", "'")}
_LANGUAGE_NAMES = {
    "ar": {"ar": "العربية", "en": "Arabic"},
    "en": {"ar": "الإنجليزية", "en": "English"},
}


class LanguageCode(str):
    """A language in a finding: Arabic and English are called by their names."""

    __slots__ = ()


def filled(texts: Text, hit: Hit) -> dict[str, str]:
    """Fill the places of a text for both languages."""
    if "{" not in texts.en:
        return {"ar": texts.ar, "en": texts.en}
    values = {"concept": hit.concept, **hit.values}
    return {
        "ar": texts.ar.format_map(_spoken(values, "ar")),
        "en": texts.en.format_map(_spoken(values, "en")),
    }


def pointer_to(concept: ConceptState | str) -> str:
    """Point to a concept (RFC 6901): ids of foreign schemes may hold slashes."""
    key = concept if isinstance(concept, str) else concept.id
    return "/concepts/" + key.replace("~", "~0").replace("/", "~1")


def visible(text: str) -> str:
    """Shorten a text to what a message can hold; what cannot be seen is escaped."""
    clipped = text if len(text) <= _MOST else f"{text[: _MOST - 1]}…"
    if clipped.isprintable():
        return clipped
    return "".join(one if one.isprintable() else f"U+{ord(one):04X}" for one in clipped)


def _spoken(values: Mapping[str, object], language: str) -> dict[str, object]:
    return {name: _said(value, language) for name, value in values.items()}


def _said(value: object, language: str) -> object:
    if isinstance(value, ConceptState):
        return _named(value, language)
    if isinstance(value, Text):
        return getattr(value, language)
    if isinstance(value, LanguageCode):
        return _LANGUAGE_NAMES.get(value, {}).get(language) or visible(value)
    return visible(value) if isinstance(value, str) else value


def _named(concept: ConceptState, language: str) -> str:
    """Name a concept by its notation and label, in the other language where it has none."""
    code = visible(concept.notation or concept.id)
    label = concept.pref_label.get(language) or _any_label(concept)
    if not label:
        return code
    first, last = _QUOTES[language]
    return f"{code} {first}{visible(label)}{last}"


def _any_label(concept: ConceptState) -> str:
    texts = concept.pref_label
    chosen = (texts[one] for one in (*LANGUAGES, *sorted(texts)) if one in texts)
    return next((text for text in chosen if text.strip()), "")
