"""The portal's reader over the catalogue's queries and the search engine."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

import orjson
from sqlalchemy.orm import Session

from app.catalogue.queries.documents import count_documents, find_documents, get_document
from app.catalogue.queries.history import compare_revisions, list_revisions
from app.catalogue.queries.listing import count_by
from app.catalogue.queries.registries import get_entity, list_entities
from app.catalogue.queries.standing import find_standing
from app.catalogue.queries.titles import list_by_title
from app.catalogue.rules.filtering import ServiceFilters
from app.catalogue.schemas.published import EntityListing
from app.core.db import Database
from app.core.languages import Language
from app.portal.past_codes import past_code_of
from app.portal.reader import (
    BUSINESS_EVENTS,
    LIFE_EVENTS,
    SERVICES,
    Answer,
    Beside,
    Difference,
    Document,
    Entity,
    FacetValue,
    Hit,
    Node,
    PastCode,
    Question,
    Revision,
    Suggestion,
    Tree,
)
from app.portal.search_desk import SearchDesk
from app.portal.understanding import marks_of, told_of
from app.search import queries as searching
from app.search.engine import Sort
from app.search.insights.heard import Heard
from app.search.related import list_related
from app.search.relatedness import Relation
from app.search.schemas import RelatedService, SearchHit, SearchOut
from app.taxonomy.queries import get_notation, get_version
from app.taxonomy.schemas import ConceptNode

# A branch of the classification stands for everything below it.
_FILTERS = {"category": "categoryPath"}
_FACETS = (
    "category",
    "audience",
    "entity",
    "channel",
    "lifeEvent",
    "businessEvent",
    "output",
    "digitalStage",
)
_COUNTED_BY = {
    SERVICES: "categoryPath",
    LIFE_EVENTS: "lifeEvent",
    BUSINESS_EVENTS: "businessEvent",
}
_KINDS = {"concept": "category"}
SUGGESTIONS = 8
RELATED = 10
_SIMPLY_NAMED = (Relation.RELATED, Relation.NAMED_BY)


@contextmanager
def open_catalogue(database: Database, desk: SearchDesk) -> Iterator["CatalogueReader"]:
    """Open a reader on one consistent picture of the catalogue."""
    with database.read() as session:
        yield CatalogueReader(session, desk)


class CatalogueReader:
    """Answers the pages from the database and the search engine."""

    def __init__(self, session: Session, desk: SearchDesk) -> None:
        self._session = session
        self._desk = desk

    def search(self, question: Question) -> Answer:
        """Find services by words and filters."""
        asked = searching.Search(
            text=question.text,
            filters=_filters(find_standing(self._session, question.filters)),
            facets=_FACETS,
            sort=_sort(question),
            page=question.page,
            page_size=question.page_size,
            is_explained=True,
            is_as_typed=question.is_as_typed,
            language=question.language,
        )
        heard: list[Heard] = []
        found = self._search(asked, labels=self._desk.labels, hear=heard.append)
        facets = {name: _facet(found, name, question.filters) for name in _FACETS}
        facets["isFree"] = self._free_facet(asked)
        return Answer(
            hits=self._hits(found.items, question.language),
            total=found.total,
            facets=facets,
            told=told_of(found, question, self._desk.lexicon),
            heard=heard[0] if heard else None,
        )

    def list_services(
        self, facet: str, value: str, *, language: Language, page: int, page_size: int
    ) -> Answer:
        """List the services of a concept or an entity by their titles; no engine is needed."""
        name = _FILTERS.get(facet, facet)
        found = list_by_title(
            self._session, name, value, language=language, page=page, page_size=page_size
        )
        return Answer([Hit(orjson.loads(body)) for body in found.bodies], found.total)

    def suggest(self, text: str, language: Language) -> Sequence[Suggestion]:
        """Complete what is being typed; names come in both languages, as they were found."""
        del language
        desk = self._desk
        found = searching.suggest(
            desk.suggester, desk.engine, text, lexicon=desk.lexicon, limit=SUGGESTIONS
        )
        return [Suggestion(one.text, _KINDS.get(one.kind, one.kind), one.id) for one in found.items]

    def get_service(self, service_id: str) -> Document:
        """Return the public document of a service."""
        document: Document = orjson.loads(get_document(self._session, service_id).body)
        return document

    def list_related(self, service_id: str) -> Sequence[Beside]:
        """List what people are likely to need after a service, or in its place."""
        found = list_related(self._session, self._desk.engine, service_id, limit=RELATED)
        return [_beside(one) for one in found.items if one.relation != Relation.REQUIRES]

    def list_revisions(self, service_id: str) -> Sequence[Revision]:
        """List the published states of a service, newest first."""
        found = list_revisions(self._session, service_id)
        return [Revision(one.number, one.at.isoformat()) for one in found]

    def list_differences(self, service_id: str, *, older: int, newer: int) -> Sequence[Difference]:
        """List the fields that two states of a service do not share."""
        found = compare_revisions(self._session, service_id, old=older, new=newer)
        return [Difference(one.pointer, one.old, one.new) for one in found.changes]

    def get_tree(self, scheme: str) -> Tree:
        """Return the newest version of a scheme, without concepts that were retired."""
        counts = count_by(self._session, _COUNTED_BY[scheme])
        version = get_version(self._session, scheme)
        return Tree(version.version, _nodes(version.top_concepts, counts))

    def get_past_code(self, scheme: str, notation: str) -> PastCode:
        """Return what became of a code that once was in the tree."""
        return past_code_of(get_notation(self._session, scheme, notation))

    def list_entities(self) -> Sequence[Entity]:
        """List every government entity."""
        return [_entity(one) for one in list_entities(self._session)]

    def get_entity(self, entity_id: str) -> Entity:
        """Return a government entity."""
        return _entity(get_entity(self._session, entity_id))

    def count_services(self) -> int:
        """Count the published services."""
        return count_documents(self._session)

    def _hits(self, items: Sequence[SearchHit], language: Language) -> list[Hit]:
        bodies = find_documents(self._session, [item.id for item in items])
        return [
            Hit(orjson.loads(bodies[item.id]), marks_of(item, language), item.is_pinned)
            for item in items
            if item.id in bodies
        ]

    def _search(
        self,
        asked: searching.Search,
        *,
        labels: searching.Labels,
        hear: searching.Hear = searching.unheard,
    ) -> SearchOut:
        desk = self._desk
        return searching.search(
            self._session,
            desk.engine,
            asked,
            labels=labels,
            lexicon=desk.lexicon,
            guidance=desk.guidance,
            hear=hear,
        )

    def _free_facet(self, asked: searching.Search) -> list[FacetValue]:
        values = [self._count_free(asked, is_free=is_free) for is_free in (True, False)]
        return [value for value in values if value.count]

    def _count_free(self, asked: searching.Search, *, is_free: bool) -> FacetValue:
        only = searching.Search(
            text=asked.text,
            filters=ServiceFilters(asked.filters.values, is_free=is_free),
            page_size=1,
            is_as_typed=asked.is_as_typed,
            language=asked.language,
        )
        found = self._search(only, labels={})
        value = "true" if is_free else "false"
        return FacetValue(value, {"en": value}, found.total)


def _beside(one: RelatedService) -> Beside:
    is_told = one.relation not in _SIMPLY_NAMED
    return Beside(one.id, one.title, one.reason if is_told else None)


def _sort(question: Question) -> Sort:
    if question.sort == "title":
        return Sort.TITLE_AR if question.language == "ar" else Sort.TITLE_EN
    return Sort.UPDATED if question.sort == "updated" else Sort.RELEVANCE


def _filters(chosen: Mapping[str, tuple[str, ...]]) -> ServiceFilters:
    free = chosen.get("isFree", ())
    values = {_FILTERS.get(n, n): v for n, v in chosen.items() if v and n != "isFree"}
    return ServiceFilters(values, is_free=free == ("true",) if len(free) == 1 else None)


def _facet(found: SearchOut, name: str, chosen: Mapping[str, tuple[str, ...]]) -> list[FacetValue]:
    values = [
        FacetValue(one.value, one.label or {"en": one.value}, one.count)
        for one in found.facets.get(name, [])
    ]
    if name != "category":
        return values
    return [one for one in values if _is_near(one.value, chosen.get(name, ()))]


def _is_near(notation: str, chosen: Sequence[str]) -> bool:
    """Keep the main topics, what was chosen and what stands right below it."""
    parent = notation.rpartition(".")[0]
    return not parent or notation in chosen or parent in chosen


def _nodes(concepts: Sequence[ConceptNode], counts: Mapping[str, int]) -> tuple[Node, ...]:
    return tuple(
        Node(
            notation=one.notation,
            label=one.pref_label.model_dump(),
            count=counts.get(one.notation, 0),
            note=one.scope_note.model_dump() if one.scope_note else None,
            children=_nodes(one.children, counts),
        )
        for one in concepts
        if one.status == "active"
    )


def _entity(one: EntityListing) -> Entity:
    return Entity(
        id=one.id,
        title=one.title.model_dump(),
        description=one.description.model_dump() if one.description else None,
        kind=one.type,
        count=one.service_count,
        identifier=one.identifier,
        parent=one.parent,
        homepage=one.homepage,
        is_demonstration=bool(one.provenance and one.provenance.is_demonstration),
        replaced_by=tuple(one.replaced_by),
    )
