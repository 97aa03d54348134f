"""From a scheme file to a state. Pure."""

from collections import defaultdict

from app.taxonomy.schemas import ConceptIn, LabelLists, SchemeFile
from app.taxonomy.state import ConceptState, SchemeState, in_order


def state_of(file: SchemeFile) -> SchemeState:
    """Build the state that a scheme file describes; siblings keep the file's order."""
    children: defaultdict[str, list[str]] = defaultdict(list)
    for concept in file.concepts:
        for parent in concept.broader:
            children[parent].append(concept.id)
    concepts = {one.id: _concept(one, children[one.id]) for one in file.concepts}
    top = tuple(one.id for one in file.concepts if not one.broader)
    return SchemeState(file.scheme.id, concepts, top)


def _concept(concept: ConceptIn, narrower: list[str]) -> ConceptState:
    return ConceptState(
        id=concept.id,
        notation=concept.notation,
        pref_label=concept.pref_label.model_dump(exclude_none=True),
        alt_label=_lists(concept.alt_label),
        hidden_label=_lists(concept.hidden_label),
        definition=concept.definition.model_dump(exclude_none=True) if concept.definition else {},
        scope_note=concept.scope_note.model_dump(exclude_none=True) if concept.scope_note else {},
        is_assignable=concept.is_assignable,
        broader=in_order(concept.broader),
        narrower=tuple(narrower),
    )


def _lists(labels: LabelLists) -> dict[str, tuple[str, ...]]:
    return {code: tuple(texts) for code, texts in labels.model_dump().items() if texts}
