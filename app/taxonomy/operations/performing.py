"""Performing one operation: its preconditions and its effect. Pure.

What concerns several concepts at once (labels that must be unique, relations against the
hierarchy) is checked when a whole request has been performed, see ``soundness``: two
labels may change places within one request.
"""

from functools import singledispatch

from app.taxonomy.operations import guards
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.effects import Effect
from app.taxonomy.operations.footprints import text_key, word_key
from app.taxonomy.operations.hanging import add_parent, move, remove_parent, reorder
from app.taxonomy.operations.linking import add_mapping, relate, remove_mapping, unrelate
from app.taxonomy.operations.moves import AddParent, Move, RemoveParent, Reorder
from app.taxonomy.operations.refusing import mismatch, refused
from app.taxonomy.operations.retiring import deprecate, merge, restore, split
from app.taxonomy.operations.terms import (
    AddTerm,
    AddTermGroup,
    DropTermGroup,
    RemoveTerm,
    SetTermDirection,
)
from app.taxonomy.operations.values import (
    AddConcept,
    AddLabel,
    AddMapping,
    Deprecate,
    DropConcept,
    Merge,
    Operation,
    PromoteLabel,
    Relate,
    RemoveLabel,
    RemoveMapping,
    Restore,
    SetAssignable,
    SetNotation,
    SetNote,
    SetPrefLabel,
    SetSuccessors,
    Split,
    Unrelate,
)
from app.taxonomy.operations.wordlists import (
    add_term,
    add_term_group,
    drop_term_group,
    remove_term,
    set_term_direction,
)
from app.taxonomy.state import ConceptState, TextLists

Effects = tuple[Effect, ...]


@singledispatch
def perform(operation: Operation, editor: Editor) -> Effects:  # noqa: ARG001 - each kind needs it
    """Change the editor's draft; return what services feel of it.

    Raises:
        Refused: a precondition does not hold.

    """
    raise TypeError(f"no such operation: {operation!r}")


perform.register(Merge, merge)
perform.register(Split, split)
perform.register(Deprecate, deprecate)
perform.register(Restore, restore)
perform.register(Move, move)
perform.register(AddParent, add_parent)
perform.register(RemoveParent, remove_parent)
perform.register(Reorder, reorder)
perform.register(Relate, relate)
perform.register(Unrelate, unrelate)
perform.register(AddMapping, add_mapping)
perform.register(RemoveMapping, remove_mapping)
perform.register(AddTermGroup, add_term_group)
perform.register(DropTermGroup, drop_term_group)
perform.register(AddTerm, add_term)
perform.register(RemoveTerm, remove_term)
perform.register(SetTermDirection, set_term_direction)


@perform.register
def _add_concept(operation: AddConcept, editor: Editor) -> Effects:
    guards.is_new(editor, operation.concept)
    guards.is_free(editor, operation.notation)
    guards.are_active(editor, operation.parents, "parents")
    guards.counts_as_parents(editor, operation.parents)
    editor.plant(
        ConceptState(
            id=operation.concept,
            notation=operation.notation,
            pref_label=dict(operation.pref_label),
            alt_label=operation.alt_label,
            hidden_label=operation.hidden_label,
            definition=operation.definition,
            scope_note=operation.scope_note,
            is_assignable=operation.is_assignable,
            broader=operation.parents,
        )
    )
    words = tuple(operation.pref_label.values())
    return (Effect("candidates", operation.concept, words=words),)


@perform.register
def _drop_concept(operation: DropConcept, editor: Editor) -> Effects:
    state = editor.get(operation.concept)
    if not editor.is_born_here(state.id):
        raise refused(
            "OP-RELEASED",
            "concept",
            ar="المفهوم صدر في إصدار سابق: يُلغى ولا يُحذف.",
            en="The concept was released: it can be deprecated, never dropped.",
        )
    if state.narrower or state.related or editor.pointers(state.id):
        raise refused(
            "OP-INUSE",
            "concept",
            ar="مفاهيم أخرى تعتمد على هذا المفهوم.",
            en="Other concepts depend on this one.",
        )
    editor.drop(state.id)
    return ()


@perform.register
def _set_pref_label(operation: SetPrefLabel, editor: Editor) -> Effects:
    state = editor.look(operation.concept)
    editor.print.reads.add(text_key(state.id, "pref_label", operation.lang))
    guards.expects("prefLabel", operation.old, state.pref_label.get(operation.lang))
    labels = _with_text(state.pref_label, operation.lang, operation.new)
    alternative = state.alt_label
    if operation.keep_old_as_alt and operation.old:
        alternative = _with_label(alternative, operation.lang, operation.old)
    editor.change(state.id, pref_label=labels, alt_label=alternative)
    return (Effect("labels", state.id, words=(operation.new or "",)),)


