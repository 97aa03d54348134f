"""Operations that link concepts to others, of the scheme or elsewhere. Pure."""

from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.effects import Effect
from app.taxonomy.operations.footprints import mapping_key, related_key
from app.taxonomy.operations.links import AddMapping, Relate, RemoveMapping, Unrelate
from app.taxonomy.operations.refusing import mismatch, refused
from app.taxonomy.state import ConceptState

Effects = tuple[Effect, ...]


def relate(operation: Relate, editor: Editor) -> Effects:
    """Relate two concepts to each other."""
    one, other = _both(editor, operation.a, operation.b)
    if one.id == other.id:
        raise refused("OP-SELF", "b", ar="المفهوم نفسه.", en="A concept is not related to itself.")
    if other.id in one.related:
        raise refused("OP-THERE", "b", ar="العلاقة موجودة.", en="They are related already.")
    _set_related(editor, one, {*one.related, other.id})
    _set_related(editor, other, {*other.related, one.id})
    return ()


def unrelate(operation: Unrelate, editor: Editor) -> Effects:
    """Take back that two concepts are related."""
    one, other = _both(editor, operation.a, operation.b)
    if other.id not in one.related:
        raise mismatch("b", other.id, list(one.related))
    _set_related(editor, one, {*one.related} - {other.id})
    _set_related(editor, other, {*other.related} - {one.id})
    return ()


def add_mapping(operation: AddMapping, editor: Editor) -> Effects:
    """Say what a concept is to one of another scheme."""
    state = editor.look(operation.concept)
    editor.print.reads.add(mapping_key(state.id, operation.target))
    pair = (operation.predicate, operation.target)
    if pair in state.mappings:
        raise refused("OP-THERE", "target", ar="المطابقة موجودة.", en="It is mapped already.")
    editor.change(state.id, mappings=tuple(sorted({*state.mappings, pair})))
    return ()


def remove_mapping(operation: RemoveMapping, editor: Editor) -> Effects:
    """Take back what a concept is to one of another scheme."""
    state = editor.look(operation.concept)
    editor.print.reads.add(mapping_key(state.id, operation.target))
    pair = (operation.predicate, operation.target)
    if pair not in state.mappings:
        raise mismatch("target", list(pair), [list(one) for one in state.mappings])
    editor.change(state.id, mappings=tuple(one for one in state.mappings if one != pair))
    return ()


def _both(editor: Editor, a: str, b: str) -> tuple[ConceptState, ConceptState]:
    one, other = editor.look(a, where="a"), editor.look(b, where="b")
    editor.print.reads.update((related_key(one.id, other.id), related_key(other.id, one.id)))
    return one, other


def _set_related(editor: Editor, state: ConceptState, others: set[str]) -> None:
    editor.change(state.id, related=tuple(sorted(others)))
