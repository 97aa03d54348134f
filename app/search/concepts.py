"""Finding concepts by their labels, with the same understanding of words as services."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.core.schemas import LocalText
from app.search.analysis import Word, analyse
from app.taxonomy.queries import KnownConcept, list_concepts
from app.taxonomy.schemas import ConceptFound, LabelLists


def search_concepts(
    session: Session, scheme: str, words: str, *, version: str = "latest"
) -> list[ConceptFound]:
    """List the concepts whose notation or labels hold all of the words, in tree order.

    A word is held by a label with the same stem, or with a word that begins like it.
    """
    wanted = analyse(words)
    concepts = list_concepts(session, scheme, version=version)
    notations = {one.id: one.notation for one in concepts}
    code = words.strip()
    return [
        _found(one, notations)
        for one in concepts
        if (code and one.notation.startswith(code)) or _holds(one, wanted)
    ]


def _holds(concept: KnownConcept, wanted: tuple[Word, ...]) -> bool:
    words = [word for label in _labels(concept) for word in analyse(label)]
    stems = {stem for word in words for stem in word.stems}
    return all(
        stems.intersection(one.stems) or any(word.bare.startswith(one.bare) for word in words)
        for one in wanted
    )


def _labels(concept: KnownConcept) -> Iterator[str]:
    yield from concept.pref_label.values()
    for labels in (concept.alt_label, concept.hidden_label):
        for texts in labels.values():
            yield from texts


def _found(concept: KnownConcept, notations: dict[str, str]) -> ConceptFound:
    return ConceptFound(
        id=concept.id,
        notation=concept.notation,
        pref_label=LocalText.model_validate(concept.pref_label),
        alt_label=LabelLists.model_validate(concept.alt_label),
        status="active" if concept.is_active else "deprecated",
        depth=len(concept.path),
        path=[notations[key] for key in concept.path],
    )