@perform.register
def _add_label(operation: AddLabel, editor: Editor) -> Effects:
    state = editor.look(operation.concept)
    editor.print.reads.add(word_key(state.id, operation.lang, operation.text))
    field = guards.LABEL_FIELDS[operation.kind]
    labels: TextLists = getattr(state, field)
    if operation.text in labels.get(operation.lang, ()):
        raise refused("OP-THERE", "text", ar="التسمية موجودة.", en="The label is there already.")
    editor.change(state.id, **{field: _with_label(labels, operation.lang, operation.text)})
    return (Effect("labels", state.id, words=(operation.text,)),)


@perform.register
def _remove_label(operation: RemoveLabel, editor: Editor) -> Effects:
    state = editor.look(operation.concept)
    editor.print.reads.add(word_key(state.id, operation.lang, operation.text))
    field = guards.LABEL_FIELDS[operation.kind]
    labels: TextLists = getattr(state, field)
    if operation.text not in labels.get(operation.lang, ()):
        raise mismatch("text", operation.text, list(labels.get(operation.lang, ())))
    editor.change(state.id, **{field: _without_label(labels, operation.lang, operation.text)})
    return (Effect("labels", state.id),)


@perform.register
def _set_note(operation: SetNote, editor: Editor) -> Effects:
    state = editor.look(operation.concept)
    field = guards.NOTE_FIELDS[operation.kind]
    editor.print.reads.add(text_key(state.id, field, operation.lang))
    notes = getattr(state, field)
    guards.expects(operation.kind, operation.old, notes.get(operation.lang))
    editor.change(state.id, **{field: _with_text(notes, operation.lang, operation.new)})
    if operation.meaning == "same":
        return (Effect("labels", state.id),)
    return (Effect("review", state.id),)


@perform.register
def _set_notation(operation: SetNotation, editor: Editor) -> Effects:
    state = editor.look(operation.concept, "notation")
    guards.expects("notation", operation.old, state.notation)
    guards.is_free(editor, operation.new, owner=state.id)
    editor.change(state.id, notation=operation.new)
    editor.claim(operation.new, state.id)
    editor.resort(state.id)
    return ()


@perform.register
def _promote_label(operation: PromoteLabel, editor: Editor) -> Effects:
    state = guards.active(editor, operation.concept)
    kind = guards.kind_of_label(state, operation.lang, operation.text)
    labels: TextLists = getattr(state, kind)
    editor.change(state.id, **{kind: _without_label(labels, operation.lang, operation.text)})
    parents = (operation.parent,) if operation.parent else ()
    added = AddConcept(operation.new, parents, operation.notation, operation.pref_label)
    perform(added, editor)
    return (Effect("candidates", operation.new, (state.id,), words=(operation.text,)),)


@perform.register
def _set_assignable(operation: SetAssignable, editor: Editor) -> Effects:
    state = editor.look(operation.concept, "is_assignable")
    guards.expects("isAssignable", operation.old, state.is_assignable)
    guards.is_another(operation.old, operation.new)
    editor.change(state.id, is_assignable=operation.new)
    return () if operation.new else (Effect("unassignable", state.id),)


@perform.register
def _set_successors(operation: SetSuccessors, editor: Editor) -> Effects:
    state = editor.get(operation.concept)
    guards.expects("replacedBy", operation.old_replaced_by, state.replaced_by)
    guards.expects("consider", operation.old_consider, state.consider)
    if state.status == "active" and operation.new_replaced_by:
        raise refused(
            "OP-ACTIVE",
            "replacedBy",
            ar="المفهوم ما زال سارياً.",
            en="An active concept has no successor.",
        )
    guards.are_active(editor, (*operation.new_replaced_by, *operation.new_consider), "replacedBy")
    editor.change(
        state.id,
        replaced_by=tuple(sorted(operation.new_replaced_by)),
        consider=tuple(sorted(operation.new_consider)),
    )
    return ()


def _with_text(texts: object, language: str, text: str | None) -> dict[str, str]:
    rest = {key: value for key, value in dict(texts).items() if key != language}  # type: ignore[call-overload]
    return {**rest, language: text} if text is not None else rest


def _with_label(labels: TextLists, language: str, text: str) -> TextLists:
    return {**labels, language: tuple(sorted({*labels.get(language, ()), text}))}


def _without_label(labels: TextLists, language: str, text: str) -> TextLists:
    rest = tuple(one for one in labels.get(language, ()) if one != text)
    others = {key: texts for key, texts in labels.items() if key != language}
    return {**others, language: rest} if rest else others
