"""From operations as they are sent to operations that name ids and what they expect.

Each operation is read against the draft as the ones before it have left it, so a request
may use by its notation, or by its ``ref``, what it has just added. What is left out (the
order that is there, the labels that two concepts share, where children go) is filled in
from the draft: from then on it is part of the operation, and of what people agree to.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod

from app.core.identity import new_concept_id, new_group_id
from app.core.schemas import LocalText
from app.taxonomy import operation_schemas as shapes
from app.taxonomy import term_schemas as terms
from app.taxonomy.lexicon.schemas import TermSaid
from app.taxonomy.lexicon.state import Term, letters_of
from app.taxonomy.naming_concepts import Namer
from app.taxonomy.operations import applying, retiring, values
from app.taxonomy.operations.applying import Applied
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.performing import perform
from app.taxonomy.operations.refusing import Refused
from app.taxonomy.operations.values import Operation
from app.taxonomy.schemas import LabelLists
from app.taxonomy.state import TextLists, in_order


@dataclass(frozen=True)
class Bound:
    """Operations that can be applied, and the ids that their ``ref`` names stand for."""

    operations: list[Operation]
    refs: dict[str, str]
    applied: Applied


def bind(
    draft: Draft,
    sent: Sequence[shapes.OperationIn],
    *,
    refs: dict[str, str] | None = None,
    new_id: Callable[[], str] = new_concept_id,
) -> Bound:
    """Bind the operations of a request to a draft; ``refs`` keeps ids given before.

    Raises:
        Refused: an operation names nothing, or cannot be applied; ``index`` says which.

    """
    binder = _Binder(Editor(draft), dict(refs or {}), new_id)
    operations = [binder.bound(one, index) for index, one in enumerate(sent)]
    return Bound(operations, binder.refs, applying.apply_all(draft, operations))


class _Binder(Namer):
    """Reads operations one after the other, performing each on a draft of its own."""

    def bound(self, sent: shapes.OperationIn, index: int) -> Operation:
        try:
            operation: Operation = self.read(sent)
            perform(operation, self._editor)
        except Refused as refusal:
            raise Refused(*refusal.refusals, index=index) from None
        return operation

    @singledispatchmethod
    def read(self, sent: shapes.OperationIn) -> Operation:
        raise TypeError(f"no such operation: {sent!r}")

    @read.register
    def _add_concept(self, sent: shapes.AddConceptIn) -> Operation:
        return values.AddConcept(
            concept=self._newcomer(sent.ref),
            parents=in_order(self._ids(sent.parents, "parents")),
            notation=sent.notation,
            pref_label=_text(sent.pref_label),
            alt_label=_lists(sent.alt_label),
            hidden_label=_lists(sent.hidden_label),
            definition=_text(sent.definition),
            scope_note=_text(sent.scope_note),
            is_assignable=sent.is_assignable,
        )

    @read.register
    def _set_pref_label(self, sent: shapes.SetPrefLabelIn) -> Operation:
        concept = self._living(sent.concept)
        return values.SetPrefLabel(concept, sent.lang, sent.old, sent.new, sent.keep_old_as_alt)

    @read.register
    def _add_label(self, sent: shapes.AddLabelIn) -> Operation:
        return values.AddLabel(self._living(sent.concept), sent.kind, sent.lang, sent.text)

    @read.register
    def _remove_label(self, sent: shapes.RemoveLabelIn) -> Operation:
        return values.RemoveLabel(self._living(sent.concept), sent.kind, sent.lang, sent.text)

    @read.register
    def _set_note(self, sent: shapes.SetNoteIn) -> Operation:
        concept = self._living(sent.concept)
        return values.SetNote(concept, sent.kind, sent.lang, sent.old, sent.new, sent.meaning)

    @read.register
    def _set_notation(self, sent: shapes.SetNotationIn) -> Operation:
        return values.SetNotation(self._living(sent.concept), sent.old, sent.new)

    @read.register
    def _move(self, sent: shapes.MoveIn) -> Operation:
        source, target = self._place(sent.source, "from"), self._place(sent.target, "to")
        return values.Move(self._id(sent.concept), source, target)

    @read.register
    def _add_parent(self, sent: shapes.AddParentIn) -> Operation:
        concept, parent = self._id(sent.concept), self._id(sent.parent, "parent")
        old = self._ids(sent.old, "old") if sent.old is not None else None
        there = self._editor.get(concept).broader
        if old is None and (sent.is_first or not there):
            old = there
        return values.AddParent(concept, parent, sent.is_first, old)

    @read.register
    def _remove_parent(self, sent: shapes.RemoveParentIn) -> Operation:
        concept, parent = self._id(sent.concept), self._id(sent.parent, "parent")
        there = self._editor.get(concept).broader
        old = self._ids(sent.old, "old") if sent.old is not None else there
        return values.RemoveParent(concept, parent, old)

    @read.register
    def _reorder(self, sent: shapes.ReorderIn) -> Operation:
        parent = self._place(sent.parent, "parent")
        there = self._editor.children(parent)
        old = self._ids(sent.old, "old") if sent.old is not None else there
        return values.Reorder(parent, old, self._ids(sent.new, "new"))

    @read.register
    def _merge(self, sent: shapes.MergeIn) -> Operation:
        sources, target = self._ids(sent.sources, "sources"), self._id(sent.target, "target")
        states = [self._editor.get(one, "sources") for one in sources]
        carried, shared = retiring.inherited_labels(states, self._editor.get(target, "target"))
        return values.Merge(
            sources=sources,
            target=target,
            carried=carried if sent.carried is None else tuple(sorted(sent.carried)),
            shared=shared if sent.shared is None else tuple(sorted(sent.shared)),
        )

    @read.register
    def _split(self, sent: shapes.SplitIn) -> Operation:
        source, targets = self._id(sent.source, "source"), self._ids(sent.targets, "targets")
        default = self._id(sent.default, "default") if sent.default else targets[0]
        children = None
        if not sent.keep_source:
            takes = {one: one for one in targets}
            children = self._routes(sent.children, source, default, takes)
        return values.Split(
            source=source,
            targets=targets,
            default=default,
            rules=tuple(self._rule(rule) for rule in sent.rules),
            deadline_days=sent.deadline_days,
            keep_source=sent.keep_source,
            was_assignable=not sent.keep_source or self._editor.get(source).is_assignable,
            children=children,
        )

    @read.register
    def _deprecate(self, sent: shapes.DeprecateIn) -> Operation:
        concept = self._id(sent.concept)
        successor = self._id(sent.replaced_by, "replacedBy") if sent.replaced_by else None
        consider = self._ids(sent.consider, "consider")
        heir = successor or next(iter(consider), None)
        return values.Deprecate(
            concept=concept,
            replaced_by=successor,
            consider=consider,
            old_consider=self._editor.get(concept).consider,
            reason=_text(sent.reason),
            children=self._routes(sent.children, concept, heir, dict.fromkeys(consider, "")),
        )

    @read.register
    def _restore(self, sent: shapes.RestoreIn) -> Operation:
        state = self._editor.get(self._id(sent.concept))
        parents = in_order(self._ids(sent.parents, "parents"))
        successors = (state.replaced_by, state.consider)
        return values.Restore(state.id, parents, successors)

    @read.register
    def _promote_label(self, sent: shapes.PromoteLabelIn) -> Operation:
        return values.PromoteLabel(
            concept=self._id(sent.concept),
            lang=sent.lang,
            text=sent.text,
            new=self._newcomer(sent.ref),
            parent=self._place(sent.parent, "parent"),
            notation=sent.notation,
            pref_label=_text(sent.pref_label),
        )

    @read.register
    def _relate(self, sent: shapes.RelateIn) -> Operation:
        return values.Relate(*sorted((self._id(sent.a, "a"), self._id(sent.b, "b"))))

    @read.register
    def _unrelate(self, sent: shapes.UnrelateIn) -> Operation:
        return values.Unrelate(*sorted((self._id(sent.a, "a"), self._id(sent.b, "b"))))

    @read.register
    def _add_mapping(self, sent: shapes.AddMappingIn) -> Operation:
        return values.AddMapping(self._living(sent.concept), sent.predicate, sent.target)

    @read.register
    def _remove_mapping(self, sent: shapes.RemoveMappingIn) -> Operation:
        return values.RemoveMapping(self._living(sent.concept), sent.predicate, sent.target)

    @read.register
    def _set_assignable(self, sent: shapes.SetAssignableIn) -> Operation:
        return values.SetAssignable(self._living(sent.concept), sent.old, sent.new)

    @read.register
    def _set_successors(self, sent: shapes.SetSuccessorsIn) -> Operation:
        state = self._editor.get(self._id(sent.concept))
        exact = self._ids(sent.old_replaced_by, "old") if sent.old_replaced_by is not None else None
        choice = self._ids(sent.old_consider, "old") if sent.old_consider is not None else None
        return values.SetSuccessors(
            concept=state.id,
            old_replaced_by=state.replaced_by if exact is None else exact,
            new_replaced_by=self._ids(sent.new_replaced_by, "newReplacedBy"),
            old_consider=state.consider if choice is None else choice,
            new_consider=self._ids(sent.new_consider, "newConsider"),
        )

    @read.register
    def _add_term_group(self, sent: terms.AddTermGroupIn) -> Operation:
        return values.AddTermGroup(
            group=self._newcomer(sent.ref, new_group_id),
            title=_text(sent.title),
            domain=sent.domain,
            terms=tuple(_term(one) for one in sent.terms),
        )

    @read.register
    def _add_term(self, sent: terms.AddTermIn) -> Operation:
        term = _term(sent)
        return values.AddTerm(
            group=self._group(sent.group),
            text=term.text,
            lang=term.lang,
            register=term.register,
            direction=term.direction,
            weight=term.weight,
        )

    @read.register
    def _remove_term(self, sent: terms.RemoveTermIn) -> Operation:
        group, groups = self._group(sent.group), self._editor.groups
        return values.RemoveTerm(group, groups.term(groups.get(group), sent.text))

    @read.register
    def _set_term_direction(self, sent: terms.SetTermDirectionIn) -> Operation:
        group, groups = self._group(sent.group), self._editor.groups
        old = sent.old or groups.term(groups.get(group), sent.text).direction
        return values.SetTermDirection(group, sent.text, old, sent.new)


def _term(said: TermSaid) -> Term:
    lang = said.lang or letters_of(said.text)
    return Term(said.text, lang, said.register_, said.direction, said.weight)


def _text(text: LocalText | None) -> dict[str, str]:
    return text.model_dump(exclude_none=True) if text else {}


def _lists(labels: LabelLists) -> TextLists:
    return {code: tuple(sorted(set(texts))) for code, texts in labels.model_dump().items() if texts}
