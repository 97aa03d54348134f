"""A tree as a change request would leave it, each node with what became of it. Pure."""

from collections.abc import Mapping

from app.core.schemas import LocalText
from app.taxonomy.operations import Applied
from app.taxonomy.schemas import ConceptRef, LabelLists
from app.taxonomy.state import ConceptState
from app.workshops.answers import Mark, PreviewNode


class Tree:
    """The active concepts of a draft after operations."""

    def __init__(self, applied: Applied) -> None:
        self._applied = applied
        self._concepts = applied.draft.concepts
        self._above: dict[str, frozenset[str]] = {}

    def nodes(self, counts: Mapping[str, int]) -> list[PreviewNode]:
        """Build the nodes from the top down; ``counts`` are services, children included."""
        return [self._node(one, counts) for one in self._living(self._applied.draft.top)]

    def retired(self) -> list[ConceptRef]:
        """List the concepts that the operations retire."""
        gone = [key for key in self._applied.before if self._mark(key) == "deprecated"]
        return [ref_of(self._concepts[key]) for key in sorted(gone)]

    def with_ancestors(self, concept: str) -> frozenset[str]:
        """List a concept and everything above it."""
        found = self._above.get(concept)
        if found is None:
            state = self._concepts.get(concept)
            parents = state.broader if state else ()
            above = (self.with_ancestors(parent) for parent in parents)
            found = self._above[concept] = frozenset({concept}).union(*above)
        return found

    def _living(self, concepts: tuple[str, ...]) -> list[ConceptState]:
        states = (self._concepts[one] for one in concepts)
        return [one for one in states if one.status == "active"]

    def _node(self, state: ConceptState, counts: Mapping[str, int]) -> PreviewNode:
        alternative = {language: list(texts) for language, texts in state.alt_label.items()}
        return PreviewNode(
            id=state.id,
            notation=state.notation,
            pref_label=LocalText.model_validate(dict(state.pref_label)),
            alt_label=LabelLists.model_validate(alternative),
            scope_note=LocalText.model_validate(dict(state.scope_note))
            if state.scope_note
            else None,
            status=state.status,
            is_assignable=state.is_assignable,
            service_count=counts.get(state.id, 0),
            change=self._mark(state.id),
            children=[self._node(one, counts) for one in self._living(state.narrower)],
        )

    def _mark(self, concept: str) -> Mark | None:
        if concept not in self._applied.before:
            return None
        old, new = self._applied.before[concept], self._concepts.get(concept)
        if old is None or new is None:
            return "added" if new else None
        if old.status != new.status:
            return "deprecated" if new.status == "deprecated" else "restored"
        return "changed" if old != new else None


def ref_of(state: ConceptState) -> ConceptRef:
    """Name a concept in passing."""
    label = LocalText.model_validate(dict(state.pref_label))
    return ConceptRef(id=state.id, notation=state.notation, pref_label=label)
