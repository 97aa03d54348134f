"""Operations that move concepts: no circle, no active concept below a retired one. Pure."""

from app.taxonomy.operations import guards
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.effects import Effect
from app.taxonomy.operations.moves import AddParent, Move, RemoveParent, Reorder
from app.taxonomy.operations.refusing import mismatch, refused

Effects = tuple[Effect, ...]


def move(operation: Move, editor: Editor) -> Effects:
    """Put a concept below another parent, or at the top."""
    state = guards.active(editor, operation.concept)
    if operation.source is None and state.broader:
        raise mismatch("from", None, list(state.broader))
    if operation.source is not None and operation.source not in state.broader:
        raise mismatch("from", operation.source, list(state.broader))
    guards.is_another(operation.source, operation.target)
    guards.can_rise(state.broader, operation.target)
    guards.can_hang(editor, state, operation.target)
    editor.hang(state.id, guards.in_place_of(state.broader, operation.source, operation.target))
    return (Effect("ancestors", state.id),)


def add_parent(operation: AddParent, editor: Editor) -> Effects:
    """Put a concept below one more parent."""
    state = guards.active(editor, operation.concept)
    if operation.parent in state.broader:
        raise refused("OP-THERE", "parent", ar="الأب موجود.", en="The parent is there already.")
    if operation.is_first or operation.old is not None or not state.broader:
        guards.expects("old", operation.old, state.broader)
    guards.can_hang(editor, state, operation.parent)
    parents = guards.with_parent(state.broader, operation.parent, is_first=operation.is_first)
    guards.counts_as_parents(editor, parents)
    editor.hang(state.id, parents)
    return (Effect("ancestors", state.id),)


def remove_parent(operation: RemoveParent, editor: Editor) -> Effects:
    """Take a concept out of one of its parents."""
    state = guards.active(editor, operation.concept)
    if operation.parent not in state.broader:
        raise mismatch("parent", operation.parent, list(state.broader))
    guards.expects("old", operation.old, state.broader)
    rest = tuple(one for one in state.broader if one != operation.parent)
    if not rest:
        raise refused(
            "OP-LAST",
            "parent",
            ar="لا يُزال الأب الأخير: انقل المفهوم بدلاً من ذلك.",
            en="The last parent cannot be removed: move the concept instead.",
        )
    editor.hang(state.id, rest)
    return (Effect("ancestors", state.id),)


def reorder(operation: Reorder, editor: Editor) -> Effects:
    """Put the children of a parent into another order."""
    if operation.parent is not None:
        editor.get(operation.parent, "parent")
    guards.expects("old", operation.old, editor.children(operation.parent))
    if sorted(operation.new) != sorted(operation.old):
        raise refused(
            "OP-ORDER",
            "new",
            ar="الترتيب الجديد يجب أن يضم الأبناء أنفسهم.",
            en="The new order must hold exactly the same children.",
        )
    editor.order(operation.parent, operation.new)
    return ()
