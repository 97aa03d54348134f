"""The typed operations that lead from one state to another. Pure.

Found by doing: every operation is performed on a draft as it is found, so what is returned
can be applied, and applying it gives exactly the state asked for. Concepts are moved from
the top down (no step makes a circle), retired last and from the bottom up (no active
concept is ever left below a retired one).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import TopologicalSorter

from app.taxonomy.operations.applying import Applied
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.fields import field_changes
from app.taxonomy.operations.performing import perform
from app.taxonomy.operations.values import (
    AddConcept,
    AddParent,
    Deprecate,
    DropConcept,
    Move,
    Operation,
    Relate,
    RemoveParent,
    Reorder,
    Restore,
    SetSuccessors,
    Unrelate,
)
from app.taxonomy.operations.wordlists import group_changes
from app.taxonomy.state import ConceptState, SchemeState

Wanted = Mapping[str, ConceptState | None]


def operations_between(draft: Draft, target: SchemeState) -> list[Operation]:
    """List the operations that make ``target`` of a draft; concepts keep their ids.

    A concept that the target does not have is dropped when the draft has added it, and
    is retired without successor otherwise. Raises ``Refused`` for an unsound target.
    """
    known = {key: None for key in draft.concepts if key not in target.concepts}
    changed = {
        key: state for key, state in target.concepts.items() if draft.concepts.get(key) != state
    }
    return _Path(draft, {**known, **changed}, target.top).operations


def inverse(before: Draft, applied: Applied) -> list[Operation]:
    """List the operations that undo a request."""
    concepts = _Path(applied.draft, applied.before, before.top).operations
    now = applied.draft.lexicon.groups
    return [*concepts, *group_changes(now, applied.groups_before)]


class _Path:
    """A way from a draft to what is wanted, found step by step."""

    def __init__(self, draft: Draft, wanted: Wanted, top: tuple[str, ...]) -> None:
        self.operations: list[Operation] = []
        self._editor = Editor(draft)
        self._start = draft
        self._top = top
        self._gone = [
            key for key, state in wanted.items() if state is None and key in draft.concepts
        ]
        self._wanted = {key: state for key, state in wanted.items() if state is not None}
        self._kept: set[str] = set()
        self._keep_released()
        self._order = list(TopologicalSorter(self._parents_wanted()).static_order())
        for step in (
            self._unrelate,
            self._build,
            self._set_aside,
            self._write,
            self._relate,
            self._retire,
            self._name_successors,
            self._part_heirs,
            self._drop,
            self._put_in_order,
        ):
            for operation in step():
                self._do(operation)

    def _do(self, operation: Operation) -> None:
        perform(operation, self._editor)
        self.operations.append(operation)

    def _now(self, concept: str) -> ConceptState:
        return self._editor.get(concept)

    def _keep_released(self) -> None:
        """What was released is never dropped: it is wanted as a retired concept."""
        for key in [one for one in self._gone if not self._editor.is_born_here(one)]:
            self._gone.remove(key)
            now = self._now(key)
            if now.status == "active":
                now = replace(now, status="deprecated", replaced_by=(), consider=())
            self._wanted[key] = replace(now, related=(), broader=(), narrower=())
            self._kept.add(key)

    def _parents_wanted(self) -> dict[str, set[str]]:
        return {key: self._nearest_above(state) for key, state in self._wanted.items()}

    def _nearest_above(self, state: ConceptState) -> set[str]:
        """Climb over concepts that stay as they are to those that must be settled before."""
        found: set[str] = set()
        waiting, seen = list(state.broader), set(state.broader)
        while waiting:
            parent = waiting.pop()
            if parent in self._wanted:
                found.add(parent)
                continue
            above = self._start.concepts[parent].broader
            waiting.extend(one for one in above if one not in seen)
            seen.update(above)
        return found

    def _states(self) -> Iterator[tuple[str, ConceptState | None, ConceptState]]:
        """Walk what is wanted from the top down, with what is there now."""
        for key in self._order:
            yield key, self._editor.find(key), self._wanted[key]

    def _unrelate(self) -> Iterator[Operation]:
        for key in [*self._wanted, *self._gone]:
            now, wanted = self._editor.find(key), self._wanted.get(key)
            for other in now.related if now else ():
                if wanted is None or other not in wanted.related:
                    yield Unrelate(*sorted((key, other)))

    def _build(self) -> Iterator[Operation]:
        for _, now, wanted in self._states():
            if now is None:
                yield _addition(wanted)
            elif now.status == "deprecated" and wanted.status == "active":
                yield _restoring(now, wanted.broader)
            elif wanted.status == "active":
                yield from self._rehang(now, wanted)

    def _rehang(self, now: ConceptState, wanted: ConceptState) -> Iterator[Operation]:
        there, goal = now.broader, wanted.broader
        if there[:1] != goal[:1] and goal[:1] and goal[0] in there[1:]:
            yield RemoveParent(now.id, goal[0], there)
            yield AddParent(now.id, goal[0], is_first=True, old=_less(there, goal[0]))
        elif there[:1] != goal[:1] and (goal or len(there) == 1):
            yield Move(now.id, there[0] if there else None, goal[0] if goal else None)
        yield from self._trim(now.id, goal)

    def _trim(self, concept: str, goal: tuple[str, ...]) -> Iterator[Operation]:
        for parent in self._now(concept).broader:
            there = self._now(concept).broader
            if parent not in goal and len(there) > 1:
                yield RemoveParent(concept, parent, there)
        if not goal and self._now(concept).broader:
            yield Move(concept, self._now(concept).broader[0], None)
        for parent in goal:
            if parent not in self._now(concept).broader:
                yield AddParent(concept, parent)

    def _set_aside(self) -> Iterator[Operation]:
        """What will be dropped leaves the concepts that retire before."""
        for key in self._gone:
            above = [self._wanted.get(parent) for parent in self._now(key).broader]
            if any(parent and parent.status == "deprecated" for parent in above):
                yield from self._trim(key, ())

    def _write(self) -> Iterator[Operation]:
        for _, now, wanted in self._states():
            if now is not None:
                yield from field_changes(now, wanted)

    def _relate(self) -> Iterator[Operation]:
        for key, _, wanted in self._states():
            for other in wanted.related:
                if other not in self._now(key).related:
                    yield Relate(*sorted((key, other)))

    def _retire(self) -> Iterator[Operation]:
        for key in self._order:
            yield from self._retire_from_below(key)

    def _retire_from_below(self, concept: str) -> Iterator[Operation]:
        wanted = self._wanted.get(concept)
        if wanted is None or wanted.status == "active" or self._now(concept).status != "active":
            return
        for child in self._now(concept).narrower:
            yield from self._retire_from_below(child)
        exact = wanted.replaced_by[0] if len(wanted.replaced_by) == 1 else None
        kept = self._now(concept).consider
        choice = tuple(one for one in wanted.consider if one != exact)
        yield Deprecate(concept, exact, choice, kept, children=())

    def _name_successors(self) -> Iterator[Operation]:
        for key in sorted(self._wanted.keys() - self._kept):
            now, goal = self._now(key), self._wanted[key]
            if (now.replaced_by, now.consider) != (goal.replaced_by, goal.consider):
                yield SetSuccessors(
                    key, now.replaced_by, goal.replaced_by, now.consider, goal.consider
                )

    def _part_heirs(self) -> Iterator[Operation]:
        """What will be dropped names nothing as its successor that is dropped before it."""
        for key in self._gone:
            now = self._now(key)
            if not {*now.replaced_by, *now.consider}.isdisjoint(self._gone):
                yield SetSuccessors(key, now.replaced_by, (), now.consider, ())

    def _drop(self) -> Iterator[Operation]:
        waiting = list(self._gone)
        while waiting:
            leaf = next(key for key in waiting if not self._now(key).narrower)
            waiting.remove(leaf)
            yield DropConcept(leaf)

    def _put_in_order(self) -> Iterator[Operation]:
        for key in sorted({*self._wanted, *self._editor.before} - set(self._gone)):
            goal = self._wanted.get(key) or self._start.concepts[key]
            yield from self._reordered(key, goal.narrower)
        yield from self._reordered(None, self._top)

    def _reordered(self, parent: str | None, goal: Sequence[str]) -> Iterator[Operation]:
        there = self._editor.children(parent)
        order = (*(one for one in goal if one in there), *(one for one in there if one not in goal))
        if order != there:
            yield Reorder(parent, there, order)


def _addition(wanted: ConceptState) -> AddConcept:
    return AddConcept(
        concept=wanted.id,
        parents=wanted.broader,
        notation=wanted.notation,
        pref_label=wanted.pref_label,
        alt_label=wanted.alt_label,
        hidden_label=wanted.hidden_label,
        definition=wanted.definition,
        scope_note=wanted.scope_note,
        is_assignable=wanted.is_assignable,
    )


def _restoring(now: ConceptState, parents: tuple[str, ...]) -> Restore:
    return Restore(now.id, parents, (now.replaced_by, now.consider))


def _less(parents: tuple[str, ...], parent: str) -> tuple[str, ...]:
    return tuple(one for one in parents if one != parent)
