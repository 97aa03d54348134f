"""Preconditions that several operations share. Pure."""

from collections.abc import Iterable

from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.refusing import mismatch, refused
from app.taxonomy.state import ConceptState

LABEL_FIELDS = {"alt": "alt_label", "hidden": "hidden_label"}
NOTE_FIELDS = {"definition": "definition", "scopeNote": "scope_note"}


def active(editor: Editor, concept: str, where: str = "concept") -> ConceptState:
    """Look at a concept that must be active."""
    return _demand_active(editor.get(concept, where), where)


def is_active(editor: Editor, concept: str, where: str) -> None:
    """Demand that a concept is there and active, whatever else it is."""
    _demand_active(editor.look(concept, "status", where=where), where)


def are_active(editor: Editor, concepts: Iterable[str], where: str) -> None:
    """Demand that all of them are there and active."""
    for concept in concepts:
        is_active(editor, concept, where)


def _demand_active(state: ConceptState, where: str) -> ConceptState:
    if state.status != "active":
        raise refused(
            "OP-RETIRED",
            where,
            ar=f"المفهوم {state.notation} ملغى.",
            en=f"The concept {state.notation} is deprecated.",
        )
    return state


def is_new(editor: Editor, concept: str) -> None:
    """Demand that an id was never used."""
    if editor.find(concept) is not None:
        raise refused("OP-ID", "concept", ar="المعرّف مستعمل.", en="The id is in use.")


def is_free(editor: Editor, notation: str, owner: str = "") -> None:
    """Demand that a notation has the scheme's form and was never another concept's."""
    if not editor.rules.accepts(notation):
        raise refused(
            "OP-PATTERN",
            "notation",
            ar=f"الرمز '{notation}' لا يطابق نمط المخطط.",
            en=f"The notation '{notation}' does not have the scheme's form.",
        )
    if (editor.holder(notation) or owner) != owner:
        raise refused(
            "OP-NOTATION",
            "notation",
            ar=f"الرمز '{notation}' استُعمل من قبل ولا يُعاد استعماله أبداً.",
            en=f"The notation '{notation}' was used before and is never used again.",
        )


def expects(field: str, expected: object, found: object) -> None:
    """Demand that the draft holds the expected old value."""
    if expected != found:
        raise mismatch(field, expected, found)


def is_another(old: object, new: object) -> None:
    """Demand that an operation changes something."""
    if old == new:
        raise refused("OP-NOTHING", "new", ar="لا تغيير.", en="Nothing would change.")


def can_hang(editor: Editor, state: ConceptState, parent: str | None) -> None:
    """Demand that a concept can stand below a parent: it is active, and no circle results."""
    if parent is None:
        return
    is_active(editor, parent, "to")
    if state.id == parent or state.id in editor.ancestors(parent):
        above = editor.get(parent)
        raise refused(
            "OP-CYCLE",
            "to",
            ar=f"المفهوم {state.notation} يقع فوق {above.notation}: تتكوّن حلقة.",
            en=f"The concept {state.notation} stands above {above.notation}: a cycle.",
        )


def counts_as_parents(editor: Editor, parents: tuple[str, ...]) -> None:
    """Demand no more parents than the scheme allows, each once."""
    if len(parents) > 1 and not editor.rules.is_polyhierarchical:
        raise refused(
            "OP-PARENTS",
            "parents",
            ar="المخطط يسمح بأب واحد.",
            en="The scheme allows one parent.",
        )
    if len(set(parents)) < len(parents):
        raise refused("OP-PARENTS", "parents", ar="أب مكرر.", en="A parent stands twice.")


def was_not_split(state: ConceptState) -> None:
    """Demand that a concept does not wait as the rest of an earlier split."""
    if state.consider:
        raise refused(
            "OP-SPLIT",
            "concept",
            ar=f"المفهوم {state.notation} جُزّئ من قبل: ألغِه بدلاً من ذلك.",
            en=f"The concept {state.notation} was split before: deprecate it instead.",
        )


def can_rise(parents: tuple[str, ...], parent: str | None) -> None:
    """Demand that a concept with several parents does not become a top concept."""
    if parent is None and len(parents) > 1:
        raise refused(
            "OP-PARENTS",
            "to",
            ar="للمفهوم أب آخر فلا يصير في القمة.",
            en="A concept with another parent does not become a top concept.",
        )


def in_place_of(parents: tuple[str, ...], old: str | None, new: str | None) -> tuple[str, ...]:
    """Replace one parent by another; all but the first stand in the order of their ids."""
    rest = [one for one in parents if one not in (old, new)]
    if new is None:
        return tuple(rest)
    is_first = old is None or parents[0] == old or parents[0] == new
    return (new, *sorted(rest)) if is_first else (rest[0], *sorted([*rest[1:], new]))


def with_parent(parents: tuple[str, ...], new: str, *, is_first: bool) -> tuple[str, ...]:
    """Add a parent, in front or behind the first one."""
    if is_first or not parents:
        return (new, *sorted(parents))
    return (parents[0], *sorted([*parents[1:], new]))


def kind_of_label(state: ConceptState, language: str, text: str) -> str:
    """Name the field that holds a label other than the preferred one."""
    for field in LABEL_FIELDS.values():
        if text in getattr(state, field).get(language, ()):
            return field
    raise mismatch("text", text, list(state.alt_label.get(language, ())))
