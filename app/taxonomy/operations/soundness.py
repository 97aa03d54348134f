"""What must hold around everything that a request has changed. Pure.

What a request has left as it was cannot break by its doing: of a concept's own fields only
those count as looked at that decide together with what was changed. Another request that
changes one of the others is held to the same rules itself.
"""

from collections.abc import Iterator

from app.taxonomy.operations.draft import bearings, bears_alike
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.footprints import text_key
from app.taxonomy.operations.refusing import Refusal
from app.taxonomy.state import ConceptState

NARROW_MAPPINGS = frozenset({"broadMatch", "relatedMatch"})
_TOGETHER = {
    "pref_label": ("status", "broader"),
    "status": ("broader",),
    "broader": ("status",),
    "narrower": ("status",),
    "replaced_by": ("status", "consider"),
    "consider": ("status", "replaced_by"),
    "is_assignable": ("replaced_by",),
}
"""By a field that was changed: the fields of the same concept that decide with it."""


def unsound(editor: Editor) -> Iterator[tuple[str, Iterator[Refusal]]]:
    """List what is wrong around each concept that was changed; looked for as it is read."""
    for concept in sorted(editor.before):
        state = editor.peek(concept)
        if state is not None:
            yield concept, _faults(editor, state)
    yield from _relations_across(editor)


def _faults(editor: Editor, state: ConceptState) -> Iterator[Refusal]:
    _look_at_own(editor, state)
    if state.status == "active":
        yield from _labels(editor, state)
        yield from _equal(editor, state)
    yield from _repeated(state)
    yield from _lives(editor, state)
    yield from _related(editor, state)
    yield from _mapped(state)
    yield from _succeeded(editor, state)
    yield from _fit(editor, state)


def _look_at_own(editor: Editor, state: ConceptState) -> None:
    """Note what decides together with the fields that were changed."""
    old = editor.before[state.id]
    changed = {name for name in _TOGETHER if old is None or _differs(old, state, name)}
    editor.print.look(state.id, tuple({one for name in changed for one in _TOGETHER[name]}))
    if not changed.isdisjoint(("status", "broader")):
        for language in {*state.pref_label, *editor.rules.languages}:
            editor.print.reads.add(text_key(state.id, "pref_label", language))


def _differs(old: ConceptState, new: ConceptState, name: str) -> bool:
    return bool(getattr(old, name) != getattr(new, name))


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
    if old and bears_alike(old, state):
        return
    known = set(bearings(old, editor.rules)) if old else set()
    for bearing in bearings(state, editor.rules):
        if bearing in known:
            continue
        others = [one for one in editor.bearers(bearing) if one != state.id]
        if others:
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
        is_sound = all(editor.look(one, "status").status == "active" for one in state.broader)
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
    if state.related:
        editor.print.look(state.id, ("broader",))
    if state.related and set(state.related) & editor.ancestors(state.id):
        yield Refusal(
            "TAX-S27",
            "related",
            ar=f"للمفهوم {state.notation} علاقة ترابط مع مفهوم أعلى منه.",
            en=f"{state.notation} is related to a concept that is broader.",
        )


def _relations_across(editor: Editor) -> Iterator[tuple[str, Iterator[Refusal]]]:
    """Look below what moved: what was related to a neighbour may now stand under it."""
    checked: set[str] = set(editor.before)
    for moved in sorted(editor.restructured):
        if editor.peek(moved) is not None:
            yield moved, _related_below(editor, moved, checked)


def _related_below(editor: Editor, moved: str, checked: set[str]) -> Iterator[Refusal]:
    for state in editor.descendants(moved):
        if state.id not in checked:
            checked.add(state.id)
            yield from _related(editor, state)


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
    heirs = [editor.look(one, "is_assignable") for one in state.replaced_by]
    left = []
    if not state.is_assignable:
        left = [editor.look(one, "replaced_by") for one in editor.pointers(state.id)]
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
    if any(one == state.id or editor.look(one, "status").status != "active" for one in named):
        yield Refusal(
            "TAX-REPLACED",
            "replacedBy",
            ar=f"خلف المفهوم {state.notation} غير سارٍ.",
            en=f"A successor of {state.notation} is not active.",
        )
