"""What the pages ask of the catalogue: one port, answered by the queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from app.core.languages import Language
from app.search.insights.heard import Heard

Text = Mapping[str, str | None]
Document = Mapping[str, Any]  # Any: a rendered JSON document

SERVICES, LIFE_EVENTS, BUSINESS_EVENTS = "services", "life-event", "business-event"

Sort = Literal["relevance", "title", "updated"]
SORTS: tuple[Sort, ...] = ("relevance", "title", "updated")


@dataclass(frozen=True)
class Question:
    """What a visitor looks for; filters hold the values of a facet joined by OR."""

    text: str = ""
    language: Language = "ar"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    page_size: int = 20
    is_as_typed: bool = False


@dataclass(frozen=True)
class Segment:
    """A piece of a text and whether it matches what was asked."""

    text: str
    is_match: bool


@dataclass(frozen=True)
class Hit:
    """A service that was found; marks hold its highlighted title and description.

    It is pinned when editors have put it first for these words.
    """

    document: Document
    marks: Mapping[str, Sequence[Segment]] = field(default_factory=dict)
    is_pinned: bool = False


@dataclass(frozen=True)
class FacetValue:
    """A value of a facet and how many services it would leave."""

    value: str
    label: Text
    count: int


@dataclass(frozen=True)
class Told:
    """What was made of the words, as far as a visitor should know it.

    ``shown`` is the query that was answered in the place of the one typed; ``is_keyboard``
    tells that another keyboard was meant, otherwise its spelling was corrected. ``also``
    are other words that were searched, ``meant`` names what words mean of which there are none
    in the reader's language, and ``begins`` are the letters of which the words were searched
    that begin with them. ``unknown`` are those that nothing was found for; ``is_near`` tells
    that services were found all the same, for their meaning, and ``is_common`` that no word
    says anything of what is looked for.
    """

    shown: str | None = None
    is_keyboard: bool = False
    also: Sequence[str] = ()
    meant: Sequence[str] = ()
    begins: str | None = None
    unknown: Sequence[str] = ()
    is_near: bool = False
    is_common: bool = False

    @property
    def says_something(self) -> bool:
        """Whether there is anything to tell."""
        return any(vars(self).values())


@dataclass(frozen=True)
class Answer:
    """A page of what was found, with the facets of everything that was found."""

    hits: Sequence[Hit]
    total: int
    facets: Mapping[str, Sequence[FacetValue]] = field(default_factory=dict)
    told: Told = Told()
    heard: Heard | None = None


@dataclass(frozen=True)
class Beside:
    """A service beside another, and why; no reason when it was simply named."""

    id: str
    title: Text
    reason: Text | None = None


@dataclass(frozen=True)
class Suggestion:
    """A completion of what is being typed; kind is service, category or entity."""

    text: str
    kind: str
    id: str


@dataclass(frozen=True)
class Node:
    """A concept of a scheme in its tree, with the services below it."""

    notation: str
    label: Text
    count: int
    note: Text | None = None
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Tree:
    """A released version of a scheme."""

    version: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class PastCode:
    """A code that is no longer in the tree, and the concept that it was given to.

    ``leads_to`` are codes of the tree: the one that the concept has now, or those of its
    successors. ``above`` is where its services are when it has none.
    """

    notation: str
    concept: str
    label: Text
    leads_to: tuple[str, ...]
    above: str | None = None


@dataclass(frozen=True)
class Entity:
    """A government entity; ``replaced_by`` are those that stand in its place, if it is no more."""

    id: str
    title: Text
    description: Text | None
    kind: str
    count: int
    identifier: str | None = None
    parent: str | None = None
    homepage: str | None = None
    is_demonstration: bool = False
    replaced_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """One field of a service before and after a revision."""

    pointer: str
    before: Any  # Any: a JSON value
    after: Any  # Any: a JSON value


@dataclass(frozen=True)
class Revision:
    """A published state of a service."""

    number: int
    published_at: str


class Reader(Protocol):
    """Answers what the pages ask; ``get_`` raises ``NotFound`` when it is not there."""

    def search(self, question: Question) -> Answer:
        """Find services by words and filters."""
        ...

    def list_services(
        self, facet: str, value: str, *, language: Language, page: int, page_size: int
    ) -> Answer:
        """List the services of a concept or an entity, by their titles in one language."""
        ...

    def suggest(self, text: str, language: Language) -> Sequence[Suggestion]:
        """Complete what is being typed."""
        ...

    def get_service(self, service_id: str) -> Document:
        """Return the public document of a service."""
        ...

    def list_related(self, service_id: str) -> Sequence[Beside]:
        """List what people are likely to need after a service, or in its place."""
        ...

    def list_revisions(self, service_id: str) -> Sequence[Revision]:
        """List the published states of a service, newest first."""
        ...

    def list_differences(self, service_id: str, *, older: int, newer: int) -> Sequence[Difference]:
        """List the fields that two states of a service do not share."""
        ...

    def get_tree(self, scheme: str) -> Tree:
        """Return the newest version of a scheme."""
        ...

    def get_past_code(self, scheme: str, notation: str) -> PastCode:
        """Return what became of a code that once was in the tree."""
        ...

    def list_entities(self) -> Sequence[Entity]:
        """List every government entity."""
        ...

    def get_entity(self, entity_id: str) -> Entity:
        """Return a government entity."""
        ...

    def count_services(self) -> int:
        """Count the published services."""
        ...
