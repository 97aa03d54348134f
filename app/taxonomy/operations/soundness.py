"""What must hold around everything that a request has changed. Pure."""

from collections.abc import Iterator

from app.taxonomy.operations.draft import bearings
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.refusing import Refusal
from app.taxonomy.state import ConceptState

NARROW_MAPPINGS = frozenset({"broadMatch", "relatedMatch"})


def unsound(editor: Editor) -> Iterator[tuple[str, Refusal]]:
    """List what is wrong around the concepts that were changed, each with its concept."""
    for concept in sorted(editor.before):
        state = editor.find(concept)
        if state is None:
            continue
        for refusal in _faults(editor, state):
            yield concept, refusal
    yield from _relations_across(editor)


def _faults(editor: Editor, state: ConceptState) -> Iterator[Refusal]:
    if state.status == "active":
        yield from _labels(editor, state)
        yield from _equal(editor, state)
    yield from _repeated(state)
    yield from _lives(editor, state)
    yield from _related(editor, state)
    yield from _mapped(state)
    yield from _succeeded(editor, state)
    yield from _fit(editor, state)


def _labels(editor: Editor, state: ConceptState) -> Iterator[Refusal]:
    for language in editor.rules.languages:
        if not state.pref_label.get(language, "").strip():
            yield Refusal(
                "TAX-LABEL",
                "prefLabel",
                ar=f"لا تسمية مفضلة باللغة '{language}'.",
                en=f"There is no preferred label in '{language}'.",
            )


def _repeated(state: ConceptState) -> Iterator[Refusal]:
    for language, preferred in state.pref_label.items():
        alternative = set(state.alt_label.get(language, ()))
        hidden = set(state.hidden_label.get(language, ()))
        if preferred in alternative | hidden or alternative & hidden:
            yield Refusal(
                "TAX-S13",
                "altLabel",
                ar=f"تسمية مكررة في المفهوم {state.notation}.",
                en=f"A label of {state.notation} stands twice in '{language}'.",
            )


def _equal(editor: Editor, state: ConceptState) -> Iterator[Refusal]:
    old = editor.before[state.id]
    known = set(bearings(old, editor.rules)) if old else set()
    for bearing in bearings(state, editor.rules):
        others = [one for one in editor.bearers(bearing) if one != state.id]
        if others and bearing not in known:
            other = editor.get(others[0])
            yield Refusal(
                "TAX-SAME",
                "prefLabel",
                ar=f"التسمية '{state.pref_label[bearing[0]]}' يحملها المفهوم {other.notation}.",
                en=f"{other.notation} bears the label '{state.pref_label[bearing[0]]}' already.",
                found={"id": other.id, "notation": other.notation},
            )


def _lives(editor: Editor, state: ConceptState) -> Iterator[Refusal]:
    if state.status == "active":
        is_sound = all(editor.get(one).status == "active" for one in state.broader)
    else:
        is_sound = not state.broader and not state.narrower
    if not is_sound:
        yield Refusal(
            "TAX-UNDER",
            "parents",
            ar=f"مفهوم سارٍ تحت مفهوم ملغى عند {state.notation}.",
            en=f"An active concept stands below a deprecated one at {state.notation}.",
        )


def _related(editor: Editor, state: ConceptState) -> Iterator[Refusal]:
    if state.related and set(state.related) & editor.ancestors(state.id):
        yield Refusal(
            "TAX-S27",
            "related",
            ar=f"للمفهوم {state.notation} علاقة ترابط مع مفهوم أعلى منه.",
            en=f"{state.notation} is related to a concept that is broader.",
        )


def _relations_across(editor: Editor) -> Iterator[tuple[str, Refusal]]:
    """Look below what moved: what was related to a neighbour may now stand under it."""
    checked: set[str] = set(editor.before)
    for moved in sorted(editor.restructured):
        if editor.find(moved) is None:
            continue
        for state in editor.descendants(moved):
            if state.id not in checked:
                checked.add(state.id)
                for refusal in _related(editor, state):
                    yield moved, refusal


def _mapped(state: ConceptState) -> Iterator[Refusal]:
    exact = {target for predicate, target in state.mappings if predicate == "exactMatch"}
    if any(target in exact for predicate, target in state.mappings if predicate in NARROW_MAPPINGS):
        yield Refusal(
            "TAX-S46",
            "mappings",
            ar="مطابقة تامة ومطابقة أوسع للهدف نفسه.",
            en="A target is matched exactly and also broadly.",
        )


def _fit(editor: Editor, state: ConceptState) -> Iterator[Refusal]:
    """What replaces another concept exactly must take its services."""
    heirs = [editor.get(one) for one in state.replaced_by]
    left = [editor.get(one) for one in editor.pointers(state.id) if not state.is_assignable]
    if not all(heir.is_assignable for heir in heirs) or any(
        state.id in one.replaced_by for one in left
    ):
        yield Refusal(
            "TAX-TARGET",
            "replacedBy",
            ar=f"خلف لا تُسند إليه خدمات، عند {state.notation}.",
            en=f"A successor that takes no services, at {state.notation}.",
        )


def _succeeded(editor: Editor, state: ConceptState) -> Iterator[Refusal]:
    named = (*state.replaced_by, *state.consider)
    if any(one == state.id or editor.get(one).status != "active" for one in named):
        yield Refusal(
            "TAX-REPLACED",
            "replacedBy",
            ar=f"خلف المفهوم {state.notation} غير سارٍ.",
            en=f"A successor of {state.notation} is not active.",
        )
