"""The portal's reader in memory: the twin of the one over the queries."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import NotFound
from app.core.languages import Language
from app.core.ordering import order_key
from app.portal.reader import (
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
    Segment,
    Suggestion,
    Tree,
)
from app.portal.trees import walk

FACET_OF = {"services": "category", "life-event": "lifeEvent", "business-event": "businessEvent"}


@dataclass
class MemoryReader:
    """Answers the pages from lists."""

    documents: Sequence[Document]
    trees: Mapping[str, Tree]
    entities: Sequence[Entity]
    revisions: Mapping[str, Sequence[Revision]] = field(default_factory=dict)
    differences: Mapping[str, Sequence[Difference]] = field(default_factory=dict)
    past_codes: Sequence[PastCode] = ()

    @contextmanager
    def opened(self) -> Iterator["MemoryReader"]:
        yield self

    def search(self, question: Question) -> Answer:
        found = [d for d in self.documents if _contains(d, question.text)]
        kept = [d for d in found if self._passes(d, question.filters)]
        if question.sort == "title":
            kept.sort(key=lambda d: (order_key(d["title"], question.language), d["id"]))
        if question.sort == "updated":
            kept.sort(key=lambda d: (d["modified"], d["id"]), reverse=True)
        start = (question.page - 1) * question.page_size
        page = kept[start : start + question.page_size]
        hits = [Hit(d, _marks(d, question)) for d in page]
        return Answer(hits, len(kept), self._facets(found, question.filters))

    def list_services(
        self, facet: str, value: str, *, language: Language, page: int, page_size: int
    ) -> Answer:
        found = [d for d in self.documents if value in _values(d, facet)]
        found.sort(key=lambda d: (order_key(d["title"], language), d["id"]))
        start = (page - 1) * page_size
        return Answer([Hit(d) for d in found[start : start + page_size]], len(found))

    def suggest(self, text: str, language: Language) -> Sequence[Suggestion]:
        titles = [
            Suggestion(d["title"][language], "service", d["id"])
            for d in self.documents
            if text.lower() in (d["title"].get(language) or "").lower()
        ]
        return titles[:8]

    def get_service(self, service_id: str) -> Document:
        return _only((d for d in self.documents if d["id"] == service_id), service_id)

    def list_related(self, service_id: str) -> Sequence[Beside]:
        named = self.get_service(service_id).get("relatedService") or ()
        return [Beside(one["id"], one["title"]) for one in named]

    def list_revisions(self, service_id: str) -> Sequence[Revision]:
        first = Revision(1, self.get_service(service_id)["modified"])
        return self.revisions.get(service_id, (first,))

    def list_differences(self, service_id: str, *, older: int, newer: int) -> Sequence[Difference]:
        return self.differences.get(f"{service_id} {older} {newer}", ())

    def get_tree(self, scheme: str) -> Tree:
        return self.trees[scheme]

    def get_past_code(self, scheme: str, notation: str) -> PastCode:
        return _only((c for c in self.past_codes if c.notation == notation), notation)

    def list_entities(self) -> Sequence[Entity]:
        return self.entities

    def get_entity(self, entity_id: str) -> Entity:
        return _only((e for e in self.entities if e.id == entity_id), entity_id)

    def count_services(self) -> int:
        return len(self.documents)

    def _passes(
        self, document: Document, filters: Mapping[str, tuple[str, ...]], but: str = ""
    ) -> bool:
        return all(
            set(values) & set(_values(document, name))
            for name, values in filters.items()
            if name != but
        )

    def _facets(
        self, found: list[Document], filters: Mapping[str, tuple[str, ...]]
    ) -> dict[str, list[FacetValue]]:
        facets = {}
        for name in ("category", "audience", "entity", "channel", "isFree", "lifeEvent"):
            left = [d for d in found if self._passes(d, filters, name)]
            counted = Counter(v for d in left for v in _values(d, name))
            facets[name] = [
                FacetValue(value, self._label(name, value), count)
                for value, count in counted.most_common()
                if name != "category" or "." not in value
            ]
        return facets

    def _label(self, name: str, value: str) -> Mapping[str, Any]:
        if name == "entity":
            return self.get_entity(value).title
        if name == "isFree":
            return {"en": value}
        if name == "category":
            nodes = walk(self.trees["services"].nodes)
            return next((n.label for n in nodes if n.notation == value), {"en": value})
        labels = [d["label"][name].get(value) for d in self.documents]
        return next((label for label in labels if label), {"en": value})


def _only(found: Iterable[Any], key: str) -> Any:
    for item in found:
        return item
    raise NotFound(f"There is no {key}.")


def _contains(document: Document, text: str) -> bool:
    titles = [*document["title"].values(), *document["description"].values()]
    told = " ".join(t for t in titles if t).lower()
    return all(word in told for word in text.lower().split())


def _marks(document: Document, question: Question) -> dict[str, list[Segment]]:
    title = document["title"].get(question.language) or ""
    start = title.find(question.text) if question.text else -1
    if start < 0:
        return {}
    end = start + len(question.text)
    return {
        "title": [
            Segment(title[:start], False),
            Segment(title[start:end], True),
            Segment(title[end:], False),
        ]
    }


def _values(document: Document, name: str) -> list[str]:
    stage = document["digitalStage"]
    found = {
        "category": [part for c in document["isClassifiedBy"] for part in c["path"]],
        "entity": [document["hasCompetentAuthority"]["id"]],
        "channel": [channel["type"] for channel in document["hasChannel"]],
        "isFree": {True: ["true"], False: ["false"], None: []}[document["isFree"]],
        "output": [output["type"] for output in document["produces"]],
        "digitalStage": [] if stage is None else [str(stage)],
        "lifeEvent": list(document["label"]["lifeEvent"]),
        "businessEvent": list(document["label"]["businessEvent"]),
        "audience": document["audience"],
    }
    return found[name]


def tree_of(
    scheme: str, concepts: Sequence[Mapping[str, Any]], documents: Sequence[Document]
) -> Tree:
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(set(_values(document, FACET_OF[scheme])))
    below: dict[str | None, list[Mapping[str, Any]]] = {}
    for concept in concepts:
        below.setdefault(concept.get("broader"), []).append(concept)

    def node(concept: Mapping[str, Any]) -> Node:
        return Node(
            concept["notation"],
            concept["prefLabel"],
            counts[concept["notation"]],
            concept.get("scopeNote"),
            tuple(node(child) for child in below.get(concept["id"], ())),
        )

    return Tree("1.0.0", tuple(node(concept) for concept in below.get(None, ())))
