"""Walking through everything that an entry says in words. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["title", "description", "keyword", "detail"]
_LANGUAGES = frozenset({"ar", "en"})
_KINDS: Mapping[str, Kind] = {"title": "title", "description": "description"}


@dataclass(frozen=True)
class Said:
    """One text in one language; ``kind`` tells the service's own title and description."""

    pointer: str
    language: str
    text: str
    kind: Kind


@dataclass(frozen=True)
class Pair:
    """A text with both its languages, empty where one is missing."""

    pointer: str
    ar: str
    en: str


def texts_of(content: Mapping[str, Any]) -> Iterator[Said]:  # Any: ServiceContent as JSON
    """Yield every text that has something in it, in the order of the content."""
    for pointer, value in _local_texts(content):
        for language in ("ar", "en"):
            said = value.get(language)
            if isinstance(said, str) and said.strip():
                kind = _KINDS.get(pointer[1:], "detail")
                yield Said(f"{pointer}/{language}", language, said, kind)
            elif isinstance(said, list):
                for place, one in enumerate(said):
                    yield Said(f"{pointer}/{language}/{place}", language, str(one), "keyword")


def pairs_of(content: Mapping[str, Any]) -> Iterator[Pair]:  # Any: ServiceContent as JSON
    """Yield every text that may stand in both languages; lists of keywords are none."""
    for pointer, value in _local_texts(content):
        said = [value.get("ar"), value.get("en")]
        if not any(isinstance(one, list) for one in said):
            arabic, english = (str(one).strip() if one else "" for one in said)
            yield Pair(pointer, arabic, english)


# Any: a part of ServiceContent as JSON
def _local_texts(content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, value in content.items():
        if name != "provenance":  # written by the catalogue's keepers, not shown as the service's
            yield from _below(f"/{name}", value)


def _below(pointer: str, value: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:  # Any: JSON
    if isinstance(value, list):
        for place, one in enumerate(value):
            yield from _below(f"{pointer}/{place}", one)
    elif isinstance(value, Mapping):
        if value and value.keys() <= _LANGUAGES:
            yield pointer, value
            return
        for name, one in value.items():
            yield from _below(f"{pointer}/{name}", one)
