"""Reading the names that are suggested and the labels that facets show."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from app.catalogue.queries.documents import stream_titles
from app.catalogue.queries.registries import list_entities, list_evidence_types
from app.catalogue.rules.code_lists import PURPOSES
from app.catalogue.rules.terms import SCHEME_OF
from app.core.languages import LANGUAGES
from app.search.schemas import Texts
from app.search.suggest import Name
from app.taxonomy.queries import list_concepts

_LANGUAGES: Mapping[str, Texts] = {
    "ar": {"ar": "العربية", "en": "Arabic"},
    "en": {"ar": "الإنجليزية", "en": "English"},
}


def load_names(session: Session) -> Iterator[Name]:
    """Read every name of services, of concepts that classify them, and of entities."""
    for service_id, title in stream_titles(session):
        yield from _names(title, "service", service_id)
    for concept in list_concepts(session, "services"):
        if concept.is_active:
            yield from _names(dict(concept.pref_label), "concept", concept.notation)
    for entity in list_entities(session):
        yield from _names(entity.title.model_dump(), "entity", entity.id)


def load_labels(session: Session) -> Mapping[str, Mapping[str, Texts]]:
    """Read what the values of facets are called: facet, then value, then language."""
    labels: dict[str, Mapping[str, Texts]] = {"purpose": _purposes(), "language": _LANGUAGES}
    for facet, scheme in SCHEME_OF.items():
        found = list_concepts(session, scheme)
        labels[facet] = {concept.notation: dict(concept.pref_label) for concept in found}
    labels["entity"] = {one.id: one.title.model_dump() for one in list_entities(session)}
    labels["evidenceType"] = {
        one.id: one.title.model_dump() for one in list_evidence_types(session)
    }
    return labels


def _purposes() -> Mapping[str, Texts]:
    return {code: dict(label) for code, label in PURPOSES.items()}


def _names(title: Mapping[str, str], kind: str, name_id: str) -> Iterator[Name]:
    return (Name(title[language], kind, name_id) for language in LANGUAGES if title.get(language))
