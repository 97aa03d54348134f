"""What must hold in every released version of a scheme. Pure.

The rules are SKOS's integrity conditions (W3C SKOS Reference, 2009, S13, S14,
S27) and the catalogue's own; each finding names its rule.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from app.core.errors import Finding
from app.taxonomy.state import ConceptState, SchemeState, in_tree_order

PLACEHOLDERS = {"", "*", "-", "tbd", "n/a", "?", "."}


def faults(
    state: SchemeState, *, languages: tuple[str, ...], is_polyhierarchical: bool = True
) -> list[Finding]:
    """List everything that forbids releasing this state."""
    found = [finding for rule in _STRUCTURE for finding in rule(state)]
    if not is_polyhierarchical:
        found.extend(_several_parents(state))
    for concept in state.concepts.values():
        found.extend(_missing_labels(concept, languages))
        found.extend(_overlapping_labels(concept))
    return found


def _dangling(state: SchemeState) -> Iterator[Finding]:
    for concept in state.concepts.values():
        for other in (*concept.broader, *concept.narrower, *concept.related):
            if other not in state.concepts:
                yield _fault(concept, "TAX-DANGLING", f"names the unknown concept '{other}'")


def _unequal_links(state: SchemeState) -> Iterator[Finding]:
    for concept in state.concepts.values():
        for child in concept.narrower:
            if concept.id not in _parents(state, child):
                yield _fault(concept, "TAX-LINK", f"is not broader in its child '{child}'")
        for parent in concept.broader:
            if parent in state.concepts and concept.id not in state.concepts[parent].narrower:
                yield _fault(concept, "TAX-LINK", f"is not narrower in its parent '{parent}'")


def _unreachable(state: SchemeState) -> Iterator[Finding]:
    if any(_dangling(state)):
        return
    reached = {concept.id for _, concept in in_tree_order(state)}
    for key, concept in state.concepts.items():
        if key not in reached:
            yield _fault(concept, "TAX-CYCLE", "is not reached from a top concept")


def _tops_with_parents(state: SchemeState) -> Iterator[Finding]:
    for key in state.top:
        if _parents(state, key):
            yield _fault(state.concepts[key], "TAX-TOP", "is a top concept and has a broader one")


def _several_parents(state: SchemeState) -> Iterator[Finding]:
    for concept in state.concepts.values():
        if len(concept.broader) > 1:
            yield _fault(concept, "TAX-PARENTS", "has several parents in a scheme of one each")


def _repeated_parents(state: SchemeState) -> Iterator[Finding]:
    for concept in state.concepts.values():
        if len(set(concept.broader)) < len(concept.broader):
            yield _fault(concept, "TAX-PARENTS", "names a parent twice")


def _related_above(state: SchemeState) -> Iterator[Finding]:
    for concept in state.concepts.values():
        if concept.id in concept.related:
            yield _fault(concept, "TAX-SELF", "is related to itself")
        for other in sorted(_above(state, concept.id) & set(concept.related)):
            yield _fault(concept, "TAX-S27", f"is related to '{other}', which is broader")


def _above(state: SchemeState, key: str) -> set[str]:
    found: set[str] = set()
    waiting = list(_parents(state, key))
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found.add(parent)
            waiting.extend(_parents(state, parent))
    return found


def _repeated_notations(state: SchemeState) -> Iterator[Finding]:
    uses = Counter(concept.notation for concept in state.concepts.values())
    for concept in state.concepts.values():
        if uses[concept.notation] > 1:
            yield _fault(concept, "TAX-NOTATION", f"shares the notation '{concept.notation}'")


def _missing_labels(concept: ConceptState, languages: tuple[str, ...]) -> Iterator[Finding]:
    for language in languages:
        if concept.pref_label.get(language, "").strip().lower() in PLACEHOLDERS:
            yield _fault(concept, "TAX-LABEL", f"has no preferred label in '{language}'")


def _overlapping_labels(concept: ConceptState) -> Iterator[Finding]:
    for language, preferred in concept.pref_label.items():
        alternative = set(concept.alt_label.get(language, ()))
        hidden = set(concept.hidden_label.get(language, ()))
        if preferred in alternative | hidden or alternative & hidden:
            yield _fault(concept, "TAX-S13", f"repeats a label in '{language}'")


_STRUCTURE: tuple[Callable[[SchemeState], Iterator[Finding]], ...] = (
    _dangling,
    _unequal_links,
    _unreachable,
    _tops_with_parents,
    _repeated_parents,
    _related_above,
    _repeated_notations,
)


def _parents(state: SchemeState, key: str) -> tuple[str, ...]:
    return state.concepts[key].broader if key in state.concepts else ()


def _fault(concept: ConceptState, rule: str, what: str) -> Finding:
    return Finding(
        pointer=f"/concepts/{concept.id}",
        rule=rule,
        message={
            "en": f"The concept {concept.notation} {what}.",
            "ar": f"المفهوم {concept.notation} يخالف القاعدة {rule}.",
        },
    )
