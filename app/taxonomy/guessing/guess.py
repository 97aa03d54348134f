"""From two snapshots to typed operations, the second of which may know no ids. Pure.

Rows are matched with concepts; what became of those that are gone is read from where
their names and their children went; the exact rest is found by comparing. What results
is applied before it is returned: it leads to exactly what the snapshot says.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from app.taxonomy.guessing.adopting import Adopted, adopt, with_unsaid
from app.taxonomy.guessing.codes import demand_free_codes
from app.taxonomy.guessing.matching import Match, match
from app.taxonomy.guessing.reasons import Reason, reason
from app.taxonomy.guessing.retirements import Retirements
from app.taxonomy.guessing.vanishing import Fates
from app.taxonomy.operations.applying import Applied, apply_all
from app.taxonomy.operations.comparing import operations_between
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.editing import Editor
from app.taxonomy.operations.performing import perform
from app.taxonomy.operations.refusing import Refused
from app.taxonomy.operations.values import Operation, Reorder
from app.taxonomy.state import ConceptState, SchemeState

NewId = Callable[[], str]


@dataclass(frozen=True)
class Weighed:
    """An operation, and why it was guessed."""

    operation: Operation
    reason: Reason


@dataclass(frozen=True)
class Guess:
    """The operations that make a snapshot of a draft, in an order that applies.

    ``matches`` says for each row which concept it is and why; ``ids`` has the new ones as
    well. ``target`` is what ``applied`` has reached: the snapshot's concepts, and those
    that are gone as retired ones.
    """

    weighed: tuple[Weighed, ...]
    matches: Mapping[str, Match]
    ids: Mapping[str, str]
    target: SchemeState
    applied: Applied

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations alone."""
        return tuple(one.operation for one in self.weighed)


def guess_snapshot(draft: Draft, snapshot: SchemeState, *, new_id: NewId) -> Guess:
    """Guess what leads from a draft to exactly what a snapshot says.

    Raises:
        Refused: what the snapshot says cannot be had, such as a code that another
            concept has had before.

    """
    matches = match(draft.state, snapshot)
    return _guess(draft, snapshot, matches, _with_newcomers(snapshot, matches, new_id))


def guess_edited(draft: Draft, snapshot: SchemeState, *, new_id: NewId) -> Guess:
    """Guess what an edited file means; what it never speaks of stays as it is.

    Raises:
        Refused: as for ``guess_snapshot``.

    """
    matches = match(draft.state, snapshot)
    ids = _with_newcomers(snapshot, matches, new_id)
    return _guess(draft, with_unsaid(draft, snapshot, ids), matches, ids)


def _with_newcomers(
    snapshot: SchemeState, matches: Mapping[str, Match], new_id: NewId
) -> dict[str, str]:
    ids = {row: found.concept for row, found in matches.items()}
    for key, row in snapshot.concepts.items():
        if key not in ids and row.status == "active":
            ids[key] = new_id()
    return ids


def _guess(
    draft: Draft, snapshot: SchemeState, matches: Mapping[str, Match], ids: Mapping[str, str]
) -> Guess:
    adopted = adopt(snapshot, ids)
    demand_free_codes(draft, adopted.active)
    way = _Way(draft, adopted, {one.concept: one.reason for one in matches.values()})
    applied = apply_all(draft, [one.operation for one in way.weighed])
    return Guess(tuple(way.weighed), matches, ids, applied.draft.state, applied)


class _Way:
    """The way from a draft to a snapshot: merges, what is written, retirements, the rest."""

    def __init__(self, draft: Draft, adopted: Adopted, reasons: Mapping[str, Reason]) -> None:
        self.weighed: list[Weighed] = []
        self._draft = draft
        self._adopted = adopted
        self._reasons = reasons
        gone = [
            key
            for key, one in draft.concepts.items()
            if one.status == "active" and key not in adopted.active
        ]
        retirements = Retirements(gone, Fates(draft, adopted))
        self._merge_first(retirements)
        self._write()
        self._retire(retirements)
        self._finish()

    def _do(self, operation: Operation, why: Reason) -> None:
        editor = Editor(self._draft)
        perform(operation, editor)
        self._draft = editor.draft
        self.weighed.append(Weighed(operation, why))

    def _try(self, operation: Operation, why: Reason) -> bool:
        try:
            self._do(operation, why)
        except Refused:
            return False
        return True

    def _merge_first(self, retirements: Retirements) -> None:
        """What merges into a concept that is there takes its children along."""
        for operation, why in retirements.merges(self._draft):
            if self._try(operation, why):
                retirements.settle(operation.sources)

    def _write(self) -> None:
        """Make everything that stays what it shall be, while those that go still stand."""
        wanted = {**dict(self._draft.concepts), **self._adopted.active}
        for operation in operations_between(self._draft, self._state(wanted)):
            if not isinstance(operation, Reorder):  # The order is known when all have gone.
                self._do(operation, self._why(operation))

    def _retire(self, retirements: Retirements) -> None:
        for concept in retirements.from_below(self._draft):
            for operation, why in retirements.ways(self._draft, concept):
                if self._try(operation, why):
                    break

    def _finish(self) -> None:
        kept = {
            key: _retired(one, self._adopted)
            for key, one in self._draft.concepts.items()
            if key not in self._adopted.active
        }
        wanted = self._state({**kept, **self._adopted.active})
        for operation in operations_between(self._draft, wanted):
            self._do(operation, self._why(operation))

    def _state(self, concepts: Mapping[str, ConceptState]) -> SchemeState:
        return SchemeState(self._draft.scheme, concepts, self._adopted.top)

    def _why(self, operation: Operation) -> Reason:
        if isinstance(operation, Reorder):
            return reason("order")
        subject: str = getattr(operation, "concept", "") or getattr(operation, "a", "")
        found = self._reasons.get(subject)
        return found or reason("new" if subject in self._adopted.active else "said")


def _retired(state: ConceptState, adopted: Adopted) -> ConceptState:
    """Leave a retired concept in no tree, with successors that can be its own.

    What takes services no longer replaces nothing exactly: whom the snapshot names
    instead does, and else it stays as one to consider.
    """
    related = tuple(one for one in state.related if one not in adopted.active)
    heirs = state.replaced_by
    if all(one in adopted.active and adopted.active[one].is_assignable for one in heirs):
        return replace(state, related=related, broader=(), narrower=())
    named = adopted.said.get(state.id, ())
    takers = tuple(one for one in named if adopted.active[one].is_assignable)
    choice = {*state.consider, *named, *(one for one in heirs if one in adopted.active)}
    return replace(
        state,
        related=related,
        broader=(),
        narrower=(),
        replaced_by=takers if len(takers) == 1 else (),
        consider=() if len(takers) == 1 else tuple(sorted(choice)),
    )
