"""What a rule is, what it judges, and what it knows while judging. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from app.catalogue.rules.lookups import Lookups
from app.core.errors import Candidate
from app.core.rule_texts import Text
from app.submissions.rules.link_records import LinkRecord
from app.submissions.rules.neighbours import Neighbour, neighbour_of
from app.submissions.rules.walking import Pair, Said, pairs_of, texts_of

Severity = Literal["error", "warning", "suggestion"]
Content = Mapping[str, Any]  # Any: ServiceContent as JSON, optional parts may be absent
Part = Mapping[str, Any]  # Any: one item of a list of the content
TextDates = Mapping[tuple[str, str], date]
"""When a text last changed, by its pointer and language."""


@dataclass(frozen=True)
class Hit:
    """A place where a rule is broken, and what its message tells of it."""

    pointer: str
    values: Mapping[str, object] = field(default_factory=dict)
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Published:
    """What is published of a service now; ``changed_on`` dates its texts where known."""

    content: Content
    changed_on: TextDates = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """What the rules know besides the entry: loaded beforehand by the caller.

    ``neighbours`` are services that may be duplicates (see NeighbourIndex.near);
    ``links`` holds what checking found of addresses, by URL, where links are checked.
    """

    known: Lookups
    today: date
    published: Published | None = None
    neighbours: tuple[Neighbour, ...] = ()
    links: Mapping[str, LinkRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A service as its entity describes it, not yet saved."""

    id: str
    entity: str
    source_id: str
    content: Content

    @cached_property
    def texts(self) -> tuple[Said, ...]:
        """Everything that is said in a language, in the order of the content."""
        return tuple(texts_of(self.content))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every text with its two languages side by side."""
        return tuple(pairs_of(self.content))

    @cached_property
    def as_neighbour(self) -> Neighbour:
        """What of it is compared with other services."""
        return neighbour_of(self.id, self.entity, self.content)

    def list_of(self, name: str) -> list[Any]:  # Any: an item of the content
        """Return a list of the content, empty when it is not there."""
        return list(self.content.get(name) or ())

    def text(self, name: str, language: str) -> str:
        """Return one language of a top-level text, empty when it is not there."""
        found = (self.content.get(name) or {}).get(language)
        return str(found).strip() if found else ""


Check = Callable[[Entry, Context], Iterable[Hit]]


@dataclass(frozen=True)
class Example:
    """A fragment of an entry that shows a rule; the rest of the entry is sound.

    ``published`` is a fragment of what is published of the service, with the dates of
    its texts, ``other`` of another service of the entity ``other_entity``; ``links`` is
    what checking found of the addresses.
    """

    content: Content
    published: Content | None = None
    other: Content | None = None
    other_entity: str = "moi"
    changed_on: TextDates = field(default_factory=dict)
    links: Mapping[str, LinkRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A rule: data that is checked, shown, documented and tested."""

    id: str
    severity: Severity
    message: Text
    hint: Text
    why: Text
    good: Example
    bad: Example
    check: Check

    @property
    def family(self) -> str:
        """The part of the id that rules of one subject share."""
        return self.id.split("-")[0]
